// SPDX-License-Identifier: Apache-2.0

//! A runtime whose sessions are kept in storage, so that a call that fails undoes them too.

use alloc::vec::Vec;
use frame_support::{
	derive_impl,
	pallet_prelude::*,
	parameter_types, storage_alias,
	traits::{ConstU32, Everything},
};
use frame_system::EnsureRoot;
use sp_runtime::BuildStorage;
use sp_staking::offence::OffenceSeverity;

use crate as pallet_validators;
use crate::Sessions;

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

pub const MIN: u32 = 4;
pub const MAX: u32 = 6;

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
	pub type Validators = pallet_validators;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type BaseCallFilter = Everything;
	type Block = Block;
}

parameter_types! {
	pub const MinValidators: u32 = MIN;
}

#[storage_alias]
type InOffice = StorageValue<Mock, Vec<AccountId>, ValueQuery>;
#[storage_alias]
type Queued = StorageValue<Mock, Vec<AccountId>, ValueQuery>;
#[storage_alias]
type Keys = StorageMap<Mock, Twox64Concat, AccountId, ()>;
#[storage_alias]
type Disabled = StorageValue<Mock, Vec<AccountId>, ValueQuery>;

/// Sessions, a third of whose validators at most is disabled.
pub struct Mock;

impl Mock {
	pub fn disabled() -> Vec<AccountId> {
		Disabled::get()
	}

	pub fn set_keys(account: AccountId) {
		Keys::insert(account, ());
	}

	/// The session ends, as in `pallet-session`.
	pub fn rotate() {
		InOffice::put(Queued::get());
		Disabled::kill();
		Validators::session_begins();
		Queued::put(Validators::planned().unwrap_or_default());
	}
}

impl Sessions<AccountId> for Mock {
	fn in_office() -> Vec<AccountId> {
		InOffice::get()
	}

	fn queued() -> Vec<AccountId> {
		Queued::get()
	}

	fn has_keys(account: &AccountId) -> bool {
		Keys::contains_key(account)
	}

	fn release_keys(account: &AccountId) -> DispatchResult {
		Keys::take(account).ok_or(DispatchError::Other("no keys"))
	}

	fn disable(validator: &AccountId, _: OffenceSeverity) {
		let in_office = InOffice::get();
		Disabled::mutate(|disabled| {
			let known = disabled.contains(validator) || !in_office.contains(validator);
			if !known && disabled.len() < in_office.len().saturating_sub(1) / 3 {
				disabled.push(*validator);
			}
		});
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn give_keys(account: &AccountId) {
		Self::set_keys(*account);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn take_office(validators: &[AccountId]) {
		InOffice::put(validators.to_vec());
		Queued::put(validators.to_vec());
	}
}

impl pallet_validators::Config for Test {
	type MaxValidators = ConstU32<MAX>;
	type MinValidators = MinValidators;
	type OperatorOrigin = EnsureRoot<AccountId>;
	type Sessions = Mock;
	type WeightInfo = ();
}

/// A chain whose genesis has named so many validators, 1 the first.
pub fn genesis(count: u64) -> sp_io::TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage();
	let mut chain = sp_io::TestExternalities::from(storage.unwrap_or_default());
	chain.execute_with(|| {
		System::set_block_number(1);
		let validators: Vec<_> = (1..=count).collect();
		validators.iter().for_each(|account| Mock::set_keys(*account));
		InOffice::put(&validators);
		Queued::put(validators);
	});
	chain
}

#[cfg(feature = "runtime-benchmarks")]
pub fn externalities() -> sp_io::TestExternalities {
	genesis(4)
}
