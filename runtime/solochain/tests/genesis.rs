// SPDX-License-Identifier: Apache-2.0

//! The chains that the runtime can start.

#[path = "../../common/tests/support/mod.rs"]
mod support;

use std::{cell::RefCell, collections::BTreeSet};

use frame_support::traits::UnixTime;
use gridmerit_pallet_support::{TeNodes, Trust, TrustView};
use gridmerit_runtime::{
	Babe, Balances, Grandpa, Runtime, Session, System, TeRegistry, Timestamp, TrustStaking,
	configs::fees::ExistentialDeposit,
	genesis::CONSORTIUM_RUNTIME_PRESET,
	genesis_config_presets::{get_preset, preset_names},
	units::{BackingAccount, BuildersAccount, RewardsAccount, TreasuryAccount, UNIT},
};
use gridmerit_trust::Part;
use pallet_trust_staking::Stakes;
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
			assert_eq!(Balances::free_balance(BuildersAccount::get()), least);
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
		// But for its bond.
		assert_eq!(Balances::free_balance(&alice), 999_000 * UNIT);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(alice));
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
			// Its balance keeps the account, and its keys and its bond keep the balance.
			assert_eq!((System::providers(&validator), System::consumers(&validator)), (1, 2));
		}
	});
}

#[test]
fn validators_of_presets_are_trusted_nodes() {
	for (preset, expected) in
		[(DEV_RUNTIME_PRESET, &[5][..]), (LOCAL_TESTNET_RUNTIME_PRESET, &[5, 1, 2, 3])]
	{
		on_chain(preset, || {
			build_block(FIRST_SLOT, vec![]);
			let node = |account| TeRegistry::by_account(&account).unwrap().index;
			let nodes: Vec<_> = Session::validators().into_iter().map(node).collect();
			assert_eq!(nodes, expected);
			let half = Part::thousandths(500);
			let trusted = TrustView { index: half, own: 1_000 * UNIT, backed: 0, effective: half };
			for node in 0..TeRegistry::end() {
				let trust = TrustStaking::trust(node);
				assert_eq!(trust == trusted, nodes.contains(&node), "node {node}");
				assert!(trust == trusted || trust.own == 0);
			}
			// What the chain begins with fades as all trust: 250 sessions are more than ten days.
			let slot = build_sessions(FIRST_SLOT, 1);
			// The first block of a session has no room to fold the one before.
			build_block(slot + 1, vec![]);
			build_sessions(slot, 250);
			let index = TrustStaking::trust(nodes[0]).index;
			assert!(index < half && index > Part::thousandths(480), "{index:?}");
			// Each has an owner of its own.
			let owners: BTreeSet<_> = nodes.iter().map(|n| TeRegistry::customer_of(*n)).collect();
			assert_eq!(owners.len(), nodes.len());
		});
	}
}

#[test]
fn the_consortium_template_holds_nobodys_keys() {
	on_chain(CONSORTIUM_RUNTIME_PRESET, || {
		assert!(Session::validators().is_empty());
		assert!(Babe::authorities().is_empty());
		assert!(pallet_sudo::Key::<Runtime>::get().is_none());
		// Of the treasury, of the market's pot, of the two of trust and of builders'.
		assert_eq!(Balances::total_issuance(), 5 * ExistentialDeposit::get());
		assert_eq!(Stakes::<Runtime>::iter().count(), 0);
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
