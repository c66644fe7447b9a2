// SPDX-License-Identifier: Apache-2.0

//! A committee votes: two thirds of its seats approve, or it is not approved.

use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{SessionIndex, Subject};

use crate::{Askers, Config, Error, Event, MembersOf, Pallet, Questions, Stage, Vote};

impl<T: Config> Pallet<T> {
	/// How many seats have to approve: two thirds, rounded up.
	pub(crate) fn two_thirds() -> u32 {
		T::Members::get().saturating_mul(2).div_ceil(3)
	}

	/// Whether the votes so far decide, and how.
	pub(crate) fn decision(members: &MembersOf<T>) -> Option<bool> {
		let votes = |vote| -> u32 {
			let voted = members.iter().filter(|member| member.vote == vote);
			voted.fold(0, |seats, member| seats.saturating_add(member.seats))
		};
		let needed = Self::two_thirds();
		let never = T::Members::get().saturating_sub(votes(Vote::Against)) < needed;
		(votes(Vote::For) >= needed || never).then_some(!never)
	}

	pub(crate) fn do_vote(
		node: NodeIndex,
		asker: T::AccountId,
		subject: Subject,
		approve: bool,
	) -> Result<(), Error<T>> {
		let mut question = Questions::<T>::get(&asker).ok_or(Error::NoQuestion)?;
		ensure!(question.subject == subject, Error::OtherSubject);
		let now = T::Session::get();
		let Stage::Voting { members, until } = &mut question.stage else {
			return Err(Error::NotVoting);
		};
		ensure!(now < *until, Error::TooLate);
		let member = members.iter_mut().find(|member| member.node == node);
		let member = member.ok_or(Error::NotAMember)?;
		ensure!(member.vote == Vote::Missing, Error::HasVoted);
		member.vote = if approve { Vote::For } else { Vote::Against };
		let seats = member.seats;
		let decision = Self::decision(members);
		Self::deposit_event(Event::Voted { asker: asker.clone(), node, seats, approve });
		if decision == Some(true) {
			question.stage = Stage::Approved { until: now.saturating_add(T::Voting::get()) };
		}
		if decision == Some(false) {
			Self::close(&asker);
		} else {
			Questions::<T>::insert(&asker, question);
		}
		if let Some(approved) = decision {
			Self::deposit_event(Event::Decided { asker, subject, approved });
		}
		Ok(())
	}

	pub(crate) fn duties_of(node: NodeIndex) -> Vec<(T::AccountId, Subject, SessionIndex)> {
		let now = T::Session::get();
		let owed = |asker: T::AccountId| {
			let question = Questions::<T>::get(&asker)?;
			let Stage::Voting { members, until } = question.stage else { return None };
			let owes = |member: &crate::Member| member.node == node && member.vote == Vote::Missing;
			let owes = now < until && members.iter().any(owes);
			owes.then_some((asker, question.subject, until))
		};
		Askers::<T>::get().into_iter().filter_map(owed).collect()
	}
}
