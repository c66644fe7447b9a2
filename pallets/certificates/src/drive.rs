// SPDX-License-Identifier: Apache-2.0

//! Takes intervals that are settled for good through issuing, step by step, as far as a block's weight goes. Before that
//! there are no certificates, so what is corrected or revoked until then is nobody's.

use frame_support::{
	BoundedVec,
	traits::PalletInfoAccess,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{
	ClosedIntervals, IntervalReaders, IntervalTerms, PeerTrades, TeNodes,
};

use crate::{
	Config, Cursor, Event, ExpiredUntil, MAX_ROUNDS, MonthsPrunedUntil, Pallet, Progress, Stage,
	WeightInfo,
	deal::{MOST_LOTS, PAGES_A_STEP},
	issue::PLANTS_A_STEP,
	lots::LotBook,
};

impl<T: Config> Pallet<T> {
	/// The most that one step costs, with the look at what there is to do.
	pub(crate) fn largest_step() -> Weight {
		Self::worst_step().saturating_add(Self::looking())
	}

	/// What a look at what there is to do costs, and to note how far it is done.
	pub(crate) fn looking() -> Weight {
		T::WeightInfo::poll().saturating_add(T::Market::note_reader_weight())
	}

	fn worst_step() -> Weight {
		T::WeightInfo::issue(PLANTS_A_STEP)
			.max(T::WeightInfo::rounds(MAX_ROUNDS))
			.max(T::WeightInfo::deal(3 * PAGES_A_STEP, MOST_LOTS))
			.max(T::WeightInfo::keep(MOST_LOTS))
	}

	/// Issues certificates of what is settled for good, as far as the weight goes.
	pub(crate) fn advance(meter: &mut WeightMeter) {
		if meter.try_consume(Self::looking()).is_err() {
			return;
		}
		let closed = T::Market::closed_until();
		let Some(mut cursor) = Cursor::<T>::get() else {
			if closed > 0 {
				// What was settled for good before there were certificates has none.
				Cursor::<T>::put(Progress::at(closed));
				Self::note_needed(closed);
				ExpiredUntil::<T>::put(closed);
				MonthsPrunedUntil::<T>::put(Self::month_of(closed));
			}
			return;
		};
		let (mut changed, before) = (false, cursor.interval);
		while cursor.interval < closed && meter.can_consume(Self::worst_step()) {
			let (spent, next) = Self::step(cursor);
			meter.consume(spent);
			(cursor, changed) = (next, true);
		}
		if changed {
			if cursor.interval != before {
				Self::note_needed(cursor.interval);
			}
			Cursor::<T>::put(cursor);
		}
	}

	/// Has the market remember all from an interval on.
	fn note_needed(interval: Interval) {
		T::Market::note_reader(<Self as PalletInfoAccess>::index() as u8, Some(interval));
	}

	/// Takes one step: what it cost, and with what to go on.
	pub(crate) fn step(cursor: Progress) -> (Weight, Progress) {
		let Progress { interval, stage } = cursor;
		let on = |spent, stage| (spent, Progress { interval, stage });
		match stage {
			Stage::Issue { next: 0, any: false } if Self::is_forgotten(interval) => {
				let end = T::Market::remembered_from();
				Self::deposit_event(Event::Lapsed { first: interval, end });
				(T::WeightInfo::poll(), Progress::at(end))
			},
			// Nothing is settled where there were never terms.
			Stage::Issue { next: 0, any: false } if T::Market::terms(interval).is_none() => {
				(T::WeightInfo::poll(), Progress::at(interval.saturating_add(1)))
			},
			Stage::Issue { next, any } if next < T::Nodes::end() => {
				let (spent, next, more) = Self::issue_from(interval, next);
				on(spent, Stage::Issue { next, any: any || more })
			},
			Stage::Issue { any: false, .. } => {
				(T::WeightInfo::poll(), Progress::at(interval.saturating_add(1)))
			},
			Stage::Issue { .. } => {
				let rounds = T::Clearing::rounds(interval, MAX_ROUNDS);
				let spent = T::WeightInfo::rounds(rounds.len() as u32);
				on(spent, Self::next_round(BoundedVec::truncate_from(rounds)))
			},
			Stage::Deal { rounds, page, row } => {
				let (spent, stage) = Self::deal_from(interval, rounds, page, row);
				on(spent, stage)
			},
			Stage::Keep { next } if next < T::Nodes::end() => {
				let (spent, next) = Self::keep_from(interval, next);
				on(spent, Stage::Keep { next })
			},
			Stage::Keep { .. } => {
				let book = LotBook::<T>::open(interval);
				let (lots, energy) = (book.lots(), book.issued());
				Self::deposit_event(Event::IntervalIssued { interval, lots, energy });
				(T::WeightInfo::poll(), Progress::at(interval.saturating_add(1)))
			},
		}
	}

	/// Whether the market knows nothing of an interval any more, as this is too far behind. That is looked at before an interval
	/// is begun: what is begun is finished, and what is forgotten meanwhile is not issued, or stays with the plants.
	fn is_forgotten(interval: Interval) -> bool {
		interval < T::Market::remembered_from()
	}
}
