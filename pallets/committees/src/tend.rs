// SPDX-License-Identifier: Apache-2.0

//! Once a session each question is looked at: committees are drawn, and what was not decided in time lapses. A hook does
//! it, so that nobody chooses in which session, and so by which randomness, a committee is drawn.

use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	traits::Get,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{SessionIndex, Subject, TrustDraw};

use crate::{
	Askers, Candidates, Config, Event, Member, MembersOf, Pallet, Progress, QuestionOf, Questions,
	Stage, Tended, Vote, WeightInfo,
};

impl<T: Config> Pallet<T> {
	/// What looking at a question costs at most.
	fn step() -> Weight {
		T::WeightInfo::draw().max(T::WeightInfo::lapse())
	}

	/// What must fit into a block, or nothing moves.
	pub(crate) fn largest_step() -> Weight {
		T::WeightInfo::look().saturating_add(Self::step())
	}

	/// Looks after questions as far as the weight goes.
	pub(crate) fn tend(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::look()).is_err() {
			return;
		}
		let (now, progress) = (T::Session::get(), Tended::<T>::get());
		let mut next = match progress.next {
			// The round of an earlier session goes on, by what this one knows.
			Some(next) => next,
			None if progress.session == now => return,
			None => {
				Self::sweep(now);
				0
			},
		};
		let mut askers = Askers::<T>::get();
		let before = askers.len();
		while let Some(asker) = askers.get(next as usize) {
			if meter.try_consume(Self::step()).is_err() {
				break;
			}
			if Self::tend_one(asker, now) {
				next = next.saturating_add(1);
			} else {
				askers.remove(next as usize);
			}
		}
		let next = ((next as usize) < askers.len()).then_some(next);
		if askers.len() < before {
			Askers::<T>::put(askers);
		}
		Tended::<T>::put(Progress { session: now, next });
	}

	/// Looks after a question; whether it stays.
	pub(crate) fn tend_one(asker: &T::AccountId, now: SessionIndex) -> bool {
		let Some(question) = Questions::<T>::get(asker) else { return false };
		match &question.stage {
			Stage::Waiting => return Self::do_draw(asker, question, now),
			Stage::Voting { members, until } if *until <= now => {
				let absent = members.iter().filter(|member| member.vote == Vote::Missing);
				let absent: Vec<NodeIndex> = absent.map(|member| member.node).collect();
				Self::strike(&absent);
			},
			Stage::Approved { until } if *until <= now => {},
			Stage::Voting { .. } | Stage::Approved { .. } => return true,
		}
		Self::lapse(asker);
		false
	}

	/// Draws the committee, if what nobody could know is there; whether the question stays.
	pub(crate) fn do_draw(
		asker: &T::AccountId,
		question: QuestionOf<T>,
		now: SessionIndex,
	) -> bool {
		let candidates = Candidates::<T>::get(asker);
		match Self::seats(&question.subject, question.asked, &candidates) {
			Some(seats) => {
				let until = now.saturating_add(T::Voting::get());
				let stage = Stage::Voting { members: Self::members(&seats), until };
				Questions::<T>::insert(asker, QuestionOf::<T> { stage, ..question });
				Candidates::<T>::remove(asker);
				Self::deposit_event(Event::Drawn { asker: asker.clone(), seats, until });
				true
			},
			None if question.asked.saturating_add(T::Voting::get()) <= now => {
				Self::lapse(asker);
				false
			},
			None => true,
		}
	}

	/// Who holds each seat, if what nobody could know is there. Seats are drawn each for itself, in proportion to weight: a
	/// heavy node holds as many as its weight says, and who is nobody beside it hardly any.
	pub(crate) fn seats(
		subject: &Subject,
		asked: SessionIndex,
		candidates: &[(NodeIndex, u64)],
	) -> Option<Vec<NodeIndex>> {
		let draw = |seat: u32| {
			let drawn =
				(subject, seat).using_encoded(|of| T::Trust::draw(of, asked, candidates, 1));
			drawn?.first().copied()
		};
		(0..T::Members::get()).map(draw).collect()
	}

	/// Each node that holds seats, once.
	fn members(seats: &[NodeIndex]) -> MembersOf<T> {
		let mut members = Vec::<Member>::new();
		for node in seats {
			match members.iter_mut().find(|member| member.node == *node) {
				Some(member) => member.seats = member.seats.saturating_add(1),
				None => members.push(Member { node: *node, seats: 1, vote: Vote::Missing }),
			}
		}
		MembersOf::<T>::truncate_from(members)
	}

	fn lapse(asker: &T::AccountId) {
		Questions::<T>::remove(asker);
		Candidates::<T>::remove(asker);
		Self::deposit_event(Event::Lapsed { asker: asker.clone() });
	}
}
