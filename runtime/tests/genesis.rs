// SPDX-License-Identifier: Apache-2.0

//! The chains that the runtime can start.

mod support;

use std::cell::RefCell;

use frame_support::traits::UnixTime;
use gridmerit_runtime::{
	Babe, Balances, Grandpa, Session, System, Timestamp, TrustStaking,
	configs::fees::ExistentialDeposit,
	genesis_config_presets::{CONSORTIUM_RUNTIME_PRESET, get_preset, preset_names},
	units::{BackingAccount, RewardsAccount, TreasuryAccount, UNIT},
};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;
use support::{FIRST_SLOT, build_block, build_sessions, genesis, on_chain};

thread_local! {
	/// What this thread has logged as errors.
	static ERRORS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

struct ErrorLog;

impl log::Log for ErrorLog {
	fn enabled(&self, metadata: &log::Metadata) -> bool {
		metadata.level() == log::Level::Error
	}

	fn log(&self, record: &log::Record) {
		if self.enabled(record.metadata()) {
			ERRORS.with_borrow_mut(|errors| errors.push(record.args().to_string()));
		}
	}

	fn flush(&self) {}
}

#[test]
fn no_chain_starts_with_an_error_and_no_genesis_asks_for_the_time() {
	log::set_logger(&ErrorLog).unwrap();
	log::set_max_level(log::LevelFilter::Error);
	for preset in [DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET] {
		let mut chain = genesis(preset);
		assert_eq!(ERRORS.take(), [""; 0], "{preset}");
		chain.execute_with(|| build_block(FIRST_SLOT, vec![]));
		assert_eq!(ERRORS.take(), [""; 0], "{preset}");
	}
	// A question for the time would be heard.
	genesis(CONSORTIUM_RUNTIME_PRESET).execute_with(<Timestamp as UnixTime>::now);
	let errors = ERRORS.take();
	assert!(errors.len() == 1 && errors[0].contains("called at genesis"), "{errors:?}");
}

#[test]
fn every_preset_builds_a_genesis() {
	assert_eq!(preset_names().len(), 3);
	for preset in preset_names() {
		on_chain(preset.as_ref(), || {
			let least = ExistentialDeposit::get();
			assert_eq!(Balances::free_balance(TreasuryAccount::get()), least);
			// Trust has its pots, and they are known.
			let pots = (BackingAccount::get(), RewardsAccount::get());
			assert_eq!(TrustStaking::pots(), pots.clone());
			assert_eq!(Balances::free_balance(pots.0), least);
			assert!(Balances::free_balance(pots.1) >= least);
		});
	}
}

#[test]
fn unknown_presets_are_none() {
	for unknown in ["", "staging", "Development", "development "] {
		assert!(get_preset(&unknown.into()).is_none(), "{unknown}");
	}
}

#[test]
fn development_has_one_validator_and_endowed_accounts() {
	on_chain(DEV_RUNTIME_PRESET, || {
		let alice = Sr25519Keyring::Alice.to_account_id();
		assert_eq!(Session::validators(), std::slice::from_ref(&alice));
		assert_eq!(Babe::authorities().len(), 1);
		assert_eq!(Grandpa::grandpa_authorities().len(), 1);
		assert_eq!(Balances::free_balance(&alice), 1_000_000 * UNIT);
		assert_eq!(pallet_sudo::Key::<gridmerit_runtime::Runtime>::get(), Some(alice));
	});
}

#[test]
fn local_has_four_validators() {
	on_chain(LOCAL_TESTNET_RUNTIME_PRESET, || {
		use Sr25519Keyring::*;
		assert_eq!(Session::validators(), [Alice, Bob, Charlie, Dave].map(|v| v.to_account_id()));
		assert_eq!(Babe::authorities().len(), 4);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		for validator in Session::validators() {
			// Its balance keeps the account, and its keys keep the balance.
			assert_eq!((System::providers(&validator), System::consumers(&validator)), (1, 1));
		}
	});
}

#[test]
fn the_consortium_template_holds_nobodys_keys() {
	on_chain(CONSORTIUM_RUNTIME_PRESET, || {
		assert!(Session::validators().is_empty());
		assert!(Babe::authorities().is_empty());
		assert!(pallet_sudo::Key::<gridmerit_runtime::Runtime>::get().is_none());
		// Of the treasury, of the market's pot and of the two of trust.
		assert_eq!(Balances::total_issuance(), 4 * ExistentialDeposit::get());
	});
}

#[test]
fn blocks_build_on_every_preset_with_validators() {
	for preset in [DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET] {
		on_chain(preset, || {
			let issuance = Balances::total_issuance();
			build_block(FIRST_SLOT, vec![]);
			build_block(FIRST_SLOT + 1, vec![]);
			build_sessions(FIRST_SLOT, 3);
			assert_eq!(System::block_number(), 5);
			assert_eq!(Session::current_index(), 3);
			assert_eq!(Balances::total_issuance(), issuance);
		});
	}
}
