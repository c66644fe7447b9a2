// SPDX-License-Identifier: Apache-2.0

//! What is different about a chain whose blocks a relay chain checks: what the folder `common` asks of each runtime.

use crate::{RelayRandomness, Runtime, configs::system::MAX_BLOCK_WEIGHT};
use cumulus_primitives_core::relay_chain::MAX_POV_SIZE;
use frame_support::{parameter_types, traits::ConstU32, weights::Weight};

/// Most bytes of state that a block may touch: the relay chain's validators have none but what comes with the block.
pub const MAX_PROOF_SIZE: u64 = MAX_POV_SIZE as u64;

/// New code waits for the relay chain's go-ahead.
pub type SetCode = cumulus_pallet_parachain_system::ParachainSetCode<Runtime>;

/// Who collates need be no node: that one is removed concerns no collator.
pub type Builders = ();

/// What energy emits nobody counts here.
pub type Carbon = ();

/// What counts the time of delays, in slots: the relay chain's blocks. Of its own a chain may have three at once, or none
/// for hours.
pub type Clock = cumulus_pallet_parachain_system::RelaychainDataProvider<Runtime>;

/// What calls and hooks weigh: compute is the same code as on a solochain, and their proofs were measured on this chain.
pub use crate::weights;

/// What nobody knows beforehand.
pub type Randomness = RelayRandomness;

/// Randomness of session 1 is there, for benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub fn make_randomness() {
	let seen = pallet_relay_randomness::Seen { random: [1; 32], proven: 1, begun: 1, made: 1 };
	pallet_relay_randomness::Last::<Runtime>::put(seen);
}

/// All calls may be made. A collator that purges its keys is out, and Aura keeps the last ones that there are.
pub type CallFilter = frame_support::traits::Everything;

// What follows is smaller than on a solochain, for the bytes of state that it may have to prove: `tests/limits.rs` holds each
// beside its limit.

/// 512 pages of 128 nodes: of twenty of these one may be silent, interval after interval, and is settled in time.
pub type MaxNodes = ConstU32<65_536>;
/// 4 pages of 128 lines, less the substation.
pub type MaxLines = ConstU32<511>;
/// Most lines of one change of the grid.
pub type MaxChangedLines = ConstU32<128>;
/// Most readings in a batch: each may have to prove the accounts of four nodes and a long series.
pub type MaxBatch = ConstU32<35>;
/// Most charges in a batch for what no reading states: each may look at two pages of nodes for each interval.
pub type MaxCharges = ConstU32<1>;
/// A day of quarters of an hour: when a meter is revoked, all that it has settled in it is opened again at once.
pub type MaxDisputeWindow = ConstU32<96>;
/// A day of quarters of an hour, so that a charge fits into the lane of readings without a fee. Of a longer gap the end is
/// looked at.
pub type MaxLookedAt = ConstU32<96>;
/// Two of the longest dispute windows, and some that passed in a halt: 11 kB.
pub type MaxSeries = ConstU32<256>;

// The hooks of the market together leave a sixth of a block, twice what they leave on a solochain, which also has proposals
// and subsidies. Beside them messages of other chains, and a share of what is left for transactions: `xcm::queues` has what
// waits.
parameter_types! {
	/// Seven sixteenths of a block: before a round opens, all that a suspended node has open may have to be taken out.
	pub const MaxClearingWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(16).saturating_mul(7);
	/// A quarter of a block: some 32 silent nodes.
	pub const MaxSettlementWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(4);
	/// A sixteenth of a block, of what transactions have left: a page of nodes, or of transactions.
	pub const MaxCertificateWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(16);
	/// An eighth of a block, for a page of nodes.
	pub const MaxTrustWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(8);
	/// For messages that come in from other parachains, to be put into the queue. What is beyond it is lost, so it is more
	/// than all channels can hold: a sixteenth of the proof, and a quarter of the compute, for the smallest messages.
	pub const MaxArrivalWeight: Weight = Weight::from_parts(
		MAX_BLOCK_WEIGHT.ref_time() / 4,
		MAX_BLOCK_WEIGHT.proof_size() / 16,
	);
	/// What is said to be kept for those of the relay chain: answers, and nothing that is obeyed. The SDK does not hold
	/// them to it; the relay chain keeps to a sixth of a proof.
	pub const MaxRelayArrivalWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(16);
	/// A sixteenth of a block, to execute messages of the queue in any case.
	pub const MaxMessageWeight: Option<Weight> = Some(MAX_BLOCK_WEIGHT.saturating_div(16));
	/// A quarter, of what transactions have left of a block.
	pub const MaxIdleMessageWeight: Option<Weight> = Some(MAX_BLOCK_WEIGHT.saturating_div(4));
}
