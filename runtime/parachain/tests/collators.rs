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
	AccountId, Aura, Balances, CollatorSelection, Executive, Header, ParachainInfo, Proxy,
	RelayRandomness, Runtime, RuntimeOrigin, Session, SessionKeys, TrustStaking,
	UncheckedExtrinsic,
	configs::{accounts::ProxyType, fees::WeightToFee, system::MAX_BLOCK_WEIGHT},
	genesis::CONSORTIUM_RUNTIME_PRESET,
	genesis_config_presets::{PARA_ID, get_preset, preset_names},
	units::{BuildersAccount, HOURS, SLOT_MILLIS, UNIT},
};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
use sp_runtime::traits::{BlakeTwo256, Hash as _, Header as _, OpaqueKeys};
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

/// The first block, in a slot, at the time of a slot, on a block of the relay chain of a slot.
fn begin(slot: u64, time: u64, relay_slot: u64) {
	genesis("development").execute_with(|| {
		let digest = support::first_digest(slot);
		let parent = frame_system::BlockHash::<Runtime>::get(0);
		Executive::initialize_block(&Header::new(
			1,
			Default::default(),
			Default::default(),
			parent,
			digest,
		));
		let now = pallet_timestamp::Call::set { now: time * SLOT_MILLIS }.into();
		for inherent in [vec![now], support::inherents(relay_slot, None)].concat() {
			let inherent = UncheckedExtrinsic::new_bare(inherent);
			assert_eq!(Executive::apply_extrinsic(inherent), Ok(Ok(())));
		}
		assert_eq!(pallet_timestamp::Now::<Runtime>::get(), relay_slot * SLOT_MILLIS);
	});
}

/// All that the market does by the clock is done by this one.
#[test]
fn a_collator_cannot_set_the_clock() {
	begin(FIRST_SLOT, FIRST_SLOT, FIRST_SLOT);
	for (slot, time, relay_slot) in [
		// The time of another slot.
		(FIRST_SLOT, FIRST_SLOT + 1, FIRST_SLOT),
		(FIRST_SLOT, FIRST_SLOT - 1, FIRST_SLOT),
		// Another slot than that of the relay chain.
		(FIRST_SLOT + 1, FIRST_SLOT + 1, FIRST_SLOT),
		(FIRST_SLOT - 1, FIRST_SLOT - 1, FIRST_SLOT),
	] {
		let begun = std::panic::catch_unwind(|| begin(slot, time, relay_slot));
		let error = begun.expect_err("such a block is not valid");
		let said = error.downcast_ref::<String>().map(String::as_str);
		let said = said.or(error.downcast_ref::<&str>().copied()).unwrap();
		assert!(said.contains("Slot") || said.contains("slot"), "{said}");
	}
}

/// So blocks, of which deadlines must see some, cannot be made faster than the relay chain has slots for them.
#[test]
fn a_slot_has_two_blocks_at_most() {
	let build = |blocks| {
		let mut chain = genesis("development");
		chain.execute_with(|| (0..blocks).for_each(|_| drop(build_block(START + 1, vec![]))));
	};
	build(2);
	let error = std::panic::catch_unwind(|| build(3)).expect_err("there are no more");
	let said = error.downcast_ref::<String>().unwrap();
	assert!(said.contains("authored blocks limit"), "{said}");
}

#[test]
fn a_delay_is_counted_in_blocks_of_the_relay_chain() {
	on_chain("development", || {
		build_block(START + 1, vec![]);
		let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());
		let origin = || RuntimeOrigin::signed(Bob.to_account_id());
		let delay = 100;
		assert_ok!(Proxy::add_proxy(
			RuntimeOrigin::signed(alice.clone()),
			bob.clone().into(),
			ProxyType::Any,
			delay
		));
		let pay = || transfer(&Charlie.to_account_id(), UNIT);
		assert_ok!(Proxy::announce(origin(), alice.clone().into(), BlakeTwo256::hash_of(&pay())));
		let act = || {
			Proxy::proxy_announced(
				origin(),
				bob.clone().into(),
				alice.clone().into(),
				None,
				Box::new(pay()),
			)
		};
		let early = || pallet_proxy::Error::<Runtime>::Unannounced;
		// Ten blocks are not ten blocks of the relay chain when two are in a slot.
		for slot in START + 2..START + 7 {
			build_block(slot, vec![]);
			build_block(slot, vec![]);
		}
		assert_noop!(act(), early());
		build_block(START + u64::from(delay), vec![]);
		assert_noop!(act(), early());
		// A chain that slept does not make anybody wait longer.
		build_block(START + 1 + u64::from(delay), vec![]);
		assert_ok!(act());
	});
}
