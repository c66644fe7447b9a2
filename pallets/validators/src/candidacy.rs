// SPDX-License-Identifier: Apache-2.0

//! Who stands for a seat.

use alloc::collections::BTreeSet;
use frame_support::{pallet_prelude::*, traits::Defensive};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{NodeReferences, TeNodes, Trust};
use gridmerit_trust::{Part, SeatReason};

use crate::{
	Candidate, Candidates, CandidatesOf, Config, Error, Event, Named, Pallet, Rules, Seat, Seats,
	SeatsOf, Sessions,
};

/// The place of a node among candidates, or where it belongs.
pub(crate) fn place_of<T: Config>(
	candidates: &CandidatesOf<T>,
	node: NodeIndex,
) -> Result<usize, usize> {
	candidates.binary_search_by_key(&node, |candidate| candidate.node)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_stand(account: T::AccountId) -> DispatchResult {
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?.index;
		ensure!(T::Sessions::has_keys(&account), Error::<T>::NoSessionKeys);
		let trust = T::Trust::trust(node).effective;
		ensure!(trust >= Rules::<T>::get().minimum, Error::<T>::NotTrusted);
		let candidate = Candidate { node, stands: true, proven: false, trust, lack: None };
		let outdone = Candidates::<T>::try_mutate(|candidates| {
			let known = place_of::<T>(candidates, node).ok().and_then(|at| candidates.get_mut(at));
			match known {
				Some(known) if known.stands => Err(Error::<T>::AlreadyStands),
				Some(known) => {
					known.stands = true;
					Ok(None)
				},
				None => Self::admit(candidates, candidate, false),
			}
		})?;
		if let Some(node) = outdone {
			Self::deposit_event(Event::CandidacyEnded { node });
		}
		Self::deposit_event(Event::CandidateStands { node, trust });
		Ok(())
	}

	/// Takes a candidate in who is none, and keeps its node from leaving. If there is no place, the one that was trusted
	/// least of those who have no seat makes room, if that was less, or whatever it was; the lowest index stays. Says who
	/// did.
	pub(crate) fn admit(
		candidates: &mut CandidatesOf<T>,
		candidate: Candidate,
		whatever: bool,
	) -> Result<Option<NodeIndex>, Error<T>> {
		let mut outdone = None;
		if candidates.is_full() {
			let needed = Self::needed();
			let least = candidates
				.iter()
				.filter(|other| !needed.contains(&other.node))
				.min_by_key(|other| (other.trust, core::cmp::Reverse(other.node)))
				.filter(|other| whatever || other.trust < candidate.trust)
				.map(|other| other.node)
				.ok_or(Error::<T>::TooManyCandidates)?;
			candidates.retain(|other| other.node != least);
			T::Nodes::release(least);
			outdone = Some(least);
		}
		let at = place_of::<T>(candidates, candidate.node).unwrap_or_else(|at| at);
		candidates.try_insert(at, candidate).map_err(|_| Error::<T>::TooManyCandidates)?;
		T::Nodes::hold(candidate.node);
		Ok(outdone)
	}

	pub(crate) fn do_step_down(account: T::AccountId) -> DispatchResult {
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?.index;
		Candidates::<T>::try_mutate(|candidates| {
			let known = place_of::<T>(candidates, node).ok().and_then(|at| candidates.get_mut(at));
			let known = known.filter(|known| known.stands).ok_or(Error::<T>::NotCandidate)?;
			known.stands = false;
			Self::let_go(candidates);
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::CandidateLeaves { node });
		Ok(())
	}

	/// Forgets candidates who do not stand and have no seat any more.
	pub(crate) fn let_go(candidates: &mut CandidatesOf<T>) {
		let needed = Self::needed();
		candidates.retain(|candidate| {
			let stays = candidate.stands || needed.contains(&candidate.node);
			if !stays {
				T::Nodes::release(candidate.node);
			}
			stays
		});
	}

	/// Whose seat has begun, is planned, or is given by the operator.
	pub(crate) fn needed() -> BTreeSet<NodeIndex> {
		let now = T::Sessions::current();
		let seats = [now, now.saturating_add(1)].into_iter().flat_map(Seats::<T>::get);
		let named = Named::<T>::get().unwrap_or_default().into_iter();
		seats.map(|seat| seat.node).chain(named.map(|(node, _)| node)).collect()
	}

	pub(crate) fn do_release_keys(account: T::AccountId) -> DispatchResult {
		let now = T::Sessions::current();
		let sits = [now, now.saturating_add(1)]
			.into_iter()
			.any(|session| Seats::<T>::get(session).iter().any(|seat| seat.account == account));
		let is_candidate = T::Nodes::by_account(&account)
			.is_some_and(|node| place_of::<T>(&Candidates::<T>::get(), node.index).is_ok());
		let is_named = Named::<T>::get().into_iter().flatten().any(|(_, named)| named == account);
		ensure!(!sits && !is_candidate && !is_named, Error::<T>::KeysNeeded);
		T::Sessions::release_keys(&account)?;
		Self::deposit_event(Event::KeysReleased { account });
		Ok(())
	}

	/// The validators that a chain begins with: TE nodes, who count as known to run. Says which account cannot have a seat, and
	/// why.
	pub(crate) fn seat_founders() -> Result<(), (T::AccountId, Error<T>)> {
		let mut candidates = CandidatesOf::<T>::default();
		let mut seats = SeatsOf::<T>::default();
		for account in T::Sessions::in_office() {
			let refused = |error| (account.clone(), error);
			let node = T::Nodes::by_account(&account);
			let node = node.ok_or_else(|| refused(Error::NotRegistered))?.index;
			let keys = T::Sessions::keys_of(&account);
			let keys = keys.ok_or_else(|| refused(Error::NoSessionKeys))?;
			// Genesis has no time, without which no index is known; the first set that is planned is.
			let trust = Part::ZERO;
			let candidate = Candidate { node, stands: true, proven: true, trust, lack: None };
			Self::admit(&mut candidates, candidate, false).map_err(refused)?;
			seats
				.try_push(Seat { node, account, reason: SeatReason::Elected, keys })
				.map_err(|seat| (seat.account, Error::TooManySeats))?;
		}
		Candidates::<T>::put(candidates);
		for session in [0, 1] {
			Seats::<T>::insert(session, &seats);
		}
		Ok(())
	}

	/// Changes what is known of a candidate.
	pub(crate) fn mutate_candidate(node: NodeIndex, change: impl FnOnce(&mut Candidate)) {
		Candidates::<T>::mutate(|candidates| {
			let at = place_of::<T>(candidates, node).ok();
			let known = at.and_then(|at| candidates.get_mut(at));
			if let Some(known) = known.defensive_proof("who has a seat is a candidate") {
				change(known);
			}
		});
	}
}
