// SPDX-License-Identifier: Apache-2.0

//! What calls and steps cost at most: with as many programmes as there can be, all of which pay all nodes of a full page.

use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{EnsureOrigin, Get},
	weights::WeightMeter,
};
use frame_system::RawOrigin;
use gridmerit_energy::{Basis, Interval, Metered, NodeIndex, Planck, Roles, Wh};
use gridmerit_pallet_support::{
	BenchmarkWorld, ClosedIntervals, Entry, IntervalClock, Ledger, OnShortfall, PAGE_ROWS, Page,
	Party, Posting, SettledEnergy, SettledIntervals, SubsidyPot, page_of,
};

use crate::*;

/// What each node feeds in, and gets for it from each programme.
const ENERGY: Wh = 1_000;
const RATE: Planck = 1_000;

fn operator<T: Config>() -> T::RuntimeOrigin {
	T::OperatorOrigin::try_successful_origin().expect("there is an operator")
}

/// A node with a rich account.
fn node<T: Config>() -> (NodeIndex, T::AccountId) {
	T::World::node(Roles { prosumer: true, ..Default::default() })
}

fn rules<T: Config>() -> Rules {
	let from = T::Market::now().saturating_add(1);
	let most = Planck::MAX;
	let until = from.saturating_add(T::MaxTerm::get());
	Rules { source: None, hours: ALL_HOURS, rate: RATE, per_day: most, most, from, until }
}

/// As many sponsors as can be but one, and this one.
fn sponsors<T: Config>(last: &T::AccountId) {
	let others = (1..T::MaxSponsors::get()).map(|other| account("sponsor", other, 0));
	let mut all: Vec<T::AccountId> = others.chain([last.clone()]).collect();
	all.sort();
	Sponsors::<T>::put(BoundedVec::truncate_from(all));
}

/// So many programmes of a sponsor for an interval, with so much in each.
fn programmes<T: Config>(sponsor: &T::AccountId, count: u32, interval: Interval, left: Planck) {
	let until = interval.saturating_add(1);
	let rules = Rules { from: interval, until, ..rules::<T>() };
	let one = |number| {
		let sponsor = sponsor.clone();
		Programme { number, sponsor, rules, left, paid: 0, over: None }
	};
	Programmes::<T>::put(BoundedVec::truncate_from((0..count).map(one).collect()));
	NextProgramme::<T>::put(count);
	PaidUntil::<T>::put(Cursor { interval, page: 0 });
	let amount = left.saturating_mul(count.into());
	if amount > 0 {
		T::Ledger::fund(sponsor, amount).expect("it is rich");
	}
}

/// More than any chain's existential deposit.
const FUND: Planck = 10_000_000_000;

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_sponsor() {
		let added: T::AccountId = account("sponsor", 0, 0);
		sponsors::<T>(&added);
		Sponsors::<T>::mutate(|sponsors| sponsors.retain(|one| *one != added));
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, added.clone(), true);
		assert!(Sponsors::<T>::get().contains(&added));
	}

	#[benchmark]
	fn found() {
		let (_, sponsor) = node::<T>();
		sponsors::<T>(&sponsor);
		let others = T::MaxProgrammes::get().saturating_sub(1);
		programmes::<T>(&sponsor, others, rules::<T>().from, FUND);
		let amount = T::MinFund::get().max(FUND);
		#[extrinsic_call]
		_(RawOrigin::Signed(sponsor), rules::<T>(), amount);
		assert_eq!(NextProgramme::<T>::get(), T::MaxProgrammes::get());
	}

	#[benchmark]
	fn top_up() {
		let (_, sponsor) = node::<T>();
		programmes::<T>(&sponsor, T::MaxProgrammes::get(), rules::<T>().from, FUND);
		let last = T::MaxProgrammes::get().saturating_sub(1);
		#[extrinsic_call]
		_(RawOrigin::Signed(sponsor), last, FUND);
		let left = Programmes::<T>::get().last().map(|one| one.left);
		assert_eq!(left, Some(FUND.saturating_mul(2)));
	}

	#[benchmark]
	fn end() {
		let (_, sponsor) = node::<T>();
		let later = rules::<T>().from.saturating_add(1);
		programmes::<T>(&sponsor, T::MaxProgrammes::get(), later, FUND);
		let last = T::MaxProgrammes::get().saturating_sub(1);
		#[extrinsic_call]
		_(RawOrigin::Signed(sponsor), last);
		let until = Programmes::<T>::get().last().map(|one| one.rules.until);
		assert_eq!(until, Some(later.saturating_sub(1)));
	}

	/// With something to pay, and no room to pay it.
	#[benchmark]
	fn poll() {
		let (_, sponsor) = node::<T>();
		let interval = rules::<T>().from;
		programmes::<T>(&sponsor, T::MaxProgrammes::get(), interval, FUND);
		T::Market::close_until(interval.saturating_add(1));
		let mut meter = WeightMeter::with_limit(Pallet::<T>::looking());
		#[block]
		{
			Pallet::<T>::advance(&mut meter);
		}
		assert_eq!(PaidUntil::<T>::get(), Some(Cursor { interval, page: 0 }));
	}

	/// Each owes money to another, and pays with what it gets.
	#[benchmark]
	fn page(n: Linear<0, { PAGE_ROWS }>) {
		let (creditor, sponsor) = node::<T>();
		let interval = rules::<T>().from;
		T::World::next_page();
		let nodes: Vec<_> = (0..n).map(|_| node::<T>().0).collect();
		for debtor in &nodes {
			let (from, to) = (Party::Node(*debtor), Party::Node(creditor));
			let on_shortfall = OnShortfall::Owe;
			let posting = Posting { from, to, amount: RATE, on_shortfall, withheld: false };
			let entry = Entry { postings: &[posting], ..Default::default() };
			assert!(T::Ledger::post(entry).is_ok());
		}
		for node in &nodes {
			let metered = Metered { import: 0, export: ENERGY };
			let row = SettledEnergy { node: *node, basis: Basis::Reading, metered };
			T::Settlement::settle_for(interval, row);
		}
		T::Market::close_until(interval.saturating_add(1));
		let count = T::MaxProgrammes::get();
		programmes::<T>(&sponsor, count, interval, FUND);
		let of_nodes = nodes.first().map_or(0, |node| page_of(*node));
		PaidUntil::<T>::put(Cursor { interval, page: of_nodes });
		#[block]
		{
			Pallet::<T>::step_for_benchmark();
		}
		let paid = Planck::from(n).saturating_mul(RATE).saturating_mul(ENERGY.into()) / 1_000;
		assert!(Programmes::<T>::get().iter().all(|one| one.paid == paid));
	}

	#[benchmark]
	fn skip() {
		let (_, sponsor) = node::<T>();
		let interval = rules::<T>().from;
		programmes::<T>(&sponsor, T::MaxProgrammes::get(), interval, FUND);
		let earlier = Cursor { interval: interval.saturating_sub(1), page: 0 };
		PaidUntil::<T>::put(earlier);
		#[block]
		{
			Pallet::<T>::step_for_benchmark();
		}
		assert_eq!(PaidUntil::<T>::get(), Some(Cursor { interval, page: 0 }));
	}

	#[benchmark]
	fn finish() {
		let (_, sponsor) = node::<T>();
		let interval = rules::<T>().from;
		programmes::<T>(&sponsor, T::MaxProgrammes::get(), interval, FUND);
		let passed = Cursor { interval: interval.saturating_add(1), page: 0 };
		PaidUntil::<T>::put(passed);
		#[block]
		{
			Pallet::<T>::step_for_benchmark();
		}
		let over = Programmes::<T>::get().first().and_then(|one| one.over);
		assert_eq!(over, Some(passed.interval));
	}

	/// The largest page.
	#[benchmark]
	fn forget() {
		let (_, sponsor) = node::<T>();
		programmes::<T>(&sponsor, T::MaxProgrammes::get(), 1, 0);
		Programmes::<T>::mutate(|programmes| {
			programmes.iter_mut().for_each(|one| one.over = Some(1));
		});
		PaidUntil::<T>::kill();
		let mut rows = Page::default();
		let most = Received { day: 1, today: 1, amount: Planck::MAX, energy: Wh::MAX };
		for node in 0..PAGE_ROWS {
			rows.set(node, most);
		}
		ReceivedPages::<T>::insert(0, 0, rows);
		let closed = T::Remembered::get().saturating_add(1);
		#[block]
		{
			Pallet::<T>::forget(closed);
		}
		assert_eq!(ReceivedPages::<T>::iter_prefix(0).count(), 0);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
