// SPDX-License-Identifier: Apache-2.0

//! What the calls and steps cost at most.
//!
//! Pages are full, of orders and of positions; the round's set of pages is as long as it can be and has to
//! be written; what a node posts is drawn from its account. Either the node has something open in as many
//! intervals as it may, or it has no money in the pot: then it gets its first row there, and the registry is
//! told, which costs more than to write the longest row. Prices are the highest there can be.

use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{EnsureOrigin, Get, Hooks},
	weights::WeightMeter,
};
use frame_system::RawOrigin;
use gridmerit_energy::{
	Choice, Interval, MAX_CHOICES, MAX_ORDER, NodeIndex, Order, Position, Roles, Tariff, Terms,
};
use gridmerit_pallet_support::{
	BenchmarkWorld, Books, Choosers, ClosedIntervals, ClosedRound, Locks, MAX_PAGES, MeteredNodes,
	NodeChoices, NodeReferences, Obligations, OnRemove, PAGE_ROWS, PageIndex, PageSet, ReadingDuty,
	TeNodes, Trust, page_of,
};

use crate::{
	published::Published,
	waivers::{Before, Waivers},
	*,
};

/// An interval of these years.
const NOW: Interval = 2_000_000;

/// Asks may be anywhere between 1 and 2^48.
const TARIFF: Tariff = Tariff {
	tou: 1 << 48,
	fit: 0,
	alpha_ppm: 1_000_000,
	fee: 1,
	shortfall: 1 << 48,
	surplus: 0,
	curtailed: 0,
};

/// How many intervals what is published waits, so that as much waits as may.
const NOTICE: u32 = 3;

fn operator<T: Config>() -> T::RuntimeOrigin {
	T::OperatorOrigin::try_successful_origin().expect("there is an operator")
}

fn utility<T: Config>() -> NodeIndex {
	T::World::node(Roles { utility: true, ..Default::default() }).0
}

/// So many choices, of a node each.
fn choices<T: Config>(count: u32) -> NodeChoices {
	let choices = (0..count).map(|_| Choice::Node(prosumer::<T>().0));
	NodeChoices::truncate_from(choices.collect())
}

fn prosumer<T: Config>() -> (NodeIndex, T::AccountId) {
	T::World::node(Roles { prosumer: true, ..Default::default() })
}

fn rules<T: Config>(lead: u32, windows: u32) -> MarketRules {
	MarketRules {
		utility: utility::<T>(),
		lead: lead as u16,
		windows: windows as u16,
		gate_lead: T::MinGateLead::get().max(1),
		minimum: 1,
		bounds: TariffBounds { notice: NOTICE as u16, ..TariffBounds::NONE },
	}
}

/// A daily tariff with so many bands.
fn profile<T: Config>(bands: u32, grid: Option<NodeIndex>) -> Profile {
	let bands = (0..bands)
		.map(|band| Band { from_minute: (band as u16).saturating_mul(15), tariff: TARIFF });
	// In years to come: all of them are looked at.
	let most: u32 = MaxOffsetChanges::get();
	let changes = (0..most).map(|change| {
		let interval = NOW.saturating_mul(2).saturating_add(change);
		OffsetChange { from: Pallet::<T>::start_of(interval), offset: 60 }
	});
	Profile {
		grid,
		offset: 0,
		changes: BoundedVec::truncate_from(changes.collect()),
		bands: BoundedVec::truncate_from(bands.collect()),
	}
}

/// The longest set of pages, without any that a benchmark uses.
fn pages() -> PageSet {
	let mut pages = PageSet::default();
	pages.insert(MAX_PAGES.saturating_sub(1));
	pages
}

/// A round that is so much later has no interval in common with one before.
fn beyond<T: Config>() -> u32 {
	T::MaxAhead::get().saturating_mul(2)
}

/// Opens a round, so much later than one before that no interval is in both.
fn open<T: Config>(lead: u32, windows: u32) -> Result<Round, BenchmarkError> {
	Pallet::<T>::do_set_rules(rules::<T>(lead, windows))?;
	Pallet::<T>::do_set_tariff(profile::<T>(1, None))?;
	let later = Pallet::<T>::interval_now().max(NOW).saturating_add(beyond::<T>());
	T::World::set_time(Pallet::<T>::start_of(later));
	Pallet::<T>::open_round(&mut Published::load(), pages());
	CurrentRound::<T>::get().ok_or(BenchmarkError::Stop("the round has not opened"))
}

/// Makes a page of a book full but for `node`.
fn fill<T: Config>(interval: Interval, node: NodeIndex) {
	let page = page_of(node);
	let first = page.saturating_mul(PAGE_ROWS);
	Orders::<T>::mutate(interval, page, |orders| {
		for other in first..first.saturating_add(PAGE_ROWS) {
			if other != node {
				orders.set(other, Order::Offer { capacity: MAX_ORDER, ask: TARIFF.tou - 1 });
			}
		}
	});
}

/// Gives a node a settlement meter, with a longest duty.
fn metered<T: Config>(node: NodeIndex) {
	let spans = [(0, Some(1)), (2, None)];
	let spans = BoundedVec::truncate_from(spans.to_vec());
	Pallet::<T>::set_metered(node, &ReadingDuty { spans });
}

/// A round with the most windows, and a node that may post in the first `count`, and has something open in
/// all but `free` of the intervals in which it can.
fn before_posting<T: Config>(
	count: u32,
	free: u32,
) -> Result<(Round, NodeIndex, T::AccountId), BenchmarkError> {
	let round = open::<T>(1, T::MaxAhead::get())?;
	let (node, account) = prosumer::<T>();
	// What is open before the first of them remains.
	for interval in (round.first..round.first.saturating_add(count)).rev() {
		fill::<T>(interval, node);
		T::World::crowd(node, interval, true, free);
	}
	metered::<T>(node);
	// Its fee has touched the sender's account before.
	whitelist!(account);
	Ok((round, node, account))
}

/// A round with the most windows, and a storage node that may still post in the first `count` and has
/// orders in `others` more, which take orders for the benchmark's sake.
fn before_storage<T: Config>(
	count: u32,
	others: u32,
) -> Result<(Round, NodeIndex, T::AccountId), BenchmarkError> {
	let round = open::<T>(1, T::MaxAhead::get())?;
	let terms = IntervalTerms::<T>::get(round.last).ok_or("the last window has no terms")?;
	let (node, account) = T::World::node(Roles { storage: true, ..Default::default() });
	for interval in round.first..round.first.saturating_add(count) {
		fill::<T>(interval, node);
		T::World::crowd(node, interval, true, 0);
	}
	let end = round.last.saturating_add(1).saturating_add(others);
	for interval in round.last.saturating_add(1)..end {
		IntervalTerms::<T>::insert(interval, terms);
		fill::<T>(interval, node);
		Orders::<T>::mutate(interval, page_of(node), |orders| {
			orders.set(node, Order::Offer { capacity: 1, ask: 1 })
		});
		T::World::crowd(node, interval, true, 0);
	}
	T::World::crowd(node, end, true, T::Locks::max_open().saturating_sub(others));
	assert_eq!(T::Locks::locks(node).len() as u32, others);
	metered::<T>(node);
	// Its fee has touched the sender's account before.
	whitelist!(account);
	Ok((round, node, account))
}

/// Demand and offers in turn.
fn orders<T: Config>(round: &Round, count: u32) -> OrdersOf<T> {
	let intervals = round.first..round.first.saturating_add(count);
	let orders = intervals.map(|interval| {
		let order = match interval % 2 {
			0 => Order::Demand { quantity: 1, limit: Some(1) },
			_ => Order::Offer { capacity: 1, ask: 1 },
		};
		(interval, Some(order))
	});
	BoundedVec::truncate_from(orders.collect())
}

/// A node with something open in `count` intervals, and an order in each of their books. There may be more
/// of them than windows: what has expired is in the books until it is pruned.
fn with_open<T: Config>(count: u32) -> Result<(NodeIndex, T::AccountId), BenchmarkError> {
	let round = open::<T>(1, T::MaxAhead::get())?;
	let terms = IntervalTerms::<T>::get(round.last).ok_or("the last window has no terms")?;
	let (node, account) = prosumer::<T>();
	let end = round.last.saturating_add(1);
	for interval in end.saturating_sub(count)..end {
		if !IntervalTerms::<T>::contains_key(interval) {
			IntervalTerms::<T>::insert(interval, terms);
		}
		fill::<T>(interval, node);
		Orders::<T>::mutate(interval, page_of(node), |orders| {
			orders.set(node, Order::Demand { quantity: MAX_ORDER, limit: Some(1 << 47) })
		});
		T::World::crowd(node, interval, true, 0);
	}
	T::World::crowd(node, end, true, T::Locks::max_open().saturating_sub(count));
	assert_eq!(T::Locks::locks(node).len() as u32, count);
	trust::<T>(node);
	Ok((node, account))
}

/// Has trust do all that it can for a node, and something waived of all that the node has locked.
fn trust<T: Config>(node: NodeIndex) {
	T::World::trust(node);
	let rows = T::Locks::locks(node).into_iter().map(|(interval, _)| (interval, 1)).collect();
	Waived::<T>::insert(node, BoundedVec::truncate_from(rows));
}

/// The account of the utility of what is published now; the operator is tried before it.
fn publisher<T: Config>() -> Result<T::AccountId, BenchmarkError> {
	open::<T>(1, 1)?;
	let (utility, account) = T::World::node(Roles { utility: true, ..Default::default() });
	Pallet::<T>::do_set_rules(MarketRules { utility, ..rules::<T>(1, 1) })?;
	Ok(account)
}

/// As many daily tariffs that hold or wait, as long as can be, as leave room for one; so many intervals with own
/// tariffs; and the first interval for which another can be published.
fn publish<T: Config>(own: u32) -> Result<Interval, BenchmarkError> {
	let last = CurrentRound::<T>::get().ok_or("a round has opened")?.last;
	let next = last.saturating_add(1);
	let from = [0, next, next.saturating_add(1)];
	DailyTariffs::<T>::put(BoundedVec::truncate_from(
		from.map(|from| (from, profile::<T>(96, None))).to_vec(),
	));
	let free = next.saturating_add(NOTICE);
	let rows = (free.saturating_add(1)..).take(own as usize);
	OwnTariffs::<T>::put(BoundedVec::truncate_from(
		rows.map(|interval| (interval, TARIFF)).collect(),
	));
	Ok(free)
}

/// How many orders a node has in all books.
fn count_orders<T: Config>(node: NodeIndex) -> usize {
	let page: PageIndex = page_of(node);
	Orders::<T>::iter()
		.filter(|(_, other, orders)| *other == page && orders.get(node).is_some())
		.count()
}

/// Closes a round with these orders in its only interval, which is open in the next one, too, so that what
/// is left of them is put back.
pub(crate) fn close_with<T: Config>(orders: &[(NodeIndex, Order)]) -> ClosedRound {
	let mut round = open::<T>(2, 1).expect("the rules are sound");
	IntervalTerms::<T>::mutate(round.first, |terms| {
		if let Some(terms) = terms {
			terms.last_round = round.number.saturating_add(1);
		}
	});
	round.pages = PageSet::default();
	for (node, order) in orders {
		let page = page_of(*node);
		round.pages.insert(page);
		Orders::<T>::mutate(round.first, page, |orders| orders.set(*node, *order));
	}
	T::World::set_time(round.gate);
	let blocks = round.opened_in.saturating_add(T::MinRoundBlocks::get());
	frame_system::Pallet::<T>::set_block_number(blocks.into());
	CurrentRound::<T>::put(round);
	Pallet::<T>::close_round().expect("its gate has passed")
}

/// What a node must leave as a standing deposit depends on its limits, which are read for that if it has a
/// meter. The nodes here have none.
fn look_for_standing<T: Config>(node: NodeIndex) {
	assert!(T::Nodes::by_index(node).is_some());
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// By a node that has no money in the pot yet.
	#[benchmark]
	fn post(n: Linear<1, { T::MaxAhead::get() }>) -> Result<(), BenchmarkError> {
		let (round, node, account) = before_posting::<T>(n, T::Locks::max_open())?;
		let orders = orders::<T>(&round, n);
		#[block]
		{
			Pallet::<T>::do_post(account, round.number, orders, false, 0)
				.map_err(|error| error.error)?;
			look_for_standing::<T>(node);
		}
		assert_eq!(count_orders::<T>(node), n as usize);
		assert_eq!(T::Locks::locks(node).len() as u32, n);
		assert!(Pallet::<T>::pages().contains(page_of(node)));
		Ok(())
	}

	/// By a node without a meter that has something open in as many intervals as it may. Not a weight of its
	/// own: for comparison, as posting was measured before the pallets stood on floors.
	#[benchmark(extra)]
	fn post_crowded(n: Linear<1, { T::MaxAhead::get() }>) -> Result<(), BenchmarkError> {
		let (round, node, account) = before_posting::<T>(n, n)?;
		let orders = orders::<T>(&round, n);
		#[extrinsic_call]
		post(RawOrigin::Signed(account), round.number, orders, false);
		assert_eq!(count_orders::<T>(node), n as usize);
		assert_eq!(T::Locks::locks(node).len() as u32, T::Locks::max_open());
		Ok(())
	}

	/// By a storage node. The other intervals in which something is open take orders, as long as there are
	/// windows for them. There may be more of them than a call covers that names so few, so that what each
	/// costs can be told apart.
	#[benchmark]
	fn post_storage(
		n: Linear<1, { T::MaxAhead::get() }>,
		l: Linear<0, { T::Locks::max_open().saturating_sub(T::MaxAhead::get()) }>,
	) -> Result<(), BenchmarkError> {
		let (round, node, account) = before_storage::<T>(n, l)?;
		let intervals = round.first..round.first.saturating_add(n);
		let order = Order::Offer { capacity: 1, ask: 1 };
		let orders = intervals.map(|interval| (interval, Some(order)));
		let orders = BoundedVec::truncate_from(orders.collect());
		let most = T::Locks::max_open();
		#[block]
		{
			Pallet::<T>::do_post(account, round.number, orders, false, most)
				.map_err(|error| error.error)?;
			// A node that has nothing else open may get its first row in the pot, as in `post`.
			T::Nodes::hold(node);
			look_for_standing::<T>(node);
		}
		let open = n.saturating_add(l);
		assert_eq!(count_orders::<T>(node), open as usize);
		assert_eq!(T::Locks::locks(node).len() as u32, open);
		assert!(Pallet::<T>::pages().contains(page_of(node)));
		Ok(())
	}

	/// What trust adds to a posting: what the node may sell, and what is waived of all the locks that it can have, is
	/// read; where it offers that is reckoned anew, and stored.
	#[benchmark]
	fn trusted(n: Linear<1, { T::MaxAhead::get() }>) -> Result<(), BenchmarkError> {
		let (round, node, _) = before_posting::<T>(n, n)?;
		trust::<T>(node);
		let terms = IntervalTerms::<T>::get(round.first).ok_or("the first window has terms")?;
		let position = Pallet::<T>::position_of(round.first, node);
		let order = Order::Offer { capacity: 2, ask: 1 };
		let intervals = round.first..round.first.saturating_add(n);
		let orders: Vec<_> = intervals.map(|interval| (interval, Some(order))).collect();
		let obligations = Obligations { locks: T::Locks::locks(node), ..Default::default() };
		let changed;
		#[block]
		{
			let mut waivers = Waivers::<T>::new(node, &obligations, &orders);
			for (interval, _) in &orders {
				let (interval, position, terms) = (*interval, &position, &terms);
				waivers.most_sold(&order, position);
				let before = Before { interval, position, order: Some(order), terms };
				waivers.lock(&before, order).ok_or("the order is within bounds")?;
			}
			let waived = waivers.changed();
			changed = waived.is_some();
			if let Some(waived) = waived {
				Pallet::<T>::store_waived(node, waived)
					.map_err(|_| "more is waived than can be")?;
			}
			look_for_standing::<T>(node);
		}
		// Where trust does nothing nothing more is waived.
		assert_eq!(changed, T::Trust::seller(node).discount.waives());
		assert!(!changed || Waived::<T>::get(node).len() as u32 == T::Locks::max_open());
		Ok(())
	}

	/// Something is waived in each of them.
	#[benchmark]
	fn cancel(w: Linear<1, { T::MaxAhead::get() }>) -> Result<(), BenchmarkError> {
		let (round, node, account) = before_posting::<T>(w, w)?;
		let orders = orders::<T>(&round, w);
		let intervals: Vec<_> = orders.iter().map(|(interval, _)| *interval).collect();
		Pallet::<T>::do_post(account.clone(), round.number, orders, false, 0)
			.map_err(|error| error.error)?;
		assert_eq!(T::Locks::locks(node).len() as u32, T::Locks::max_open());
		trust::<T>(node);
		let intervals = BoundedVec::truncate_from(intervals);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), intervals);
		assert_eq!(count_orders::<T>(node), 0);
		Ok(())
	}

	#[benchmark]
	fn cancel_all(w: Linear<1, { T::Locks::max_open() }>) -> Result<(), BenchmarkError> {
		let (node, account) = with_open::<T>(w)?;
		assert_eq!(count_orders::<T>(node), w as usize);
		#[extrinsic_call]
		_(RawOrigin::Signed(account));
		assert_eq!(count_orders::<T>(node), 0);
		Ok(())
	}

	#[benchmark]
	fn leave(w: Linear<1, { T::Locks::max_open() }>) -> Result<(), BenchmarkError> {
		let (node, _) = with_open::<T>(w)?;
		Leaving::<T>::insert(node, ());
		let pages = pages();
		let open;
		#[block]
		{
			(open, _) = Pallet::<T>::open_next(&pages);
		}
		assert!(!open);
		assert_eq!(count_orders::<T>(node), 0);
		assert!(!Leaving::<T>::contains_key(node));
		Ok(())
	}

	/// A node with a battery of which as much is known as can be, suspended while the books clear.
	#[benchmark]
	fn removed() {
		let (node, _) = T::World::node(Roles { storage: true, ..Default::default() });
		T::World::crowd(node, NOW, true, 0);
		Leaving::<T>::insert(node, ());
		Metered::<T>::insert(node, ReadingDuty::default());
		trust::<T>(node);
		<Pallet<T> as Choosers>::choose(node, choices::<T>(MAX_CHOICES as u32));
		#[block]
		{
			<Pallet<T> as OnRemove>::removed(node);
		}
		assert!(!Leaving::<T>::contains_key(node) && !StoredCharges::<T>::contains_key(node));
		assert!(Pallet::<T>::choices_of(node).is_empty());
		assert!(!Waived::<T>::contains_key(node));
	}

	/// All that is published is looked at.
	#[benchmark]
	fn set_rules() -> Result<(), BenchmarkError> {
		open::<T>(1, 1)?;
		let from = publish::<T>(T::MaxOwnTariffs::get())?;
		let mut rules = rules::<T>(1, 1);
		rules.bounds.notice = 0;
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, rules);
		assert_eq!(Rules::<T>::get().last(), Some(&(from, rules)));
		Ok(())
	}

	#[benchmark]
	fn set_tariff(b: Linear<1, 96>) -> Result<(), BenchmarkError> {
		let account = publisher::<T>()?;
		let from = publish::<T>(T::MaxOwnTariffs::get())?;
		let tariff = profile::<T>(b, Some(utility::<T>()));
		#[extrinsic_call]
		_(RawOrigin::Signed(account), tariff.clone());
		assert_eq!(DailyTariffs::<T>::get().len(), Schedule::<Profile>::bound());
		assert_eq!(DailyTariffs::<T>::get().last(), Some(&(from, tariff)));
		Ok(())
	}

	/// The others have tariffs already.
	#[benchmark]
	fn set_interval_tariffs(
		n: Linear<1, { T::MaxOwnTariffs::get() }>,
	) -> Result<(), BenchmarkError> {
		let account = publisher::<T>()?;
		let first = publish::<T>(T::MaxOwnTariffs::get().saturating_sub(1))?;
		let named = (first..).take(n as usize).map(|interval| (interval, TARIFF));
		let tariffs = BoundedVec::truncate_from(named.collect());
		#[extrinsic_call]
		_(RawOrigin::Signed(account), tariffs);
		assert_eq!(OwnTariffs::<T>::get().first(), Some(&(first, TARIFF)));
		assert_eq!(OwnTariffs::<T>::get().len() as u32, T::MaxOwnTariffs::get());
		Ok(())
	}

	#[benchmark]
	fn remove_interval_tariff() -> Result<(), BenchmarkError> {
		let account = publisher::<T>()?;
		let interval = publish::<T>(T::MaxOwnTariffs::get())?.saturating_add(1);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), interval);
		let left = OwnTariffs::<T>::get().len() as u32;
		assert_eq!(left, T::MaxOwnTariffs::get().saturating_sub(1));
		Ok(())
	}

	/// While as many wait as may but this one.
	#[benchmark]
	fn correct_tariff() -> Result<(), BenchmarkError> {
		let round = open::<T>(1, 2)?;
		publish::<T>(T::MaxOwnTariffs::get())?;
		let interval = round.first;
		let terms = IntervalTerms::<T>::get(interval).ok_or("it has opened")?;
		let account = T::Nodes::account_of(terms.utility).ok_or("there is a utility")?;
		T::World::set_time(Pallet::<T>::start_of(interval));
		let most: u32 = MaxCorrections::get();
		let pending = (0..most.saturating_sub(1)).collect();
		Corrections::<T>::put(BoundedVec::truncate_from(pending));
		let tariff = Tariff { surplus: 1, fit: 1, ..TARIFF };
		#[extrinsic_call]
		_(RawOrigin::Signed(account), interval, tariff);
		assert_eq!(TariffsBefore::<T>::get(interval), Some(TARIFF));
		assert_eq!(Corrections::<T>::get().len() as u32, most);
		Ok(())
	}

	#[benchmark]
	fn set_pauses() {
		let paused = Pauses { posting: true, clearing: true };
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, paused);
		assert_eq!(Paused::<T>::get(), paused);
	}

	/// Each choice is a node, which is looked up; all neighbours prefer as much as they can.
	#[benchmark]
	fn prefer(c: Linear<0, { MAX_CHOICES as u32 }>) {
		let (node, account) = prosumer::<T>();
		let first = page_of(node).saturating_mul(PAGE_ROWS);
		let most = choices::<T>(MAX_CHOICES as u32);
		for neighbour in first..first.saturating_add(PAGE_ROWS) {
			<Pallet<T> as Choosers>::choose(neighbour, most.clone());
		}
		let own = choices::<T>(c);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), own.clone());
		assert_eq!(Pallet::<T>::choices_of(node), own.into_inner());
	}

	/// As many intervals as there can be are looked at, and none of them is open.
	#[benchmark]
	fn open_round(w: Linear<1, { T::MaxAhead::get() }>) -> Result<(), BenchmarkError> {
		let ahead = T::MaxAhead::get();
		let before = open::<T>(1, 1)?;
		Pallet::<T>::do_set_rules(rules::<T>(1, w))?;
		Pallet::<T>::do_set_tariff(profile::<T>(96, None))?;
		let number = before.number.saturating_add(beyond::<T>());
		T::World::set_time(Pallet::<T>::start_of(number));
		// Nothing up to the last interval that may have opened is open; some of it has been.
		let last = number.saturating_add(ahead);
		let terms = IntervalTerms::<T>::get(before.first).ok_or("the first window has terms")?;
		for interval in number.saturating_add(w).saturating_add(1)..=last {
			IntervalTerms::<T>::insert(interval, Terms { last_round: 0, ..terms });
		}
		CurrentRound::<T>::put(Round { last, closed_from: Some(last), ..before });
		// The tariff of one interval goes, the others are written anew.
		let own = (last..).take(T::MaxOwnTariffs::get() as usize);
		OwnTariffs::<T>::put(BoundedVec::truncate_from(
			own.map(|interval| (interval, TARIFF)).collect(),
		));
		let pages = pages();
		let open;
		#[block]
		{
			(open, _) = Pallet::<T>::open_next(&pages);
		}
		assert!(open);
		let round = CurrentRound::<T>::get().ok_or("the round has opened")?;
		assert_eq!(round.number, number);
		assert_eq!((round.first, round.last), (number.saturating_add(1), last));
		assert_eq!(Pallet::<T>::open_windows().len() as u32, w);
		assert!(OwnTariffs::<T>::get().len() as u32 == T::MaxOwnTariffs::get().saturating_sub(1));
		Ok(())
	}

	/// With orders on the last page, and an interval that is void.
	#[benchmark]
	fn close_round() -> Result<(), BenchmarkError> {
		let mut round = open::<T>(1, T::MaxAhead::get())?;
		round.pages.insert(MAX_PAGES.saturating_sub(1));
		CurrentRound::<T>::put(&round);
		T::World::set_time(Pallet::<T>::start_of(round.first));
		let blocks = round.opened_in.saturating_add(T::MinRoundBlocks::get());
		frame_system::Pallet::<T>::set_block_number(blocks.into());
		let closed;
		#[block]
		{
			closed = Pallet::<T>::close_round();
		}
		assert_eq!(closed.map(|closed| closed.first), Some(round.first.saturating_add(1)));
		Ok(())
	}

	#[benchmark]
	fn on_poll() -> Result<(), BenchmarkError> {
		let before = open::<T>(1, 1)?;
		let now = frame_system::Pallet::<T>::block_number();
		#[block]
		{
			Pallet::<T>::on_poll(now, &mut WeightMeter::new());
		}
		assert_eq!(CurrentRound::<T>::get(), Some(before));
		Ok(())
	}

	/// A step removes a page of orders, or of buses, the terms of an interval, or a page of positions, or releases a
	/// node; this does all of them, and forgets a rent.
	#[benchmark]
	fn prune() -> Result<(), BenchmarkError> {
		let round = open::<T>(1, 1)?;
		let (node, _) = prosumer::<T>();
		fill::<T>(round.number, node);
		let first = page_of(node).saturating_mul(PAGE_ROWS);
		PositionPages::<T>::mutate(round.first, page_of(node), |positions| {
			for other in first..first.saturating_add(PAGE_ROWS) {
				positions.set(other, Position { bought: MAX_ORDER, ..Position::default() });
			}
		});
		let former = utility::<T>();
		T::Nodes::hold(former);
		Former::<T>::insert(round.first, former, ());
		let buses: Vec<_> =
			(first..first.saturating_add(PAGE_ROWS)).map(|node| (node, 1)).collect();
		Pallet::<T>::place(round.number, &buses);
		Pallet::<T>::note_rent(round.first, 1);
		BooksPrunedUntil::<T>::put(round.number);
		TermsPrunedUntil::<T>::put(round.first);
		Pallet::<T>::close_until(round.first);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::prune());
		#[block]
		{
			Pallet::<T>::prune(&mut meter);
			Pallet::<T>::drain_book(round.number).for_each(drop);
			Pallet::<T>::prune_terms(round.first);
			Pallet::<T>::drain_positions(round.first).for_each(drop);
			Pallet::<T>::forget_rent(round.first);
			PositionsPrunedUntil::<T>::put(round.last);
		}
		assert_eq!(meter.consumed(), T::WeightInfo::prune());
		assert!(!Orders::<T>::contains_key(round.number, page_of(node)));
		let on_grid = gridmerit_pallet_support::has_grid::<T::Grid>();
		assert_eq!(Buses::<T>::contains_key(round.number, page_of(node)), !on_grid);
		assert_eq!(Rents::<T>::contains_key(round.first), !on_grid);
		assert!(!IntervalTerms::<T>::contains_key(round.first));
		assert!(!PositionPages::<T>::contains_key(round.first, page_of(node)));
		assert!(!Former::<T>::contains_key(round.first, former));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities_with_grid(), crate::mock::Test);
}
