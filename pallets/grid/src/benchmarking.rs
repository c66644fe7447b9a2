// SPDX-License-Identifier: Apache-2.0

//! What the calls cost at most: on a full grid, whose pages are as long as they can be.

use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{EnsureOrigin, Get},
};
use frame_system::RawOrigin;
use gridmerit_energy::{Interval, PageIndex};
use gridmerit_grid::{Bus, Line};
use gridmerit_pallet_support::{Grid as _, GridKeepers, GridRole, OnTrading, Page, page_of};

use crate::{lines::pages_of, *};

/// The line that calls are about: on a page that is full where there are so many.
const BUS: Bus = 1;
const RATING: u64 = Line::NO_LIMIT;

fn operator<T: Config>() -> T::RuntimeOrigin {
	T::OperatorOrigin::try_successful_origin().expect("there is an operator")
}

/// Who keeps the grid.
fn keeper<T: Config>(role: GridRole) -> T::AccountId {
	let account = account("keeper", 0, 0);
	Pallet::<T>::set_keeper(&account, Some(role));
	whitelist!(account);
	account
}

/// Limits that one alone has set. All are as long where they are stored.
const ALONE: Decided = Decided { limits: Limits::NONE, agreed: false, resets: u32::MAX };

/// As many lines as there are to be, in a chain, all of which were changed as often as they can be but for one; their
/// defaults as often as the operator can, but for those of the line that calls are about, which its owner can still set.
fn grid<T: Config>(lines: u32, owner: &T::AccountId) {
	let scheduled = |most: Interval| 0..most;
	let size = lines as u16;
	let sizes: Vec<_> = scheduled(3).map(|from| (from, size)).collect();
	Sizes::<T>::put(BoundedVec::truncate_from(sizes));
	for page in pages_of(size) {
		let mut rows = Page::default();
		for bus in (1..=lines).filter(|bus| page_of(*bus) == page) {
			let built = Built { parent: (bus as Bus).saturating_sub(1), rating: RATING };
			let built: Vec<_> = scheduled(3).map(|from| (from, built)).collect();
			let defaults = if bus == u32::from(BUS) { 3 } else { MaxDefaults::get() };
			let limits: Vec<_> = scheduled(defaults).map(|from| (from, ALONE)).collect();
			rows.set(
				bus,
				LineRow {
					built: BoundedVec::truncate_from(built),
					limits: BoundedVec::truncate_from(limits),
				},
			);
			Owners::<T>::insert(bus as Bus, owner);
		}
		Lines::<T>::insert(page, rows);
	}
}

/// Limits of all lines in an interval.
fn own_limits<T: Config>(interval: Interval, lines: u32) {
	for page in pages_of(lines as u16) {
		let mut rows = Page::default();
		for bus in (1..=lines).filter(|bus| page_of(*bus) == page) {
			rows.set(bus, ALONE);
		}
		OwnLimits::<T>::insert(interval, page, rows);
	}
	PrunedUntil::<T>::put(interval);
}

/// Some intervals that can still change, after a notice.
fn some<T: Config>(intervals: u32) -> When {
	<Pallet<T> as OnTrading>::trading(0..4, 60_000);
	let first = Pallet::<T>::first_noticed();
	When::Only { first, last: first.saturating_add(intervals).saturating_sub(1) }
}

/// So many buses lead elsewhere, spread over all pages: each page on which one is must be written.
fn change<T: Config>(n: u32) -> ChangeOf<T> {
	let owner: T::AccountId = account("owner", 1, 0);
	let spread = |place: u32| place.saturating_mul(T::MaxLines::get()).checked_div(n);
	let buses = (0..n).filter_map(spread).map(|before| (before as Bus).saturating_add(1));
	let line = |bus| LineData { bus, parent: 0, rating: RATING, owner: owner.clone() };
	let lines: Vec<_> = buses.map(line).collect();
	Change::Lines { from: 0, lines: BoundedVec::truncate_from(lines) }
}

fn most<T: Config>() -> u32 {
	T::MaxChange::get().min(T::MaxLines::get())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_default_limits() {
		let owner = keeper::<T>(GridRole::LineOwner);
		grid::<T>(T::MaxLines::get(), &owner);
		// After those that there are.
		let from = When::From(MaxDefaults::get());
		#[extrinsic_call]
		set_limits(RawOrigin::Signed(owner.clone()), BUS, from, Some(Limits::NONE));
		let page = Lines::<T>::get(page_of(BUS.into()));
		assert_eq!(page.get(BUS.into()).map(|row| row.limits.len()), Some(4));
	}

	#[benchmark]
	fn set_own_limits(i: Linear<1, { T::MaxRange::get() }>) {
		let owner = keeper::<T>(GridRole::LineOwner);
		grid::<T>(T::MaxLines::get(), &owner);
		let when = some::<T>(i);
		let When::Only { first, last } = when else { unreachable!("some are single ones") };
		for interval in first..=last {
			own_limits::<T>(interval, T::MaxLines::get());
		}
		let limits = Limits { import: RATING - 1, export: RATING };
		#[extrinsic_call]
		set_limits(RawOrigin::Signed(owner.clone()), BUS, when, Some(limits));
		let page = OwnLimits::<T>::get(last, page_of(BUS.into()));
		assert_eq!(page.get(BUS.into()).map(|own| own.limits), Some(limits));
	}

	#[benchmark]
	fn propose_lines(n: Linear<1, { most::<T>() }>) {
		let keeper = keeper::<T>(GridRole::GridOperator);
		grid::<T>(T::MaxLines::get(), &keeper);
		#[extrinsic_call]
		propose(RawOrigin::Signed(keeper.clone()), change::<T>(n));
		assert!(Proposals::<T>::contains_key(&keeper));
	}

	#[benchmark]
	fn propose_limits() {
		let owner = keeper::<T>(GridRole::LineOwner);
		grid::<T>(T::MaxLines::get(), &owner);
		let limits = Some(Limits { import: 0, export: 0 });
		let change = Change::Limits { bus: BUS, when: some::<T>(T::MaxRange::get()), limits };
		#[extrinsic_call]
		propose(RawOrigin::Signed(owner.clone()), change);
		assert!(Proposals::<T>::contains_key(&owner));
	}

	#[benchmark]
	fn agree_lines(n: Linear<1, { most::<T>() }>) -> Result<(), BenchmarkError> {
		let keeper = keeper::<T>(GridRole::GridOperator);
		grid::<T>(T::MaxLines::get(), &keeper);
		Pallet::<T>::do_propose(keeper.clone(), change::<T>(n))?;
		#[extrinsic_call]
		agree(operator::<T>() as T::RuntimeOrigin, keeper.clone(), change::<T>(n));
		assert!(!Proposals::<T>::contains_key(&keeper));
		assert_eq!(Sizes::<T>::get().len(), 4);
		let written =
			|page: PageIndex| Lines::<T>::get(page).rows(page).any(|(_, row)| row.built.len() > 3);
		assert!(n < most::<T>() || pages_of(T::MaxLines::get() as u16).all(written));
		Ok(())
	}

	/// What it takes to agree; to set the limits comes on top.
	#[benchmark]
	fn agree_limits() -> Result<(), BenchmarkError> {
		let owner = keeper::<T>(GridRole::LineOwner);
		grid::<T>(T::MaxLines::get(), &owner);
		let other: T::AccountId = account("other", 0, 0);
		Pallet::<T>::set_keeper(&other, Some(GridRole::GridOperator));
		let limits = Some(Limits { import: 0, export: 0 });
		let change = Change::Limits { bus: BUS, when: some::<T>(1), limits };
		Pallet::<T>::do_propose(owner.clone(), change.clone())?;
		#[extrinsic_call]
		agree(RawOrigin::Signed(other), owner.clone(), change);
		assert!(!Proposals::<T>::contains_key(&owner));
		Ok(())
	}

	#[benchmark]
	fn drop_proposal() {
		let keeper = keeper::<T>(GridRole::GridOperator);
		Proposals::<T>::insert(&keeper, change::<T>(most::<T>()));
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, keeper.clone());
		assert!(!Proposals::<T>::contains_key(&keeper));
	}

	/// One that has proposed as much as it can keeps it no more.
	#[benchmark]
	fn set_keeper() {
		let keeper = keeper::<T>(GridRole::GridOperator);
		Proposals::<T>::insert(&keeper, change::<T>(most::<T>()));
		#[block]
		{
			Pallet::<T>::set_keeper(&keeper, None);
		}
		assert!(!Keepers::<T>::contains_key(&keeper));
	}

	#[benchmark]
	fn trading() {
		#[block]
		{
			<Pallet<T> as OnTrading>::trading(1..5, 60_000);
		}
		assert_eq!(Trading::<T>::get().end, 5);
	}

	/// A page of an interval.
	#[benchmark]
	fn prune() {
		own_limits::<T>(0, T::MaxLines::get());
		let drained;
		#[block]
		{
			let oldest = PrunedUntil::<T>::get().filter(|_| Pallet::<T>::first_needed() == 0);
			drained = oldest.is_some_and(|interval| {
				OwnLimits::<T>::iter_key_prefix(interval).drain().next().is_some()
			});
			PrunedUntil::<T>::put(1);
		}
		assert_eq!((drained, PrunedUntil::<T>::get()), (true, Some(1)));
	}

	/// The grid of an interval, each of whose lines has limits of its own.
	#[benchmark]
	fn feeder(l: Linear<1, { T::MaxLines::get() }>) {
		let keeper = keeper::<T>(GridRole::GridOperator);
		grid::<T>(l, &keeper);
		own_limits::<T>(9, l);
		let mut buses = vec![];
		#[block]
		{
			buses.push(Pallet::<T>::buses(9));
			buses.extend(Pallet::<T>::feeder(9).map(|found| found.buses() as u32));
		}
		assert_eq!(buses, [l.saturating_add(1); 2]);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
