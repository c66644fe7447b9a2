// SPDX-License-Identifier: Apache-2.0

//! What the steps of the hooks cost at most.
//!
//! What a settlement costs that a reading brings about is part of the weight of the call that brings it.

use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{EnsureOrigin, Get},
	weights::WeightMeter,
};
use gridmerit_energy::{
	Basis, Interval, MAX_METERED, NodeIndex, Planck, RESERVE, Roles, Tariff, Terms,
};
use gridmerit_pallet_support::{
	BenchmarkWorld, ClosedIntervals, ConductSink, Entry, IntervalClock, IntervalTerms, Ledger,
	Locks, OnShortfall, PAGE_ROWS, Page, PageSet, Party, Positions, Posting, ReadingDuty,
	Settlement, TeNodes, page_of,
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
	let exposure = T::Market::position(interval, node).exposure(&terms.tariff);
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

/// Lets so many intervals go by after the end of this one, each of which is served.
fn serve_until<T: Config>(interval: Interval, intervals: u32) {
	let mut service = Service::begin(interval);
	for passed in 1..=intervals.saturating_add(1) {
		let now = interval.saturating_add(passed);
		service.serve(now, now);
	}
	T::World::set_time(T::Market::start(service.now));
	Served::<T>::put(service);
}

/// A page that has sold and delivered half, of which so many nodes are to be told. Of the others something was told.
fn sold_and_settled<T: Config>(nodes: u32) -> Result<ToldCursor, BenchmarkError> {
	let interval = T::World::open_interval();
	let terms = T::Market::terms(interval).ok_or("the interval has opened")?;
	// The one of the utility and the grid account is not of interest.
	last_on_page::<T>();
	let (last, _) = last_on_page::<T>();
	let page = page_of(last);
	assert!(page_of(terms.grid) < page && terms.tariff.fee > 0, "all of it may earn trust");
	T::World::sell_page(last, interval);
	let (mut rows, mut told) = (Page::default(), Vec::new());
	for (node, position) in T::Market::positions(interval, page).rows(page) {
		let (basis, export) = (Basis::Reading, position.short().div_ceil(2));
		assert!(export > 0, "it has to deliver something");
		let row = Settled { basis, above_limit: false, import: 0, export, held: 0 };
		if rows.len() < nodes {
			rows.set(node, row);
		} else {
			told.push((node, row.invoice((*position, None), &terms)));
		}
	}
	T::Conduct::closed(interval.saturating_sub(1), page, &told);
	SettledPages::<T>::insert(interval, page, rows);
	Ok(ToldCursor { interval, page })
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// A deadline is newly over, and how far the sweep and the telling are is stored.
	#[benchmark]
	fn poll() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let cursor = SilenceCursor { interval, node: 1 };
		ProvisionalUntil::<T>::put(SilenceCursor { interval, node: 0 });
		let closed = interval.saturating_sub(1);
		T::Market::close_until(closed);
		serve_until::<T>(interval, Pallet::<T>::dispute_window(interval));
		assert_eq!(T::Market::remembered_from(), interval);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::poll());
		#[block]
		{
			Pallet::<T>::advance(&mut meter);
			ProvisionalUntil::<T>::put(cursor);
			ToldUntil::<T>::put(ToldCursor { interval: closed, page: 0 });
			T::Market::need_from(closed);
		}
		assert!(Deadlines::<T>::get().through >= interval);
		assert_eq!(T::Market::closed_until(), closed);
		Ok(())
	}

	/// The last node of a page of which all others are settled. It has traded, pays what it can, and owes the
	/// rest to the reserve; it owes to a former utility as well. The fee goes to a third. What its battery has
	/// charged is all counted in. What is the same for all nodes of a page, `poll` and `page` have proven before in the
	/// same block.
	#[benchmark(pov_mode = MaxEncodedLen {
		ForwardMarket::ClosedUntil: Ignored,
		ForwardMarket::IntervalLength: Ignored,
		ForwardMarket::IntervalTerms: Ignored,
		ForwardMarket::PositionPages: Ignored,
		Settlement::SettledPages: Ignored,
		Timestamp::Now: Ignored
	})]
	fn silence() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let Terms { utility, grid, .. } =
			T::Market::terms(interval).ok_or("the interval has opened")?;
		let (node, account) = last_on_page::<T>();
		crowd::<T>(interval, node, &account)?;
		let (former, former_account) = metered::<T>();
		crowd::<T>(interval, former, &former_account)?;
		// More than it may have free.
		pay::<T>(Party::Node(node), former, UNIT.saturating_mul(1 << 40), false)?;
		assert!(T::Ledger::in_arrears(node));
		assert!(T::Market::position(interval, node).bought > 0, "there is a fee");
		assert!(grid != utility && grid != node, "the grid account is another");
		assert!(T::Nodes::by_index(node).is_some_and(|node| node.battery.is_some()));

		let mut rows = full_page(node, Planck::MAX);
		rows.remove(node);
		SettledPages::<T>::insert(interval, page_of(node), rows);
		T::Market::close_until(interval);
		serve_until::<T>(interval, T::Deadline::get());
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

	/// A full page, of which all owe readings, have traded and are settled.
	#[benchmark]
	fn page() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (last, account) = last_on_page::<T>();
		crowd::<T>(interval, last, &account)?;
		SettledPages::<T>::insert(interval, page_of(last), full_page(last, Planck::MAX));
		serve_until::<T>(interval, T::Deadline::get());
		let node = page_of(last).saturating_mul(PAGE_ROWS);
		let mut one_page = PageSet::default();
		one_page.insert(page_of(last));
		SweptPages::<T>::put((interval, one_page));
		let mut sweep = Sweep::<T>::new(SilenceCursor { interval, node });
		#[block]
		{
			sweep.step();
			SweptPages::<T>::kill();
		}
		assert_eq!(sweep.cursor, SilenceCursor { interval, node: last.saturating_add(1) });
		Ok(())
	}

	/// The pages of nodes that can owe something, at the beginning of an interval.
	#[benchmark]
	fn pages(p: Linear<0, { T::MaxNodes::get().div_ceil(PAGE_ROWS).saturating_mul(3) }>) {
		let interval = T::World::open_interval();
		let before = Duties::<T>::iter_keys().count() as u32;
		for other in before..p {
			let mut duties = Page::default();
			duties.set(other.saturating_mul(PAGE_ROWS), ReadingDuty::default());
			Duties::<T>::insert(other, duties);
		}
		serve_until::<T>(interval, T::Deadline::get());
		let mut sweep = Sweep::<T>::new(SilenceCursor { interval, node: 0 });
		#[block]
		{
			sweep.step();
		}
		assert!(sweep.has_begun());
	}

	/// So many intervals have become ready.
	#[benchmark]
	fn serve(n: Linear<0, { crate::deadlines::MAX_READY }>) -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, _) = metered::<T>();
		T::World::settle_page(node, interval.saturating_sub(n), interval);
		let mut service = Service::begin(interval.saturating_sub(n));
		service.served = 1;
		Served::<T>::put(service);
		T::World::set_time(T::Market::start(interval));
		let mut meter = WeightMeter::new();
		#[block]
		{
			Pallet::<T>::serve(&mut meter);
		}
		Ok(())
	}

	/// A node that has paid by the tariff before, is owed something by the utility, and owes to another.
	#[benchmark]
	fn correct() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, account) = last_on_page::<T>();
		crowd::<T>(interval, node, &account)?;
		SettledPages::<T>::insert(interval, page_of(node), full_page(node, 0));
		// More than it may have free, so that it owes.
		let (former, former_account) = metered::<T>();
		crowd::<T>(interval, former, &former_account)?;
		pay::<T>(Party::Node(node), former, UNIT.saturating_mul(1 << 40), false)?;
		assert!(T::Ledger::in_arrears(node));
		T::World::owe(node, interval);
		serve_until::<T>(interval, T::Deadline::get());
		let mut rows = SettledPages::<T>::get(interval, page_of(node));
		let mut row = rows.remove(node).ok_or("it is settled")?;
		// It has paid in full by a reading, for which nothing is held: the utility owes what is too much.
		(row.basis, row.export, row.held) = (Basis::Reading, 0, 0);
		rows.set(node, row);
		SettledPages::<T>::insert(interval, page_of(node), rows);
		let tariff = T::Market::terms(interval).ok_or("the interval has opened")?.tariff;
		let tariff = Tariff { tou: tariff.tou.saturating_mul(2), ..tariff };
		let spent;
		#[block]
		{
			spent = Pallet::<T>::correct_from(SilenceCursor { interval, node }, tariff);
		}
		assert!(spent.is_some_and(|(_, next)| next > node));
		Ok(())
	}

	/// With as many windows as there can be.
	#[benchmark]
	fn set_dispute_window() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let window = T::MaxDisputeWindow::get();
		let origin = T::OperatorOrigin::try_successful_origin()
			.map_err(|_| BenchmarkError::Stop("an operator"))?;
		let before = (1..4).map(|ago| (interval.saturating_sub(ago), window)).rev().collect();
		DisputeWindows::<T>::put(BoundedVec::truncate_from(before));
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, window);
		assert_eq!(Pallet::<T>::dispute_window(interval), window);
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
		serve_until::<T>(interval, Pallet::<T>::dispute_window(interval));
		let service = Served::<T>::get();
		Reopened::<T>::insert(interval, 0);
		let undisputed;
		#[block]
		{
			undisputed = Pallet::<T>::is_undisputed(&service, T::Market::closed_until());
			Pallet::<T>::close(interval);
		}
		assert!(undisputed);
		assert_eq!(T::Market::closed_until(), interval.saturating_add(1));
		assert_eq!(T::Ledger::withheld(utility), 0);
		Ok(())
	}

	/// So many nodes have sold with something to lose and delivered half, and nothing was told of them before; of all
	/// others on their page something was.
	#[benchmark]
	fn tell(n: Linear<1, { PAGE_ROWS }>) -> Result<(), BenchmarkError> {
		let cursor = sold_and_settled::<T>(n)?;
		let spent;
		#[block]
		{
			(spent, _) = Pallet::<T>::tell_page(cursor);
		}
		assert_eq!(spent, T::WeightInfo::tell(n).saturating_add(Pallet::<T>::rights_weight()));
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
