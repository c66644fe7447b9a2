// SPDX-License-Identifier: Apache-2.0

//! Takes a round through its intervals, step by step, as far as a block's weight goes.

use frame_support::{
	defensive,
	traits::Get,
	weights::{Weight, WeightMeter},
};
use gridmerit_pallet_support::{Books, ClosedRound, PAGE_ROWS, PageSet, has_grid};

use crate::{
	CacheOf, ClosedBook, Config, Cursor, Event, Failed, Mechanism, Next, Pallet, PrunedUntil,
	Results, Resuming, RoundCursor, Stage, StateOf, Transactions, ZonedTransactions,
	weights::WeightInfo,
};

impl<T: Config> Pallet<T> {
	/// The least that a block must have for the clearing to advance, whatever comes next.
	pub(crate) fn largest_step() -> Weight {
		T::WeightInfo::turn()
			.saturating_add(T::Mechanism::begin_weight())
			.max(T::Mechanism::worst_of_all())
			.max(Self::revert_weight())
			.max(T::Books::open_next_weight())
			.saturating_add(Self::poll_weight())
			.saturating_add(T::Mechanism::most_state_weight())
	}

	/// What a block's look at the clearing costs at most.
	pub(crate) fn poll_weight() -> Weight {
		T::WeightInfo::poll().saturating_add(T::Books::closed_round_weight())
	}

	/// What it costs at most to take a page of transactions back, of whichever kind they are.
	pub(crate) fn revert_weight() -> Weight {
		let zoned =
			if has_grid::<T::Grid>() { T::DbWeight::get().writes(1) } else { Weight::zero() };
		T::WeightInfo::prune().saturating_add(zoned)
	}

	/// Clears what there is to clear, as far as the weight goes.
	pub(crate) fn clear(meter: &mut WeightMeter) {
		if meter.try_consume(Self::poll_weight()).is_err() {
			return;
		}
		// None while the operator has paused clearing, too.
		let Some(round) = T::Books::closed_round() else { return };
		// What an upgrade before this one has noted may be more than any block has.
		let noted = Resuming::<T>::get();
		let resuming = noted.unwrap_or_default().min(T::Mechanism::most_state_weight());
		if meter.try_consume(resuming).is_err() {
			return;
		}
		let pages = T::Books::pages();
		let mut driver = match Cursor::<T>::get() {
			Some(cursor) if cursor.round.number == round.number => Driver::resume(cursor, pages),
			// Its positions may be half written: rather stand still than write them twice.
			None if Cursor::<T>::exists() => {
				defensive!("a clearing under way was not migrated");
				return;
			},
			_ => Driver::<T>::begin(round, pages),
		};
		if driver.is_stuck() {
			if meter.try_consume(T::WeightInfo::turn()).is_err() {
				return;
			}
			driver.lighten();
		}
		while meter.can_consume(driver.worst()) {
			let (open, used) = driver.step();
			meter.consume(used);
			if open {
				Cursor::<T>::kill();
				Self::note_resuming(noted, None);
				return;
			}
		}
		Self::note_resuming(noted, Self::resuming(&driver.cursor));
		Cursor::<T>::put(driver.cursor);
	}

	/// What it costs to go on from a cursor beyond what a poll has room for, if anything.
	pub(crate) fn resuming(cursor: &RoundCursor<StateOf<T>>) -> Option<Weight> {
		let Stage::Clear { state, .. } = &cursor.stage else { return None };
		Some(T::Mechanism::state_weight(state)).filter(|weight| *weight != Weight::zero())
	}

	/// Notes it, where it is not what is noted.
	fn note_resuming(before: Option<Weight>, after: Option<Weight>) {
		if before != after {
			Resuming::<T>::set(after);
		}
	}
}

/// A round that is being cleared, in memory.
pub(crate) struct Driver<T: Config> {
	/// How far it has come.
	pub cursor: RoundCursor<StateOf<T>>,
	/// The pages on which there are orders.
	pages: PageSet,
	cache: CacheOf<T>,
}

impl<T: Config> Driver<T> {
	/// Before the first step of a round.
	pub fn begin(round: ClosedRound, pages: PageSet) -> Self {
		if !PrunedUntil::<T>::exists() {
			PrunedUntil::<T>::put(round.number);
		}
		// Without orders there is nothing to do but to open the next round.
		let end = round.last.saturating_add(1).max(round.first);
		let interval = if pages.is_empty() { end } else { round.first };
		let (kept, stage) = (PageSet::default(), Stage::Begin);
		Self::resume(RoundCursor { round, interval, transactions: 0, kept, stage }, pages)
	}

	/// Where an earlier block has stopped.
	pub fn resume(cursor: RoundCursor<StateOf<T>>, pages: PageSet) -> Self {
		Self { cursor, pages, cache: Default::default() }
	}

	/// The most that the next step can cost.
	pub fn worst(&self) -> Weight {
		match &self.cursor.stage {
			Stage::Begin if self.is_over() => T::Books::open_next_weight(),
			Stage::Begin => T::WeightInfo::turn().saturating_add(T::Mechanism::begin_weight()),
			Stage::Clear { state, .. } => T::Mechanism::worst(state, &self.cache),
			Stage::Revert => Pallet::<T>::revert_weight(),
		}
	}

	/// Takes one step: whether the next round is open, and what it cost.
	pub fn step(&mut self) -> (bool, Weight) {
		let RoundCursor { round, .. } = self.cursor;
		if self.is_over() {
			let (open, used) = T::Books::open_next(&self.cursor.kept);
			if open {
				Pallet::<T>::deposit_event(Event::RoundCleared { round: round.number });
			}
			return (open, used);
		}
		let worst = self.worst();
		let Next { state, used } = self
			.advance()
			.unwrap_or_else(|failed| Next { state: Some(self.fail(failed)), used: worst });
		self.go_on(state);
		(false, used)
	}

	/// Whether the next step with a book fits into no block.
	pub fn is_stuck(&self) -> bool {
		let resuming = Pallet::<T>::resuming(&self.cursor).unwrap_or_default();
		let needed =
			self.worst().saturating_add(resuming).saturating_add(Pallet::<T>::poll_weight());
		let clearing = matches!(self.cursor.stage, Stage::Clear { .. });
		clearing && needed.any_gt(T::MaxClearingWeight::get())
	}

	/// Goes on with something smaller, if there is any.
	pub fn lighten(&mut self) {
		let stage = match core::mem::replace(&mut self.cursor.stage, Stage::Begin) {
			Stage::Clear { rules, state } => {
				let book = ClosedBook::<T>::new(&mut self.cursor, &self.pages, rules);
				let lighter = T::Mechanism::lighten(state, &book);
				let clear = |state: Option<_>| state.map(|state| Stage::Clear { rules, state });
				lighter.map(clear).unwrap_or_else(|failed| Some(self.fail(failed)))
			},
			other => Some(other),
		};
		self.go_on(stage);
	}

	/// Says why an interval does not clear, and takes its transactions back. All its orders stay.
	fn fail(&mut self, failed: Failed) -> Stage<StateOf<T>> {
		let RoundCursor { interval, round, .. } = self.cursor;
		let (round, pages) = (round.number, self.pages.len());
		Pallet::<T>::deposit_event(match failed {
			Failed::Unsound => Event::ClearingFailed { interval, round },
			Failed::TooLarge => Event::BookTooLarge { interval, round, pages },
		});
		self.cache = Default::default();
		self.cursor.kept = self.pages.clone();
		Stage::Revert
	}

	/// Goes on with a stage, or with the next interval.
	fn go_on(&mut self, stage: Option<Stage<StateOf<T>>>) {
		match stage {
			Some(stage) => self.cursor.stage = stage,
			None => {
				self.cursor.interval = self.cursor.interval.saturating_add(1);
				self.cursor.transactions = 0;
			},
		}
	}

	/// Whether all intervals of the round are done.
	fn is_over(&self) -> bool {
		self.cursor.interval > self.cursor.round.last
	}

	/// Takes a step in an interval.
	fn advance(&mut self) -> Result<Next<Stage<StateOf<T>>>, Failed> {
		match core::mem::replace(&mut self.cursor.stage, Stage::Begin) {
			Stage::Begin => Ok(self.look_up()),
			Stage::Clear { rules, state } => {
				let mut book = ClosedBook::<T>::new(&mut self.cursor, &self.pages, rules);
				let Next { state, used } = T::Mechanism::step(state, &mut self.cache, &mut book)?;
				Ok(Next { state: state.map(|state| Stage::Clear { rules, state }), used })
			},
			Stage::Revert => Ok(self.revert()),
		}
	}

	/// Looks up an interval's rules.
	fn look_up(&mut self) -> Next<Stage<StateOf<T>>> {
		let RoundCursor { round, interval, .. } = self.cursor;
		// Never twice, even if the cursor was lost: what is left of its orders waits.
		let done = Results::<T>::contains_key(interval, round.number);
		if done {
			self.cursor.kept = self.pages.clone();
		}
		let rules = T::Books::rules(interval).filter(|_| !done);
		let begin = |rules| Stage::Clear { state: T::Mechanism::begin(interval, &rules), rules };
		let used = T::WeightInfo::turn().saturating_add(T::Mechanism::begin_weight());
		Next { state: rules.map(begin), used }
	}

	/// Removes the last page of transactions of an interval.
	fn revert(&mut self) -> Next<Stage<StateOf<T>>> {
		let RoundCursor { round, interval, transactions, .. } = self.cursor;
		let state = transactions.div_ceil(PAGE_ROWS).checked_sub(1).map(|page| {
			Transactions::<T>::remove((interval, round.number, page));
			if has_grid::<T::Grid>() {
				ZonedTransactions::<T>::remove((interval, round.number, page));
			}
			self.cursor.transactions = page.saturating_mul(PAGE_ROWS);
			Stage::Revert
		});
		Next { state, used: Pallet::<T>::revert_weight() }
	}
}
