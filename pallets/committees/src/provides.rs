// SPDX-License-Identifier: Apache-2.0

//! What it does for whoever asks.

use alloc::vec::Vec;
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Get, weights::Weight};
use gridmerit_pallet_support::{Committees, Subject, Verdict};

use crate::{
	Askers, Candidates, CandidatesOf, Config, Error, Event, Pallet, Question, Questions, Stage,
	WeightInfo,
};

impl<T: Config> Committees<T::AccountId> for Pallet<T> {
	fn can_convene() -> bool {
		Self::serving(T::Session::get()).count() >= T::MinRoll::get() as usize
	}

	fn ask(asker: &T::AccountId, subject: Subject) -> DispatchResult {
		let asked = T::Session::get();
		let candidates: Vec<_> =
			Self::serving(asked).map(|serving| (serving.node, serving.weight)).collect();
		let count = candidates.len() as u32;
		ensure!(count >= T::MinRoll::get(), Error::<T>::RollTooSmall);
		ensure!(!Questions::<T>::contains_key(asker), Error::<T>::AskedBefore);
		Askers::<T>::try_append(asker).map_err(|_| Error::<T>::TooManyQuestions)?;
		Candidates::<T>::insert(asker, CandidatesOf::<T>::truncate_from(candidates));
		Questions::<T>::insert(asker, Question { subject, asked, stage: Stage::Waiting });
		Self::deposit_event(Event::Asked { asker: asker.clone(), subject, candidates: count });
		Ok(())
	}

	fn verdict(asker: &T::AccountId, subject: &Subject) -> Option<Verdict> {
		let question = Questions::<T>::get(asker).filter(|asked| asked.subject == *subject)?;
		let now = T::Session::get();
		Some(match question.stage {
			Stage::Waiting => Verdict::Pending,
			Stage::Voting { until, .. } if now < until => Verdict::Pending,
			Stage::Approved { until } if now < until => Verdict::Approved,
			Stage::Voting { .. } | Stage::Approved { .. } | Stage::Over => Verdict::Refused,
		})
	}

	fn carried_out(asker: &T::AccountId) {
		Questions::<T>::remove(asker);
		Candidates::<T>::remove(asker);
		Askers::<T>::mutate(|askers| askers.retain(|other| other != asker));
	}

	fn withdraw(asker: &T::AccountId) {
		let Some(mut question) = Questions::<T>::get(asker) else { return };
		if question.stage == Stage::Over {
			return;
		}
		question.stage = Stage::Over;
		Questions::<T>::insert(asker, question);
		Candidates::<T>::remove(asker);
		Self::deposit_event(Event::Withdrawn { asker: asker.clone() });
	}

	fn weight() -> Weight {
		T::WeightInfo::ask()
	}
}
