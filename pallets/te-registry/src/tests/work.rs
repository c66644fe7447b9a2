// SPDX-License-Identifier: Apache-2.0

//! The work that an application takes.

use super::*;
use frame_support::traits::Get;
use gridmerit_trust::{Search, Work};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::BuildStorage;

fn ask(bits: u8) {
	assert_ok!(Registry::set_application_work(operator(), bits));
	assert_eq!(last_event(), Event::ApplicationWorkSet { work: Work { bits } });
}

/// The first nonce that proves what is asked of an account now.
fn find(account: AccountId) -> u64 {
	let (work, identity) = Registry::work_asked(account);
	Search::new(work, &identity, 0).unwrap().step(blake2_256, u32::MAX).unwrap()
}

fn apply(account: AccountId, nonce: u64) -> sp_runtime::DispatchResult {
	Registry::apply(Origin::signed(account), prosumer(), nonce)
}

/// A nonce that proves less than is asked takes nothing from anybody.
fn fails_to_apply(account: AccountId, nonce: u64) {
	assert_noop!(apply(account, nonce), Error::<Test>::WorkMissing);
	assert_eq!(held(account), 0);
}

#[test]
fn nothing_is_asked_by_default() {
	run(|| {
		assert_eq!(Registry::work_asked(2).0, Work { bits: 0 });
		assert_ok!(apply(2, 0));
		assert_ok!(apply(3, u64::MAX));
	});
}

#[test]
fn what_is_asked_is_over_genesis_and_account() {
	run(|| {
		ask(12);
		let identity = [GENESIS.as_bytes(), &2_u64.to_le_bytes()].concat();
		assert_eq!(Registry::work_asked(2), (Work { bits: 12 }, identity));
		let nonce = find(2);
		// The first one that does; all before it do not.
		for short in 0..nonce.min(50) {
			fails_to_apply(2, short);
		}
		// It is of this account.
		fails_to_apply(3, nonce);
		assert_ok!(apply(2, nonce));
		assert_eq!(held(2), DEPOSIT);
		// It is no condition of anything else.
		assert_ok!(Registry::approve(operator(), 2, prosumer()));
		assert_ok!(Registry::admit(operator(), 4, prosumer()));
		assert_ok!(Registry::offer_handover(Origin::signed(2), 5));
		assert_ok!(Registry::accept_handover(Origin::signed(5), 0));
	});
}

#[test]
fn fails_with_a_nonce_of_another_chain() {
	run(|| {
		ask(12);
		let nonce = find(2);
		frame_system::BlockHash::<Test>::insert(0, H256::repeat_byte(4));
		fails_to_apply(2, nonce);
		assert_ok!(apply(2, find(2)));
	});
}

#[test]
fn fails_if_more_is_asked_meanwhile() {
	run(|| {
		ask(8);
		let nonce = find(2);
		ask(16);
		fails_to_apply(2, nonce);
		// Less than one has searched for is enough.
		ask(8);
		assert_ok!(apply(2, nonce));
		// An application that waits stays as it is.
		ask(16);
		assert_ok!(Registry::approve(operator(), 2, prosumer()));
	});
}

#[test]
fn boundary_bits() {
	run(|| {
		ask(0);
		ask(32);
		fails_to_apply(2, 0);
		for bits in [33, u8::MAX] {
			assert_noop!(
				Registry::set_application_work(operator(), bits),
				Error::<Test>::TooMuchWork
			);
		}
		assert_eq!(ApplicationWork::<Test>::get(), Work { bits: 32 });
		ask(0);
		assert_ok!(apply(2, 0));
	});
}

#[test]
fn other_refusals_come_first() {
	run(|| {
		ask(12);
		let data = NodeData { roles: Roles::default(), ..prosumer() };
		assert_noop!(Registry::apply(Origin::signed(2), data, 0), Error::<Test>::NoRole);
		assert_ok!(apply(2, find(2)));
		assert_noop!(apply(2, 0), Error::<Test>::AlreadyApplied);
		// The deposit comes last: account 20 has done the work, and has no money.
		fails_to_apply(20, 0);
		assert_noop!(apply(20, find(20)), TokenError::FundsUnavailable);
	});
}

#[test]
fn the_hash_of_genesis_is_not_forgotten() {
	run(|| {
		ask(12);
		let nonce = find(2);
		let kept: u64 = <Test as frame_system::Config>::BlockHashCount::get();
		for number in 2..kept + 4 {
			System::initialize(&number, &H256::repeat_byte(5), &Default::default());
			System::finalize();
		}
		assert_eq!(System::block_hash(1), H256::zero());
		assert_ok!(apply(2, nonce));
	});
}

fn genesis(bits: u8) -> sp_io::TestExternalities {
	let genesis = GenesisConfig::<Test> { application_work: Work { bits }, ..Default::default() };
	genesis.build_storage().unwrap().into()
}

#[test]
fn genesis_may_ask_for_work() {
	genesis(32).execute_with(|| {
		assert_eq!(Registry::work_asked(2).0, Work { bits: 32 });
		Registry::do_try_state().unwrap();
	});
	let json = serde_json::json!({ "nodes": [], "applicationWork": { "bits": 20 } });
	let read: GenesisConfig<Test> = serde_json::from_value(json).unwrap();
	assert_eq!(read.application_work, Work { bits: 20 });
}

#[test]
#[should_panic = "genesis work: Err(Module(ModuleError { index: 2"]
fn fails_to_start_with_too_much_work() {
	genesis(33);
}
