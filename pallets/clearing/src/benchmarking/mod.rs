// SPDX-License-Identifier: Apache-2.0

//! What the steps cost at most, and how long whole rounds take.
//!
//! Worst cases: full pages, large numbers, every order filled in part, so that a position and what is left
//! of the order are written for each, and before each load as many transactions as there can be without a
//! page of them being written. The books' own part (`page`, `fill`, `rules`) is in the steps that call it;
//! `open_next` has a weight of its own. The steps are those of merit order.
//!
//! A round of `p` pages costs at most a `count` a page for each of up to five passes that find the price (one for a
//! book of up to 1,024 offers and limits, two for real tariffs) and of as many that find the level, where more than
//! 1,024 share; two `load`, an `assign` (there are fewer transactions than orders) and a `fill`; an interval
//! without orders one pass. In the worst layout all orders are on full pages, with asks over 2^48 prices.

use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::weights::WeightMeter;
use gridmerit_energy::{
	Choice, Interval, Limits, MAX_CHOICES, MAX_ORDER, NodeIndex, Order, SourceKind, Wh,
};
use gridmerit_grid::Line;
use gridmerit_pallet_support::{
	Books, Choosers, ClosedRound, Fills, IntervalTerms, MAX_BUSES, MAX_PAGES, NodeChoices,
	PAGE_ROWS, Page, Positions, Prices, has_grid,
};

use crate::{driver::Driver, *};

/// Full pages of the orders that the search for a price lists before it counts them in bins.
const LISTED_PAGES: u32 = 8;

/// The nodes of a page.
fn nodes(page: u32) -> impl Iterator<Item = NodeIndex> + Clone {
	let first = page.saturating_mul(PAGE_ROWS);
	first..first.saturating_add(PAGE_ROWS)
}

fn demand(quantity: Wh) -> Order {
	Order::Demand { quantity, limit: None }
}

/// Demand that takes any price, and says so with a limit.
fn limited(quantity: Wh, limits: &Limits) -> Order {
	Order::Demand { quantity, limit: Some(limits.cap()) }
}

fn offer(capacity: Wh, limits: &Limits) -> Order {
	Order::Offer { capacity, ask: limits.dearest_ask() }
}

/// A closed round with these orders, before its first step.
fn closed<T: Config>(
	orders: impl FnOnce(&Limits) -> Vec<(NodeIndex, Order)>,
) -> Result<Driver<T>, BenchmarkError> {
	// Only an open interval has prices.
	let first = T::Books::close_with(&[]).first;
	let rules = T::Books::rules(first).ok_or("the first interval is not open")?;
	let round = T::Books::close_with(&orders(&rules.limits));
	Ok(Driver::begin(round, T::Books::pages()))
}

/// Goes on to the first step for which `reached` holds.
fn go_to<T: Config>(
	driver: &mut Driver<T>,
	reached: impl Fn(&RoundCursor<StateOf<T>>) -> bool,
) -> Result<(), BenchmarkError> {
	while !reached(&driver.cursor) {
		let (open, _) = driver.step();
		if open {
			return Err(BenchmarkError::Stop("the round was over before"));
		}
	}
	Ok(())
}

/// The step of merit order that comes next, if it is one of these.
fn step_of<S: HasMeritOrder>(cursor: &RoundCursor<S>) -> Option<&MeritOrderStage> {
	match &cursor.stage {
		Stage::Clear { state, .. } => state.merit_order(),
		_ => None,
	}
}

fn pricing<S: HasMeritOrder>(cursor: &RoundCursor<S>) -> Option<&PriceStage> {
	match step_of(cursor) {
		Some(MeritOrderStage::Price(stage)) => Some(stage),
		_ => None,
	}
}

fn assigning<S: HasMeritOrder>(cursor: &RoundCursor<S>) -> Option<&AssignStage> {
	match step_of(cursor) {
		Some(MeritOrderStage::Assign(stage)) => Some(stage),
		_ => None,
	}
}

fn filling<S: HasMeritOrder>(cursor: &RoundCursor<S>) -> Option<&FillStage> {
	match step_of(cursor) {
		Some(MeritOrderStage::Fill(stage)) => Some(stage),
		_ => None,
	}
}

/// Gives all nodes of page 0 positions with purchases and sales, and leaves the demands of the first `rows`
/// of them.
fn fill_first_page<T: Config>(interval: Interval, rows: u32, limits: &Limits) {
	let energies = [MAX_ORDER; PAGE_ROWS as usize];
	let price = u64::MAX.wrapping_shr(17);
	let (mut offers, mut demands) = (Page::default(), Page::default());
	for node in nodes(0) {
		offers.set(node, Order::Offer { capacity: MAX_ORDER, ask: price });
		let stays = if node < rows { MAX_ORDER } else { 0 };
		demands.set(node, limited(MAX_ORDER.saturating_add(stays), limits));
	}
	let prices = Prices::One(price);
	let sold = Fills { bought: &[], sold: &energies, prices };
	let bought = Fills { bought: &energies, sold: &[], prices };
	T::Books::fill(interval, 0, offers, Some(sold));
	T::Books::fill(interval, 0, demands, Some(bought));
}

/// 128 sellers on page 0 and 128 buyers on page 1, and `rows` more on page 2. In scarcity, and hardly
/// anything is left for those on page 2, so that of the first 256 two in turn are used up.
fn long_sweep<T: Config>(rows: u32) -> Result<Driver<T>, BenchmarkError> {
	closed::<T>(|limits| {
		let sellers = nodes(0).map(|node| (node, offer(MAX_ORDER / 2, limits)));
		let buyers = nodes(1).map(|node| (node, demand(MAX_ORDER)));
		let more = nodes(2).take(rows as usize).map(|node| (node, demand(1 << 31)));
		sellers.chain(buyers).chain(more).collect()
	})
}

/// Scattered by a multiplication, the same in every run.
fn scattered(node: NodeIndex) -> u64 {
	u64::from(node).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_shr(20)
}

/// Half demand, half offers, mixed; asks over the whole range. About as much is wanted as offered. A third of the
/// demand may have limits, over the whole range, too.
fn mixed<T: Config>(orders: u32, with_limits: bool) -> Result<Driver<T>, BenchmarkError> {
	closed::<T>(|limits| {
		let asks = limits.dearest_ask().saturating_sub(limits.cheapest_ask()).saturating_add(1);
		let order = |node: NodeIndex| {
			let random = scattered(node);
			let energy = random.checked_rem(5_000).unwrap_or(0).saturating_add(1);
			let above = random.wrapping_shr(13).checked_rem(asks).unwrap_or(0);
			let price = limits.cheapest_ask().saturating_add(above);
			let order = match node.checked_rem(6) {
				Some(0) if with_limits => Order::Demand { quantity: energy, limit: Some(price) },
				Some(0 | 2 | 4) => demand(energy),
				_ => Order::Offer { capacity: energy, ask: price },
			};
			(node, order)
		};
		(0..orders).map(order).collect()
	})
}

/// Half demand, half offers, all at one ask and large, so that most of them share and the level has to be looked for
/// over all sizes there can be.
fn sharing<T: Config>(orders: u32) -> Result<Driver<T>, BenchmarkError> {
	closed::<T>(|limits| {
		let order = |node: NodeIndex| match node.is_multiple_of(2) {
			true => (node, demand(MAX_ORDER / 4)),
			false => {
				let capacity = scattered(node).checked_rem(MAX_ORDER).unwrap_or(0);
				(node, offer(capacity.saturating_add(1), limits))
			},
		};
		(0..orders).map(order).collect()
	})
}

/// Clears a round; how many transactions its interval has.
fn clear_round<T: Config>(before: ClosedRound) -> u32 {
	Pallet::<T>::clear(&mut WeightMeter::new());
	assert!(T::Books::closed_round() != Some(before));
	Results::<T>::iter_values().map(|result| result.transactions).sum()
}

#[benchmarks(where StateOf<T>: HasMeritOrder)]
mod benchmarks {
	use super::*;

	/// With the largest state there is without a grid: as many orders are listed as can be. On a grid the mechanism says
	/// what its states cost beyond that.
	#[benchmark(pov_mode = MaxEncodedLen { Clearing::Cursor: Measured })]
	fn poll() -> Result<(), BenchmarkError> {
		let last = MAX_PAGES.saturating_mul(PAGE_ROWS).saturating_sub(1);
		let mut driver = closed::<T>(|limits| {
			let listed = (0..LISTED_PAGES).flat_map(nodes);
			let offers = listed.map(|node| (node, offer(MAX_ORDER, limits)));
			offers.chain([(last, demand(MAX_ORDER))]).collect()
		})?;
		go_to(&mut driver, |cursor| {
			pricing(cursor).is_some_and(|stage| stage.page == LISTED_PAGES)
		})?;
		let mut cursor = driver.cursor;
		cursor.kept = T::Books::pages();
		Cursor::<T>::put(&cursor);
		// Enough to look, and for no step.
		let look = Pallet::<T>::poll_weight();
		let mut meter = WeightMeter::with_limit(look);
		#[block]
		{
			Pallet::<T>::clear(&mut meter);
		}
		assert_eq!(meter.consumed(), look);
		assert!(Cursor::<T>::get() == Some(cursor));
		Ok(())
	}

	/// The dearest turn: an interval is done. All of its sellers are pivotal, and as many as are listed.
	#[benchmark]
	fn turn() -> Result<(), BenchmarkError> {
		let mut driver = closed::<T>(|limits| {
			let sellers = LISTED_PIVOTAL as usize;
			let offers = nodes(0).take(sellers).map(|node| (node, offer(MAX_ORDER, limits)));
			let buyers = nodes(0).skip(sellers);
			let demands = buyers.clone().take(sellers).map(|node| (node, demand(MAX_ORDER - 1)));
			let with_limit = buyers.skip(sellers).take(1).map(|node| (node, limited(1, limits)));
			offers.chain(demands).chain(with_limit).collect()
		})?;
		go_to(&mut driver, |cursor| filling(cursor).is_some_and(|stage| stage.page == 1))?;
		#[block]
		{
			driver.step();
		}
		assert_eq!(Results::<T>::iter().count(), 1);
		assert!(Pivotal::<T>::iter_values().all(|listed| listed.is_full()));
		assert_eq!(Pivotal::<T>::iter().count(), 1);
		Ok(())
	}

	/// The dearest end of a pass: as many orders are listed as can be, and half of them share.
	#[benchmark]
	fn end_pass() -> Result<(), BenchmarkError> {
		let mut driver = closed::<T>(|limits| {
			let asks = limits.dearest_ask().saturating_sub(limits.cheapest_ask());
			let offers: Vec<_> = (0..LISTED_PAGES)
				.flat_map(nodes)
				.map(|node| {
					let random = scattered(node);
					let below = match node.is_multiple_of(2) {
						true => random.wrapping_shr(13).checked_rem(asks).unwrap_or(0),
						false => 0,
					};
					let capacity = random.checked_rem(1 << 29).unwrap_or(0).saturating_add(2);
					let ask = limits.dearest_ask().saturating_sub(below);
					(node, Order::Offer { capacity, ask })
				})
				.collect();
			let all: Wh = offers.iter().map(|(_, order)| order.quantity()).sum();
			let buyer = LISTED_PAGES.saturating_mul(PAGE_ROWS);
			offers.into_iter().chain([(buyer, demand(all.saturating_sub(1)))]).collect()
		})?;
		go_to(&mut driver, |cursor| {
			pricing(cursor).is_some_and(|stage| stage.page > LISTED_PAGES)
		})?;
		#[block]
		{
			driver.step();
		}
		assert!(assigning(&driver.cursor).is_some());
		Ok(())
	}

	/// Its first order is one too many to be listed: all are counted in bins.
	#[benchmark]
	fn count(r: Linear<1, PAGE_ROWS>) -> Result<(), BenchmarkError> {
		let mut driver = closed::<T>(|limits| {
			let listed = (0..LISTED_PAGES).flat_map(nodes);
			let more = nodes(LISTED_PAGES).take(r as usize);
			listed.chain(more).map(|node| (node, limited(MAX_ORDER, limits))).collect()
		})?;
		go_to(&mut driver, |cursor| {
			pricing(cursor).is_some_and(|stage| stage.page == LISTED_PAGES)
		})?;
		#[block]
		{
			driver.step();
		}
		assert!(pricing(&driver.cursor).is_some_and(|stage| stage.page > LISTED_PAGES));
		Ok(())
	}

	/// With the transactions before it that do not fill a page.
	#[benchmark]
	fn load(r: Linear<1, PAGE_ROWS>) -> Result<(), BenchmarkError> {
		let mut driver = long_sweep::<T>(r)?;
		go_to(&mut driver, |cursor| {
			assigning(cursor).is_some() && cursor.transactions == PAGE_ROWS
		})?;
		#[block]
		{
			driver.step();
		}
		let stage = assigning(&driver.cursor).ok_or("the assignment was over before")?;
		assert_eq!((stage.buyers.page, stage.unwritten.len()), (2, 127));
		Ok(())
	}

	#[benchmark]
	fn assign() -> Result<(), BenchmarkError> {
		let mut driver = long_sweep::<T>(1)?;
		go_to(&mut driver, |cursor| assigning(cursor).is_some_and(|stage| stage.buyers.page == 1))?;
		#[block]
		{
			driver.step();
		}
		assert_eq!(driver.cursor.transactions, PAGE_ROWS);
		assert!(Transactions::<T>::iter_values().all(|rows| rows.is_full()));
		Ok(())
	}

	/// Among earlier positions of the whole page.
	#[benchmark]
	fn fill(r: Linear<1, PAGE_ROWS>) -> Result<(), BenchmarkError> {
		let mut driver = closed::<T>(|limits| {
			let buyers = nodes(0).take(r as usize).map(|node| (node, limited(MAX_ORDER, limits)));
			buyers
				.chain(nodes(1).take(1).map(|node| (node, offer(MAX_ORDER / 2, limits))))
				.collect()
		})?;
		let interval = driver.cursor.interval;
		let rules = T::Books::rules(interval).ok_or("the interval is not open")?;
		fill_first_page::<T>(interval, r, &rules.limits);
		go_to(&mut driver, |cursor| filling(cursor).is_some())?;
		let before = T::Books::position(interval, 0);
		assert!(nodes(0).all(|node| T::Books::position(interval, node) == before));
		#[block]
		{
			driver.step();
		}
		let after = |node| T::Books::position(interval, node);
		assert!(nodes(0).take(r as usize).all(|node| after(node) != before));
		Ok(())
	}

	/// An entry of the map that comes last, and what lines carry.
	#[benchmark]
	fn prune() -> Result<(), BenchmarkError> {
		let mut driver = closed::<T>(|limits| {
			Vec::from([(0, offer(MAX_ORDER, limits)), (1, demand(MAX_ORDER / 2))])
		})?;
		let interval = driver.cursor.interval;
		go_to(&mut driver, |cursor| cursor.interval > interval)?;
		let result = Results::<T>::iter_prefix_values(interval).next();
		let old = T::Books::remembered_from().checked_sub(1).ok_or("nothing is forgotten yet")?;
		Results::<T>::insert(old, old, result.ok_or("nothing has cleared")?);
		let flows = OfBuses::truncate_from([1_i64; MAX_BUSES as usize].to_vec());
		LineFlows::<T>::insert(old, flows);
		let line = Line { parent: 0, import: 1, export: 1 };
		let lines = OfBuses::truncate_from([line; MAX_BUSES as usize - 1].to_vec());
		ClearedLines::<T>::insert(old, lines);
		PrunedUntil::<T>::put(old);
		let mut meter = WeightMeter::with_limit(Pallet::<T>::prune_weight());
		#[block]
		{
			Pallet::<T>::prune(&mut meter);
		}
		assert_eq!(meter.consumed(), Pallet::<T>::prune_weight());
		assert_eq!(LineFlows::<T>::contains_key(old), !has_grid::<T::Grid>());
		assert_eq!(ClearedLines::<T>::contains_key(old), !has_grid::<T::Grid>());
		assert!(!Results::<T>::contains_key(old, old));
		Ok(())
	}

	/// A whole round, for a report.
	#[benchmark(extra)]
	fn round(o: Linear<100, 10_000>) -> Result<(), BenchmarkError> {
		let before = mixed::<T>(o, false)?.cursor.round;
		let transactions;
		#[block]
		{
			transactions = clear_round::<T>(before);
		}
		assert!(transactions > o / 4);
		Ok(())
	}

	/// The same with limits on a third of the demand.
	#[benchmark(extra)]
	fn round_with_limits(o: Linear<100, 10_000>) -> Result<(), BenchmarkError> {
		let before = mixed::<T>(o, true)?.cursor.round;
		let transactions;
		#[block]
		{
			transactions = clear_round::<T>(before);
		}
		assert!(transactions > o / 4);
		Ok(())
	}

	/// The most passes: all offers share.
	#[benchmark(extra)]
	fn round_that_shares(o: Linear<100, 10_000>) -> Result<(), BenchmarkError> {
		let before = sharing::<T>(o)?.cursor.round;
		let transactions;
		#[block]
		{
			transactions = clear_round::<T>(before);
		}
		assert!(transactions > o / 2);
		Ok(())
	}

	/// The same where all who buy prefer as much as they can, by name, bus and source.
	#[benchmark(extra)]
	fn round_with_choices(o: Linear<100, 10_000>) -> Result<(), BenchmarkError> {
		let before = mixed::<T>(o, false)?.cursor.round;
		for node in 0..o {
			let choice = |place: u32| match place {
				0..6 => Choice::Node(
					scattered(node.wrapping_add(place)).checked_rem(o.into()).unwrap_or(0) as u32,
				),
				6 => Choice::Bus(node as u16),
				_ => Choice::Source(SourceKind::Solar),
			};
			let choices = (0..MAX_CHOICES as u32).map(choice).collect();
			T::Choosers::choose(node, NodeChoices::truncate_from(choices));
		}
		let transactions;
		#[block]
		{
			transactions = clear_round::<T>(before);
		}
		assert!(transactions > o / 4);
		Ok(())
	}

	/// A whole round but for Algorithm 2, for a report.
	#[benchmark(extra)]
	fn round_without_transactions(o: Linear<100, 10_000>) -> Result<(), BenchmarkError> {
		let mut driver = mixed::<T>(o, false)?;
		#[block]
		{
			go_to(&mut driver, |cursor| assigning(cursor).is_some())?;
			let clearing = assigning(&driver.cursor).map(|stage| stage.clearing);
			if let (Some(clearing), Stage::Clear { rules, state }) =
				(clearing, &mut driver.cursor.stage)
			{
				*state = FillStage::new(clearing, rules)
					.map(|stage| MeritOrderStage::Fill(stage).into())
					.map_err(|_| BenchmarkError::Stop("the clearing is not sound"))?;
			}
			while !driver.step().0 {}
		}
		assert_eq!((Results::<T>::iter().count(), Transactions::<T>::iter().count()), (1, 0));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities_with_grid(), crate::mock::Test);
}
