// SPDX-License-Identifier: Apache-2.0

//! What calls and steps cost at most: on full pages, of plants of which as much is certified as can be.

use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{EnsureOrigin, Get},
	weights::WeightMeter,
};
use frame_system::RawOrigin;
use gridmerit_carbon::{Bound, Definition, Footprint, GridFootprint, GridLimits, Vouched};
use gridmerit_energy::{Interval, NodeIndex, Roles, Wh};
use gridmerit_pallet_support::{
	BenchmarkWorld, CarbonBounds, CertificateAuthorities, CertificateRole, IntensityPublishers,
	IntervalClock, OnRemove, PAGE_ROWS, Page, PageIndex, page_of,
};

use crate::{prune::PAGES_A_STEP, *};

const CLEAN: Footprint = Footprint { operating: 0, embodied: 41_000, travel: 500 };
/// What a page can say at most.
const GRID: GridFootprint = GridFootprint { average: CLEAN, residual: Some(CLEAN) };

fn operator<T: Config>() -> T::RuntimeOrigin {
	T::OperatorOrigin::try_successful_origin().expect("there is an operator")
}

/// A node that may feed in, at a time at which there is a past, in the midst of a page.
fn node<T: Config>() -> (NodeIndex, T::AccountId) {
	// 30 years after 1970, as no interval is longer than a day or so.
	T::World::set_time(946_684_800_000);
	T::World::node(Roles { prosumer: true, ..Default::default() })
}

fn authority<T: Config>(role: CertificateRole) -> T::AccountId {
	let (_, account) = node::<T>();
	T::Authorities::trust(&account, role);
	account
}

/// As much is certified of a plant as can be, and the last of it is open.
fn plant<T: Config>(node: NodeIndex, by: &T::AccountId) -> Interval {
	let next = T::Clock::now().saturating_add(1);
	let first = next.saturating_sub(MAX_VOUCHED).saturating_add(1);
	let one = |from: Interval| Vouched {
		footprint: CLEAN,
		by: Some(by.clone()),
		from,
		until: from.saturating_add(1),
	};
	let vouched: Vec<_> = (0..MAX_VOUCHED).map(|place| one(first.saturating_add(place))).collect();
	let vouched = BoundedVec::truncate_from(vouched);
	Plants::<T>::insert(node, Plant { declared: CLEAN, vouched });
	next
}

/// Pages with so much on them as there can be, but for `n` intervals that end now.
fn pages<T: Config>(n: u32, with_them: bool) -> Interval {
	let now = T::Clock::now();
	let first = now.saturating_sub(n.saturating_sub(1));
	let page = page_of(first);
	for page in [page, page.saturating_add(1)] {
		let mut rows = Page::default();
		let from = page.saturating_mul(PAGE_ROWS);
		for interval in from..from.saturating_add(PAGE_ROWS) {
			if with_them || !(first..=now).contains(&interval) {
				rows.set(interval, Published { grid: GRID, corrected: false });
			}
		}
		Intensities::<T>::insert(page, rows);
	}
	first
}

fn values<T: Config>(n: u32) -> BoundedVec<GridFootprint, T::MaxBatch> {
	BoundedVec::truncate_from(vec![GRID; n as usize])
}

/// Takes the least.
fn bound() -> Bound {
	Bound { definition: Definition::Travel, most: 0, loss_ppm: 100_000 }
}

/// A page on which all nodes tolerate something.
fn tolerated<T: Config>(interval: Interval, page: PageIndex) {
	let mut rows = Page::default();
	for node in 0..PAGE_ROWS {
		rows.set(node, Wh::MAX >> 1);
	}
	Tolerated::<T>::insert(interval, page, rows);
	ToleratedFrom::<T>::put(interval);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn declare() {
		let (node, account) = node::<T>();
		plant::<T>(node, &account);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), GRID.average.worse(&Footprint { travel: 501, ..CLEAN }));
		let plant = Plants::<T>::get(node).map(|plant| plant.vouched.len() as u32);
		assert_eq!(plant, Some(MAX_VOUCHED - 1));
	}

	#[benchmark]
	fn certify() {
		let issuer = authority::<T>(CertificateRole::Issuer);
		let (node, _) = node::<T>();
		plant::<T>(node, &issuer);
		let until = T::Clock::now().saturating_add(T::MaxTerm::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(issuer), node, CLEAN, until);
		let last = Plants::<T>::get(node).and_then(|plant| plant.vouched.last().cloned());
		assert_eq!(last.map(|last| last.until), Some(until));
	}

	#[benchmark]
	fn decertify() {
		let auditor = authority::<T>(CertificateRole::Auditor);
		let (node, account) = node::<T>();
		plant::<T>(node, &account);
		#[extrinsic_call]
		_(RawOrigin::Signed(auditor), node, 0);
		assert_eq!(Plants::<T>::get(node).map(|plant| plant.vouched.len()), Some(0));
	}

	/// On two pages, if there is more than one interval.
	#[benchmark]
	fn publish(n: Linear<0, { PAGE_ROWS }>) {
		// At least one is named, and no more than the most.
		let n = n.clamp(1, T::MaxBatch::get());
		let (_, publisher) = node::<T>();
		T::Authorities::trust_publisher(&publisher);
		let first = pages::<T>(n, false);
		let values = values::<T>(n);
		#[extrinsic_call]
		_(RawOrigin::Signed(publisher), first, values);
		assert_eq!(Pallet::<T>::published_at(T::Clock::now()), Some(GRID));
	}

	#[benchmark]
	fn correct(n: Linear<0, { PAGE_ROWS }>) {
		let n = n.clamp(1, T::MaxBatch::get());
		let (_, publisher) = node::<T>();
		T::Authorities::trust_publisher(&publisher);
		let first = pages::<T>(n, true);
		PublishedFrom::<T>::put(page_of(first));
		let values = values::<T>(n);
		#[extrinsic_call]
		_(RawOrigin::Signed(publisher), first, values);
		let row = Intensities::<T>::get(page_of(first)).get(first).copied();
		assert_eq!(row, Some(Published { grid: GRID, corrected: true }));
	}

	#[benchmark]
	fn set_limits() {
		let limits = GridLimits { least: Footprint::default(), most: T::DefaultFootprint::get() };
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, limits);
		assert_eq!(Limits::<T>::get(), Some(limits));
	}

	#[benchmark]
	fn set_bound() {
		let (node, account) = node::<T>();
		Bounds::<T>::insert(node, BoundSince { bound: Bound { loss_ppm: 0, ..bound() }, from: 0 });
		#[extrinsic_call]
		_(RawOrigin::Signed(account), Some(bound()));
		assert_eq!(Bounds::<T>::get(node).map(|since| since.bound), Some(bound()));
	}

	/// It tolerates it, as others of the page do.
	#[benchmark]
	fn accept() {
		let (node, account) = node::<T>();
		let next = plant::<T>(node, &account);
		Bounds::<T>::insert(node, BoundSince { bound: bound(), from: 0 });
		let interval = next.saturating_sub(1);
		tolerated::<T>(interval, page_of(node));
		Tolerated::<T>::mutate(interval, page_of(node), |rows| rows.remove(node));
		let accepted;
		#[block]
		{
			accepted = <Pallet<T> as CarbonBounds>::accept(node, node, interval, 10, Some(100));
		}
		assert!(accepted.is_ok());
		assert_eq!(Tolerated::<T>::get(interval, page_of(node)).get(node), Some(&10));
	}

	#[benchmark]
	fn removed() {
		let (node, account) = node::<T>();
		plant::<T>(node, &account);
		Bounds::<T>::insert(node, BoundSince { bound: bound(), from: 0 });
		#[block]
		{
			<Pallet<T> as OnRemove>::removed(node);
		}
		assert!(Plants::<T>::get(node).is_none() && Bounds::<T>::get(node).is_none());
	}

	/// With something to remove, and no room for it.
	#[benchmark]
	fn poll() {
		node::<T>();
		pages::<T>(1, true);
		PublishedFrom::<T>::put(0);
		tolerated::<T>(1, 0);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::poll());
		#[block]
		{
			Pallet::<T>::prune(&mut meter);
		}
		assert_eq!(PublishedFrom::<T>::get(), Some(0));
	}

	#[benchmark]
	fn prune() {
		node::<T>();
		pages::<T>(1, true);
		let full = Intensities::<T>::get(page_of(T::Clock::now()));
		Intensities::<T>::insert(0, full);
		PublishedFrom::<T>::put(0);
		for page in 0..=PAGES_A_STEP {
			tolerated::<T>(1, page);
		}
		let mut meter = WeightMeter::with_limit(Pallet::<T>::largest_step());
		#[block]
		{
			Pallet::<T>::prune(&mut meter);
		}
		assert_eq!(PublishedFrom::<T>::get(), Some(1));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
