// SPDX-License-Identifier: Apache-2.0

//! A runtime with nothing but the clearing, and books that a test writes.

use std::collections::BTreeMap;

use codec::{Decode, Encode};
use frame_support::{
	Twox64Concat, derive_impl,
	pallet_prelude::ValueQuery,
	parameter_types, storage_alias,
	traits::OnPoll,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::{
	Dispatch, Interval, Limits, NodeIndex, Order, Position, Price, Rules, Scarcity, Tariff, Terms,
};
use gridmerit_pallet_support::{
	Books, ClosedRound, Fills, IntervalTerms, Page, PageIndex, PageSet, Positions, page_of,
};
use sp_runtime::BuildStorage;

use crate::{self as pallet_clearing, Cursor, MeritOrder, WeightInfo, driver::Driver};

type Block = frame_system::mocking::MockBlock<Test>;

/// The first round of a test.
pub const FIRST_ROUND: Interval = 2_000;
/// Windows of a round: the intervals that come after it.
pub const WINDOWS: u32 = 4;

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
	pub type Clear = pallet_clearing;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	pub storage MaxClearingWeight: Weight = Weight::MAX;
}

impl pallet_clearing::Config for Test {
	type Books = Market;
	type MaxClearingWeight = MaxClearingWeight;
	type Mechanism = MeritOrder;
	type WeightInfo = Simple;
}

pub fn weight(units: u64) -> Weight {
	Weight::from_parts(units, units)
}

/// Weights that tell the steps apart. After any step of a block, less is left of the most that it could
/// have cost than any other step needs: so a block with room for one step makes exactly one.
pub struct Simple;
impl pallet_clearing::WeightInfo for Simple {
	fn poll() -> Weight {
		weight(7)
	}
	fn turn() -> Weight {
		weight(20_000)
	}
	fn count(rows: u32) -> Weight {
		weight(21_000 + u64::from(rows))
	}
	fn load(rows: u32) -> Weight {
		weight(22_000 + u64::from(rows))
	}
	fn assign() -> Weight {
		weight(23_000)
	}
	fn fill(rows: u32) -> Weight {
		weight(24_000 + u64::from(rows))
	}
	fn prune() -> Weight {
		weight(25_000)
	}
}

/// What [`Market::open_next_weight`] says.
pub fn opening() -> Weight {
	weight(26_000)
}

/// Limits, at most 2^48, with a service fee.
pub fn rules(tou: Price, fit: Price, alpha_ppm: u32, fee: Price, scarcity: Scarcity) -> Rules {
	let limits = Limits::new(tou, fit, alpha_ppm, fee).unwrap();
	Rules { limits, scarcity, dispatch: Dispatch::MeritOrder }
}

/// Asks may be from 60,001 to 179,999; the cap is 180,000.
pub fn usual_rules() -> Rules {
	rules(200_000, 60_000, 900_000, 7_000, Scarcity::Cap)
}

/// The market's state but for its maps.
#[derive(Encode, Decode, Default)]
struct State {
	round: Interval,
	closed: bool,
	paused: bool,
	first: Option<Interval>,
	pages: PageSet,
	/// Steps that [`Market::open_next`] takes before the round is open.
	leaving: u32,
	/// The pages that rounds were opened with.
	opened: Vec<PageSet>,
	remembered_from: Interval,
}

#[storage_alias]
type MarketState = StorageValue<Market, State, ValueQuery>;
#[storage_alias]
type MarketRules = StorageMap<Market, Twox64Concat, Interval, Rules>;
#[storage_alias]
type Orders = StorageDoubleMap<
	Market,
	Twox64Concat,
	Interval,
	Twox64Concat,
	PageIndex,
	Page<Order>,
	ValueQuery,
>;
#[storage_alias]
type PositionPages = StorageDoubleMap<
	Market,
	Twox64Concat,
	Interval,
	Twox64Concat,
	PageIndex,
	Page<Position>,
	ValueQuery,
>;

/// Order books that a test writes, with the positions that come of them. It lives in storage.
pub struct Market;

impl Market {
	/// The present round.
	pub fn round() -> Interval {
		MarketState::get().round
	}

	pub fn set_rules(interval: Interval, rules: Rules) {
		MarketRules::insert(interval, rules);
	}

	pub fn post(interval: Interval, node: NodeIndex, order: Order) {
		let page = page_of(node);
		Orders::mutate(interval, page, |orders| orders.set(node, order));
		Self::add_page(page);
	}

	pub fn cancel(interval: Interval, node: NodeIndex) -> Option<Order> {
		Orders::mutate(interval, page_of(node), |orders| orders.remove(node))
	}

	pub fn set_page(interval: Interval, page: PageIndex, orders: Page<Order>) {
		Orders::insert(interval, page, orders);
	}

	/// Adds a page that may hold nothing.
	pub fn add_page(page: PageIndex) {
		MarketState::mutate(|state| state.pages.insert(page));
	}

	/// The orders of an interval, in node order.
	pub fn orders(interval: Interval) -> Vec<(NodeIndex, Order)> {
		let mut orders = Vec::new();
		for (page, rows) in Orders::iter_prefix(interval) {
			orders.extend(rows.rows(page).map(|(node, order)| (node, *order)));
		}
		orders.sort_by_key(|(node, _)| *node);
		orders
	}

	/// All positions.
	pub fn positions() -> BTreeMap<(Interval, NodeIndex), Position> {
		let all = Self::all_positions().into_iter();
		all.map(|(interval, node, position)| ((interval, node), position)).collect()
	}

	pub fn set_position(interval: Interval, node: NodeIndex, position: Option<Position>) {
		PositionPages::mutate(interval, page_of(node), |page| match position {
			Some(position) => page.set(node, position),
			None => page.remove(node),
		});
	}

	/// Pages of positions of an interval.
	pub fn position_pages(interval: Interval) -> usize {
		PositionPages::iter_key_prefix(interval).count()
	}

	pub fn remove_positions(interval: Interval, page: PageIndex) {
		PositionPages::remove(interval, page);
	}

	/// Closes the gate: all that is open is to be cleared.
	pub fn close() {
		MarketState::mutate(|state| state.closed = true);
	}

	/// Closes the gate so late that intervals before `first` are void.
	pub fn close_late(first: Interval) {
		MarketState::mutate(|state| (state.closed, state.first) = (true, Some(first)));
	}

	pub fn is_closed() -> bool {
		MarketState::get().closed
	}

	pub fn pause(paused: bool) {
		MarketState::mutate(|state| state.paused = paused);
	}

	/// The next round opens after this many steps more.
	pub fn leave(leaving: u32) {
		MarketState::mutate(|state| state.leaving = leaving);
	}

	/// The pages that rounds were opened with.
	pub fn opened() -> Vec<PageSet> {
		MarketState::get().opened
	}

	/// Forgets terms and positions of intervals before this one.
	pub fn remember_from(interval: Interval) {
		MarketState::mutate(|state| state.remembered_from = interval);
		for known in MarketRules::iter_keys().filter(|known| *known < interval).collect::<Vec<_>>()
		{
			MarketRules::remove(known);
		}
		let pages = PositionPages::iter_keys().filter(|(known, _)| *known < interval);
		for (known, page) in pages.collect::<Vec<_>>() {
			PositionPages::remove(known, page);
		}
	}
}

impl IntervalTerms for Market {
	fn terms(interval: Interval) -> Option<Terms> {
		let Rules { limits, scarcity, .. } = MarketRules::get(interval)?;
		Some(Terms {
			tariff: Tariff {
				tou: 0,
				fit: 0,
				alpha_ppm: 0,
				fee: limits.fee(),
				shortfall: 0,
				surplus: 0,
			},
			limits,
			utility: 0,
			grid: 0,
			scarcity,
			minimum: 1,
			last_round: interval - 1,
			gate_lead: 60_000,
		})
	}

	fn never_opens(_: Interval) -> bool {
		false
	}

	fn remembered_from() -> Interval {
		MarketState::get().remembered_from
	}
}

impl Positions for Market {
	fn position(interval: Interval, node: NodeIndex) -> Position {
		PositionPages::get(interval, page_of(node)).get(node).copied().unwrap_or_default()
	}

	fn is_final(interval: Interval) -> bool {
		!Self::clears(interval)
	}
}

impl Books for Market {
	fn closed_round() -> Option<ClosedRound> {
		let State { round: number, closed, paused, first, .. } = MarketState::get();
		let first = first.unwrap_or(number + 1);
		let round = ClosedRound { number, first, last: number + WINDOWS };
		(closed && !paused).then_some(round)
	}

	fn closed_round_weight() -> Weight {
		Weight::zero()
	}

	fn rules(interval: Interval) -> Option<Rules> {
		let round = Self::round();
		let open = round + 1..=round + WINDOWS;
		MarketRules::get(interval).filter(|_| open.contains(&interval))
	}

	fn clears(interval: Interval) -> bool {
		Self::is_closed() && Self::rules(interval).is_some()
	}

	fn pages() -> PageSet {
		MarketState::get().pages
	}

	fn page(interval: Interval, page: PageIndex) -> Page<Order> {
		Orders::get(interval, page)
	}

	fn fill(
		interval: Interval,
		page: PageIndex,
		orders: Page<Order>,
		fills: Option<Fills<'_>>,
	) -> bool {
		let left = match fills {
			Some(fills) => fill_page(interval, page, orders, fills),
			None => orders,
		};
		let stays = !left.is_empty() && Self::round() + 1 < interval;
		if stays {
			Orders::insert(interval, page, left);
		} else {
			Orders::remove(interval, page);
		}
		stays
	}

	fn all_positions() -> Vec<(Interval, NodeIndex, Position)> {
		let mut all = Vec::new();
		for (interval, page, rows) in PositionPages::iter() {
			all.extend(rows.rows(page).map(|(node, position)| (interval, node, *position)));
		}
		all
	}

	fn open_next(pages: &PageSet) -> (bool, Weight) {
		let mut state = MarketState::get();
		let open = state.leaving == 0;
		if open {
			state.opened.push(pages.clone());
			(state.pages, state.round) = (pages.clone(), state.round + 1);
			(state.closed, state.first) = (false, None);
			let last = state.round + WINDOWS;
			if !MarketRules::contains_key(last) {
				MarketRules::insert(last, usual_rules());
			}
		} else {
			state.leaving -= 1;
		}
		MarketState::put(state);
		(open, opening())
	}

	fn open_next_weight() -> Weight {
		opening()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn close_with(orders: &[(NodeIndex, Order)]) -> ClosedRound {
		let interval = Self::round() + 1;
		for (node, order) in orders {
			Self::post(interval, *node, *order);
		}
		Self::close();
		Self::closed_round().unwrap()
	}
}

/// Writes the positions of a page; what is left of its orders.
fn fill_page(
	interval: Interval,
	page: PageIndex,
	orders: Page<Order>,
	fills: Fills<'_>,
) -> Page<Order> {
	let Fills { bought, sold, price, fee } = fills;
	let (mut bought, mut sold) = (bought.iter(), sold.iter());
	let mut positions = PositionPages::get(interval, page);
	let left = orders.update(page, |node, order| {
		let before = positions.get(node).copied().unwrap_or_default();
		let (energy, after, left) = match order {
			Order::Demand { quantity } => {
				let energy = *bought.next().unwrap();
				let left = quantity - energy;
				(energy, before.buy(energy, price, fee), Order::Demand { quantity: left })
			},
			Order::Offer { capacity, ask } => {
				let energy = *sold.next().unwrap();
				let left = capacity - energy;
				(energy, before.sell(energy, price), Order::Offer { capacity: left, ask })
			},
		};
		if energy > 0 {
			positions.set(node, after.unwrap());
		}
		let over = matches!(left, Order::Demand { quantity: 0 } | Order::Offer { capacity: 0, .. });
		(!over).then_some(left)
	});
	// As many as there are orders, and a page without any fill is not handed over as filled.
	assert!(bought.next().is_none() && sold.next().is_none());
	assert!(!positions.is_empty());
	PositionPages::insert(interval, page, positions);
	left
}

/// Begins the next block and offers the clearing this much of it; what it took.
pub fn poll(limit: Weight) -> Weight {
	let number = System::block_number() + 1;
	System::set_block_number(number);
	let mut meter = WeightMeter::with_limit(limit);
	Clear::on_poll(number, &mut meter);
	meter.consumed()
}

/// A block that makes one step; what it took.
pub fn poll_once() -> Weight {
	let pages = Market::pages();
	let driver = match Cursor::<Test>::get() {
		Some(cursor) => Driver::<Test>::resume(cursor, pages),
		None => Driver::begin(Market::closed_round().unwrap(), pages),
	};
	poll(Simple::poll().saturating_add(driver.worst()))
}

/// Block 1, the first round open with the usual rules and no orders.
pub fn externalities() -> sp_io::TestExternalities {
	let storage = RuntimeGenesisConfig::default().build_storage().unwrap();
	let mut externalities = sp_io::TestExternalities::from(storage);
	externalities.execute_with(|| {
		System::set_block_number(1);
		MarketState::put(State { round: FIRST_ROUND, remembered_from: 1, ..Default::default() });
		for interval in FIRST_ROUND + 1..=FIRST_ROUND + WINDOWS {
			Market::set_rules(interval, usual_rules());
		}
	});
	// A benchmark goes back to what is committed before each run.
	externalities.commit_all().unwrap();
	externalities
}

/// Runs `test` and checks the state after it.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Clear::do_try_state().unwrap();
	});
}
