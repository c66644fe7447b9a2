// SPDX-License-Identifier: Apache-2.0

//! A runtime with certificates. The rest of the market is kept in storage, so that a call that fails undoes it too.

use frame_support::{
	derive_impl,
	pallet_prelude::*,
	parameter_types, storage_alias,
	traits::{ConstU32, ConstU64, EitherOfDiverse, Hooks},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{
	Basis, Battery, EnergyLimits, Interval, MeterIndex, Metered, NodeIndex, Order, PAGE_ROWS,
	PageIndex, Planck, Position, Roles, SourceKind, Tariff, Terms, Wh,
};
use gridmerit_origin::{PlantData, Support};
use gridmerit_pallet_support::{
	CarbonBounds, CertificateAuthorities, CertificateRole, ClosedIntervals, IntervalClock,
	IntervalReaders, IntervalTerms, NodePayments, NodeView, Page, PageSet, PeerTrades, Positions,
	SettledEnergy, SettledIntervals, SettlementMeters, TeNodes, TradedEnergy, page_of,
};
use sp_runtime::BuildStorage;

use crate as pallet_certificates;

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The market operator's account.
pub const OPERATOR: AccountId = 1;
/// Whom the operator trusts with certifying, and with looking at that.
pub const ISSUER: AccountId = 2;
pub const OTHER_ISSUER: AccountId = 3;
pub const AUDITOR: AccountId = 4;
/// An account that acts for no node.
pub const STRANGER: AccountId = 5;

/// Nodes: two plants, two that only use energy, a battery; and one on the next page.
pub const ROOF: NodeIndex = 1;
pub const TURBINE: NodeIndex = 2;
pub const ANNA: NodeIndex = 3;
pub const BEN: NodeIndex = 4;
pub const BATTERY: NodeIndex = 5;
pub const FAR: NodeIndex = 130;
/// No node has this index.
pub const NOBODY: NodeIndex = 9;

/// The interval that is being delivered at first; the first that is not closed is 10 before.
pub const NOW: Interval = 1_000;
pub const CLOSED: Interval = NOW - 10;
pub const NOTICE: u32 = 4;
pub const MAX_TERM: u32 = 500;
pub const VALIDITY: u32 = 60;
pub const CAP: Wh = 10_000;
pub const MAX_RANGE: u32 = 8;
pub const MAX_AUDITS: u32 = 3;
pub const AUDIT_PERIOD: u32 = 20;
/// An interval is six hours, so that months pass.
pub const LENGTH_MS: u64 = 6 * 3_600_000;
/// What it costs to ask about a bound.
pub const BOUND_WEIGHT: Weight = Weight::from_parts(7, 0);
/// What each node may feed in.
pub const LIMIT: Wh = 5_000;

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
	pub type Certificates = pallet_certificates;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

frame_support::ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

parameter_types! {
	pub const MaxCertificateWeight: Weight = Weight::from_parts(1_000_000_000, u64::MAX);
}

impl pallet_certificates::Config for Test {
	type AuditPeriod = ConstU32<AUDIT_PERIOD>;
	type Authorities = Market;
	type Carbon = Market;
	type Clearing = Market;
	type DefaultCap = ConstU64<CAP>;
	type Ledger = Market;
	type Market = Market;
	type MaxAudits = ConstU32<MAX_AUDITS>;
	type MaxCertificateWeight = MaxCertificateWeight;
	type MaxRange = ConstU32<MAX_RANGE>;
	type MaxTerm = ConstU32<MAX_TERM>;
	type Meters = Market;
	type Nodes = Market;
	type Notice = ConstU32<NOTICE>;
	type OperatorOrigin =
		EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;
	type Settlement = Market;
	type Validity = ConstU32<VALIDITY>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = Market;
}

/// What a bound is asked about.
pub type AskedBound = (NodeIndex, NodeIndex, Interval, Wh, Option<Wh>);
/// Whether it is suspended, and its battery.
type Known = (bool, Option<Battery>);

#[storage_alias]
type Registered = StorageMap<Market, Twox64Concat, NodeIndex, Known>;
/// The interval that is being delivered, the first that is not closed, the first that is remembered.
#[storage_alias]
type Time = StorageValue<Market, (Interval, Interval, Interval), ValueQuery>;
#[storage_alias]
type Settled =
	StorageDoubleMap<Market, Twox64Concat, Interval, Twox64Concat, NodeIndex, (Basis, Metered)>;
#[storage_alias]
type Trades = StorageDoubleMap<
	Market,
	Twox64Concat,
	Interval,
	Twox64Concat,
	Interval,
	Vec<(NodeIndex, NodeIndex, Wh)>,
	ValueQuery,
>;
#[storage_alias]
type Meters = StorageMap<Market, Twox64Concat, NodeIndex, MeterIndex>;
#[storage_alias]
type Authorities = StorageMap<Market, Twox64Concat, AccountId, bool>;
#[storage_alias]
type Credit = StorageMap<Market, Twox64Concat, NodeIndex, Planck, ValueQuery>;
/// Plants that no node takes energy of.
#[storage_alias]
type Dirty = StorageMap<Market, Twox64Concat, NodeIndex, ()>;
/// What is asked about bounds: node, plant, interval, energy, and what was drawn.
#[storage_alias]
type Asked = StorageValue<Market, Vec<AskedBound>, ValueQuery>;
#[storage_alias]
type Untold = StorageMap<Market, Twox64Concat, Interval, ()>;

/// The rest of the market.
pub struct Market;

impl Market {
	pub fn account(node: NodeIndex) -> AccountId {
		1_000 + AccountId::from(node)
	}

	pub fn set_node(node: NodeIndex, known: Option<Known>) {
		Registered::set(node, known);
	}

	pub fn suspend(node: NodeIndex, suspended: bool) {
		Registered::mutate(node, |known| known.as_mut().unwrap().0 = suspended);
	}

	pub fn set_time(now: Interval, closed: Interval, remembered: Interval) {
		Time::put((now, closed, remembered));
	}

	pub fn time() -> (Interval, Interval, Interval) {
		Time::get()
	}

	/// What a node's reading says.
	pub fn settle(interval: Interval, node: NodeIndex, import: Wh, export: Wh) {
		Self::settle_by(interval, node, Basis::Reading, import, export);
	}

	pub fn settle_by(interval: Interval, node: NodeIndex, basis: Basis, import: Wh, export: Wh) {
		Settled::insert(interval, node, (basis, Metered { import, export }));
	}

	pub fn trade(interval: Interval, round: Interval, rows: &[(NodeIndex, NodeIndex, Wh)]) {
		Trades::insert(interval, round, rows.to_vec());
	}

	pub fn choose_meter(node: NodeIndex, meter: Option<MeterIndex>) {
		Meters::set(node, meter);
	}

	pub fn set_role(account: AccountId, role: Option<CertificateRole>) {
		Authorities::set(account, role.map(|role| role == CertificateRole::Issuer));
	}

	pub fn set_credit(node: NodeIndex, credit: Planck) {
		Credit::insert(node, credit);
	}

	pub fn credit(node: NodeIndex) -> Planck {
		Credit::get(node)
	}

	/// No node takes energy of a plant.
	pub fn refuse(plant: NodeIndex) {
		Dirty::insert(plant, ());
	}

	/// What was asked about bounds and not refused.
	pub fn asked() -> Vec<AskedBound> {
		Asked::get()
	}

	/// There were never terms for an interval.
	pub fn forget_terms(interval: Interval) {
		Untold::insert(interval, ());
	}

	/// What was settled and traded before an interval is forgotten.
	pub fn forget(interval: Interval) {
		let (now, closed, _) = Time::get();
		Time::put((now, closed, interval));
		for old in interval.saturating_sub(200)..interval {
			let _ = Settled::clear_prefix(old, u32::MAX, None);
			let _ = Trades::clear_prefix(old, u32::MAX, None);
		}
	}
}

impl TeNodes<AccountId> for Market {
	fn by_account(account: &AccountId) -> Option<NodeView> {
		Self::by_index(NodeIndex::try_from((*account).checked_sub(1_000)?).ok()?)
	}

	fn by_index(index: NodeIndex) -> Option<NodeView> {
		let (suspended, battery) = Registered::get(index)?;
		let roles = Roles { prosumer: battery.is_none(), ..Default::default() };
		let limits = EnergyLimits { generation: LIMIT, consumption: LIMIT };
		Some(NodeView { index, suspended, roles, bus: 7, limits, battery })
	}

	fn account_of(index: NodeIndex) -> Option<AccountId> {
		Registered::contains_key(index).then(|| Self::account(index))
	}

	fn customer_of(_: NodeIndex) -> Option<[u8; 32]> {
		None
	}

	fn end() -> NodeIndex {
		FAR + 1
	}
}

impl CarbonBounds for Market {
	fn accept(
		node: NodeIndex,
		plant: NodeIndex,
		interval: Interval,
		energy: Wh,
		drawn: Option<Wh>,
	) -> DispatchResult {
		Asked::append((node, plant, interval, energy, drawn));
		frame_support::ensure!(!Dirty::contains_key(plant), DispatchError::Other("outside"));
		Ok(())
	}

	fn weight() -> Weight {
		BOUND_WEIGHT
	}
}

impl IntervalClock for Market {
	fn now() -> Interval {
		Time::get().0
	}

	fn start(interval: Interval) -> u64 {
		u64::from(interval) * LENGTH_MS
	}
}

impl ClosedIntervals for Market {
	fn closed_until() -> Interval {
		Time::get().1
	}

	fn close_until(interval: Interval) {
		Time::mutate(|time| time.1 = interval);
	}

	fn need_from(interval: Interval) {
		Time::mutate(|time| time.2 = interval);
	}
}

/// From where on the market is to remember.
#[storage_alias]
pub type Needed = StorageValue<Market, (u8, Option<Interval>), OptionQuery>;

impl IntervalReaders for Market {
	fn note_reader(reader: u8, from: Option<Interval>) {
		Needed::put((reader, from));
	}

	fn note_reader_weight() -> Weight {
		Weight::zero()
	}
}

impl IntervalTerms for Market {
	fn terms(interval: Interval) -> Option<Terms> {
		let tariff = Tariff {
			tou: 200_000,
			fit: 80_000,
			alpha_ppm: 950_000,
			fee: 5_000,
			shortfall: 300_000,
			surplus: 80_000,
			curtailed: 0,
		};
		let limits = tariff.limits().unwrap();
		let terms = Terms {
			tariff,
			limits,
			utility: 0,
			grid: 0,
			minimum: 1,
			last_round: interval.saturating_sub(1),
			gate_lead: 60_000,
		};
		(!Untold::contains_key(interval)).then_some(terms)
	}

	fn never_opens(interval: Interval) -> bool {
		Untold::contains_key(interval)
	}

	fn remembered_from() -> Interval {
		Time::get().2
	}
}

impl Positions for Market {
	fn position(interval: Interval, node: NodeIndex) -> Position {
		let mut position = Position::default();
		for (seller, buyer, energy) in Trades::iter_prefix_values(interval).flatten() {
			position.sold += if seller == node { energy } else { 0 };
			position.bought += if buyer == node { energy } else { 0 };
		}
		position
	}

	fn positions(interval: Interval, page: PageIndex) -> Page<Position> {
		let mut positions = Page::default();
		for node in page * PAGE_ROWS..(page + 1) * PAGE_ROWS {
			let position = Self::position(interval, node);
			if position != Position::default() {
				positions.set(node, position);
			}
		}
		positions
	}

	fn traded_pages(_: Interval) -> (PageSet, u32) {
		Default::default()
	}

	fn expired(_: Interval, _: PageIndex) -> Page<Order> {
		Page::default()
	}

	fn is_final(_: Interval) -> bool {
		true
	}

	fn waived(_: NodeIndex) -> Vec<(Interval, Planck)> {
		Vec::new()
	}
}

impl SettledIntervals for Market {
	fn settled(interval: Interval, page: PageIndex) -> Vec<SettledEnergy> {
		let mut rows: Vec<_> = Settled::iter_prefix(interval)
			.filter(|(node, _)| page_of(*node) == page)
			.map(|(node, (basis, metered))| SettledEnergy { node, basis, metered })
			.collect();
		rows.sort_by_key(|row| row.node);
		rows
	}

	fn settled_node(interval: Interval, node: NodeIndex) -> Option<SettledEnergy> {
		let (basis, metered) = Settled::get(interval, node)?;
		Some(SettledEnergy { node, basis, metered })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn settle_for(interval: Interval, row: SettledEnergy) {
		let SettledEnergy { node, basis, metered } = row;
		Settled::insert(interval, node, (basis, metered));
	}
}

impl PeerTrades for Market {
	fn rounds(interval: Interval, most: u32) -> Vec<(Interval, u32)> {
		let mut rounds: Vec<_> = Trades::iter_prefix(interval)
			.take(most as usize)
			.map(|(round, rows)| (round, rows.len() as u32))
			.collect();
		rounds.sort_unstable();
		rounds
	}

	fn trades(interval: Interval, round: Interval, page: PageIndex) -> Vec<TradedEnergy> {
		let rows = Trades::get(interval, round).into_iter();
		rows.skip((page * PAGE_ROWS) as usize)
			.take(PAGE_ROWS as usize)
			.map(|(seller, buyer, energy)| TradedEnergy { seller, buyer, energy })
			.collect()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn trade_for(interval: Interval, round: Interval, trades: &[TradedEnergy]) {
		let rows = trades.iter().map(|row| (row.seller, row.buyer, row.energy));
		Trades::insert(interval, round, rows.collect::<Vec<_>>());
	}
}

impl SettlementMeters for Market {
	fn settlement_meter(node: NodeIndex, _: Interval) -> Option<MeterIndex> {
		Meters::get(node)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn meter_for(node: NodeIndex) -> MeterIndex {
		Meters::insert(node, node);
		node
	}
}

impl CertificateAuthorities<AccountId> for Market {
	fn role(account: &AccountId) -> Option<CertificateRole> {
		let issuer = Authorities::get(account)?;
		Some(if issuer { CertificateRole::Issuer } else { CertificateRole::Auditor })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn trust(account: &AccountId, role: CertificateRole) {
		Self::set_role(*account, Some(role));
	}
}

impl NodePayments for Market {
	fn pay(from: NodeIndex, to: NodeIndex, amount: Planck) -> DispatchResult {
		let left = Credit::get(from).checked_sub(amount);
		Credit::insert(from, left.ok_or(DispatchError::Other("no credit"))?);
		Credit::mutate(to, |credit| *credit += amount);
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow(node: NodeIndex, amount: Planck) {
		Credit::insert(node, amount);
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for Market {
	fn node(roles: Roles) -> (NodeIndex, AccountId) {
		let index = (0..).find(|index| !Registered::contains_key(index)).unwrap();
		let battery =
			Battery { capacity: 1 << 30, power: 1_000, efficiency_ppm: 900_000, initial: 1 << 29 };
		Self::set_node(index, Some((false, roles.only_stores().then_some(battery))));
		(index, Self::account(index))
	}

	fn open_interval() -> Interval {
		NOW
	}

	fn set_time(now: u64) {
		let (_, closed, remembered) = Time::get();
		Time::put(((now / LENGTH_MS) as Interval, closed, remembered));
	}
}

pub fn solar() -> PlantData {
	PlantData {
		source: SourceKind::Solar,
		fuel: 1_040_100,
		technology: 10_000,
		capacity: 10_000,
		commissioned: 1_000,
		country: *b"DE",
		support: Support::None,
	}
}

pub fn wind() -> PlantData {
	PlantData { source: SourceKind::Wind, fuel: 1_050_100, technology: 20_000, ..solar() }
}

pub fn storage() -> PlantData {
	PlantData { source: SourceKind::Storage, fuel: 0, technology: 0, ..solar() }
}

pub fn battery() -> Battery {
	Battery { capacity: 10_000, power: 5_000, efficiency_ppm: 900_000, initial: 0 }
}

/// Block 1 of a market that has begun.
pub fn externalities() -> sp_io::TestExternalities {
	let storage = RuntimeGenesisConfig::default().build_storage();
	let mut externalities = sp_io::TestExternalities::from(storage.unwrap());
	externalities.execute_with(|| {
		System::set_block_number(1);
		Market::set_time(NOW, CLOSED, NOW - 50);
		for node in [ROOF, TURBINE, ANNA, BEN, FAR] {
			Market::set_node(node, Some((false, None)));
		}
		Market::set_node(BATTERY, Some((false, Some(battery()))));
		for node in [ROOF, TURBINE, BATTERY, FAR] {
			Market::choose_meter(node, Some(node + 10));
		}
		for issuer in [ISSUER, OTHER_ISSUER] {
			Market::set_role(issuer, Some(CertificateRole::Issuer));
		}
		Market::set_role(AUDITOR, Some(CertificateRole::Auditor));
		idle();
	});
	externalities
}

/// Runs what a block does when it has weight left.
pub fn idle() {
	Certificates::on_idle(1, Weight::MAX);
}

/// Runs `test`, and checks the state after it.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Certificates::do_try_state().unwrap();
	});
}
