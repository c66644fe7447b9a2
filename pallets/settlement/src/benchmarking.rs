// SPDX-License-Identifier: Apache-2.0

//! What the steps of the hooks cost at most.
//!
//! What a settlement costs that a reading brings about is part of the weight of the call that brings it.

use frame_benchmarking::v2::*;
use frame_support::{traits::Get, weights::WeightMeter};
use gridmerit_energy::{Basis, Interval, MAX_METERED, NodeIndex, Planck, RESERVE, Roles, Terms};
use gridmerit_pallet_support::{
	BenchmarkWorld, ClosedIntervals, Entry, IntervalClock, IntervalTerms, Ledger, Locks,
	OnShortfall, PAGE_ROWS, Page, Party, Positions, Posting, ReadingDuty, Settlement, TeNodes,
	page_of,
};

use crate::{
	silence::{Sweep, Unread},
	*,
};

const ROLES: Roles =
	Roles { consumer: false, prosumer: false, storage: true, utility: false, line_owner: false };

/// A little money.
const UNIT: Planck = 1_000;

/// Gives a node as much open as it can have.
fn crowd<T: Config>(
	interval: Interval,
	node: NodeIndex,
	account: &T::AccountId,
) -> Result<(), BenchmarkError> {
	T::World::crowd(node, interval, true, 1);
	let terms = T::Market::terms(interval).ok_or("the interval has opened")?;
	let exposure = T::Market::position(interval, node).exposure(terms.tariff.shortfall);
	// At least a little, so that something can be paid when it is freed, and is withheld.
	let lock = exposure.max(UNIT);
	T::Ledger::lock(node, account, &[(interval, Some(lock))])?;
	assert_eq!(T::Ledger::locks(node).len() as u32, T::Ledger::max_open());
	Ok(())
}

/// Moves money as far as there is some; the rest is owed.
fn pay<T: Config>(
	from: Party,
	to: NodeIndex,
	amount: Planck,
	withheld: bool,
) -> Result<(), BenchmarkError> {
	let on_shortfall = OnShortfall::Owe;
	let posting = Posting { from, to: Party::Node(to), amount, on_shortfall, withheld };
	T::Ledger::post(Entry { postings: &[posting], ..Default::default() })?;
	Ok(())
}

/// A node that owes readings of all intervals; its account.
fn metered<T: Config>() -> (NodeIndex, T::AccountId) {
	let (node, account) = T::World::node(ROLES);
	let mut duty = ReadingDuty::default();
	let _ = duty.spans.try_push((0, Some(1)));
	let _ = duty.spans.try_push((1, None));
	Pallet::<T>::set_duty(node, duty);
	(node, account)
}

/// The last node of a page that is full of nodes; its account.
fn last_on_page<T: Config>() -> (NodeIndex, T::AccountId) {
	loop {
		let (node, account) = metered::<T>();
		if page_of(node.saturating_add(1)) > page_of(node) {
			return (node, account);
		}
	}
}

/// Settlements of all nodes on a page.
fn full_page(last: NodeIndex, held: Planck) -> Page<Settled> {
	let settled = Settled {
		basis: Basis::Silence,
		above_limit: true,
		import: MAX_METERED,
		export: MAX_METERED,
		held,
	};
	let first = last.saturating_add(1).saturating_sub(PAGE_ROWS);
	let mut rows = Page::default();
	for node in first..=last {
		rows.set(node, settled);
	}
	assert_eq!(rows.len(), PAGE_ROWS);
	rows
}

/// Lets so many intervals go by after the end of this one.
fn pass<T: Config>(interval: Interval, intervals: u32) {
	let then = interval.saturating_add(intervals).saturating_add(1);
	T::World::set_time(T::Market::start(then));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Both deadlines are newly over, of different intervals, and what the steps come to is stored.
	#[benchmark]
	fn poll() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let cursor = SilenceCursor { interval, node: 1 };
		ProvisionalUntil::<T>::put(SilenceCursor { interval, node: 0 });
		let closed = interval.saturating_sub(1);
		T::Market::close_until(closed);
		pass::<T>(interval, T::DisputeWindow::get());
		assert_eq!(T::Market::remembered_from(), interval);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::poll());
		#[block]
		{
			Pallet::<T>::advance(&mut meter);
			ProvisionalUntil::<T>::put(cursor);
		}
		assert!(Deadlines::<T>::get().through >= interval);
		assert_eq!(Disputes::<T>::get().through, interval);
		assert_eq!(T::Market::closed_until(), closed);
		Ok(())
	}

	/// The last node of a page of which all others are settled. It has traded, pays what it can, and owes the
	/// rest to the reserve; it owes to a former utility as well. The fee goes to a third. What its battery has
	/// charged is all counted in.
	#[benchmark]
	fn silence() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let Terms { utility, grid, .. } =
			T::Market::terms(interval).ok_or("the interval has opened")?;
		let (node, account) = last_on_page::<T>();
		crowd::<T>(interval, node, &account)?;
		let (former, former_account) = metered::<T>();
		crowd::<T>(interval, former, &former_account)?;
		pay::<T>(Party::Node(node), former, UNIT, false)?;
		assert!(T::Ledger::in_arrears(node));
		assert!(T::Market::position(interval, node).bought > 0, "there is a fee");
		assert!(grid != utility && grid != node, "the grid account is another");
		assert!(T::Nodes::by_index(node).is_some_and(|node| node.battery.is_some()));

		let mut rows = full_page(node, Planck::MAX);
		rows.remove(node);
		SettledPages::<T>::insert(interval, page_of(node), rows);
		T::Market::close_until(interval);
		pass::<T>(interval, T::Deadline::get());
		#[block]
		{
			Pallet::<T>::settle_unread(interval, node, Unread::Owed);
		}
		let rows = SettledPages::<T>::get(interval, page_of(node));
		let settled = rows.get(node).ok_or("it is settled")?;
		assert!(settled.basis == Basis::Silence && settled.held > 0);
		assert_eq!(T::Ledger::withheld(RESERVE), settled.held);
		assert!(T::Ledger::debt(node, RESERVE) > 0 && T::Ledger::debt(node, former) > 0);
		Ok(())
	}

	/// A node without anything to settle.
	#[benchmark]
	fn idle() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, _) = T::World::node(ROLES);
		T::World::crowd(node, interval, false, 1);
		pass::<T>(interval, T::Deadline::get());
		#[block]
		{
			Pallet::<T>::settle_unread(interval, node, Unread::Nothing);
		}
		assert!(SettledPages::<T>::get(interval, page_of(node)).get(node).is_none());
		Ok(())
	}

	/// A full page, of which all owe readings, have traded and are settled.
	#[benchmark]
	fn page() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (last, account) = last_on_page::<T>();
		crowd::<T>(interval, last, &account)?;
		SettledPages::<T>::insert(interval, page_of(last), full_page(last, Planck::MAX));
		pass::<T>(interval, T::Deadline::get());
		let overdue = Pallet::<T>::last_before(T::Deadline::get());
		assert_eq!(overdue, Some(interval));
		let node = page_of(last).saturating_mul(PAGE_ROWS);
		let mut sweep = Sweep::new(SilenceCursor { interval, node });
		#[block]
		{
			Pallet::<T>::is_late(interval, overdue);
			sweep.step::<T>();
		}
		assert_eq!(sweep.cursor, SilenceCursor { interval, node: last.saturating_add(1) });
		Ok(())
	}

	/// Something was held back.
	#[benchmark]
	fn close() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let utility = T::Market::terms(interval).ok_or("the interval has opened")?.utility;
		let account = T::Nodes::account_of(utility).ok_or("it is a node")?;
		crowd::<T>(interval, utility, &account)?;
		pay::<T>(Party::Neighbours(interval), utility, UNIT, true)?;
		assert_eq!(T::Ledger::withheld(utility), UNIT);
		Held::<T>::insert(interval, UNIT);
		T::Market::close_until(interval);
		pass::<T>(interval, T::DisputeWindow::get());
		let undisputed = Pallet::<T>::last_before(T::DisputeWindow::get());
		#[block]
		{
			Pallet::<T>::is_due::<Disputes<T>>(T::Market::closed_until(), undisputed, 0);
			Pallet::<T>::close(interval);
		}
		assert_eq!(T::Market::closed_until(), interval.saturating_add(1));
		assert_eq!(T::Ledger::withheld(utility), 0);
		Ok(())
	}

	/// A full page, of which all were silent, and half of what that cost was shown to be drawn. The end of an interval costs as much: it is noted in place of a
	/// removal.
	#[benchmark]
	fn prune() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let pruned = interval.saturating_sub(1);
		SettledPages::<T>::insert(
			pruned,
			0,
			full_page(PAGE_ROWS.saturating_sub(1), UNIT.saturating_mul(2)),
		);
		(0..PAGE_ROWS).for_each(|node| Pallet::<T>::note_shown(node, UNIT));
		let sum = UNIT.saturating_mul(PAGE_ROWS.into());
		pay::<T>(Party::Neighbours(interval), RESERVE, sum, true)?;
		PrunedUntil::<T>::put(pruned);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::prune());
		#[block]
		{
			Pallet::<T>::prune(&mut meter);
		}
		assert_eq!(T::Ledger::withheld(RESERVE), 0);
		assert!(!SettledPages::<T>::contains_key(pruned, 0));
		assert_eq!(PrunedUntil::<T>::get(), pruned);
		Ok(())
	}

	/// A node that has ever been settled leaves.
	#[benchmark]
	fn removed() {
		let node = 7;
		let mut shared = Shared::<T>::default();
		shared.change_totals(node, |totals| totals.intervals = 1);
		shared.store();
		#[block]
		{
			<Pallet<T> as gridmerit_pallet_support::OnRemove>::removed(node);
		}
		assert_eq!(Pallet::<T>::totals(node), Default::default());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
