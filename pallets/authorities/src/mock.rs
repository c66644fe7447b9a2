// SPDX-License-Identifier: Apache-2.0

//! A runtime with authorities, and meters that keep in storage on whose behalf they are revoked.

use frame_support::{
	derive_impl,
	pallet_prelude::*,
	parameter_types, storage_alias,
	traits::{EitherOfDiverse, Footprint, fungible::HoldConsideration},
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{EnergyLimits, Interval, MeterIndex, NodeIndex, Roles};
use gridmerit_pallet_support::{
	GridKeepers, GridRole, IntervalClock, MeterRevocation, NodeView, TeNodes,
};
use sp_runtime::{BuildStorage, traits::Convert};

use crate as pallet_authorities;

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The operator's account.
pub const OPERATOR: AccountId = 1;
/// An account that acts for no node.
pub const STRANGER: AccountId = 2;
/// Nodes, and the first index that no node has.
pub const ALICE: NodeIndex = 0;
pub const BOB: NodeIndex = 1;
pub const NOBODY: NodeIndex = 2;
/// The first index that no meter was ever given.
pub const END: MeterIndex = 10;
/// What everybody deposits.
pub const DEPOSIT: u64 = 100;
/// What every account has.
pub const WEALTH: u64 = 1_000_000;
/// The current interval.
pub const NOW: Interval = 105;
/// On behalf of how many a meter can be revoked.
pub const MAX_REVOCATIONS: usize = 2;
/// How many readings a revocation strikes out.
pub const STRUCK_OUT: u32 = 3;

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
	pub type Authorities = pallet_authorities;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type Block = Block;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

parameter_types! {
	pub const AuthorityReason: RuntimeHoldReason =
		RuntimeHoldReason::Authorities(pallet_authorities::HoldReason::Authority);
	pub const ReportReason: RuntimeHoldReason =
		RuntimeHoldReason::Authorities(pallet_authorities::HoldReason::Report);
}

frame_support::ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

/// The same deposit for everything.
pub struct FlatDeposit;
impl Convert<Footprint, u64> for FlatDeposit {
	fn convert(_: Footprint) -> u64 {
		DEPOSIT
	}
}

impl pallet_authorities::Config for Test {
	type AuthorityDeposit = HoldConsideration<AccountId, Balances, AuthorityReason, FlatDeposit>;
	type Clock = Market;
	type Grid = Market;
	type MaxReports = ConstU32<2>;
	type Meters = Market;
	type Nodes = Market;
	type OperatorOrigin =
		EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;
	type ReportDeposit = HoldConsideration<AccountId, Balances, ReportReason, FlatDeposit>;
	type ReportPeriod = ConstU32<10>;
	type WeightInfo = ();
}

#[storage_alias]
type Now = StorageValue<Market, Interval>;
/// The meters, and to which nodes they are bound.
#[storage_alias]
pub type Bindings = StorageMap<Market, Twox64Concat, MeterIndex, Option<NodeIndex>>;
/// On whose behalf meters are revoked.
#[storage_alias]
pub type Revocations =
	StorageMap<Market, Twox64Concat, MeterIndex, Vec<(AccountId, Interval)>, ValueQuery>;

/// Who keeps the grid.
#[storage_alias]
pub type Keepers = StorageMap<Market, Twox64Concat, AccountId, GridRole>;

/// The rest of the market.
pub struct Market;

impl Market {
	/// From now on this is the current interval.
	pub fn set_now(interval: Interval) {
		Now::put(interval);
	}

	/// Since when a meter is revoked.
	pub fn revoked_from(meter: MeterIndex) -> Option<Interval> {
		Revocations::get(meter).into_iter().map(|(_, since)| since).min()
	}
}

impl MeterRevocation<AccountId> for Market {
	fn exists(meter: MeterIndex) -> bool {
		Bindings::contains_key(meter)
	}

	fn node_of(meter: MeterIndex) -> Option<NodeIndex> {
		Bindings::get(meter)?
	}

	fn revoke(meter: MeterIndex, by: &AccountId, since: Interval) -> Result<u32, DispatchError> {
		assert!(Bindings::contains_key(meter), "there is such a meter");
		Revocations::mutate(meter, |revocations| {
			revocations.retain(|(other, _)| other != by);
			revocations.push((*by, since));
			(revocations.len() <= MAX_REVOCATIONS).then_some(STRUCK_OUT)
		})
		.ok_or(DispatchError::Exhausted)
	}

	fn restore(meter: MeterIndex, by: &AccountId) {
		Revocations::mutate_exists(meter, |revocations| {
			let left = revocations.iter().flatten().filter(|(other, _)| other != by);
			*revocations = Some(left.copied().collect()).filter(|left: &Vec<_>| !left.is_empty());
		});
	}

	fn revoke_weight(struck_out: u32) -> Weight {
		Weight::from_parts(1_000, 10).saturating_mul(struck_out.into())
	}

	fn max_struck_out() -> u32 {
		8
	}

	fn was_registered(meter: MeterIndex) -> bool {
		meter < END
	}

	fn revocations() -> Vec<(MeterIndex, AccountId, Interval)> {
		Revocations::iter()
			.flat_map(|(meter, row)| row.into_iter().map(move |(by, since)| (meter, by, since)))
			.collect()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn busy_meter() -> (MeterIndex, AccountId) {
		Bindings::insert(7, Some(ALICE));
		(7, account_of(ALICE))
	}
}

impl GridKeepers<AccountId> for Market {
	fn set_keeper(account: &AccountId, role: Option<GridRole>) {
		Keepers::set(account, role);
	}

	fn weight() -> Weight {
		Weight::from_parts(7, 0)
	}
}

impl IntervalClock for Market {
	fn now() -> Interval {
		Now::get().unwrap_or(NOW)
	}

	fn start(interval: Interval) -> u64 {
		interval.into()
	}
}

impl TeNodes<AccountId> for Market {
	fn by_account(account: &AccountId) -> Option<NodeView> {
		let node = u64::checked_sub(*account, account_of(0))?;
		Self::by_index(node.try_into().ok()?)
	}

	fn by_index(index: NodeIndex) -> Option<NodeView> {
		(index < NOBODY).then_some(NodeView {
			index,
			suspended: false,
			roles: Roles { prosumer: true, ..Default::default() },
			bus: 0,
			limits: EnergyLimits { generation: 0, consumption: 20 },
			battery: None,
		})
	}

	fn account_of(index: NodeIndex) -> Option<AccountId> {
		Self::by_index(index).map(|_| account_of(index))
	}

	fn customer_of(index: NodeIndex) -> Option<[u8; 32]> {
		Self::by_index(index).map(|_| sp_io::hashing::blake2_256(&index.to_le_bytes()))
	}

	fn end() -> NodeIndex {
		NOBODY
	}
}

/// The account of a node.
pub const fn account_of(node: NodeIndex) -> AccountId {
	100 + node as u64
}

/// Block 1, all accounts wealthy.
pub fn externalities() -> sp_io::TestExternalities {
	let accounts = (1..10).chain((0..NOBODY).map(account_of));
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: accounts.map(|account| (account, WEALTH)).collect(),
			..Default::default()
		},
		..Default::default()
	};
	let mut externalities = sp_io::TestExternalities::from(storage.build_storage().unwrap());
	externalities.execute_with(|| System::set_block_number(1));
	externalities
}

/// Runs `test` and checks the state after it.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Authorities::do_try_state().unwrap();
	});
}
