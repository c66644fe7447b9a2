// SPDX-License-Identifier: Apache-2.0

//! A runtime with the market; the floors below it keep what they know in storage, so that a call that fails
//! undoes their changes too, and `assert_noop!` sees them.

use core::ops::Range;
use frame_support::{
	derive_impl, ensure,
	pallet_prelude::*,
	parameter_types, storage_alias,
	traits::{ConstU32, EitherOfDiverse},
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{
	Battery, Charge, EnergyLimits, Interval, NodeIndex, Planck, Position, Roles, Tariff, Wh,
};
use gridmerit_grid::Feeder;
use gridmerit_pallet_support::{
	Bus, ClosedIntervals, Grid, Locks, MeteredNodes, Needed, NodeReferences, NodeView, Obligations,
	OnRemove, OnSuspend, OnTrading, ReadingDuty, SellerTrust, TeNodes, Trust, TrustView, page_of,
	testing::TestClock,
};
use gridmerit_trust::{Discount, Part, Tier, tier_of};

use crate::{
	self as pallet_forward_market, Band, CurrentRound, MarketRules, PositionPages,
	PositionsPrunedUntil, Profile, StoredCharge, StoredCharges, TariffBounds, WeightInfo,
};

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The operator's account; it is no node.
pub const OPERATOR: AccountId = 99;
/// The utility: its node, and its account.
pub const UTILITY: NodeIndex = 0;
pub const UTILITY_ACCOUNT: AccountId = 10;
/// Prosumers, whose accounts have the same numbers. One is on another page.
pub const TRADERS: [NodeIndex; 4] = [1, 2, 3, 200];
/// A storage node, whose account has the same number.
pub const STORAGE: NodeIndex = 7;
/// Its battery: it charges and discharges 100 Wh in a quarter of an hour, and loses a tenth.
pub const BATTERY: Battery =
	Battery { capacity: 300, power: 400, efficiency_ppm: 900_000, initial: 120 };
/// Owns a line, does not trade.
pub const LINE_OWNER: NodeIndex = 5;
/// Limits of all.
pub const LIMITS: EnergyLimits = EnergyLimits { generation: 1_000, consumption: 2_000 };

/// A quarter of an hour.
pub const LENGTH: u64 = 900_000;
/// The interval at the start, which begins at midnight, and so the first round.
pub const T: Interval = 96 * 20_000;

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
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

#[storage_alias]
type Nodes = StorageMap<World, Twox64Concat, NodeIndex, (AccountId, bool, Roles, EnergyLimits)>;
#[storage_alias]
type Stores = StorageMap<World, Twox64Concat, NodeIndex, Battery>;

/// On which buses nodes hang, as the registry has it.
#[storage_alias]
type Hung = StorageMap<World, Twox64Concat, NodeIndex, Bus, ValueQuery>;

/// How many buses intervals' feeders have.
#[storage_alias]
type OfFeeder = StorageMap<World, Twox64Concat, Interval, u32, ValueQuery>;

/// Whether there can be a grid even without a feeder.
#[storage_alias]
type Allowed = StorageValue<World, (), OptionQuery>;

/// Feeders that a test sets, of which the market knows no more than how many buses they have.
pub struct Feeders;

impl Feeders {
	pub fn set(interval: Interval, buses: u32) {
		OfFeeder::insert(interval, buses);
	}

	/// What a look at one costs.
	pub fn look() -> Weight {
		Weight::from_parts(0, 5)
	}

	/// Has there be a grid, without lines.
	pub fn allow() {
		Allowed::put(());
	}
}

impl Grid for Feeders {
	fn max_buses() -> u32 {
		// There is no grid until a test sets one.
		let any = Allowed::exists() || OfFeeder::iter_keys().next().is_some();
		if any { u16::MAX.into() } else { 0 }
	}

	fn buses(interval: Interval) -> u32 {
		OfFeeder::get(interval)
	}

	fn buses_weight() -> Weight {
		Self::weight(0)
	}

	fn feeder(_: Interval) -> Option<Feeder> {
		None
	}

	fn weight(_: u32) -> Weight {
		Self::look()
	}
}
#[storage_alias]
type Holds = StorageMap<World, Twox64Concat, NodeIndex, u32, ValueQuery>;
#[storage_alias]
type Locked = StorageMap<World, Twox64Concat, NodeIndex, Vec<(Interval, Planck)>, ValueQuery>;
/// Which intervals were told to be traded, and how long they last.
#[storage_alias]
type Traded = StorageValue<World, (Interval, Interval, u32)>;
#[storage_alias]
type Arrears = StorageMap<World, Twox64Concat, NodeIndex, ()>;
/// What of a node's trust counts, and its own bond.
#[storage_alias]
type Trusted = StorageMap<World, Twox64Concat, NodeIndex, (Part, Planck), ValueQuery>;
#[storage_alias]
type Tiers = StorageValue<World, Vec<Tier>, ValueQuery>;
#[storage_alias]
type Discounted = StorageValue<World, Discount, ValueQuery>;
#[storage_alias]
type Refusal = StorageValue<World, DispatchError>;

/// The registry and the ledger, as tests set them, and what other pallets write into the market.
pub struct World;

impl World {
	pub fn set_node(node: NodeIndex, account: AccountId, roles: Roles) {
		Nodes::insert(node, (account, false, roles, LIMITS));
		Self::set_metered(node, &[(0, None)]);
	}

	/// In which intervals a settlement meter measures a node; all unless a test says otherwise.
	pub fn set_metered(node: NodeIndex, spans: &[(Interval, Option<Interval>)]) {
		let spans = spans.to_vec().try_into().unwrap();
		ForwardMarket::set_metered(node, &ReadingDuty { spans });
	}

	pub fn change_node(
		node: NodeIndex,
		change: impl FnOnce(&mut bool, &mut Roles, &mut EnergyLimits),
	) {
		Nodes::mutate(node, |row| {
			let (_, suspended, roles, limits) = row.as_mut().unwrap();
			change(suspended, roles, limits)
		});
	}

	/// Declares a battery. What it holds and what its meter has said stays, if there is anything.
	pub fn set_battery(node: NodeIndex, battery: Battery) {
		Stores::insert(node, battery);
		StoredCharges::<Test>::mutate_extant(node, |stored| stored.battery = battery);
	}

	/// Sets what a battery has charged.
	pub fn set_charge(node: NodeIndex, Charge { energy, from, metered }: Charge) {
		let battery = Stores::get(node).unwrap();
		let metered = metered.try_into().unwrap();
		let stored = StoredCharge { battery, energy, from, metered };
		StoredCharges::<Test>::insert(node, stored);
	}

	pub fn suspend(node: NodeIndex, suspended: bool) {
		Self::change_node(node, |row, _, _| *row = suspended);
		if suspended {
			<ForwardMarket as OnSuspend>::suspended(node);
		}
	}

	pub fn remove_node(node: NodeIndex) {
		Nodes::remove(node);
		<ForwardMarket as OnRemove>::removed(node);
	}

	/// How often a node is held.
	pub fn holds(node: NodeIndex) -> u32 {
		Holds::get(node)
	}

	/// Sets what a node has traded, also in an interval before the market began.
	pub fn set_position(interval: Interval, node: NodeIndex, position: Position) {
		PositionPages::<Test>::mutate(interval, page_of(node), |page| page.set(node, position));
		PositionsPrunedUntil::<Test>::mutate(|until| *until = interval.min(*until));
	}

	/// Sets what is locked, as the ledger does.
	pub fn set_lock(node: NodeIndex, interval: Interval, lock: Option<Planck>) {
		Locked::mutate(node, |locks| {
			locks.retain(|(other, _)| *other != interval);
			locks.extend(lock.map(|lock| (interval, lock)));
			locks.sort();
		});
	}

	/// Sets what counts of a node's trust, in thousandths, and what it has bonded.
	pub fn set_trust(node: NodeIndex, effective: u32, own: Planck) {
		Trusted::insert(node, (Part::thousandths(effective), own));
	}

	/// Sets what may be sold from which trust on, in thousandths.
	pub fn set_tiers(tiers: &[(u32, Wh)]) {
		let tier = |&(from, most)| Tier { from: Part::thousandths(from), most };
		Tiers::put(tiers.iter().map(tier).collect::<Vec<_>>());
	}

	/// Sets the discount, in thousandths.
	pub fn set_discount(most: u32, cover: u32) {
		let [most, cover] = [most, cover].map(Part::thousandths);
		Discounted::put(Discount { most, cover });
	}

	pub fn discount() -> Discount {
		Discounted::get()
	}

	pub fn own_bond(node: NodeIndex) -> Planck {
		Trusted::get(node).1
	}

	pub fn set_arrears(node: NodeIndex) {
		Arrears::insert(node, ());
	}

	pub fn refuse(error: DispatchError) {
		Refusal::put(error);
	}

	/// All before an interval is settled for good, and nobody needs it any more.
	pub fn settle_before(interval: Interval) {
		ForwardMarket::close_until(interval);
		ForwardMarket::need_from(interval);
	}

	pub fn set_now(now: u64) {
		TestClock::set(now);
	}

	/// The operator says on which bus a node hangs.
	pub fn hang(node: NodeIndex, bus: Bus) {
		Hung::insert(node, bus);
	}

	/// Checks the market's state, and that the registry holds whom it should.
	pub fn check() {
		ForwardMarket::do_try_state().unwrap();
		let held: Vec<_> = ForwardMarket::held_nodes().into_iter().collect();
		let mut holds: Vec<_> = Holds::iter().collect();
		holds.sort();
		assert_eq!(holds, held, "what the registry holds, and what it should");
		let traded = CurrentRound::<Test>::get().map(|round| {
			let end = round.last + 1;
			(round.first.min(end), end, LENGTH as u32)
		});
		assert_eq!(Traded::get(), traded, "what those below were told is traded, and what is");
	}

	fn view(index: NodeIndex) -> Option<NodeView> {
		let (_, suspended, roles, limits) = Nodes::get(index)?;
		let (bus, battery) = (Hung::get(index), Stores::get(index));
		Some(NodeView { index, suspended, roles, bus, limits, battery })
	}
}

impl OnTrading for World {
	fn trading(intervals: Range<Interval>, interval_ms: u32) {
		Traded::put((intervals.start, intervals.end, interval_ms));
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}

impl TeNodes<AccountId> for World {
	fn by_account(account: &AccountId) -> Option<NodeView> {
		let (index, _) = Nodes::iter().find(|(_, (other, ..))| other == account)?;
		Self::view(index)
	}

	fn by_index(index: NodeIndex) -> Option<NodeView> {
		Self::view(index)
	}

	fn account_of(index: NodeIndex) -> Option<AccountId> {
		Some(Nodes::get(index)?.0)
	}

	fn customer_of(index: NodeIndex) -> Option<[u8; 32]> {
		Self::view(index).map(|_| sp_io::hashing::blake2_256(&index.to_le_bytes()))
	}

	fn end() -> NodeIndex {
		Nodes::iter_keys().max().map_or(0, |last| last + 1)
	}
}

impl NodeReferences for World {
	fn hold(node: NodeIndex) {
		assert!(Nodes::contains_key(node), "a hold on no node");
		Holds::mutate(node, |holds| *holds += 1);
	}

	fn release(node: NodeIndex) {
		let left = Holds::take(node).checked_sub(1).expect("released more often than held");
		if left > 0 {
			Holds::insert(node, left);
		}
	}
}

/// The most intervals in which a node can have something open.
pub const MAX_OPEN: u32 = 12;

impl Locks<AccountId> for World {
	fn lock_with(
		node: NodeIndex,
		account: &AccountId,
		needed: impl FnOnce(&Obligations) -> Result<Needed, DispatchError>,
	) -> DispatchResult {
		let (in_arrears, locks) = (Self::in_arrears(node), Self::locks(node));
		let needed = needed(&Obligations { in_arrears, locks })?;
		assert_eq!(Self::account_of(node), Some(*account), "money of somebody else");
		assert!(needed.is_sorted_by(|a, b| a.0 < b.0), "intervals out of order");
		Refusal::get().map_or(Ok(()), Err)?;
		for (interval, lock) in needed {
			Self::set_lock(node, interval, lock);
		}
		ensure!(Locked::get(node).len() <= MAX_OPEN as usize, "too many open");
		Ok(())
	}

	fn in_arrears(node: NodeIndex) -> bool {
		Arrears::contains_key(node)
	}

	fn locks(node: NodeIndex) -> Vec<(Interval, Planck)> {
		Locked::get(node)
	}

	fn max_open() -> u32 {
		MAX_OPEN
	}
}

impl Trust for World {
	fn trust(node: NodeIndex) -> TrustView {
		let (effective, own) = Trusted::get(node);
		let active = Self::view(node).is_some_and(|node| !node.suspended);
		let effective = if active { effective } else { Part::ZERO };
		TrustView { own, effective, ..Default::default() }
	}

	fn seller(node: NodeIndex) -> SellerTrust {
		Asked::mutate(|asked| *asked += 1);
		let (tiers, discount) = (Tiers::get(), Discounted::get());
		let TrustView { own, effective, .. } = Self::trust(node);
		let most = || tier_of(&tiers, effective).map_or(0, |(_, tier)| tier.most);
		let most_sold = (!tiers.is_empty()).then(most);
		SellerTrust { most_sold, discount, effective, own }
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for World {
	fn node(roles: Roles) -> (NodeIndex, AccountId) {
		let node = Nodes::iter_keys().max().unwrap_or(0) + 1;
		let account = AccountId::from(node) + 1_000;
		let limits = gridmerit_energy::MAX_ORDER;
		let limits = EnergyLimits { generation: limits, consumption: limits };
		Nodes::insert(node, (account, false, roles, limits));
		if roles.storage {
			let most = gridmerit_energy::MAX_ORDER;
			let battery = Battery {
				capacity: most,
				power: most,
				efficiency_ppm: 1_000_000,
				initial: most / 2,
			};
			Stores::insert(node, battery);
		}
		(node, account)
	}

	fn set_time(now: u64) {
		TestClock::set(now);
	}

	fn trust(node: NodeIndex) {
		World::set_tiers(&[(0, gridmerit_energy::MAX_ORDER)]);
		World::set_discount(1_000, 1_000);
		World::set_trust(node, 1_000, Planck::MAX);
	}

	fn crowd(node: NodeIndex, interval: Interval, traded: bool, free: u32) {
		use gridmerit_pallet_support::PAGE_ROWS;
		let page = node / PAGE_ROWS * PAGE_ROWS;
		for other in page..page + PAGE_ROWS {
			if other != node || traded {
				let position = Position { bought: 1, cost: 1, ..Default::default() };
				World::set_position(interval, other, position);
			}
		}
		let open = interval - (MAX_OPEN - free)..interval;
		Locked::insert(node, open.map(|interval| (interval, 1)).collect::<Vec<_>>());
	}
}

/// Weights that tell what was counted.
pub struct Weights;
impl WeightInfo for Weights {
	fn post(n: u32) -> Weight {
		Weight::from_parts(1_000 + u64::from(n), 0)
	}
	fn post_storage(n: u32, l: u32) -> Weight {
		Weight::from_parts(20_000 + 100 * u64::from(n) + u64::from(l), 0)
	}
	fn trusted(n: u32) -> Weight {
		Weight::from_parts(500_000 + u64::from(n), 0)
	}
	fn cancel(w: u32) -> Weight {
		Weight::from_parts(3_000 + u64::from(w), 0)
	}
	fn cancel_all(w: u32) -> Weight {
		Weight::from_parts(4_000 + u64::from(w), 0)
	}
	fn leave(w: u32) -> Weight {
		Weight::from_parts(5_000 + u64::from(w), 0)
	}
	fn set_rules() -> Weight {
		Weight::from_parts(6_000, 0)
	}
	fn set_tariff(b: u32) -> Weight {
		Weight::from_parts(7_000 + u64::from(b), 0)
	}
	fn set_interval_tariffs(n: u32) -> Weight {
		Weight::from_parts(8_000 + u64::from(n), 0)
	}
	fn remove_interval_tariff() -> Weight {
		Weight::from_parts(9_000, 0)
	}
	fn correct_tariff() -> Weight {
		Weight::from_parts(11_000, 0)
	}
	fn set_pauses() -> Weight {
		Weight::from_parts(10_000, 0)
	}
	fn open_round(w: u32) -> Weight {
		Weight::from_parts(100 + u64::from(w), 0)
	}
	fn on_poll() -> Weight {
		Weight::from_parts(10, 0)
	}
	fn close_round() -> Weight {
		Weight::from_parts(7, 0)
	}
	fn prune() -> Weight {
		Weight::from_parts(1, 0)
	}
	fn prefer(c: u32) -> Weight {
		Weight::from_parts(40 + u64::from(c), 0)
	}
	fn removed() -> Weight {
		Weight::from_parts(3, 0)
	}
}

frame_support::ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

parameter_types! {
	/// A test sets them if it needs others.
	pub storage CoveredOthers: u32 = MAX_OPEN;
	pub storage MinGateLead: u32 = 1;
	pub storage MinRoundBlocks: u32 = 0;
	pub storage MaxFlows: u32 = 100;
	/// How often a seller's trust was asked for. Not in storage, so that a refusal leaves it.
	pub static Asked: u32 = 0;
}

impl pallet_forward_market::Config for Test {
	type CoveredOthers = CoveredOthers;
	type Grid = Feeders;
	type History = ConstU32<16>;
	type Locks = World;
	type MaxAhead = ConstU32<8>;
	type MaxFlows = MaxFlows;
	type MaxOwnTariffs = ConstU32<4>;
	type MinGateLead = MinGateLead;
	type MinRoundBlocks = MinRoundBlocks;
	type Nodes = World;
	type OnTrading = World;
	type OperatorOrigin =
		EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;
	type Time = TestClock;
	type Trust = World;
	type WeightInfo = Weights;
	#[cfg(feature = "runtime-benchmarks")]
	type World = World;
}

/// The paper's windows, and a gate a minute ahead.
pub fn rules() -> MarketRules {
	MarketRules {
		utility: UTILITY,
		lead: 1,
		windows: 4,
		gate_lead: 60_000,
		minimum: 10,
		bounds: TariffBounds::NONE,
	}
}

/// Until six in the morning: the cap is 190 and the dearest ask 189.
pub const NIGHT: Tariff = Tariff {
	tou: 200,
	fit: 80,
	alpha_ppm: 950_000,
	fee: 5,
	shortfall: 210,
	surplus: 70,
	curtailed: 10,
};
/// From then on.
pub const DAY: Tariff = Tariff {
	tou: 300,
	fit: 90,
	alpha_ppm: 900_000,
	fee: 6,
	shortfall: 300,
	surplus: 90,
	curtailed: 0,
};

pub fn profile(bands: &[(u16, Tariff)]) -> Profile {
	let bands = bands.iter().map(|&(from_minute, tariff)| Band { from_minute, tariff });
	let bands = bands.collect::<Vec<_>>().try_into().unwrap();
	Profile { grid: None, offset: 0, changes: Default::default(), bands }
}

pub fn daily() -> Profile {
	profile(&[(0, NIGHT), (6 * 60, DAY)])
}

pub type Genesis = pallet_forward_market::GenesisConfig<Test>;

/// Block 1, a second after midnight, with nodes and this market.
pub fn with_genesis(market: Genesis) -> sp_io::TestExternalities {
	let prosumer = Roles { prosumer: true, ..Default::default() };
	let mut externalities = sp_io::TestExternalities::default();
	externalities.execute_with(|| {
		World::set_node(UTILITY, UTILITY_ACCOUNT, Roles { utility: true, ..Default::default() });
		World::set_node(LINE_OWNER, 5, Roles { line_owner: true, ..Default::default() });
		for node in TRADERS {
			World::set_node(node, node.into(), prosumer);
		}
		World::set_node(STORAGE, STORAGE.into(), Roles { storage: true, ..Default::default() });
		World::set_battery(STORAGE, BATTERY);
		World::set_now(u64::from(T) * LENGTH + 1_000);
		market.build();
		System::set_block_number(1);
	});
	externalities
}

/// Rules and a daily tariff; no round has opened.
pub fn externalities() -> sp_io::TestExternalities {
	let market = Genesis { rules: Some(rules()), tariff: Some(daily()), ..Default::default() };
	with_genesis(market)
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
		World::check();
	});
}
