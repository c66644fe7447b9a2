// SPDX-License-Identifier: Apache-2.0

//! A runtime with nothing but the clearing, and books that a test writes.

use core::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use frame_support::{
	derive_impl, parameter_types,
	traits::OnPoll,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::{
	Dispatch, Interval, Limits, NodeIndex, Order, Price, Rules, Scarcity, Terms,
};
use gridmerit_pallet_support::{
	Books, ClosedRound, IntervalTerms, NodeView, Page, PageIndex, PageSet, TeNodes, page_of,
};
use sp_runtime::BuildStorage;

use crate::{self as pallet_clearing, WeightInfo};

pub type AccountId = u64;
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
	type Nodes = Market;
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

/// The market's state.
#[derive(Default)]
struct State {
	round: Interval,
	closed: bool,
	paused: bool,
	first: Option<Interval>,
	books: BTreeMap<(Interval, PageIndex), Page<Order>>,
	pages: PageSet,
	rules: BTreeMap<Interval, Rules>,
	/// Steps that [`Market::open_next`] takes before the round is open.
	leaving: u32,
	opened: Vec<PageSet>,
	remembered_from: Interval,
	gone: BTreeSet<NodeIndex>,
}

thread_local! {
	static STATE: RefCell<State> = RefCell::default();
}

fn with<R>(change: impl FnOnce(&mut State) -> R) -> R {
	STATE.with_borrow_mut(change)
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

/// The order books and the nodes.
pub struct Market;
impl Market {
	/// The present round.
	pub fn round() -> Interval {
		with(|state| state.round)
	}

	pub fn set_rules(interval: Interval, rules: Rules) {
		with(|state| state.rules.insert(interval, rules));
	}

	pub fn post(interval: Interval, node: NodeIndex, order: Order) {
		with(|state| {
			let page = page_of(node);
			state.books.entry((interval, page)).or_default().set(node, order);
			state.pages.insert(page);
		});
	}

	pub fn cancel(interval: Interval, node: NodeIndex) -> Option<Order> {
		with(|state| state.books.get_mut(&(interval, page_of(node)))?.remove(node))
	}

	pub fn set_page(interval: Interval, page: PageIndex, orders: Page<Order>) {
		with(|state| state.books.insert((interval, page), orders));
	}

	/// Adds a page that holds nothing.
	pub fn add_page(page: PageIndex) {
		with(|state| state.pages.insert(page));
	}

	/// The orders of an interval, in node order.
	pub fn orders(interval: Interval) -> Vec<(NodeIndex, Order)> {
		with(|state| {
			let pages = state.books.range((interval, 0)..=(interval, PageIndex::MAX));
			pages
				.flat_map(|(&(_, page), rows)| rows.rows(page).map(|(node, order)| (node, *order)))
				.collect()
		})
	}

	/// Closes the gate: all that is open is to be cleared.
	pub fn close() {
		with(|state| state.closed = true);
	}

	/// Closes the gate so late that intervals before `first` are void.
	pub fn close_late(first: Interval) {
		with(|state| (state.closed, state.first) = (true, Some(first)));
	}

	pub fn is_closed() -> bool {
		with(|state| state.closed)
	}

	pub fn pause(paused: bool) {
		with(|state| state.paused = paused);
	}

	/// The next round opens after this many steps more.
	pub fn leave(leaving: u32) {
		with(|state| state.leaving = leaving);
	}

	/// The pages that rounds were opened with.
	pub fn opened() -> Vec<PageSet> {
		with(|state| state.opened.clone())
	}

	/// Forgets the terms of intervals before this one.
	pub fn remember_from(interval: Interval) {
		with(|state| {
			state.remembered_from = interval;
			state.rules.retain(|known, _| interval <= *known);
		});
	}

	pub fn remove_node(node: NodeIndex) {
		with(|state| state.gone.insert(node));
	}
}

impl IntervalTerms for Market {
	fn terms(_: Interval) -> Option<Terms> {
		None
	}

	fn start(interval: Interval) -> u64 {
		u64::from(interval) * 900_000
	}

	fn never_opens(_: Interval) -> bool {
		false
	}

	fn now() -> Interval {
		Self::round()
	}

	fn remembered_from() -> Interval {
		with(|state| state.remembered_from)
	}
}

impl Books for Market {
	fn closed_round() -> Option<ClosedRound> {
		with(|state| {
			let number = state.round;
			let first = state.first.unwrap_or(number + 1);
			let closed = ClosedRound { number, first, last: number + WINDOWS };
			(state.closed && !state.paused).then_some(closed)
		})
	}

	fn rules(interval: Interval) -> Option<Rules> {
		with(|state| {
			let open = state.round + 1..=state.round + WINDOWS;
			state.rules.get(&interval).filter(|_| open.contains(&interval)).copied()
		})
	}

	fn fee(interval: Interval) -> Option<Price> {
		with(|state| Some(state.rules.get(&interval)?.limits.fee()))
	}

	fn clears(interval: Interval) -> bool {
		with(|state| state.closed) && Self::rules(interval).is_some()
	}

	fn pages() -> PageSet {
		with(|state| state.pages.clone())
	}

	fn page(interval: Interval, page: PageIndex) -> Page<Order> {
		with(|state| state.books.get(&(interval, page)).cloned().unwrap_or_default())
	}

	fn put_back(interval: Interval, page: PageIndex, orders: Page<Order>) -> bool {
		with(|state| {
			let stays = !orders.is_empty() && state.round + 1 < interval;
			if stays {
				state.books.insert((interval, page), orders);
			} else {
				state.books.remove(&(interval, page));
			}
			stays
		})
	}

	fn open_next(pages: &PageSet) -> (bool, Weight) {
		let open = with(|state| {
			if let Some(leaving) = state.leaving.checked_sub(1) {
				state.leaving = leaving;
				return false;
			}
			state.opened.push(pages.clone());
			(state.pages, state.round) = (pages.clone(), state.round + 1);
			(state.closed, state.first) = (false, None);
			state.rules.entry(state.round + WINDOWS).or_insert_with(usual_rules);
			true
		});
		(open, opening())
	}

	fn closed_round_weight() -> Weight {
		Weight::zero()
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

impl TeNodes<AccountId> for Market {
	fn by_account(_: &AccountId) -> Option<NodeView> {
		None
	}

	fn by_index(_: NodeIndex) -> Option<NodeView> {
		None
	}

	fn account_of(index: NodeIndex) -> Option<AccountId> {
		with(|state| !state.gone.contains(&index)).then_some(1_000_000 + u64::from(index))
	}

	fn end() -> NodeIndex {
		NodeIndex::MAX
	}
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
	let worst = match crate::Clearing::<Test>::get() {
		Some(progress) => Clear::worst(&progress),
		None => {
			let round = Market::closed_round().unwrap();
			Clear::worst(&Clear::begin(round, &Market::pages()))
		},
	};
	poll(Simple::poll().saturating_add(worst))
}

/// Block 1, the first round open with the usual rules and no orders.
pub fn externalities() -> sp_io::TestExternalities {
	let open = FIRST_ROUND + 1..=FIRST_ROUND + WINDOWS;
	let rules = open.map(|interval| (interval, usual_rules())).collect();
	with(|state| {
		*state = State { round: FIRST_ROUND, rules, remembered_from: 1, ..State::default() }
	});
	let storage = RuntimeGenesisConfig::default().build_storage().unwrap();
	let mut externalities = sp_io::TestExternalities::from(storage);
	externalities.execute_with(|| System::set_block_number(1));
	externalities
}

/// Runs `test` and checks the state after it.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Clear::do_try_state().unwrap();
	});
}
