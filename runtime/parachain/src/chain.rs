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

/// What nobody knows beforehand.
pub type Randomness = RelayRandomness;

/// All calls may be made. A collator that purges its keys is out, and Aura keeps the last ones that there are.
pub type CallFilter = frame_support::traits::Everything;

// What follows is smaller than on a solochain, for the bytes of state that it may have to prove: `tests/limits.rs` holds each
// beside its limit.

/// 128 pages of 128 nodes: all that can owe a reading are looked up at once.
pub type MaxNodes = ConstU32<16_384>;
/// Most readings in a batch: each may have to prove the longest series of its meter, twice.
pub type MaxBatch = ConstU32<24>;
/// Most charges in a batch for what no reading states: each may look at all that is open.
pub type MaxCharges = ConstU32<1>;
/// A day of quarters of an hour: what a charge looks at has to fit into the lane of readings without a fee.
pub type MaxDisputeWindow = ConstU32<96>;

// The market's hooks together leave as much of a block as on a solochain. Beside them messages of other chains, and a share
// of what is left for transactions: `xcm::queues` has what waits.
parameter_types! {
	/// Three eighths of a block.
	pub const MaxClearingWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(8).saturating_mul(3);
	/// Five sixteenths of a block, for the look-up of all pages of nodes.
	pub const MaxSettlementWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(16).saturating_mul(5);
	/// An eighth of a block, for a page of nodes.
	pub const MaxTrustWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(8);
	/// For messages that come in from other parachains, to be put into the queue. What is beyond it is lost, so it is more
	/// than all channels can hold: a sixteenth of the proof, and a quarter of the compute, for the smallest messages.
	pub const MaxArrivalWeight: Weight = Weight::from_parts(
		MAX_BLOCK_WEIGHT.ref_time() / 4,
		MAX_BLOCK_WEIGHT.proof_size() / 16,
	);
	/// The same for those of the relay chain: answers, and nothing that is obeyed.
	pub const MaxRelayArrivalWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(16);
	/// A sixteenth of a block, to execute messages of the queue in any case.
	pub const MaxMessageWeight: Option<Weight> = Some(MAX_BLOCK_WEIGHT.saturating_div(16));
	/// A quarter, of what transactions have left of a block.
	pub const MaxIdleMessageWeight: Option<Weight> = Some(MAX_BLOCK_WEIGHT.saturating_div(4));
}
