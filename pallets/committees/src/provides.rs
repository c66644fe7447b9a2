// SPDX-License-Identifier: Apache-2.0

//! What it does for whoever asks.

use alloc::vec::Vec;
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Get, weights::Weight};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{
	Committees, OnRemove, OnSuspend, SessionIndex, Subject, Verdict, proof_of,
};

use crate::{
	Askers, Candidates, CandidatesOf, Config, Error, Event, Pallet, Pause, Pauses, Question,
	Questions, RollOf, Stage, Tended, WeightInfo,
};

impl<T: Config> Committees<T::AccountId> for Pallet<T> {
	fn can_convene() -> bool {
		Self::serving(T::Session::get()).count() >= T::MinRoll::get() as usize
	}

	fn ask(asker: &T::AccountId, subject: Subject) -> DispatchResult {
		ensure!(Self::asked(asker).is_none(), Error::<T>::AskedBefore);
		let asked = T::Session::get();
		let candidates: Vec<_> =
			Self::serving(asked).map(|serving| (serving.node, serving.weight)).collect();
		let count = candidates.len() as u32;
		ensure!(count >= T::MinRoll::get(), Error::<T>::RollTooSmall);
		Askers::<T>::try_append(asker).map_err(|_| Error::<T>::TooManyQuestions)?;
		let until = asked.saturating_add(T::Pause::get());
		Self::sweep(asked);
		Pauses::<T>::try_append(Pause { asker: asker.clone(), subject, until })
			.map_err(|_| Error::<T>::TooManyPauses)?;
		Candidates::<T>::insert(asker, CandidatesOf::<T>::truncate_from(candidates));
		Questions::<T>::insert(asker, Question { subject, asked, stage: Stage::Waiting });
		Self::deposit_event(Event::Asked { asker: asker.clone(), subject, candidates: count });
		Ok(())
	}

	fn asked(asker: &T::AccountId) -> Option<Subject> {
		let question = Questions::<T>::get(asker).map(|question| question.subject);
		question.or_else(|| Self::paused(asker).map(|pause| pause.subject))
	}

	fn verdict(asker: &T::AccountId, subject: &Subject) -> Option<Verdict> {
		let now = T::Session::get();
		let Some(question) = Questions::<T>::get(asker) else {
			let pause = Self::paused(asker).filter(|pause| pause.subject == *subject);
			return pause.map(|_| Verdict::Refused);
		};
		(question.subject == *subject).then_some(match question.stage {
			Stage::Waiting => Verdict::Pending,
			Stage::Voting { until, .. } if now < until => Verdict::Pending,
			Stage::Approved { until } if now < until => Verdict::Approved,
			Stage::Voting { .. } | Stage::Approved { .. } => Verdict::Refused,
		})
	}

	fn forget(asker: &T::AccountId) {
		Self::close(asker);
		Pauses::<T>::mutate(|pauses| pauses.retain(|pause| pause.asker != *asker));
	}

	fn withdraw(asker: &T::AccountId) {
		if Questions::<T>::contains_key(asker) {
			Self::close(asker);
			Self::deposit_event(Event::Withdrawn { asker: asker.clone() });
		}
	}

	fn weight() -> Weight {
		T::WeightInfo::ask()
	}
}

impl<T: Config> OnSuspend for Pallet<T> {
	/// It serves no more, and says so itself if it is to serve again.
	fn suspended(node: NodeIndex) {
		let _ = Self::do_leave(node);
	}

	fn weight() -> Weight {
		T::DbWeight::get().reads_writes(1, 1).saturating_add(proof_of::<RollOf<T>>())
	}
}

impl<T: Config> OnRemove for Pallet<T> {
	fn removed(node: NodeIndex) {
		let _ = Self::do_leave(node);
	}

	fn weight() -> Weight {
		<Self as OnSuspend>::weight()
	}
}

impl<T: Config> Pallet<T> {
	/// What an account has asked within its pause.
	fn paused(asker: &T::AccountId) -> Option<Pause<T::AccountId>> {
		let now = T::Session::get();
		Pauses::<T>::get().into_iter().find(|pause| pause.asker == *asker && now < pause.until)
	}

	/// Whose pause is over by a session is forgotten.
	pub(crate) fn sweep(now: SessionIndex) {
		let mut pauses = Pauses::<T>::get();
		let before = pauses.len();
		pauses.retain(|pause| now < pause.until);
		if pauses.len() < before {
			Pauses::<T>::put(pauses);
		}
	}

	/// A question is over: it keeps nothing but the pause of its asker. Who had been looked at before stays so.
	pub(crate) fn close(asker: &T::AccountId) {
		Questions::<T>::remove(asker);
		Candidates::<T>::remove(asker);
		let mut askers = Askers::<T>::get();
		let Some(place) = askers.iter().position(|other| other == asker) else { return };
		askers.remove(place);
		Askers::<T>::put(askers);
		let mut progress = Tended::<T>::get();
		if let Some(next) = progress.next.filter(|next| place < *next as usize) {
			progress.next = Some(next.saturating_sub(1));
			Tended::<T>::put(progress);
		}
	}
}
