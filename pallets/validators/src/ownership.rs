// SPDX-License-Identifier: Apache-2.0

//! Whose session key it was: known of each seat, so that nothing has to be proven of it.
//!
//! `pallet_session::historical` has proofs over the keys that accounts have set by now. Who sets other keys after it has
//! signed twice could not be reported, and who sets them before could be blamed for a session in which others were in force.

use frame_support::traits::{Get, KeyOwnerProofSystem};
use gridmerit_pallet_support::SessionIndex;
use sp_core::crypto::KeyTypeId;
use sp_session::MembershipProof;

use crate::{Config, Offender, Pallet, SeatOf, Seats, SeatsOf, Sessions};

impl<T: Config> Pallet<T> {
	/// What names the owner of a key that was in force in a session.
	pub fn prove_in(
		session: SessionIndex,
		key_type: KeyTypeId,
		key: &[u8],
	) -> Option<MembershipProof> {
		let seats = Seats::<T>::get(session);
		owner::<T>(&seats, key_type, key)?;
		let validator_count = u32::try_from(seats.len()).ok()?;
		Some(MembershipProof { session, trie_nodes: Default::default(), validator_count })
	}
}

fn owner<'a, T: Config>(
	seats: &'a SeatsOf<T>,
	key_type: KeyTypeId,
	key: &[u8],
) -> Option<&'a SeatOf<T>> {
	seats.iter().find(|seat| T::Sessions::is_among(&seat.keys, key_type, key))
}

impl<T: Config, Key: AsRef<[u8]>> KeyOwnerProofSystem<(KeyTypeId, Key)> for Pallet<T> {
	type Proof = MembershipProof;
	type IdentificationTuple = Offender<T::AccountId>;

	fn prove((key_type, key): (KeyTypeId, Key)) -> Option<MembershipProof> {
		Self::prove_in(T::Sessions::current(), key_type, key.as_ref())
	}

	/// Of this session, and of past ones as long as offences in them can be reported. The seats of the next are known, too,
	/// but nobody can have built in it.
	fn check_proof(
		(key_type, key): (KeyTypeId, Key),
		proof: MembershipProof,
	) -> Option<Offender<T::AccountId>> {
		let MembershipProof { session, validator_count, .. } = proof;
		let age = T::Sessions::current().checked_sub(session)?;
		let seats = Seats::<T>::get(session);
		if age > T::ReportSessions::get() || validator_count as usize != seats.len() {
			return None;
		}
		let seat = owner::<T>(&seats, key_type, key.as_ref())?;
		Some((seat.account.clone(), (seat.node, session)))
	}
}
