// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeSet;
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;

use crate::{Askers, Candidates, Config, Pallet, Pauses, Questions, Roll, Stage};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. who serves is named once, in order, and weighs something;
	/// 2. each question has its asker in the list, once;
	/// 3. who can be drawn is known of questions that wait, and of no others, and is enough for a committee;
	/// 4. who has asked is named once, and who asks is, with what it asks, until its pause is over;
	/// 5. a committee that votes has all its seats, names each member once, and has not decided.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let roll = Roll::<T>::get();
		ensure!(
			roll.iter().zip(roll.iter().skip(1)).all(|(a, b)| a.node < b.node),
			"the roll is out of order"
		);
		ensure!(roll.iter().all(|serving| serving.weight > 0), "without trust on the roll");
		let askers: BTreeSet<_> = Askers::<T>::get().into_iter().collect();
		ensure!(askers.len() == Askers::<T>::get().len(), "an asker twice");
		let questions: BTreeSet<_> = Questions::<T>::iter_keys().collect();
		ensure!(askers == questions, "a question without its asker, or the other way round");
		let pauses = Pauses::<T>::get();
		let paused: BTreeSet<_> = pauses.iter().map(|pause| &pause.asker).collect();
		ensure!(paused.len() == pauses.len(), "a pause twice");
		for (asker, question) in Questions::<T>::iter() {
			let until = question.asked.saturating_add(T::Pause::get());
			let pause = pauses.iter().find(|pause| pause.asker == asker);
			ensure!(
				pause.map_or(until <= T::Session::get(), |pause| pause.until == until
					&& pause.subject == question.subject),
				"who asks has no pause, or another one"
			);
			let waits = question.stage == Stage::Waiting;
			ensure!(
				waits == Candidates::<T>::contains_key(&asker),
				"candidates of a question that does not wait, or none of one that does"
			);
			let candidates = Candidates::<T>::get(&asker);
			ensure!(
				!waits || candidates.len() >= T::Members::get() as usize,
				"too few for a committee"
			);
			if let Stage::Voting { members, .. } = question.stage {
				let nodes: BTreeSet<_> = members.iter().map(|member| member.node).collect();
				ensure!(nodes.len() == members.len(), "a member twice");
				ensure!(members.iter().all(|member| member.seats > 0), "a member without a seat");
				let seats = members.iter().map(|member| u64::from(member.seats)).sum::<u64>();
				ensure!(seats == u64::from(T::Members::get()), "a committee that is not full");
				ensure!(Self::decision(&members).is_none(), "it votes on what is decided");
			}
		}
		ensure!(
			Candidates::<T>::iter_keys().all(|asker| questions.contains(&asker)),
			"candidates for no question"
		);
		Ok(())
	}
}
