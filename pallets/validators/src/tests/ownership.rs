// SPDX-License-Identifier: Apache-2.0

//! Whose key it was.

use super::*;
use frame_support::traits::KeyOwnerProofSystem;
use sp_session::MembershipProof;

const EVE: u64 = 77;

fn owner(session: u32, key: u64) -> Option<Offender<AccountId>> {
	let proof = Validators::prove_in(session, KEY_TYPE, &key.to_le_bytes())?;
	Validators::check_proof((KEY_TYPE, key.to_le_bytes()), proof)
}

#[test]
fn a_key_belongs_to_who_had_it_in_the_session_whatever_was_set_since() {
	run(4, || {
		let first = account_of(2);
		assert_eq!(owner(0, first), Some(offender(2, 0)));
		let proof = Validators::prove((KEY_TYPE, first.to_le_bytes())).unwrap();
		assert_eq!((proof.session, proof.validator_count), (0, 4));
		// It sets another key after the set of the next session is planned.
		Mock::set_key(first, EVE);
		assert_eq!((owner(0, first), owner(0, EVE)), (Some(offender(2, 0)), None));
		all_serve();
		assert_eq!((owner(1, first), owner(1, EVE)), (Some(offender(2, 1)), None));
		all_serve();
		assert_eq!((owner(2, first), owner(2, EVE)), (None, Some(offender(2, 2))));
		assert_eq!(owner(0, first), Some(offender(2, 0)));
	});
}

#[test]
fn boundary_of_the_sessions_in_which_somebody_can_have_offended() {
	run(4, || {
		let key = account_of(1);
		// The next one is planned, and nobody has built in it.
		assert!(Validators::prove_in(1, KEY_TYPE, &key.to_le_bytes()).is_some());
		assert_eq!((owner(1, key), owner(2, key)), (None, None));
		for _ in 0..KEPT {
			all_serve();
		}
		assert_eq!(owner(0, key), Some(offender(1, 0)));
		all_serve();
		assert_eq!((owner(0, key), owner(1, key)), (None, Some(offender(1, 1))));
	});
}

#[test]
fn fails_with_another_key_type_or_count() {
	run(4, || {
		let key = account_of(1).to_le_bytes();
		let other = sp_core::crypto::KeyTypeId(*b"else");
		assert_eq!(Validators::prove((other, key)), None);
		let proof = MembershipProof { session: 0, trie_nodes: vec![], validator_count: 3 };
		assert_eq!(Validators::check_proof((KEY_TYPE, key), proof), None);
	});
}
