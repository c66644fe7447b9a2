// SPDX-License-Identifier: Apache-2.0

//! A runtime with committees. Nodes, their trust, sessions and randomness are kept in storage, so that a call that fails
//! undoes them too.

use codec::Encode;
use frame_support::{
	derive_impl, pallet_prelude::*, parameter_types, storage_alias, traits::Hooks,
	weights::WeightMeter,
};
use gridmerit_energy::{EnergyLimits, NodeIndex, Roles};
use gridmerit_pallet_support::{NodeView, SessionIndex, TeNodes, TrustDraw};
use sp_io::hashing::blake2_256;
use sp_runtime::BuildStorage;

use crate as pallet_committees;

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The first index that no node has.
pub const NOBODY: NodeIndex = 40;
pub const MEMBERS: u32 = 9;
pub const MIN_ROLL: u32 = 12;
pub const MAX_ROLL: u32 = 20;
pub const MAX_PAUSES: u32 = 8;
/// Sessions.
pub const SERVICE: SessionIndex = 50;
pub const VOTING: SessionIndex = 5;
pub const PAUSE: SessionIndex = 20;
/// What each node weighs, unless a test says something else.
pub const WEIGHT: u64 = 100;

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
	pub type Committees = pallet_committees;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	pub static MaxWeight: Weight = Weight::from_parts(100_000_000, 0);
}

impl pallet_committees::Config for Test {
	type MaxCommitteeWeight = MaxWeight;
	type MaxPauses = ConstU32<MAX_PAUSES>;
	type MaxQuestions = ConstU32<3>;
	type MaxRoll = ConstU32<MAX_ROLL>;
	type Members = ConstU32<MEMBERS>;
	type MinRoll = ConstU32<MIN_ROLL>;
	type Nodes = Mock;
	type Pause = ConstU32<PAUSE>;
	type Service = ConstU32<SERVICE>;
	type Session = Mock;
	type Trust = Mock;
	type Voting = ConstU32<VOTING>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = Mock;
}

#[storage_alias]
type Session = StorageValue<Mock, SessionIndex, ValueQuery>;
#[storage_alias]
type Suspended = StorageMap<Mock, Twox64Concat, NodeIndex, ()>;
#[storage_alias]
type Weights = StorageMap<Mock, Twox64Concat, NodeIndex, u64>;
#[storage_alias]
type NoRandomness = StorageValue<Mock, ()>;

/// The account of a node.
pub fn account_of(node: NodeIndex) -> AccountId {
	1_000 + u64::from(node)
}

/// All that committees ask for.
pub struct Mock;

impl Mock {
	pub fn set_weight(node: NodeIndex, weight: u64) {
		Weights::insert(node, weight);
	}

	pub fn suspend(node: NodeIndex) {
		Suspended::insert(node, ());
	}

	/// From now on nobody knows when the randomness was made, or everybody again.
	pub fn without_randomness(without: bool) {
		NoRandomness::set(without.then_some(()));
	}

	/// So many sessions pass, each with a block.
	pub fn pass(sessions: SessionIndex) {
		for _ in 0..sessions {
			Session::mutate(|session| *session += 1);
			Self::poll();
		}
	}

	/// A block.
	pub fn poll() {
		<Committees as Hooks<u64>>::on_poll(1, &mut WeightMeter::new());
	}
}

impl Get<SessionIndex> for Mock {
	fn get() -> SessionIndex {
		Session::get()
	}
}

impl TeNodes<AccountId> for Mock {
	fn by_account(account: &AccountId) -> Option<NodeView> {
		Self::by_index((*account).checked_sub(1_000)?.try_into().ok()?)
	}

	fn by_index(index: NodeIndex) -> Option<NodeView> {
		(index < NOBODY).then(|| NodeView {
			index,
			suspended: Suspended::contains_key(index),
			roles: Roles::default(),
			bus: 0,
			limits: EnergyLimits { generation: 0, consumption: 0 },
			battery: None,
		})
	}

	fn account_of(index: NodeIndex) -> Option<AccountId> {
		(index < NOBODY).then(|| account_of(index))
	}

	fn customer_of(_: NodeIndex) -> Option<[u8; 32]> {
		None
	}

	fn end() -> NodeIndex {
		NOBODY
	}
}

impl TrustDraw for Mock {
	fn weight(node: NodeIndex) -> u64 {
		Weights::get(node).unwrap_or(WEIGHT)
	}

	fn draw(
		subject: &[u8],
		fixed: SessionIndex,
		candidates: &[(NodeIndex, u64)],
		count: u32,
	) -> Option<Vec<NodeIndex>> {
		let made = Session::get().saturating_sub(1);
		if fixed >= made || NoRandomness::exists() {
			return None;
		}
		let seed = (subject, made).using_encoded(blake2_256);
		let weights: Vec<u64> = candidates.iter().map(|(_, weight)| *weight).collect();
		let places = gridmerit_trust::draw(seed, 0, &weights, count as usize).ok()?;
		Some(places.into_iter().map(|place| candidates[place as usize].0).collect())
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for Mock {
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		(NOBODY - 1, account_of(NOBODY - 1))
	}

	fn draws() {
		Session::put(2);
	}
}

/// Block 1.
pub fn externalities() -> sp_io::TestExternalities {
	let storage = RuntimeGenesisConfig::default().build_storage();
	let mut externalities = sp_io::TestExternalities::from(storage.unwrap());
	externalities.execute_with(|| System::set_block_number(1));
	externalities
}

/// Runs `test`, and checks the state after it.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Committees::do_try_state().unwrap();
	});
}
