// SPDX-License-Identifier: Apache-2.0

//! Money and what a transaction costs.

use crate::{
	Balance, Balances, Runtime, RuntimeEvent, RuntimeFreezeReason, RuntimeHoldReason, System,
	configs::system::MAX_BLOCK_WEIGHT,
	treasury::{FeesShared, ToTreasury},
	units::{MICROUNIT, MILLIUNIT},
};
use frame_support::{
	parameter_types,
	traits::{ConstU8, ConstU32, VariantCountOf},
	weights::{self, ConstantMultiplier, Weight, constants::WEIGHT_REF_TIME_PER_MICROS},
};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{FixedPointNumber, Perquintill, traits::One};

/// Price of compute.
const PLANCK_PER_MICRO: Balance = 120;

parameter_types! {
	/// A tenth of a cent: accounts may hold cents.
	pub const ExistentialDeposit: Balance = MILLIUNIT;
	/// Fee of a byte.
	pub const TransactionByteFee: Balance = MICROUNIT / 10;
	/// Blocks fuller than this make fees rise, emptier ones let them fall.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	/// At most +3.4 % an hour while blocks are full.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(75, 1_000_000);
	/// A quiet chain charges the plain fee, never less: the price of an order is known in advance.
	pub MinimumMultiplier: Multiplier = Multiplier::one();
	pub MaximumMultiplier: Multiplier = Multiplier::saturating_from_integer(1_000);
}

impl pallet_balances::Config for Runtime {
	type AccountStore = System;
	type Balance = Balance;
	type DoneSlashHandler = ();
	type DustRemoval = ToTreasury;
	type ExistentialDeposit = ExistentialDeposit;
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type ReserveIdentifier = [u8; 8];
	type RuntimeEvent = RuntimeEvent;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
}

/// 120 planck for a microsecond of compute: a posting of four orders, some 650 us with all checks and
/// 250 bytes, costs about 0.0001 UNIT, small beside the energy it trades. What is shown and drawn before a
/// posting is an upper bound, as if by a storage node with `CoveredOthers` more intervals open; the rest comes
/// back at once.
///
/// Where a block has a limit for the state that it touches, whoever declares a share of that pays as for a quarter of the same
/// share of its compute, if that is more: what is declared is the worst case, and the block gets back what was not
/// touched.
pub struct WeightToFee;

impl weights::WeightToFee for WeightToFee {
	type Balance = Balance;

	fn weight_to_fee(weight: &Weight) -> Balance {
		let whole = MAX_BLOCK_WEIGHT;
		let touched = u128::from(weight.proof_size()).saturating_mul(whole.ref_time().into());
		let as_compute = touched / u128::from(whole.proof_size()) / 4;
		let scarcer = Balance::from(weight.ref_time()).max(as_compute);
		scarcer.saturating_mul(PLANCK_PER_MICRO) / Balance::from(WEIGHT_REF_TIME_PER_MICROS)
	}
}

impl pallet_transaction_payment::Config for Runtime {
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Self,
		TargetBlockFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	type LengthToFee = ConstantMultiplier<Balance, TransactionByteFee>;
	type OnChargeTransaction = FungibleAdapter<Balances, FeesShared>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
	type WeightToFee = WeightToFee;
}
