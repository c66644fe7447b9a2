// SPDX-License-Identifier: Apache-2.0

//! The runtimes of this tree, compiled natively with their checks.

use codec::Decode;
use frame_support::{
	migrations::{MultiStepMigrator, SteppedMigrations},
	traits::{
		BeforeAllRuntimeMigrations, OnGenesis, OnRuntimeUpgrade, PalletsInfoAccess, StorageInfo,
		StorageInfoTrait, TryDecodeEntireStorage, TryState, TryStateSelect,
	},
	weights::Weight,
};
use frame_system::limits::BlockWeights;
use sp_version::RuntimeVersion;

/// What has to be known of a runtime to try it. Whatever touches a state runs where one is set.
pub struct Runtime {
	/// Its version.
	pub version: fn() -> RuntimeVersion,
	/// How much fits into a block.
	pub limits: fn() -> BlockWeights,
	/// Its metadata, of a version that is encoded with it.
	pub metadata: fn() -> Vec<u8>,
	/// Its pallets: index and name.
	pub pallets: fn() -> Vec<(usize, &'static str)>,
	/// What they store.
	pub storage: fn() -> Vec<StorageInfo>,
	/// Prefixes of the maps that its multi-block migrations bring to a new layout.
	pub migrated: fn() -> Vec<Vec<u8>>,
	/// What the call of these bytes is charged; none if it is no call.
	pub weight: fn(&[u8]) -> Option<Weight>,
	/// Notes the storage versions of its pallets, as in a genesis.
	pub genesis: fn(),
	/// Begins a block: the number after the last one, and no events.
	pub begin_block: fn(),
	/// The migrations of an upgrade's first block, as they run on a chain.
	pub upgrade: fn() -> Weight,
	/// The same with the checks before and after each, and the version noted.
	pub checked_upgrade: fn() -> Result<(), String>,
	/// Whether a multi-block migration is under way.
	pub is_migrating: fn() -> bool,
	/// A block's part of it.
	pub migrate: fn() -> Weight,
	/// Stored values that do not decode.
	pub undecodable: fn() -> Vec<String>,
	/// Whether what a pallet has stored is sound.
	pub try_state: fn(&str) -> Result<(), String>,
	/// All money, and what of it is in the market's pot.
	pub money: fn() -> (u128, u128),
	/// What the runtime that this state belongs to calls itself, and its version.
	pub last_upgrade: fn() -> Option<(String, u32)>,
}

fn text(error: sp_runtime::TryRuntimeError) -> String {
	let text: &'static str = error.into();
	text.into()
}

/// Runs what looks things up that a state may have otherwise.
fn nowhere<R>(what: impl FnOnce() -> R) -> R {
	sp_io::TestExternalities::default().execute_with(what)
}

macro_rules! runtime {
	($runtime:ident) => {{
		use $runtime::{
			AllPalletsWithSystem, Balances, Ledger, MultiBlockMigrations, RuntimeCall, System,
		};
		type R = $runtime::Runtime;
		type Single = <R as frame_system::Config>::SingleBlockMigrations;
		Runtime {
			version: || $runtime::VERSION,
			limits: <R as frame_system::Config>::BlockWeights::get,
			metadata: || {
				let metadata = || R::metadata_at_version(super::describe::METADATA);
				nowhere(metadata).map(|bytes| bytes.to_vec()).unwrap_or_default()
			},
			pallets: || {
				let pallets = AllPalletsWithSystem::infos();
				pallets.into_iter().map(|pallet| (pallet.index, pallet.name)).collect()
			},
			storage: AllPalletsWithSystem::storage_info,
			migrated: || {
				type Migrations = $runtime::migrations::MultiBlock;
				let migrations = 0..<Migrations as SteppedMigrations>::len();
				let prefixes = migrations.filter_map(Migrations::nth_migrating_prefixes);
				prefixes.flatten().flatten().collect()
			},
			weight: |mut call| {
				use frame_support::dispatch::GetDispatchInfo;
				let call = RuntimeCall::decode(&mut call).ok()?;
				Some(nowhere(|| call.get_dispatch_info().call_weight))
			},
			genesis: AllPalletsWithSystem::on_genesis,
			begin_block: || {
				System::reset_events();
				System::set_block_number(System::block_number().saturating_add(1));
			},
			upgrade: $runtime::Executive::execute_on_runtime_upgrade,
			checked_upgrade: || {
				AllPalletsWithSystem::before_all_runtime_migrations();
				<(Single, AllPalletsWithSystem) as OnRuntimeUpgrade>::try_on_runtime_upgrade(true)
					.map_err(text)?;
				let version = frame_system::LastRuntimeUpgradeInfo::from($runtime::VERSION);
				frame_system::LastRuntimeUpgrade::<R>::put(version);
				Ok(())
			},
			is_migrating: MultiBlockMigrations::ongoing,
			migrate: MultiBlockMigrations::step,
			undecodable: || {
				let errors = AllPalletsWithSystem::try_decode_entire_state().err();
				errors.into_iter().flatten().map(|error| error.to_string()).collect()
			},
			try_state: |pallet| {
				let only = TryStateSelect::Only(vec![pallet.as_bytes().to_vec()]);
				AllPalletsWithSystem::try_state(System::block_number(), only).map_err(text)
			},
			money: || {
				use frame_support::traits::fungible::Inspect;
				(Balances::total_issuance(), Balances::total_balance(&Ledger::pot()))
			},
			last_upgrade: || {
				let last = frame_system::LastRuntimeUpgrade::<R>::get()?;
				Some((last.spec_name.into(), last.spec_version.0))
			},
		}
	}};
}

/// The runtimes of this tree.
pub fn all() -> [Runtime; 2] {
	[runtime!(gridmerit_runtime), runtime!(gridmerit_parachain_runtime)]
}

/// The one that calls itself so.
pub fn by_name(name: &str) -> Result<Runtime, String> {
	let known = all().map(|runtime| (runtime.version)().spec_name.to_string());
	let found = all().into_iter().find(|runtime| (runtime.version)().spec_name == name);
	found.ok_or_else(|| {
		format!(
			"this is a chain of `{name}`, and this tree has the runtimes {}",
			known.join(" and ")
		)
	})
}
