// SPDX-License-Identifier: Apache-2.0

//! The clearing of a round, step by step.

use alloc::boxed::Box;
use frame_support::{
	defensive,
	weights::{Weight, WeightMeter},
};
use gridmerit_market::PriceSearch;
use gridmerit_pallet_support::{Books, ClosedRound, PAGE_ROWS, PageSet};

use crate::{
	Clearing, Config, Event, ForgottenTo, Pallet, Progress, Results, Stage, Transactions,
	assign::{Assignment, Legs},
	rows::{Failed, Rows},
	weights::WeightInfo,
};

/// What does not outlive a block: read once from the book, or found again from the progress.
pub(crate) struct Run {
	/// The pages on which there are orders.
	pub pages: PageSet,
	pub sellers: Option<Legs>,
	pub buyers: Option<Legs>,
}

impl Run {
	pub fn new(pages: PageSet) -> Self {
		Self { pages, sellers: None, buyers: None }
	}
}

impl<T: Config> Pallet<T> {
	/// The least that a block must have for the clearing to advance, whatever comes next.
	pub(crate) fn largest_step() -> Weight {
		let rows = PAGE_ROWS;
		T::WeightInfo::turn()
			.max(T::WeightInfo::count(rows))
			.max(Self::assign_weight())
			.max(T::WeightInfo::fill(rows))
			.max(T::WeightInfo::prune())
			.max(T::Books::open_next_weight())
			.saturating_add(Self::poll_weight())
	}

	/// What a block's look at the clearing costs at most.
	fn poll_weight() -> Weight {
		T::WeightInfo::poll().saturating_add(T::Books::closed_round_weight())
	}

	/// The most that a step of the assignment can cost: in a new block both sides are loaded again, and the
	/// step still has to get on, or it would do the same in every block.
	fn assign_weight() -> Weight {
		let load = T::WeightInfo::load(PAGE_ROWS);
		load.saturating_mul(2).saturating_add(load.max(T::WeightInfo::assign()))
	}

	/// Clears what there is to clear, as far as the weight goes.
	pub(crate) fn clear(meter: &mut WeightMeter) {
		if meter.try_consume(Self::poll_weight()).is_err() {
			return;
		}
		// None while the operator has stopped it, too.
		let Some(round) = T::Books::closed_round() else { return };
		let mut run = Run::new(T::Books::pages());
		let mut progress = match Clearing::<T>::get() {
			Some(progress) if progress.round.number == round.number => progress,
			// Its positions may be half written: rather stand still than write them twice.
			None if Clearing::<T>::exists() => {
				defensive!("a clearing under way was not migrated");
				return;
			},
			_ => Self::begin(round, &run.pages),
		};
		while meter.can_consume(Self::worst(&progress)) {
			let (used, open) = Self::step(&mut progress, &mut run);
			meter.consume(used);
			if open {
				Clearing::<T>::kill();
				return;
			}
		}
		Clearing::<T>::put(progress);
	}

	pub(crate) fn begin(round: ClosedRound, pages: &PageSet) -> Progress {
		if !ForgottenTo::<T>::exists() {
			ForgottenTo::<T>::put(round.number);
		}
		// Without orders there is nothing to do but to open the next round.
		let end = round.last.saturating_add(1).max(round.first);
		let interval = if pages.is_empty() { end } else { round.first };
		Progress { round, interval, kept: PageSet::default(), stage: Stage::Begin }
	}

	/// The most that the next step can cost.
	pub(crate) fn worst(progress: &Progress) -> Weight {
		let rows = PAGE_ROWS;
		match progress.stage {
			Stage::Begin if progress.interval > progress.round.last => T::Books::open_next_weight(),
			Stage::Begin => T::WeightInfo::turn(),
			Stage::Price { .. } => T::WeightInfo::count(rows).max(T::WeightInfo::turn()),
			Stage::Assign { .. } => Self::assign_weight(),
			Stage::Fill { .. } => {
				T::WeightInfo::fill(rows).max(T::WeightInfo::count(0)).max(T::WeightInfo::turn())
			},
			Stage::TakeBack { .. } => T::WeightInfo::prune(),
		}
	}

	/// Takes one step: what it cost, and whether the next round is open.
	pub(crate) fn step(progress: &mut Progress, run: &mut Run) -> (Weight, bool) {
		let Progress { round, interval, .. } = *progress;
		if interval > round.last {
			let (open, used) = T::Books::open_next(&progress.kept);
			if open {
				Self::deposit_event(Event::RoundCleared { round: round.number });
			}
			return (used, open);
		}
		let worst = Self::worst(progress);
		let stage = core::mem::replace(&mut progress.stage, Stage::Begin);
		let written = if let Stage::Assign { pages, .. } = &stage { *pages } else { 0 };
		let (next, used) = match Self::advance(stage, progress, run) {
			Ok(next) => next,
			Err(Failed) => {
				Self::deposit_event(Event::ClearingFailed { interval, round: round.number });
				(run.sellers, run.buyers) = (None, None);
				// All its orders stay.
				progress.kept = run.pages.clone();
				(Some(Stage::TakeBack { pages: written }), worst)
			},
		};
		match next {
			Some(next) => progress.stage = next,
			None => progress.interval = interval.saturating_add(1),
		}
		(used, false)
	}

	/// Takes a step in an interval: the stage after it, none if the interval is done, and what it cost.
	fn advance(
		stage: Stage,
		progress: &mut Progress,
		run: &mut Run,
	) -> Result<(Option<Stage>, Weight), Failed> {
		let Progress { round, interval, .. } = *progress;
		match stage {
			Stage::Begin => {
				// Never twice, even if the progress was lost: what is left of its orders waits.
				let done = Results::<T>::contains_key(interval, round.number);
				if done {
					progress.kept = run.pages.clone();
				}
				let rules = T::Books::rules(interval).filter(|_| !done);
				let stage = rules.map(|rules| Stage::Price {
					rules,
					search: Box::new(PriceSearch::new(&rules)),
					page: 0,
				});
				Ok((stage, T::WeightInfo::turn()))
			},
			Stage::Price { rules, mut search, page } => match run.pages.from(page) {
				Some(page) => {
					let rows = Rows::new(&T::Books::page(interval, page), page);
					search.page(rows.book()?)?;
					let page = page.saturating_add(1);
					Ok((
						Some(Stage::Price { rules, search, page }),
						T::WeightInfo::count(rows.len()),
					))
				},
				None => {
					let stage = match search.end_pass()? {
						None => Some(Stage::Price { rules, search, page: 0 }),
						Some(cleared) if cleared.demand == 0 && cleared.supply == 0 => None,
						Some(cleared) if cleared.traded() == 0 => {
							Some(Self::fill_stage(rules, cleared, 0)?)
						},
						Some(cleared) => Some(Self::assign_stage(rules, cleared)?),
					};
					Ok((stage, T::WeightInfo::turn()))
				},
			},
			Stage::Assign { rules, clearing, sellers, buyers, sweep, pages, trades } => {
				let key = (interval, round.number);
				let mut state = Assignment { sellers, buyers, sweep, pages, trades };
				let (done, used) = state.step::<T>(key, run)?;
				let Assignment { sellers, buyers, sweep, pages, trades } = state;
				let stage = if done {
					let written = pages.saturating_mul(PAGE_ROWS);
					Self::fill_stage(rules, clearing, written.saturating_add(trades.len() as u32))?
				} else {
					Stage::Assign { rules, clearing, sellers, buyers, sweep, pages, trades }
				};
				Ok((Some(stage), used))
			},
			Stage::Fill { rules, clearing, transactions, mut filling, mut curve, page } => {
				let round = round.number;
				let Some(page) = run.pages.from(page) else {
					if filling.finish().is_err() {
						Self::deposit_event(Event::ClearingFailed { interval, round });
					}
					Self::record((interval, round), &clearing, transactions, curve);
					return Ok((None, T::WeightInfo::turn()));
				};
				let orders = T::Books::page(interval, page);
				let count = orders.len();
				if count > 0 {
					let left = Self::fill(
						interval,
						page,
						orders,
						&rules,
						&clearing,
						&mut filling,
						&mut curve,
					);
					if T::Books::put_back(interval, page, left) {
						progress.kept.insert(page);
					}
				}
				let page = page.saturating_add(1);
				let next = Stage::Fill { rules, clearing, transactions, filling, curve, page };
				let used =
					if count > 0 { T::WeightInfo::fill(count) } else { T::WeightInfo::count(0) };
				Ok((Some(next), used))
			},
			Stage::TakeBack { pages } => {
				let next = pages.checked_sub(1).map(|pages| {
					Transactions::<T>::remove((interval, round.number, pages));
					Stage::TakeBack { pages }
				});
				Ok((next, T::WeightInfo::prune()))
			},
		}
	}
}
