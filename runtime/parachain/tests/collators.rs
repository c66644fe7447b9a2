// SPDX-License-Identifier: Apache-2.0

//! Collators, sessions, and what the relay chain says.

// The text that both runtimes are tested with calls the runtime so.
extern crate gridmerit_parachain_runtime as gridmerit_runtime;

#[path = "../../common/tests/support/mod.rs"]
mod support;

use frame_support::{
	assert_noop, assert_ok,
	traits::{Randomness, fungible::Inspect},
	weights::{Weight, WeightToFee as _},
};
use gridmerit_pallet_support::TrustDraw;
use gridmerit_runtime::{
	AccountId, Aura, Balances, CollatorSelection, ParachainInfo, RelayRandomness, Runtime,
	RuntimeOrigin, Session, SessionKeys, TrustStaking,
	configs::{fees::WeightToFee, system::MAX_BLOCK_WEIGHT},
	genesis::CONSORTIUM_RUNTIME_PRESET,
	genesis_config_presets::{PARA_ID, get_preset, preset_names},
	units::{BuildersAccount, HOURS, UNIT},
};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
use sp_runtime::traits::OpaqueKeys;
use support::{FIRST_SLOT, build_block, genesis, on_chain, signed, transfer};

/// Slots of an hour.
const HOUR: u64 = HOURS as u64;
/// The first slot of an hour of the clock.
const START: u64 = FIRST_SLOT - FIRST_SLOT % HOUR;

fn ids(accounts: &[Sr25519Keyring]) -> Vec<AccountId> {
	accounts.iter().map(|account| account.to_account_id()).collect()
}

/// Gives an account a key of its own, as `setKeys` does.
fn set_keys(who: Sr25519Keyring) {
	let keys = SessionKeys { aura: who.public().into() };
	for id in SessionKeys::key_ids() {
		let key = (*id, keys.get_raw(*id).to_vec());
		pallet_session::KeyOwner::<Runtime>::insert(key, who.to_account_id());
	}
	pallet_session::NextKeys::<Runtime>::insert(who.to_account_id(), keys);
}

#[test]
fn every_preset_begins_a_chain_and_there_are_no_others() {
	for name in preset_names() {
		genesis(name.as_ref()).execute_with(|| {
			assert_eq!(ParachainInfo::parachain_id(), PARA_ID.into());
			// A template has nobody who could build a block.
			if AsRef::<str>::as_ref(&name) != CONSORTIUM_RUNTIME_PRESET {
				support::try_state();
			}
		});
	}
	assert_eq!(get_preset(&"no_such".into()), None);
}

#[test]
fn a_session_ends_with_the_hour_whatever_number_of_blocks_it_has() {
	on_chain("development", || {
		let session_after = |slot| {
			build_block(slot, vec![]);
			Session::current_index()
		};
		assert_eq!(session_after(START + 1), 0);
		assert_eq!(session_after(START + HOUR - 1), 0);
		assert_eq!(session_after(START + HOUR), 1);
		assert_eq!(session_after(START + HOUR + 1), 1);
		// Hours in which the chain slept are no sessions.
		assert_eq!(session_after(START + 30 * HOUR), 2);
	});
}

#[test]
fn the_operator_names_collators_and_others_stand_with_a_bond() {
	on_chain("development", || {
		build_block(START + 1, vec![]);
		assert_eq!(Session::validators(), ids(&[Alice]));
		let bob = RuntimeOrigin::signed(Bob.to_account_id());
		set_keys(Bob);
		set_keys(Charlie);
		assert_noop!(
			CollatorSelection::add_invulnerable(bob, Bob.to_account_id()),
			sp_runtime::DispatchError::BadOrigin
		);
		assert_ok!(CollatorSelection::add_invulnerable(RuntimeOrigin::root(), Bob.to_account_id()));
		let charlie = RuntimeOrigin::signed(Charlie.to_account_id());
		assert_ok!(CollatorSelection::register_as_candidate(charlie));
		assert_eq!(Balances::reserved_balance(Charlie.to_account_id()), 1_000 * UNIT);
		// None of the candidates has a seat before the operator gives seats.
		assert_ok!(CollatorSelection::set_desired_candidates(RuntimeOrigin::root(), 1));
		build_block(START + HOUR, vec![]);
		build_block(START + 2 * HOUR, vec![]);
		let mut collators = Session::validators();
		collators.sort();
		let mut expected = ids(&[Alice, Bob, Charlie]);
		expected.sort();
		assert_eq!(collators, expected);
		assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), 3);
	});
}

#[test]
fn the_last_collator_that_purges_its_keys_does_not_stop_the_chain() {
	on_chain("development", || {
		build_block(START + 1, vec![]);
		assert_ok!(Session::purge_keys(RuntimeOrigin::signed(Alice.to_account_id())));
		for hours in 1..4 {
			build_block(START + hours * HOUR, vec![]);
		}
		assert_eq!(Aura::authorities_len(), 1);
	});
}

#[test]
fn collators_share_a_quarter_of_the_fees() {
	on_chain("development", || {
		build_block(START + 1, vec![]);
		let pot = Balances::balance(&BuildersAccount::get());
		let bob = Balances::balance(&Bob.to_account_id());
		let call = transfer(&Charlie.to_account_id(), UNIT);
		assert_eq!(build_block(START + 2, vec![signed(Bob, 0, call)]), [Ok(Ok(()))]);
		let fee = bob - UNIT - Balances::balance(&Bob.to_account_id());
		assert_eq!(Balances::balance(&BuildersAccount::get()) - pot, fee / 4);
		// The author of the next block has half of what is there but the existential deposit.
		let alice = Balances::balance(&Alice.to_account_id());
		build_block(START + 3, vec![]);
		assert_eq!(Balances::balance(&Alice.to_account_id()) - alice, fee / 4 / 2);
	});
}

#[test]
fn a_share_of_a_block_s_proof_costs_a_quarter_of_the_same_share_of_its_compute() {
	let half = MAX_BLOCK_WEIGHT.saturating_div(2);
	let compute = WeightToFee::weight_to_fee(&Weight::from_parts(half.ref_time(), 0));
	assert_eq!(compute, 120 * 1_000_000);
	assert_eq!(WeightToFee::weight_to_fee(&Weight::from_parts(0, half.proof_size())), compute / 4);
	assert_eq!(WeightToFee::weight_to_fee(&half), compute);
	assert_eq!(WeightToFee::weight_to_fee(&MAX_BLOCK_WEIGHT), 2 * compute);
}

#[test]
fn draws_wait_for_randomness_of_the_relay_chain_that_nobody_knew() {
	on_chain("development", || {
		build_block(START + 1, vec![]);
		let drawn =
			|fixed| <TrustStaking as TrustDraw>::draw(b"subject", fixed, &[(1, 5), (2, 5)], 1);
		assert_eq!(RelayRandomness::random(b"").1, 0);
		for hours in 1..=3 {
			build_block(START + hours * HOUR, vec![]);
		}
		// What is there in session 3 was made after the last block that has proven the value of session 1.
		assert_eq!(Session::current_index(), 3);
		let (_, made) = RelayRandomness::random(b"");
		assert_eq!(made, 1);
		assert!(drawn(0).is_some_and(|nodes| nodes.len() == 1));
		assert_eq!(drawn(1), None);
	});
}
