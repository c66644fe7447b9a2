// SPDX-License-Identifier: Apache-2.0

//! When no bodies are taken any more, claims are checked, one a step; then the problem is decided, and later forgotten.

use frame_support::{
	traits::{Defensive, Get},
	weights::{Weight, WeightMeter},
};
use frame_system::pallet_prelude::BlockNumberFor;
use gridmerit_pallet_support::IntervalClock;
use sp_runtime::traits::Saturating;

use crate::{Claims, Config, Event, Pallet, ProblemOf, Problems, Queue, Size, Stage, WeightInfo};

impl<T: Config> Pallet<T> {
	/// What a step for a problem costs at most.
	fn step(size: Size) -> Weight {
		let check = T::WeightInfo::check(size.bytes, size.work);
		check.max(T::WeightInfo::decide()).max(T::WeightInfo::forget())
	}

	/// What must fit into a block, or nothing moves.
	pub(crate) fn largest_step() -> Weight {
		let size = Size { bytes: T::MaxStatement::get(), work: T::MaxWork::get() };
		T::WeightInfo::look().saturating_add(Self::step(size))
	}

	/// Whether something is to be done about a problem.
	fn is_due(number: u32, now: BlockNumberFor<T>) -> bool {
		Queue::<T>::get().iter().any(|due| due.problem == number && due.at <= now)
	}

	/// Goes on with what is due, as far as the weight goes: with the problem that was posted first, and with later ones, too,
	/// where there is no room for a step of it.
	pub(crate) fn tend(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::look()).is_err() {
			return;
		}
		for due in Queue::<T>::get() {
			// Each step has one claim less, or the problem is not due any more.
			while Self::is_due(due.problem, now) && meter.try_consume(Self::step(due.size)).is_ok()
			{
				Self::tend_one(due.problem, now);
			}
		}
	}

	/// One step for a problem that is due.
	pub(crate) fn tend_one(number: u32, now: BlockNumberFor<T>) {
		let Some(problem) = Problems::<T>::get(number) else {
			// The queue names what is there.
			Queue::<T>::mutate(|queue| queue.retain(|due| due.problem != number));
			return;
		};
		if let Stage::Decided { .. } = problem.stage {
			let removed = Self::remove(number);
			// What was held is there to be released.
			let _ = removed.defensive();
			Self::deposit_event(Event::Forgotten { problem: number });
			return;
		}
		let mut claims = Claims::<T>::get(number);
		if claims.is_empty() {
			return Self::decide(number, problem, now);
		}
		let row = claims.remove(0);
		if claims.is_empty() {
			Claims::<T>::remove(number);
		} else {
			Claims::<T>::insert(number, claims);
		}
		Self::judge(number, problem, row);
	}

	/// All claims are checked.
	fn decide(number: u32, mut problem: ProblemOf<T>, now: BlockNumberFor<T>) {
		let standing = problem.standing;
		let gain = standing.welfare.saturating_sub(problem.base);
		// What comes too late to be done is worth nothing.
		let in_time = T::Clock::now() < problem.first;
		let node = standing.node.filter(|_| in_time);
		let reward = node.map_or(0, |node| Self::reward(node, gain, problem.terms.reward));
		let until = now.saturating_add(T::Keep::get().into());
		problem.stage = Stage::Decided { reward, until };
		Problems::<T>::insert(number, problem);
		Self::set_due(number, until);
		Self::deposit_event(Event::Decided {
			problem: number,
			node: standing.node,
			welfare: standing.welfare,
			bound: standing.bound,
			paid: standing.paid,
			reward,
		});
	}
}
