// SPDX-License-Identifier: Apache-2.0

//! A runtime with settlement and the pallets below it. Nodes, terms and positions are what a test writes into
//! their storage.

use frame_support::{
	PalletId, derive_impl, ord_parameter_types, parameter_types,
	traits::{ConstU8, ConstU32, ConstU64, EitherOfDiverse},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{
	Battery, Charge, EnergyLimits, FeedInRight, Interval, Metered, NodeIndex, Order, Planck,
	Position, Roles, SourceKind, Tariff, Terms, Wh,
};
use gridmerit_pallet_support::{
	BatteryFlows, Bus, ClosedIntervals, CongestionRent, FeedIn, Grid, IntervalClock, IntervalTerms,
	MeteredNodes, NodeView, OnRemove, Page, PageIndex, PageSet, Positions, ReadingDuty,
	Settlement as _, TariffCorrections, TeNodes, ViolationKind, ViolationSink, page_of,
	testing::{TestClock, TestConduct},
};
use pallet_forward_market::{CurrentRound, PositionPages, Round, StoredChargeOf, StoredCharges};
use pallet_te_registry::{Node, NodeData, Nodes};
use sp_core::H256;
use sp_runtime::BuildStorage;

use crate as pallet_settlement;

/// As wide as the pot's id and that of the congestion rent together.
pub type AccountId = u128;
type Block = frame_system::mocking::MockBlock<Test>;

/// The utility.
pub const UTILITY: NodeIndex = 0;
/// The grid account, where it is not the utility or a node that trades.
pub const GRID: NodeIndex = 1;
/// Nodes that trade.
pub const ALICE: NodeIndex = 2;
pub const BOB: NodeIndex = 3;
pub const CAROL: NodeIndex = 4;
/// The first index that no node has.
pub const NOBODY: NodeIndex = 8;
/// An account that acts for no node.
pub const STRANGER: AccountId = 1;
/// The operator's account.
pub const OPERATOR: AccountId = 2;

/// What every account has.
pub const WEALTH: u64 = 1_000_000;
/// Existential deposit.
pub const ED: u64 = 10;
/// Length of an interval in milliseconds.
pub const LENGTH: u64 = 900_000;
/// The interval of most tests. It is over, and the next one too, but no more.
pub const INTERVAL: Interval = 10;
/// Most intervals with something open, and with a battery's flows.
pub const MAX_OPEN: u32 = 4;
/// The most that a node may draw or feed in, unless a test says otherwise.
pub const LIMIT: Wh = 1_000;
/// Intervals until a node is silent.
pub const DEADLINE: u32 = 2;
/// Intervals until an interval is settled for good.
pub const WINDOW: u32 = 5;
/// Blocks that there must be before.
pub const MIN_BLOCKS: u32 = 3;

/// The tariff of most tests; the cap is 180.
pub const TARIFF: Tariff = Tariff {
	tou: 200,
	fit: 60,
	alpha_ppm: 900_000,
	fee: 5,
	shortfall: 250,
	surplus: 40,
	curtailed: 0,
};

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
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Registry = pallet_te_registry;
	#[runtime::pallet_index(3)]
	pub type Ledger = pallet_ledger;
	#[runtime::pallet_index(4)]
	pub type ForwardMarket = pallet_forward_market;
	#[runtime::pallet_index(5)]
	pub type Settlement = pallet_settlement;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type AccountId = AccountId;
	type Block = Block;
	type DbWeight = frame_support::weights::constants::RocksDbWeight;
	type Lookup = sp_runtime::traits::IdentityLookup<AccountId>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type ExistentialDeposit = ConstU64<ED>;
}

ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

/// Most nodes.
type MaxNodes = ConstU32<1_000>;

type EnsureOperator =
	EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;

parameter_types! {
	pub const PotId: PalletId = PalletId(*b"test/pot");
	/// A test sets it if it allows less.
	pub storage MaxSettlementWeight: Weight = Weight::MAX;
	/// Whether there is a grid.
	pub storage HasGrid: bool = false;
	/// So, too.
	pub storage MaxLookedAt: u32 = u32::MAX;
	/// The tariffs before, of intervals whose tariff was corrected.
	pub storage Corrections: Vec<(Interval, Tariff)> = Vec::new();
	/// What it costs to tell a page. Free, so that tests can count the rest, unless one sets it.
	pub storage TellWeight: u64 = 0;
	/// Who has violated what since a test last looked.
	pub storage Violations: Vec<(NodeIndex, ViolationKind)> = Vec::new();
}

impl pallet_te_registry::Config for Test {
	type Deposit = ();
	type MaxNodes = MaxNodes;
	type MaxWork = ConstU8<0>;
	type OnRemove = (ForwardMarket, Settlement);
	type OnSuspend = ForwardMarket;
	type OperatorOrigin = EnsureOperator;
	type WeightInfo = ();
}

impl pallet_ledger::Config for Test {
	type Currency = Balances;
	type FeeReserve = ConstU64<0>;
	type MaxOpen = ConstU32<MAX_OPEN>;
	type Nodes = Registry;
	type OperatorOrigin = EnsureOperator;
	type PalletId = PotId;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = Market;
}

impl pallet_forward_market::Config for Test {
	type CoveredOthers = ConstU32<MAX_OPEN>;
	type Grid = Lined;
	type History = ConstU32<20>;
	type Locks = Ledger;
	type MaxAhead = ConstU32<8>;
	type MaxFlows = ConstU32<MAX_OPEN>;
	type MaxOwnTariffs = ConstU32<8>;
	type MinGateLead = ConstU32<1>;
	type MinRoundBlocks = ConstU32<1>;
	type Nodes = Registry;
	type OnTrading = ();
	type OperatorOrigin = EnsureOperator;
	type Time = TestClock;
	type Trust = ();
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = Market;
}

impl pallet_settlement::Config for Test {
	// A quarter of an hour is long.
	type BlockMillis = ConstU64<6_000>;
	type Conduct = TestConduct;
	type Deadline = ConstU32<DEADLINE>;
	type DisputeWindow = ConstU32<WINDOW>;
	type Ledger = Ledger;
	type Market = Corrected;
	type MaxSettlementWeight = MaxSettlementWeight;
	type MaxDisputeWindow = ConstU32<{ 2 * WINDOW }>;
	type MaxLookedAt = MaxLookedAt;
	type MaxNodes = MaxNodes;
	type MinBlocks = ConstU32<MIN_BLOCKS>;
	type Nodes = Registry;
	type OperatorOrigin = EnsureOperator;
	type Violations = Market;
	type WeightInfo = Weights;
	#[cfg(feature = "runtime-benchmarks")]
	type World = Market;
}

/// Weights that tell what was counted.
pub struct Weights;

impl Weights {
	/// What so many steps of these kinds cost: looks, nodes settled, pages looked at and intervals passed,
	/// intervals closed.
	pub fn steps(polls: u64, silent: u64, pages: u64, closed: u64) -> Weight {
		Weight::from_parts(polls + 1_000 * silent + 100 * pages + 500 * closed, 0)
	}
}

impl pallet_settlement::WeightInfo for Weights {
	fn poll() -> Weight {
		Self::steps(1, 0, 0, 0)
	}
	fn silence() -> Weight {
		Self::steps(0, 1, 0, 0)
	}
	fn page() -> Weight {
		Self::steps(0, 0, 1, 0)
	}
	// As a page, whatever their number.
	fn pages(_: u32) -> Weight {
		Self::steps(0, 0, 1, 0)
	}
	// Free, so that tests can count the rest.
	fn serve(_: u32) -> Weight {
		Weight::zero()
	}
	fn correct() -> Weight {
		Self::steps(0, 1, 0, 0)
	}
	fn set_dispute_window() -> Weight {
		Weight::zero()
	}
	fn close() -> Weight {
		Self::steps(0, 0, 0, 1)
	}
	fn tell(_: u32) -> Weight {
		Weight::from_parts(TellWeight::get(), 0)
	}
	fn prune() -> Weight {
		Weight::from_parts(7, 0)
	}
	fn removed() -> Weight {
		Weight::from_parts(3, 0)
	}
}

/// The forward market, with tariffs that a test has corrected.
pub struct Corrected;

impl IntervalClock for Corrected {
	fn now() -> Interval {
		<ForwardMarket as IntervalClock>::now()
	}
	fn start(interval: Interval) -> u64 {
		<ForwardMarket as IntervalClock>::start(interval)
	}
}

impl IntervalTerms for Corrected {
	fn terms(interval: Interval) -> Option<Terms> {
		<ForwardMarket as IntervalTerms>::terms(interval)
	}
	fn never_opens(interval: Interval) -> bool {
		ForwardMarket::never_opens(interval)
	}
	fn remembered_from() -> Interval {
		ForwardMarket::remembered_from()
	}
}

impl TariffCorrections for Corrected {
	fn tariff_before(interval: Interval) -> Option<Tariff> {
		Corrections::get().iter().find(|(of, _)| *of == interval).map(|(_, tariff)| *tariff)
	}
	fn next_correction() -> Option<Interval> {
		Corrections::get().first().map(|(interval, _)| *interval)
	}
	fn correction_done(interval: Interval) {
		let mut all = Corrections::get();
		all.retain(|(of, _)| *of != interval);
		Corrections::set(&all);
	}
}

impl Positions for Corrected {
	fn position(interval: Interval, node: NodeIndex) -> Position {
		<ForwardMarket as Positions>::position(interval, node)
	}
	fn positions(interval: Interval, page: PageIndex) -> Page<Position> {
		ForwardMarket::positions(interval, page)
	}
	fn traded_pages(interval: Interval) -> (PageSet, u32) {
		ForwardMarket::traded_pages(interval)
	}
	fn expired(interval: Interval, page: PageIndex) -> Page<Order> {
		ForwardMarket::expired(interval, page)
	}
	fn is_final(interval: Interval) -> bool {
		ForwardMarket::is_final(interval)
	}
	fn waived(node: NodeIndex) -> Vec<(Interval, Planck)> {
		ForwardMarket::waived(node)
	}
}

impl CongestionRent for Corrected {
	fn has_rent() -> bool {
		ForwardMarket::has_rent()
	}
	fn rent(interval: Interval) -> Planck {
		ForwardMarket::rent(interval)
	}
}

impl FeedIn for Corrected {
	fn has_rights() -> bool {
		ForwardMarket::has_rights()
	}
	fn rights(interval: Interval, page: PageIndex) -> Page<FeedInRight> {
		ForwardMarket::rights(interval, page)
	}

	fn has_full_lines(interval: Interval) -> bool {
		ForwardMarket::has_full_lines(interval)
	}

	fn is_behind_full_line(interval: Interval, node: NodeIndex, bus: Bus) -> bool {
		ForwardMarket::is_behind_full_line(interval, node, bus)
	}
	fn note_rights(interval: Interval, page: PageIndex, rights: Page<FeedInRight>) {
		ForwardMarket::note_rights(interval, page, rights);
	}
}

impl ClosedIntervals for Corrected {
	fn closed_until() -> Interval {
		<ForwardMarket as ClosedIntervals>::closed_until()
	}
	fn close_until(interval: Interval) {
		ForwardMarket::close_until(interval);
	}
	fn need_from(interval: Interval) {
		ForwardMarket::need_from(interval);
	}
}

impl BatteryFlows for Corrected {
	fn report(node: NodeIndex, battery: Battery, interval: Interval, flow: Metered) {
		ForwardMarket::report(node, battery, interval, flow);
	}
}

impl MeteredNodes for Corrected {
	fn set_metered(node: NodeIndex, duty: &ReadingDuty) {
		ForwardMarket::set_metered(node, duty);
	}
}

/// A grid if a test wants one; of which nobody here asks more than that.
pub struct Lined;

impl Grid for Lined {
	fn max_buses() -> u32 {
		if HasGrid::get() { 2 } else { 0 }
	}
	fn buses(_: Interval) -> u32 {
		Self::max_buses()
	}
	fn buses_weight() -> Weight {
		Self::weight(0)
	}
	fn feeder(_: Interval) -> Option<gridmerit_grid::Feeder> {
		None
	}
	fn weight(_: u32) -> Weight {
		Weight::from_parts(1, 1)
	}
}

/// The rest of the market, as a test wants it.
pub struct Market;

impl Market {
	/// Lets an account act for a node, which is admitted if it is new.
	pub fn set_account(node: NodeIndex, account: AccountId) {
		let data = NodeData {
			customer: H256::zero(),
			roles: Roles { prosumer: true, ..Default::default() },
			bus: 0,
			limits: EnergyLimits { generation: LIMIT, consumption: LIMIT },
			source: SourceKind::None,
			battery: None,
		};
		let known = Nodes::<Test>::get(node);
		if let Some(Node { account, .. }) = &known {
			pallet_te_registry::IndexOf::<Test>::remove(account);
		}
		let new = Node { account, data, suspended: false, deposit: None };
		Nodes::<Test>::insert(node, Node { account, ..known.unwrap_or(new) });
		pallet_te_registry::IndexOf::<Test>::insert(account, node);
		pallet_te_registry::NextIndex::<Test>::mutate(|next| *next = (*next).max(node + 1));
	}

	fn change(node: NodeIndex, change: impl FnOnce(&mut NodeData)) {
		Nodes::<Test>::mutate(node, |node| change(&mut node.as_mut().unwrap().data));
	}

	pub fn set_limits(node: NodeIndex, generation: Wh, consumption: Wh) {
		Self::change(node, |node| node.limits = EnergyLimits { generation, consumption });
	}

	pub fn set_battery(node: NodeIndex, battery: Battery) {
		Self::change(node, |node| node.battery = Some(battery));
	}

	/// A node leaves.
	pub fn remove(node: NodeIndex) {
		let Node { account, .. } = Nodes::<Test>::take(node).unwrap();
		pallet_te_registry::IndexOf::<Test>::remove(account);
		<(ForwardMarket, Settlement) as OnRemove>::removed(node);
	}

	pub fn by_index(node: NodeIndex) -> Option<NodeView> {
		Registry::by_index(node)
	}

	/// From an interval on a node owes readings; or none any more.
	pub fn set_metered(node: NodeIndex, from: impl Into<Option<Interval>>) {
		let spans = from.into().map(|from| (from, None)).into_iter().collect::<Vec<_>>();
		Settlement::set_duty(node, ReadingDuty { spans: spans.try_into().unwrap() });
	}

	/// Whether a node owes a reading.
	pub fn owes_reading(interval: Interval, node: NodeIndex) -> bool {
		Settlement::duty(node).owes(interval)
	}

	/// The violations so far, which are forgotten.
	pub fn violations() -> Vec<(NodeIndex, ViolationKind)> {
		let violations = Violations::get();
		Violations::set(&Vec::new());
		violations
	}

	pub fn set_terms(interval: Interval, tariff: Tariff, grid: NodeIndex) {
		let limits = tariff.limits().unwrap();
		let (utility, minimum, gate_lead) = (UTILITY, 1, 60_000);
		// In no round, unless it clears.
		let last_round = 0;
		let terms = Terms { tariff, limits, utility, grid, minimum, last_round, gate_lead };
		pallet_forward_market::IntervalTerms::<Test>::insert(interval, terms);
	}

	pub fn terms(interval: Interval) -> Option<Terms> {
		<ForwardMarket as IntervalTerms>::terms(interval)
	}

	fn change_terms(interval: Interval, change: impl FnOnce(&mut Terms)) {
		pallet_forward_market::IntervalTerms::<Test>::mutate(interval, |terms| {
			change(terms.as_mut().unwrap());
		});
	}

	/// Corrects the tariff of an interval.
	pub fn correct(interval: Interval, tariff: Tariff) {
		let before = Self::terms(interval).unwrap().tariff;
		Self::change_terms(interval, |terms| terms.tariff = tariff);
		Corrections::set(&[Corrections::get(), vec![(interval, before)]].concat());
	}

	/// An interval that has not opened yet.
	pub fn remove_terms(interval: Interval) {
		pallet_forward_market::IntervalTerms::<Test>::remove(interval);
	}

	/// From now on another utility stands behind an interval.
	pub fn set_utility(interval: Interval, utility: NodeIndex) {
		Self::change_terms(interval, |terms| terms.utility = utility);
	}

	pub fn set_position(interval: Interval, node: NodeIndex, position: Position) {
		PositionPages::<Test>::mutate(interval, page_of(node), |page| page.set(node, position));
	}

	pub fn position(interval: Interval, node: NodeIndex) -> Position {
		<ForwardMarket as Positions>::position(interval, node)
	}

	fn round(number: Interval, closed_from: Option<Interval>) -> Round {
		let pages = PageSet::default();
		Round { number, gate: 0, opened_in: 0, first: number, last: number, closed_from, pages }
	}

	/// The round whose orders are taken.
	pub fn set_round(number: Interval) {
		CurrentRound::<Test>::put(Self::round(number, None));
	}

	/// From now on an interval has no terms, for good: it is not open in any round to come.
	pub fn set_never_opens(interval: Interval) {
		Self::remove_terms(interval);
		Self::set_round(interval);
	}

	/// Whether a clearing of the interval is under way.
	pub fn set_clears(interval: Interval, clears: bool) {
		Self::change_terms(interval, |terms| {
			terms.last_round = if clears { interval - 1 } else { 0 };
		});
		CurrentRound::<Test>::set(clears.then(|| Self::round(interval - 1, Some(interval))));
	}

	/// Sets the time, in milliseconds.
	pub fn set_now(now: u64) {
		TestClock::set(now);
	}

	pub fn now() -> Interval {
		<ForwardMarket as IntervalClock>::now()
	}

	pub fn start(interval: Interval) -> u64 {
		<ForwardMarket as IntervalClock>::start(interval)
	}

	/// What is before this interval is pruned, terms and positions with it.
	pub fn set_remembered_from(from: Interval) {
		pallet_forward_market::TermsPrunedUntil::<Test>::put(from);
		pallet_forward_market::PositionsPrunedUntil::<Test>::put(from);
		let terms = pallet_forward_market::IntervalTerms::<Test>::iter_keys();
		terms
			.filter(|interval| *interval < from)
			.collect::<Vec<_>>()
			.into_iter()
			.for_each(pallet_forward_market::IntervalTerms::<Test>::remove);
		let pages = PositionPages::<Test>::iter_keys().filter(|(interval, _)| *interval < from);
		for (interval, page) in pages.collect::<Vec<_>>() {
			PositionPages::<Test>::remove(interval, page);
		}
	}

	/// All intervals before this one are settled for good.
	pub fn closed_until() -> Interval {
		<ForwardMarket as ClosedIntervals>::closed_until()
	}

	/// Sets that, as no pallet does.
	pub fn set_closed_until(interval: Interval) {
		pallet_forward_market::ClosedUntil::<Test>::put(interval);
	}

	/// What a node's battery holds, as far as its meter has said.
	pub fn charge(node: NodeIndex, battery: &Battery) -> Charge {
		ForwardMarket::charge_of(node, battery)
	}

	/// What is stored about it.
	pub fn stored_charge(node: NodeIndex) -> Option<StoredChargeOf<Test>> {
		StoredCharges::<Test>::get(node)
	}
}

impl ViolationSink for Market {
	fn report(node: NodeIndex, kind: ViolationKind) {
		Violations::set(&[Violations::get(), vec![(node, kind)]].concat());
		Registry::report(node, kind);
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for Market {
	fn node(roles: Roles) -> (NodeIndex, AccountId) {
		use gridmerit_energy::MAX_ORDER;
		let node = Registry::end();
		let account = account_of(node);
		Self::set_account(node, account);
		Self::set_limits(node, MAX_ORDER, MAX_ORDER);
		if roles.storage {
			let (capacity, power, efficiency_ppm) = (MAX_ORDER, MAX_ORDER, 900_000);
			Self::set_battery(node, Battery { capacity, power, efficiency_ppm, initial: 0 });
		}
		let origin = RuntimeOrigin::root();
		Balances::force_set_balance(origin, account, WEALTH * WEALTH).unwrap();
		(node, account)
	}

	fn open_interval() -> Interval {
		Self::set_now(Self::start(INTERVAL));
		Self::set_remembered_from(INTERVAL);
		// Each run begins with an empty storage, but the first.
		Self::set_terms(INTERVAL, TARIFF, GRID);
		INTERVAL
	}

	fn set_time(now: u64) {
		Self::set_now(now);
	}

	fn sell_page(node: NodeIndex, interval: Interval) {
		let first = page_of(node) * gridmerit_pallet_support::PAGE_ROWS;
		for other in first..first + gridmerit_pallet_support::PAGE_ROWS {
			Self::set_position(interval, other, Position::default().sell(30, 120).unwrap());
		}
	}

	fn crowd(node: NodeIndex, interval: Interval, traded: bool, free: u32) {
		use gridmerit_pallet_support::Locks;
		if traded {
			let position = Position::default().buy(10, 100).unwrap();
			Self::set_position(interval, node, position.sell(30, 120).unwrap());
		}
		let account = Registry::account_of(node).unwrap();
		let battery = Registry::by_index(node).unwrap().battery;
		for back in 1..=MAX_OPEN - free {
			Ledger::lock(node, &account, &[(interval - back, Some(1))]).unwrap();
			if let Some(battery) = battery {
				ForwardMarket::report(node, battery, interval - back, Metered::default());
			}
		}
	}
}

/// The account of a node, unless a test gave it to another.
pub fn account_of(node: NodeIndex) -> AccountId {
	100 + AccountId::from(node)
}

/// Block 1, all nodes and a stranger wealthy, the pot with its existential deposit; intervals 9 to 12 with
/// terms, the first three of them over.
pub fn externalities() -> sp_io::TestExternalities {
	let nodes = (0..NOBODY).map(|node| (account_of(node), WEALTH));
	let others = [(STRANGER, WEALTH), (Ledger::pot_account(), ED)];
	let balances = nodes.chain(others).collect();
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
		..Default::default()
	};
	let mut externalities = sp_io::TestExternalities::from(storage.build_storage().unwrap());
	externalities.execute_with(|| {
		System::set_block_number(1);
		for node in 0..NOBODY {
			Market::set_account(node, account_of(node));
		}
		for interval in INTERVAL - 1..INTERVAL + 3 {
			Market::set_terms(interval, TARIFF, GRID);
		}
		Market::set_now(u64::from(INTERVAL + 2) * LENGTH);
	});
	externalities
}

/// The invariants of settlement and of the money below it.
pub fn check_state() {
	Settlement::do_try_state().unwrap();
	Ledger::do_try_state().unwrap();
}

/// Runs `test` and checks the state after it: sound, and no money made or lost.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		let issued = Balances::total_issuance();
		test();
		check_state();
		assert_eq!(Balances::total_issuance(), issued);
	});
}
