// SPDX-License-Identifier: Apache-2.0

//! Sessions, jumps of the clock, and what becomes of those who cheat.

#[path = "../../common/tests/support/mod.rs"]
mod support;

use codec::Encode;
use frame_support::{
	assert_noop, assert_ok,
	traits::{DisabledValidators, KeyOwnerProofSystem},
};
use gridmerit_runtime::{
	Authorship, Babe, Balances, Executive, Grandpa, Header, Runtime, RuntimeOrigin, Session,
	SessionKeys, System, Timestamp, TrustStaking, UncheckedExtrinsic, Validators,
	consensus::{EPOCH_SLOTS, ReportSessions},
	units::SLOT_MILLIS,
};
use gridmerit_trust::{Part, SeatReason};
use pallet_offences::{ConcurrentReportsIndex, Reports};
use sp_consensus_babe::digests::CompatibleDigestItem;
use sp_consensus_grandpa::{Equivocation, Message, Prevote, localized_payload};
use sp_keyring::{
	Ed25519Keyring, Sr25519Keyring,
	Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve},
};
use sp_runtime::{DigestItem, Perbill, traits::Header as _};
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};
use support::{
	FIRST_SLOT, build_block, build_block_by, build_sessions,
	market::{node, origin},
	on_chain, pre_digest,
	settling::build_blocks,
	signed,
};

const BOB_INDEX: u32 = 1;

type BabeProof = sp_consensus_babe::EquivocationProof<Header>;
type GrandpaProof = sp_consensus_grandpa::EquivocationProof<gridmerit_runtime::Hash, u32>;

/// Bob signs two blocks for one slot.
fn babe_equivocation(slot: u64) -> BabeProof {
	let header = |state: u8| {
		let mut header = Header {
			parent_hash: Default::default(),
			number: 9,
			state_root: [state; 32].into(),
			extrinsics_root: Default::default(),
			digest: pre_digest(BOB_INDEX, slot),
		};
		let signature = Sr25519Keyring::Bob.sign(header.hash().as_ref());
		header.digest_mut().push(DigestItem::babe_seal(signature.into()));
		header
	};
	BabeProof {
		offender: Sr25519Keyring::Bob.public().into(),
		slot: slot.into(),
		first_header: header(1),
		second_header: header(2),
	}
}

/// Bob votes for two blocks in one round.
fn grandpa_equivocation() -> GrandpaProof {
	let set_id = pallet_grandpa::CurrentSetId::<Runtime>::get();
	let vote = |block: u8| {
		let vote = Prevote::<Header> { target_hash: [block; 32].into(), target_number: 9 };
		let payload = localized_payload(1, set_id, &Message::<Header>::Prevote(vote.clone()));
		(vote, Ed25519Keyring::Bob.sign(&payload).into())
	};
	GrandpaProof::new(
		set_id,
		Equivocation::Prevote(finality_grandpa::Equivocation {
			round_number: 1,
			identity: Ed25519Keyring::Bob.public().into(),
			first: vote(1),
			second: vote(2),
		}),
	)
}

fn babe_key() -> (sp_core::crypto::KeyTypeId, sp_consensus_babe::AuthorityId) {
	(sp_consensus_babe::KEY_TYPE, Sr25519Keyring::Bob.public().into())
}

fn babe_report(slot: u64) -> UncheckedExtrinsic {
	let call = pallet_babe::Call::report_equivocation_unsigned {
		equivocation_proof: Box::new(babe_equivocation(slot)),
		key_owner_proof: Validators::prove(babe_key()).expect("Bob is a validator"),
	};
	UncheckedExtrinsic::new_bare(call.into())
}

#[test]
fn a_babe_equivocation_lands_in_offences_from_the_first_session_on() {
	for sessions in [0, 1, 2, 5] {
		on_chain("local_testnet", || {
			build_block(FIRST_SLOT, vec![]);
			let slot = build_sessions(FIRST_SLOT, sessions);
			let results = build_block(slot + 1, vec![babe_report(slot), babe_report(slot)]);
			assert_eq!(results[0], Ok(Ok(())), "session {sessions}");
			assert!(results[1].is_err(), "an offence is reported once");

			let at = sp_consensus_babe::Slot::from(slot).encode();
			let reports = ConcurrentReportsIndex::<Runtime>::get(b"babe:equivocatio", at);
			let [report] = reports[..] else { panic!("one report, not {}", reports.len()) };
			let details = Reports::<Runtime>::get(report).unwrap();
			assert_eq!(details.offender.0, Sr25519Keyring::Bob.to_account_id());
		});
	}
}

#[test]
fn a_grandpa_equivocation_lands_in_offences() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let slot = build_sessions(FIRST_SLOT, 2);
		let results = build_block(slot + 1, vec![grandpa_report()]);
		assert_eq!(results, [Ok(Ok(()))]);
		assert_eq!(Reports::<Runtime>::iter().count(), 1);
	});
}

/// Who of the four is disabled.
fn disabled() -> Vec<u32> {
	Session::disabled_validators()
}

fn bob_is_disabled() -> bool {
	// BABE refuses the block of a disabled author.
	disabled() == [BOB_INDEX] && Session::is_disabled(BOB_INDEX)
}

fn grandpa_report() -> UncheckedExtrinsic {
	let key = (sp_consensus_grandpa::KEY_TYPE, Ed25519Keyring::Bob.public());
	let call = pallet_grandpa::Call::report_equivocation_unsigned {
		equivocation_proof: Box::new(grandpa_equivocation()),
		key_owner_proof: Validators::prove(key).expect("Bob is a validator"),
	};
	UncheckedExtrinsic::new_bare(call.into())
}

#[test]
fn an_equivocation_disables_until_the_operator_pardons() {
	for by_grandpa in [false, true] {
		on_chain("local_testnet", || {
			build_block(FIRST_SLOT, vec![]);
			let slot = build_sessions(FIRST_SLOT, 2);
			let report = if by_grandpa { grandpa_report() } else { babe_report(slot) };
			assert_eq!(disabled(), [0; 0]);
			assert_eq!(build_block(slot + 1, vec![report]), [Ok(Ok(()))]);
			assert!(bob_is_disabled());
			// Each session would let it go otherwise. Without it there would be three: so it stays.
			let slot = build_sessions(slot, 3);
			assert!(bob_is_disabled());
			let view = Validators::builder(node(Bob)).unwrap();
			assert_eq!(view.now, Some(SeatReason::Emergency));
			assert_eq!(view.lack, None);

			assert_ok!(Validators::pardon(RuntimeOrigin::root(), node(Bob)));
			let slot = build_sessions(slot, 1);
			assert_eq!(disabled(), [0; 0]);
			build_block_by(BOB_INDEX, slot + 1, || (), vec![]);
		});
	}
}

/// Bob signs two blocks for a slot. The author of the block that proves it is Charlie.
#[test]
fn an_equivocation_takes_trust_and_bond_and_pays_who_reports() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let slot = build_sessions(FIRST_SLOT, 2);
		let free = |who: Sr25519Keyring| Balances::free_balance(who.to_account_id());
		let standing = |who| TrustStaking::standing(node(who)).unwrap();
		let (before, charlie) = (standing(Bob), free(Charlie));
		let issuance = Balances::total_issuance();
		let twice = vec![babe_report(slot), babe_report(slot + 1)];
		let results = build_block_by(2, slot + 1, || (), twice);
		// Two slots of a session count once.
		assert!(results[0] == Ok(Ok(())) && results[1].is_err(), "{results:?}");
		assert_eq!(Reports::<Runtime>::iter().count(), 1);
		assert_eq!(standing(Bob).pending, 1);
		let view = Validators::builder(node(Bob)).unwrap();
		assert_eq!(view.record.equivocations, 1);
		assert_eq!(view.bar.map(|bar| bar.disabled), Some(true));
		let slot = build_blocks(build_sessions(slot, 1), 2);
		assert!(standing(Bob).index < Part::thousandths(101).of_part(before.index));
		// A day, in which the operator could object.
		build_blocks(build_sessions(slot, 24), 2);
		let after = standing(Bob);
		assert_eq!((after.pending, after.bonded), (0, before.bonded / 2));
		assert_eq!(free(Charlie) - charlie, before.bonded / 2 / 10);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
#[should_panic(expected = "is disabled and should not be attempting to author blocks")]
fn a_disabled_validator_builds_no_blocks() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let slot = build_sessions(FIRST_SLOT, 2);
		build_block(slot + 1, vec![babe_report(slot)]);
		build_block_by(BOB_INDEX, slot + 2, || (), vec![]);
	});
}

#[test]
fn the_only_validator_is_not_disabled() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let alice = Sr25519Keyring::Alice.to_account_id();
		Validators::on_offence(
			&[OffenceDetails { offender: (alice, (node(Alice), 0)), reporters: vec![] }],
			&[Perbill::one()],
			0,
		);
		build_sessions(FIRST_SLOT, 2);
		assert_eq!(disabled(), [0; 0]);
	});
}

/// The operator names the validators.
fn name(validators: impl IntoIterator<Item = Sr25519Keyring>) {
	let named: Vec<_> = validators.into_iter().map(node).collect();
	assert_ok!(Validators::name_validators(
		RuntimeOrigin::root(),
		Some(named.try_into().expect("not so many"))
	));
}

/// Gives an account keys of its own, as `setKeys` does, and returns its key for BABE.
fn set_keys(who: Sr25519Keyring) -> sp_consensus_babe::AuthorityId {
	let account = who.to_account_id();
	let generated = SessionKeys::generate(&account.encode(), None);
	let babe = generated.keys.babe.clone();
	let proof = generated.proof.encode();
	assert_ok!(Session::set_keys(RuntimeOrigin::signed(account), generated.keys, proof));
	babe
}

#[test]
fn the_set_that_the_operator_names_builds_the_blocks() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let eve = set_keys(Eve);
		name([Eve, Bob, Charlie, Dave]);
		let slot = build_sessions(FIRST_SLOT, 1);
		let in_office = || Session::validators();
		let accounts = |who: [Sr25519Keyring; 4]| who.map(|who| who.to_account_id());
		assert_eq!(in_office(), accounts([Alice, Bob, Charlie, Dave]));
		// Who stays keeps its place before who comes.
		assert_eq!(Babe::next_epoch().authorities[3].0, eve);
		let slot = build_sessions(slot, 1);
		assert_eq!(in_office(), accounts([Bob, Charlie, Dave, Eve]));
		assert_eq!(Babe::authorities()[3].0, eve);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		build_block_by(3, slot + 1, || (), vec![]);
		assert_eq!(Authorship::author(), Some(Eve.to_account_id()));
		assert_eq!(Validators::current().1[3].blocks, 1);
		// An equivocation of the new one can be proven, and so can one of the old one, for a week.
		assert!(Validators::prove((sp_consensus_babe::KEY_TYPE, eve)).is_some());

		// Who is out gets its deposit back once it stands no more, and nobody who is in does.
		let release = |who: Sr25519Keyring| Validators::release_keys(origin(who));
		let needed = Err(pallet_validators::Error::<Runtime>::KeysNeeded.into());
		assert_eq!((release(Eve), release(Alice)), (needed, needed));
		assert_ok!(Validators::step_down(origin(Alice)));
		assert_ok!(release(Alice));
		assert!(Session::load_keys(&Alice.to_account_id()).is_none());
		build_sessions(slot, 2);
		assert_eq!(in_office(), accounts([Bob, Charlie, Dave, Eve]));
	});
}

/// What benchmarks measure is what a validator has.
#[cfg(feature = "runtime-benchmarks")]
#[test]
fn benchmarks_give_keys_as_set_keys_does() {
	use frame_support::traits::fungible::InspectHold;
	use pallet_validators::Sessions;
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let (eve, ferdie) = (Eve.to_account_id(), Sr25519Keyring::Ferdie.to_account_id());
		let left = |who| {
			let reason = pallet_session::HoldReason::Keys.into();
			(Balances::balance_on_hold(&reason, who), Session::load_keys(who).is_some())
		};
		set_keys(Eve);
		let consumers = System::consumers(&ferdie);
		<Runtime as pallet_validators::Config>::Sessions::give_keys(&ferdie);
		assert_eq!(left(&ferdie), left(&eve));
		assert!(System::consumers(&ferdie) > consumers);
		assert_ok!(Validators::release_keys(RuntimeOrigin::signed(ferdie.clone())));
		assert_eq!(left(&ferdie), (0, false));
		assert_eq!(System::consumers(&ferdie), consumers);
	});
}

#[test]
fn keys_are_set_only_with_a_proof_by_them_for_their_account() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let refused = Err(pallet_session::Error::<Runtime>::InvalidProof.into());
		let eve = RuntimeOrigin::signed(Eve.to_account_id());
		let set = |owner: &[u8], proof: Option<Vec<u8>>| {
			let generated = SessionKeys::generate(owner, None);
			let proof = proof.unwrap_or_else(|| generated.proof.encode());
			Session::set_keys(eve.clone(), generated.keys, proof)
		};
		// What `author_rotateKeys` returns, with `0x`; and a proof for somebody else, or for nobody.
		assert_eq!(set(&[], Some(vec![])), refused);
		assert_eq!(set(&[], None), refused);
		assert_eq!(set(&Bob.to_account_id().encode(), None), refused);
		assert_ok!(set(&Eve.to_account_id().encode(), None));
	});
}

#[test]
fn a_false_report_is_refused() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let mut proof = babe_equivocation(FIRST_SLOT);
		proof.second_header = proof.first_header.clone();
		assert_noop!(
			Babe::report_equivocation(
				RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id()),
				Box::new(proof),
				Validators::prove(babe_key()).unwrap(),
			),
			pallet_babe::Error::<Runtime>::InvalidEquivocationProof
		);
	});
}

#[test]
fn an_equivocation_is_forgotten_after_a_week() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let proof = Validators::prove(babe_key()).unwrap();
		let sessions = u64::from(ReportSessions::get());

		let slot = build_sessions(FIRST_SLOT, sessions);
		assert!(Validators::check_proof(babe_key(), proof.clone()).is_some());
		build_sessions(slot, 1);
		assert!(Validators::check_proof(babe_key(), proof).is_none());

		let kept = pallet_validators::Seats::<Runtime>::iter_keys().count() as u64;
		assert_eq!(kept, sessions + 2, "this session's week, this one, the next");
	});
}

#[test]
fn a_rotated_key_can_be_proven() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let new_key = (sp_consensus_babe::KEY_TYPE, set_keys(Bob));
		assert_eq!(Validators::prove(new_key.clone()), None, "it is not in force yet");
		build_sessions(FIRST_SLOT, 2);
		let proof = Validators::prove(new_key.clone()).expect("Bob validates with the new key");
		assert!(Validators::check_proof(new_key, proof).is_some());
	});
}

/// Neither does it help to change keys once one has signed twice, nor can one be blamed for the session in which one has set
/// keys that somebody else has.
#[test]
fn who_changes_its_keys_answers_for_those_in_force() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let slot = build_sessions(FIRST_SLOT, 2);
		let new_key = set_keys(Bob);
		assert_eq!(Validators::prove((sp_consensus_babe::KEY_TYPE, new_key)), None);
		assert_eq!(build_block(slot + 1, vec![babe_report(slot)]), [Ok(Ok(()))]);
		assert!(bob_is_disabled());
	});
}

/// Bob is planned for the next session, and shows itself that it signs twice in it, before anybody else can.
#[test]
fn nobody_is_reported_for_a_session_to_come() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let slot = build_sessions(FIRST_SLOT, 2);
		let (key_type, key) = babe_key();
		let next = Session::current_index() + 1;
		let early = || {
			let proof = Validators::prove_in(next, key_type, key.as_ref()).unwrap();
			let equivocation = Box::new(babe_equivocation(slot + EPOCH_SLOTS + 1));
			Babe::report_equivocation(
				RuntimeOrigin::signed(Bob.to_account_id()),
				equivocation,
				proof,
			)
		};
		let invalid = pallet_babe::Error::<Runtime>::InvalidKeyOwnershipProof;
		assert_noop!(early(), invalid);
		assert_eq!(Reports::<Runtime>::iter().count(), 0);
		let slot = build_sessions(slot, 1);
		assert_eq!(build_block(slot + 1, vec![babe_report(slot + 1)]), [Ok(Ok(()))]);
		assert!(bob_is_disabled());
	});
}

/// Who has a key can sign twice in as many rounds as it likes.
#[test]
fn what_is_signed_twice_again_costs_a_fee_and_is_not_stored() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let slot = build_sessions(FIRST_SLOT, 2);
		assert_eq!(build_block(slot + 1, vec![grandpa_report()]), [Ok(Ok(()))]);
		assert_ok!(Validators::pardon(RuntimeOrigin::root(), node(Bob)));
		let again = pallet_babe::Call::report_equivocation {
			equivocation_proof: Box::new(babe_equivocation(slot)),
			key_owner_proof: Validators::prove(babe_key()).unwrap(),
		};
		let free = || Balances::free_balance(Eve.to_account_id());
		let before = free();
		let results = build_block(slot + 2, vec![signed(Eve, 0, again.into())]);
		let known = pallet_babe::Error::<Runtime>::DuplicateOffenceReport;
		assert_eq!(results, [Ok(Err(known.into()))]);
		assert!(free() < before);
		assert_eq!(Reports::<Runtime>::iter().count(), 1);
		assert_eq!(Validators::builder(node(Bob)).unwrap().bar, None);
		// Nor does a pool take it from its own node.
		assert!(build_block(slot + 3, vec![babe_report(slot)])[0].is_err());
	});
}

#[test]
fn a_jump_of_an_epoch_changes_the_session_once() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let set_id = pallet_grandpa::CurrentSetId::<Runtime>::get();
		for session in 1..=24u32 {
			let slot = FIRST_SLOT + u64::from(session) * EPOCH_SLOTS;
			build_block(slot, vec![]);
			assert_eq!(Session::current_index(), session);
			assert_eq!(pallet_babe::EpochIndex::<Runtime>::get(), u64::from(session));
			assert_eq!(*Babe::current_epoch_start(), slot);
			assert_eq!(Timestamp::get(), slot * SLOT_MILLIS);
			// Genesis named the set of the first two sessions.
			assert_eq!(
				pallet_grandpa::CurrentSetId::<Runtime>::get(),
				set_id + u64::from(session) - 1
			);
		}
		assert_eq!(System::block_number(), 25);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		assert_eq!(Babe::authorities().len(), 4);
	});
}

/// The clock of the chain is that of its slots, and no builder can set another.
#[test]
#[should_panic(expected = "Timestamp slot must match `CurrentSlot`")]
fn a_block_whose_time_is_not_that_of_its_slot_is_no_block() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		let late = pallet_timestamp::Call::set { now: (FIRST_SLOT + 2) * SLOT_MILLIS };
		let slot = FIRST_SLOT + 1;
		Executive::initialize_block(&Header {
			parent_hash: gridmerit_runtime::Hash::from_low_u64_be(1),
			number: 2,
			state_root: Default::default(),
			extrinsics_root: Default::default(),
			digest: pre_digest(0, slot),
		});
		let _ = Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(late.into()));
	});
}

#[test]
fn a_validator_cannot_purge_its_keys() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let purge = pallet_session::Call::purge_keys {}.into();
		let results = build_block(FIRST_SLOT + 1, vec![signed(Sr25519Keyring::Alice, 0, purge)]);
		let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
		assert_eq!(results, [Ok(Err(filtered))]);
		build_sessions(FIRST_SLOT, 3);
		assert_eq!(Babe::authorities().len(), 1);
	});
}
