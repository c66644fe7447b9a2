// SPDX-License-Identifier: Apache-2.0

//! What is different about a chain that stands alone: what the folder `common` asks of each runtime.

use crate::{
	Runtime, RuntimeCall, System, Validators, configs::system::MAX_BLOCK_WEIGHT,
	randomness::LastSession,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, Contains},
	weights::Weight,
};

/// Most bytes of state that a block may touch. A block that everybody executes on its own state has no such bound.
pub const MAX_PROOF_SIZE: u64 = u64::MAX;

/// New code is put in place at once.
pub type SetCode = ();

/// Who hears of a node that is removed, as it may build blocks.
pub type Builders = Validators;

/// What energy emits, and which of it zero-carbon demands take.
pub type Carbon = crate::Carbon;

/// What counts the time of delays, in slots: each has a block, but for those that are missed.
pub type Clock = System;

/// What nobody knows beforehand.
pub type Randomness = LastSession;

/// Randomness of session 1 is there, for benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub fn make_randomness() {
	pallet_session::CurrentIndex::<Runtime>::put(2);
	pallet_babe::NextRandomness::<Runtime>::put([1; 32]);
}

/// 1,024 pages of 128 nodes.
pub type MaxNodes = ConstU32<131_072>;
/// 16 pages of 128 lines, less the substation.
pub type MaxLines = ConstU32<2_047>;
/// Most lines of one change of the grid.
pub type MaxChangedLines = ConstU32<256>;
/// Most readings in a batch: 50 kB, and some tenths of a second.
pub type MaxBatch = ConstU32<512>;
/// Most charges in a batch for what no reading states.
pub type MaxCharges = ConstU32<16>;
/// A week of quarters of an hour.
pub type MaxDisputeWindow = ConstU32<672>;
/// All intervals that can be open with the longest dispute window, and the one before.
pub type MaxLookedAt = ConstU32<1_347>;
/// Two of the longest dispute windows, and some that passed in a halt: 63 kB.
pub type MaxSeries = ConstU32<1_408>;

parameter_types! {
	/// Half of a block, so that clearing never starves the rest.
	pub const MaxClearingWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(2);
	/// A quarter of a block: tens of thousands of silent nodes in a quarter of an hour.
	pub const MaxSettlementWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(4);
	/// A sixteenth of a block, of what transactions have left: many pages of nodes, and of transactions.
	pub const MaxCertificateWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(16);
	/// A sixteenth of a block: thousands of nodes in a minute.
	pub const MaxTrustWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(16);
}

/// Calls that nobody may make. A validator that purges its keys would be out, and with the last one gone BABE
/// could never name a next epoch; `validators.releaseKeys` asks first whether the keys are needed.
pub struct CallFilter;

impl Contains<RuntimeCall> for CallFilter {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::Session(pallet_session::Call::purge_keys { .. }))
	}
}

/// What calls and hooks weigh: what was measured on this chain.
pub mod weights {
	use super::Runtime;

	pub type Authorities = pallet_authorities::weights::SubstrateWeight<Runtime>;
	pub type Certificates = pallet_certificates::weights::SubstrateWeight<Runtime>;
	pub type Clearing = pallet_clearing::weights::SubstrateWeight<Runtime>;
	pub type Committees = pallet_committees::weights::SubstrateWeight<Runtime>;
	pub type ForwardMarket = pallet_forward_market::weights::SubstrateWeight<Runtime>;
	pub type Grid = pallet_grid::weights::SubstrateWeight<Runtime>;
	pub type Ledger = pallet_ledger::weights::SubstrateWeight<Runtime>;
	pub type MeterAttestation = pallet_meter_attestation::weights::SubstrateWeight<Runtime>;
	pub type Proposals = pallet_proposals::weights::SubstrateWeight<Runtime>;
	pub type Settlement = pallet_settlement::weights::SubstrateWeight<Runtime>;
	pub type TeRegistry = pallet_te_registry::weights::SubstrateWeight<Runtime>;
	pub type Transmission = pallet_transmission::weights::SubstrateWeight<Runtime>;
	pub type TrustStaking = pallet_trust_staking::weights::SubstrateWeight<Runtime>;
}
