// SPDX-License-Identifier: Apache-2.0

//! Subsidies by verified production. Only this chain has them: a page of nodes that owe money is more than a block of a
//! parachain can prove beside its market.

use crate::{
	Balance, ForwardMarket, Ledger, Runtime, Settlement, TeRegistry,
	common::configs::system::MAX_BLOCK_WEIGHT, units::UNIT,
};
use frame_support::{parameter_types, traits::ConstU32, weights::Weight};
use frame_system::EnsureRoot;

parameter_types! {
	/// So that slots are not filled with pots that pay nobody.
	pub const MinFund: Balance = 10 * UNIT;
	/// A sixteenth of a block: a page of 128 nodes that feed in and owe money, so some 19,000 of them in a quarter of an hour.
	pub const MaxSubsidyWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(16);
}

impl pallet_subsidies::Config for Runtime {
	type Ledger = Ledger;
	type Market = ForwardMarket;
	type MaxProgrammes = ConstU32<8>;
	type MaxSponsors = ConstU32<32>;
	type MaxSubsidyWeight = MaxSubsidyWeight;
	// A year of quarters of an hour.
	type MaxTerm = ConstU32<35_040>;
	type MinFund = MinFund;
	type Nodes = TeRegistry;
	type OperatorOrigin = EnsureRoot<crate::AccountId>;
	// Two weeks of them.
	type Remembered = ConstU32<1_344>;
	type Settlement = Settlement;
	// What the operator has admitted a node as.
	type Sources = TeRegistry;
	type WeightInfo = pallet_subsidies::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}
