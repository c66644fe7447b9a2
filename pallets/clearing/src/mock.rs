// SPDX-License-Identifier: Apache-2.0

//! The clearing on the real forward market. Tests write its books and terms directly, also such as no call
//! would make; nobody below the market is needed for that.

use std::collections::BTreeMap;

use frame_support::{
	Twox64Concat, derive_impl,
	dispatch::DispatchResult,
	pallet_prelude::OptionQuery,
	parameter_types, storage_alias,
	traits::{ConstU32, OnPoll},
	weights::{Weight, WeightMeter},
};
use frame_system::EnsureRoot;
use gridmerit_energy::{
	Battery, Choice, EnergyLimits, Interval, Label, Limits, MAX_ORDER, NodeIndex, Order, Planck,
	Position, Roles, SourceKind, Tariff, Terms, Wh,
};
use gridmerit_grid::{Feeder, Line};
use gridmerit_pallet_support::{
	Books, Bus, Choosers, Grid, IntervalClock, Locks, MAX_BUSES, Needed, NodeChoices,
	NodeReferences, NodeView, Obligations, Page, PageIndex, PageSet, SellerLabels, TeNodes,
	has_grid, page_of, testing::TestClock,
};
use pallet_forward_market::{
	Band, Buses, Choices, Choosing, CurrentRound, DailyTariffs, IntervalTerms, Leaving,
	MarketRules, Orders, Paused, PositionPages, Profile, Round, Schedule, TariffBounds,
	TermsPrunedUntil,
};
use sp_runtime::{BuildStorage, DispatchError};

use crate::{self as pallet_clearing, Cursor, OnGrid, Resuming, WeightInfo, driver::Driver};

type AccountId = u64;
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
	pub type ForwardMarket = pallet_forward_market;
	#[runtime::pallet_index(2)]
	pub type Clear = pallet_clearing;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	pub storage MaxClearingWeight: Weight = Weight::MAX;
	pub storage MaxBuses: u32 = MAX_BUSES;
}

impl pallet_clearing::Config for Test {
	type Books = ForwardMarket;
	type Choosers = Chosen;
	type Grid = Feeders;
	type Labels = Chosen;
	type MaxClearingWeight = MaxClearingWeight;
	type Mechanism = OnGrid;
	type WeightInfo = Simple;
}

/// Lines as a feeder of the grid crate is made of.
pub type Lines = Vec<(Bus, Wh, Wh)>;

/// The lines of intervals' feeders, by bus: where each leads to, how much it imports and exports. Without any there is
/// no grid.
#[storage_alias]
type LinesOf = StorageMap<Feeders, Twox64Concat, Interval, Lines, OptionQuery>;

/// Whether there can be a grid even without a feeder.
#[storage_alias]
type Allowed = StorageValue<Feeders, (), OptionQuery>;

/// Feeders that a test sets.
pub struct Feeders;

impl Feeders {
	pub fn set(interval: Interval, feeder: &Feeder) {
		let lines = (1..feeder.buses()).map(|bus| {
			let Line { parent, import, export } = feeder.line(bus as Bus).unwrap();
			(parent, import, export)
		});
		LinesOf::insert(interval, lines.collect::<Vec<_>>());
	}

	pub fn remove(interval: Interval) {
		LinesOf::remove(interval);
	}

	/// Has there be a grid, without lines.
	pub fn allow() {
		Allowed::put(());
	}

	/// What a look at one costs.
	pub fn look() -> Weight {
		weight(1_000)
	}
}

impl Grid for Feeders {
	fn max_buses() -> u32 {
		// There is no grid until a test sets one.
		let any = Allowed::exists() || LinesOf::iter_keys().next().is_some();
		if any { MaxBuses::get() } else { 0 }
	}

	fn buses(interval: Interval) -> u32 {
		LinesOf::get(interval).map_or(0, |lines| lines.len() as u32 + 1)
	}

	fn buses_weight() -> Weight {
		Self::weight(0)
	}

	fn feeder(interval: Interval) -> Option<Feeder> {
		let lines: Vec<_> = LinesOf::get(interval)?
			.into_iter()
			.map(|(parent, import, export)| Line { parent, import, export })
			.collect();
		Feeder::new(&lines).ok()
	}

	fn weight(_: u32) -> Weight {
		if has_grid::<Self>() { Self::look() } else { Weight::zero() }
	}
}

/// Whether nodes can prefer anything: not until one does.
#[storage_alias]
type CanChoose = StorageValue<Chosen, (), OptionQuery>;

/// On which buses sellers hang, and what they feed in.
#[storage_alias]
type LabelOf = StorageMap<Chosen, Twox64Concat, NodeIndex, (Option<Bus>, Option<u8>), OptionQuery>;

/// What nodes prefer, as the market knows it, and what they are known by, as a test says.
pub struct Chosen;

impl Chosen {
	pub fn prefer(node: NodeIndex, choices: &[Choice]) {
		CanChoose::put(());
		Choices::<Test>::mutate(page_of(node), |rows| {
			rows.set(node, choices.to_vec().try_into().unwrap())
		});
		Choosing::<Test>::mutate(|pages| pages.insert(page_of(node)));
	}

	pub fn label(node: NodeIndex, bus: Option<Bus>, source: Option<SourceKind>) {
		LabelOf::insert(node, (bus, source.map(SourceKind::number)));
	}
}

impl Choosers for Chosen {
	fn can_choose() -> bool {
		CanChoose::exists()
	}

	fn choosing() -> PageSet {
		ForwardMarket::choosing()
	}

	fn choosing_weight() -> Weight {
		if Self::can_choose() { weight(31) } else { Weight::zero() }
	}

	fn choices(page: PageIndex) -> Page<NodeChoices> {
		ForwardMarket::choices(page)
	}

	fn choices_weight() -> Weight {
		weight(33)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn choose(node: NodeIndex, choices: NodeChoices) {
		Self::prefer(node, &choices);
	}
}

impl SellerLabels for Chosen {
	fn label(node: NodeIndex) -> Label {
		let (bus, source) = LabelOf::get(node).unwrap_or_default();
		Label { bus, source }
	}

	fn label_weight() -> Weight {
		weight(100_000)
	}
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
	fn end_pass() -> Weight {
		weight(20_500)
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

/// What a step towards the next round costs.
pub fn opening() -> Weight {
	weight(26_000)
}

impl pallet_forward_market::WeightInfo for Simple {
	fn open_round(_: u32) -> Weight {
		opening()
	}
	fn leave(_: u32) -> Weight {
		opening()
	}
	fn close_round() -> Weight {
		Weight::zero()
	}
	fn on_poll() -> Weight {
		Weight::zero()
	}
	fn prune() -> Weight {
		Weight::zero()
	}
	fn post(_: u32) -> Weight {
		Weight::zero()
	}
	fn post_storage(_: u32, _: u32) -> Weight {
		Weight::zero()
	}
	fn cancel(_: u32) -> Weight {
		Weight::zero()
	}
	fn cancel_all(_: u32) -> Weight {
		Weight::zero()
	}
	fn set_rules() -> Weight {
		Weight::zero()
	}
	fn set_tariff(_: u32) -> Weight {
		Weight::zero()
	}
	fn set_interval_tariffs(_: u32) -> Weight {
		Weight::zero()
	}
	fn correct_tariff() -> Weight {
		Weight::zero()
	}
	fn remove_interval_tariff() -> Weight {
		Weight::zero()
	}
	fn set_pauses() -> Weight {
		Weight::zero()
	}
	fn trusted(_: u32) -> Weight {
		Weight::zero()
	}
	fn prefer(_: u32) -> Weight {
		Weight::zero()
	}
	fn removed() -> Weight {
		Weight::zero()
	}
}

impl pallet_forward_market::Config for Test {
	type CoveredOthers = ConstU32<12>;
	type Grid = Feeders;
	type History = ConstU32<16>;
	type Locks = Everybody;
	type MaxAhead = ConstU32<8>;
	type MaxFlows = ConstU32<100>;
	type MaxOwnTariffs = ConstU32<4>;
	type MinGateLead = ConstU32<1>;
	type MinRoundBlocks = ConstU32<0>;
	type Nodes = Everybody;
	type OnTrading = ();
	type OperatorOrigin = EnsureRoot<AccountId>;
	type Time = TestClock;
	type Trust = ();
	type WeightInfo = Simple;
	#[cfg(feature = "runtime-benchmarks")]
	type World = Everybody;
}

/// What is below the market: all nodes are there, may do anything, and have nothing locked.
pub struct Everybody;

impl TeNodes<AccountId> for Everybody {
	fn by_account(account: &AccountId) -> Option<NodeView> {
		Self::by_index((*account).try_into().ok()?)
	}

	fn by_index(index: NodeIndex) -> Option<NodeView> {
		let roles = Roles {
			consumer: true,
			prosumer: true,
			storage: true,
			utility: true,
			line_owner: true,
		};
		let limits = EnergyLimits { generation: MAX_ORDER, consumption: MAX_ORDER };
		Some(NodeView { index, suspended: false, roles, bus: 0, limits, battery: None::<Battery> })
	}

	fn account_of(index: NodeIndex) -> Option<AccountId> {
		Some(index.into())
	}

	fn customer_of(index: NodeIndex) -> Option<[u8; 32]> {
		Some(sp_io::hashing::blake2_256(&index.to_le_bytes()))
	}

	fn end() -> NodeIndex {
		NodeIndex::MAX
	}
}

impl NodeReferences for Everybody {
	fn hold(_: NodeIndex) {}

	fn release(_: NodeIndex) {}
}

impl Locks<AccountId> for Everybody {
	fn lock_with(
		_: NodeIndex,
		_: &AccountId,
		needed: impl FnOnce(&Obligations) -> Result<Needed, DispatchError>,
	) -> DispatchResult {
		needed(&Obligations::default()).map(drop)
	}

	fn in_arrears(_: NodeIndex) -> bool {
		false
	}

	fn locks(_: NodeIndex) -> Vec<(Interval, Planck)> {
		Vec::new()
	}

	fn max_open() -> u32 {
		12
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for Everybody {
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		(1, 1)
	}

	fn set_time(now: u64) {
		TestClock::set(now);
	}
}

/// The tariff of the usual rules.
const TARIFF: Tariff = Tariff {
	tou: 200_000,
	fit: 60_000,
	alpha_ppm: 900_000,
	fee: 7_000,
	shortfall: 200_000,
	surplus: 60_000,
	curtailed: 0,
};

/// Asks may be from 60,001 to 179,999; the cap is 180,000.
pub fn usual_limits() -> Limits {
	Limits::new(200_000, 60_000, 900_000, 7_000).unwrap()
}

/// The forward market, as a test sets it.
pub struct Market;

impl Market {
	/// The present round.
	pub fn round() -> Interval {
		CurrentRound::<Test>::get().unwrap().number
	}

	fn change(change: impl FnOnce(&mut Round)) {
		CurrentRound::<Test>::mutate(|round| change(round.as_mut().unwrap()));
	}

	pub fn set_limits(interval: Interval, limits: Limits) {
		IntervalTerms::<Test>::insert(
			interval,
			Terms {
				// Only limits are looked at.
				tariff: TARIFF,
				limits,
				utility: 1,
				grid: 1,
				minimum: 1,
				last_round: interval - 1,
				gate_lead: 60_000,
			},
		);
	}

	pub fn post(interval: Interval, node: NodeIndex, order: Order) {
		let page = page_of(node);
		Orders::<Test>::mutate(interval, page, |orders| orders.set(node, order));
		Self::add_page(page);
	}

	/// Says on which bus a node hangs in an interval.
	pub fn hang(interval: Interval, node: NodeIndex, bus: Bus) {
		Buses::<Test>::mutate(interval, page_of(node), |buses| buses.set(node, bus));
	}

	pub fn cancel(interval: Interval, node: NodeIndex) -> Option<Order> {
		Orders::<Test>::mutate(interval, page_of(node), |orders| orders.remove(node))
	}

	pub fn set_page(interval: Interval, page: PageIndex, orders: Page<Order>) {
		Orders::<Test>::insert(interval, page, orders);
	}

	/// Adds a page that may hold nothing.
	pub fn add_page(page: PageIndex) {
		Self::change(|round| {
			round.pages.insert(page);
		});
	}

	pub fn pages() -> PageSet {
		ForwardMarket::pages()
	}

	/// The orders of an interval, in node order.
	pub fn orders(interval: Interval) -> Vec<(NodeIndex, Order)> {
		let mut orders = Vec::new();
		for (page, rows) in Orders::<Test>::iter_prefix(interval) {
			orders.extend(rows.rows(page).map(|(node, order)| (node, *order)));
		}
		orders.sort_by_key(|(node, _)| *node);
		orders
	}

	/// All positions.
	pub fn positions() -> BTreeMap<(Interval, NodeIndex), Position> {
		let mut positions = BTreeMap::new();
		for (interval, page, rows) in PositionPages::<Test>::iter() {
			positions.extend(rows.rows(page).map(|(node, row)| ((interval, node), *row)));
		}
		positions
	}

	pub fn set_position(interval: Interval, node: NodeIndex, position: Option<Position>) {
		PositionPages::<Test>::mutate(interval, page_of(node), |page| match position {
			Some(position) => page.set(node, position),
			None => page.remove(node),
		});
	}

	/// Pages of positions of an interval.
	pub fn position_pages(interval: Interval) -> usize {
		PositionPages::<Test>::iter_key_prefix(interval).count()
	}

	pub fn remove_positions(interval: Interval, page: PageIndex) {
		PositionPages::<Test>::remove(interval, page);
	}

	/// Closes the gate, if it is not closed: all that is open is to be cleared.
	pub fn close() {
		Self::change(|round| round.closed_from = round.closed_from.or(Some(round.first)));
	}

	/// Closes the gate so late that intervals before `first` are void.
	pub fn close_late(first: Interval) {
		Self::change(|round| round.closed_from = Some(first));
	}

	pub fn is_closed() -> bool {
		CurrentRound::<Test>::get().unwrap().closed_from.is_some()
	}

	pub fn pause(paused: bool) {
		Paused::<Test>::mutate(|pauses| pauses.clearing = paused);
	}

	/// Suspends so many nodes: the next round opens after as many steps more.
	pub fn suspend(nodes: u32) {
		(0..nodes).for_each(|node| Leaving::<Test>::insert(node, ()));
	}

	/// Prunes the terms of intervals before this one.
	pub fn remember_from(interval: Interval) {
		TermsPrunedUntil::<Test>::put(interval);
		let known: Vec<_> = IntervalTerms::<Test>::iter_keys().collect();
		for known in known.into_iter().filter(|known| *known < interval) {
			IntervalTerms::<Test>::remove(known);
		}
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
	let pages = Market::pages();
	let driver = match Cursor::<Test>::get() {
		Some(cursor) => Driver::<Test>::resume(cursor, pages),
		None => Driver::begin(ForwardMarket::closed_round().unwrap(), pages),
	};
	let state = Resuming::<Test>::get().unwrap_or_default();
	poll(Simple::poll().saturating_add(state).saturating_add(driver.worst()))
}

/// What holds from the beginning.
fn scheduled<V>(value: V) -> Schedule<V> {
	vec![(0, value)].try_into().ok().unwrap()
}

/// Block 1, the first round open with the usual rules and no orders.
pub fn externalities() -> sp_io::TestExternalities {
	let storage = RuntimeGenesisConfig::default().build_storage().unwrap();
	let mut externalities = sp_io::TestExternalities::from(storage);
	externalities.execute_with(|| {
		System::set_block_number(1);
		TestClock::set(ForwardMarket::start(FIRST_ROUND));
		let rules = MarketRules {
			utility: 1,
			lead: 1,
			windows: WINDOWS as u16,
			gate_lead: 60_000,
			minimum: 1,
			bounds: TariffBounds::NONE,
		};
		pallet_forward_market::Rules::<Test>::put(scheduled(rules));
		let band = Band { from_minute: 0, tariff: TARIFF };
		let bands = vec![band].try_into().unwrap();
		let daily = Profile { grid: None, offset: 0, changes: Default::default(), bands };
		DailyTariffs::<Test>::put(scheduled(daily));
		TermsPrunedUntil::<Test>::put(1);
		let (first, last) = (FIRST_ROUND + 1, FIRST_ROUND + WINDOWS);
		(first..=last).for_each(|interval| Market::set_limits(interval, usual_limits()));
		CurrentRound::<Test>::put(Round {
			number: FIRST_ROUND,
			gate: ForwardMarket::start(first) - 60_000,
			opened_in: 1,
			first,
			last,
			closed_from: None,
			pages: PageSet::default(),
		});
	});
	// A benchmark goes back to what is committed before each run.
	externalities.commit_all().unwrap();
	externalities
}

/// The same where there can be a grid, but has no lines: a benchmark measures what that costs, too.
#[cfg(feature = "runtime-benchmarks")]
pub fn externalities_with_grid() -> sp_io::TestExternalities {
	let mut externalities = externalities();
	externalities.execute_with(Feeders::allow);
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
