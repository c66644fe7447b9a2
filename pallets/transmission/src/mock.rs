// SPDX-License-Identifier: Apache-2.0

//! A runtime in which owners of lines are paid. The rest of the market is kept in storage, so that a call that fails undoes it
//! too.

use frame_support::{
	derive_impl,
	pallet_prelude::*,
	storage_alias,
	traits::{ConstU32, EitherOfDiverse},
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{Interval, Planck, Wh};
use gridmerit_pallet_support::{
	Bus, CarriedEnergy, ClosedIntervals, IntervalClock, IntervalTerms, LineOwners, RentAccount,
};
use sp_runtime::BuildStorage;

use crate as pallet_transmission;

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The market operator's account.
pub const OPERATOR: AccountId = 1;
/// Who owns the lines of buses 1 and 2, and that of bus 3.
pub const OWNER: AccountId = 2;
pub const OTHER_OWNER: AccountId = 3;
/// Owns nothing.
pub const STRANGER: AccountId = 4;
/// An account that cannot be paid.
pub const DEAD: AccountId = 5;
/// The interval that is being delivered at first.
pub const NOW: Interval = 100;
pub const MAX_TERM: u32 = 60;
pub const MAX_CLAIM: u32 = 8;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Transmission = pallet_transmission;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

frame_support::ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

impl pallet_transmission::Config for Test {
	type Clearing = Market;
	type Ledger = Market;
	type Lines = Market;
	type Market = Market;
	type MaxClaim = ConstU32<MAX_CLAIM>;
	type MaxTerm = ConstU32<MAX_TERM>;
	type OperatorOrigin =
		EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;
	type WeightInfo = ();
}

#[storage_alias]
type Owners = StorageMap<Market, Twox64Concat, Bus, AccountId>;
#[storage_alias]
type Flows = StorageDoubleMap<Market, Twox64Concat, Interval, Twox64Concat, Bus, Wh, ValueQuery>;
#[storage_alias]
type Rent = StorageValue<Market, Planck, ValueQuery>;
#[storage_alias]
type Earned = StorageMap<Market, Twox64Concat, AccountId, Planck, ValueQuery>;
/// The interval that is being delivered, the first that is not closed, the first that is remembered.
#[storage_alias]
type Time = StorageValue<Market, (Interval, Interval, Interval), ValueQuery>;

/// The rest of the market.
pub struct Market;

impl Market {
	pub fn set_time(now: Interval, closed: Interval, remembered: Interval) {
		Time::put((now, closed, remembered));
	}

	pub fn set_line_owner(bus: Bus, owner: Option<AccountId>) {
		Owners::set(bus, owner);
	}

	pub fn set_carried(interval: Interval, bus: Bus, energy: Wh) {
		Flows::insert(interval, bus, energy);
	}

	pub fn add_rent(amount: Planck) {
		Rent::mutate(|rent| *rent += amount);
	}

	pub fn earned(account: AccountId) -> Planck {
		Earned::get(account)
	}
}

impl RentAccount<AccountId> for Market {
	fn rent_held() -> Planck {
		Rent::get()
	}

	fn spend_rent(to: &AccountId, amount: Planck) -> DispatchResult {
		let left = Rent::get().checked_sub(amount).ok_or(DispatchError::Other("no rent"))?;
		if *to == DEAD {
			return Err(DispatchError::Other("cannot be paid"));
		}
		Rent::put(left);
		Earned::mutate(to, |earned| *earned += amount);
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow_rent(amount: Planck) {
		Rent::put(amount);
	}
}

impl LineOwners<AccountId> for Market {
	fn owner(bus: Bus) -> Option<AccountId> {
		Owners::get(bus)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_owner(bus: Bus, account: &AccountId) {
		Owners::insert(bus, account);
	}
}

impl CarriedEnergy for Market {
	fn carried(interval: Interval, bus: Bus) -> Wh {
		Flows::get(interval, bus)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn carry(interval: Interval, energy: Wh) {
		Flows::insert(interval, 1, energy);
	}
}

impl IntervalClock for Market {
	fn now() -> Interval {
		Time::get().0
	}

	fn start(interval: Interval) -> u64 {
		u64::from(interval) * 900_000
	}
}

impl ClosedIntervals for Market {
	fn closed_until() -> Interval {
		Time::get().1
	}

	fn close_until(interval: Interval) {
		Time::mutate(|time| time.1 = interval);
	}

	fn need_from(interval: Interval) {
		Time::mutate(|time| time.2 = interval);
	}
}

impl IntervalTerms for Market {
	fn terms(_: Interval) -> Option<gridmerit_energy::Terms> {
		None
	}

	fn never_opens(_: Interval) -> bool {
		false
	}

	fn remembered_from() -> Interval {
		Time::get().2
	}
}

/// Block 1 of a market that has begun, with three lines.
pub fn externalities() -> sp_io::TestExternalities {
	let storage = RuntimeGenesisConfig::default().build_storage();
	let mut externalities = sp_io::TestExternalities::from(storage.unwrap());
	externalities.execute_with(|| {
		System::set_block_number(1);
		Market::set_time(NOW, NOW - 10, NOW - 50);
		for (bus, owner) in [(1, OWNER), (2, OWNER), (3, OTHER_OWNER)] {
			Market::set_line_owner(bus, Some(owner));
		}
	});
	externalities
}

/// Runs `test`, and checks the state after it.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Transmission::do_try_state().unwrap();
	});
}
