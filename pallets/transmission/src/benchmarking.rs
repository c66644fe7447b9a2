// SPDX-License-Identifier: Apache-2.0

//! What the calls cost at most.

use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get};
use frame_system::RawOrigin;
use gridmerit_energy::{Interval, Planck, Wh};
use gridmerit_pallet_support::{
	Bus, CarriedEnergy, ClosedIntervals, IntervalClock, LineOwners, RentAccount,
};

use crate::*;

const BUS: Bus = 1;
/// What the line carries, and earns with it: more than any chain's existential deposit.
const ENERGY: Wh = 1_000;
const PRICE: Planck = 10_000_000_000;

fn operator<T: Config>() -> T::RuntimeOrigin {
	T::OperatorOrigin::try_successful_origin().expect("there is an operator")
}

/// The owner of the line.
fn owner<T: Config>() -> T::AccountId {
	let account = account("owner", 0, 0);
	T::Lines::set_owner(BUS, &account);
	account
}

fn terms<T: Config>() -> Terms {
	let until = T::Market::now().saturating_add(T::MaxTerm::get());
	Terms { price: PRICE, most: Planck::MAX, until }
}

/// A contract that pays from an interval on.
fn contract<T: Config>(owner: T::AccountId, next: Interval, until: Interval) {
	let terms = Terms { until, ..terms::<T>() };
	Contracts::<T>::insert(0, Contract { bus: BUS, owner, terms, next });
	ContractedUntil::<T>::insert(BUS, until);
	NextContract::<T>::put(1);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn offer() {
		let owner = owner::<T>();
		// It signs and pays the fee. Whom a claim pays is not known before.
		whitelist!(owner);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), BUS, terms::<T>());
		assert!(Offers::<T>::contains_key(BUS));
	}

	#[benchmark]
	fn drop_offer() {
		Offers::<T>::insert(BUS, Offer { owner: owner::<T>(), terms: terms::<T>() });
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, BUS);
		assert!(!Offers::<T>::contains_key(BUS));
	}

	#[benchmark]
	fn agree() {
		Offers::<T>::insert(BUS, Offer { owner: owner::<T>(), terms: terms::<T>() });
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, BUS, terms::<T>());
		assert!(Contracts::<T>::contains_key(0));
	}

	#[benchmark]
	fn end() {
		contract::<T>(owner::<T>(), 0, terms::<T>().until);
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, 0);
		assert!(ContractedUntil::<T>::get(BUS) < terms::<T>().until);
	}

	/// All of a contract.
	#[benchmark]
	fn claim(i: Linear<1, { T::MaxClaim::get() }>) {
		let first = T::Market::closed_until();
		let until = first.saturating_add(i);
		T::Market::close_until(until);
		(first..until).for_each(|interval| T::Clearing::carry(interval, ENERGY));
		T::Ledger::endow_rent(PRICE.saturating_mul(i.into()));
		contract::<T>(owner::<T>(), first, until);
		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), 0, i);
		assert!(!Contracts::<T>::contains_key(0));
		assert_eq!(T::Ledger::rent_held(), 0);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
