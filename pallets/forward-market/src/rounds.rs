// SPDX-License-Identifier: Apache-2.0

//! Rounds: gates close, windows open.

use frame_support::{
	traits::{Get, UnixTime},
	weights::Weight,
};
use gridmerit_energy::{Interval, Terms};
use gridmerit_pallet_support::{ClosedRound, OnTrading, PageSet, interval_at};
use sp_runtime::traits::UniqueSaturatedInto;

use crate::{
	BooksPrunedUntil, Config, CurrentRound, Event, IntervalLength, IntervalTerms, Pallet, Paused,
	PositionsPrunedUntil, Round, TermsPrunedUntil, WeightInfo, published::Published,
};

impl<T: Config> Pallet<T> {
	/// Milliseconds since 1970.
	pub(crate) fn millis() -> u64 {
		T::Time::now().as_millis().try_into().unwrap_or(u64::MAX)
	}

	/// The interval that is being delivered.
	pub(crate) fn interval_now() -> Interval {
		interval_at(T::Time::now(), IntervalLength::<T>::get())
	}

	/// When an interval begins, in milliseconds since 1970.
	pub(crate) fn start_of(interval: Interval) -> u64 {
		u64::from(interval).saturating_mul(IntervalLength::<T>::get().into())
	}

	/// Terms of an interval if it is open in a round.
	pub(crate) fn open_terms(round: Interval, interval: Interval) -> Option<Terms> {
		if interval <= round {
			return None;
		}
		IntervalTerms::<T>::get(interval).filter(|terms| round <= terms.last_round)
	}

	/// The intervals up to `last` that are open in a round, with their terms.
	pub(crate) fn open_up_to(
		round: Interval,
		last: Interval,
	) -> impl Iterator<Item = (Interval, Terms)> {
		(round.saturating_add(1)..=last)
			.take(T::MaxAhead::get() as usize)
			.filter_map(move |interval| Some((interval, Self::open_terms(round, interval)?)))
	}

	/// When the gate of a round closes, given the last interval that had opened before it: no earlier than
	/// the terms of any of them say, so that no change of the rules takes time from those who trade them.
	fn gate(round: Interval, last: Interval, published: &Published<T>) -> u64 {
		let promised = Self::open_up_to(round, last).map(|(_, terms)| terms.gate_lead).min();
		let rules = published.rules_of(round.saturating_add(1));
		let lead = promised.or(rules.map(|rules| rules.gate_lead)).unwrap_or_default();
		Self::start_of(round.saturating_add(1)).saturating_sub(lead.into())
	}

	/// The current block.
	fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	/// Whether a round takes no more orders: its gate has passed, and it was open for a few blocks, so that
	/// after a halt nobody finds the round over before it could be seen.
	pub(crate) fn gate_closed(round: &Round) -> bool {
		round.closed_from.is_some() || (Self::millis() >= round.gate && Self::was_seen(round))
	}

	/// A migration is over, in whose blocks nobody could post: the round at hand stays open as if it had opened now.
	pub fn resume() {
		CurrentRound::<T>::mutate_extant(|round| {
			if round.closed_from.is_none() {
				round.opened_in = Self::block();
			}
		});
	}

	fn was_seen(round: &Round) -> bool {
		Self::block() >= round.opened_in.saturating_add(T::MinRoundBlocks::get())
	}

	/// The first interval for which a round takes orders now; none if it takes no more.
	pub(crate) fn takes_orders_from(round: &Round) -> Option<Interval> {
		// Before the gate should close nothing has begun, so that the clock is read once, and its intervals
		// are not counted.
		if round.closed_from.is_none() && Self::millis() < round.gate {
			return Some(round.first);
		}
		(!Self::gate_closed(round)).then(|| Self::first_to_clear(round))
	}

	/// The first interval that a round clears, or would clear if it closed now: one that has begun is void.
	pub(crate) fn first_to_clear(round: &Round) -> Interval {
		let ahead = || round.first.max(Self::interval_now().saturating_add(1));
		round.closed_from.unwrap_or_else(ahead)
	}

	/// The first round after the present one whose gate has not passed, and when that closes.
	fn next_round(published: &Published<T>, before: Option<&Round>) -> (Interval, u64) {
		let last = before.map_or(0, |round| round.last);
		let earliest = before.map_or(0, |round| round.number.saturating_add(1));
		let number = Self::interval_now().max(earliest);
		let gate = Self::gate(number, last, published);
		if gate > Self::millis() {
			return (number, gate);
		}
		// A gate closes less than an interval ahead, so that of the round after is still to come.
		let number = number.saturating_add(1);
		(number, Self::gate(number, last, published))
	}

	/// Fixes the terms of intervals that no round has opened or will open, as many as a step may: what is
	/// used in them is settled all the same, by what was published for them before they began. Whether there
	/// were any.
	pub(crate) fn fix_skipped(published: &mut Published<T>) -> bool {
		let Some(mut round) = CurrentRound::<T>::get() else { return false };
		let (next, _) = Self::next_round(published, Some(&round));
		let most = round.last.saturating_add(T::MaxAhead::get());
		if round.last >= next {
			return false;
		}
		let skipped = round.last.saturating_add(1)..=next.min(most);
		round.last = *skipped.end();
		published.look(|timeline| {
			for interval in skipped {
				Self::fix_terms(interval, published, timeline);
			}
		});
		published.drop_passed(round.last);
		Self::tell_trading(&round);
		CurrentRound::<T>::put(round);
		true
	}

	/// Opens the next round, with `pages` of orders from before.
	pub(crate) fn open_round(published: &mut Published<T>, pages: PageSet) {
		let before = CurrentRound::<T>::get();
		let (number, gate) = Self::next_round(published, before.as_ref());
		if before.is_none() {
			BooksPrunedUntil::<T>::put(number);
			TermsPrunedUntil::<T>::put(number);
			PositionsPrunedUntil::<T>::put(number);
		}

		let opened = before.as_ref().map_or(0, |round| round.last);
		let mut reached = opened.max(number);
		published.look(|timeline| {
			// Each opens when its own rules say, and none before the one before it.
			let ahead = |interval: &Interval| {
				let rules = published.rules_of(*interval);
				let ahead = rules.map_or(0, |rules| rules.ahead());
				*interval <= opened.max(number.saturating_add(ahead))
			};
			// Those before the first window do not open, but are settled.
			let furthest = number.saturating_add(T::MaxAhead::get());
			for interval in (number.saturating_add(1)..=furthest).take_while(ahead) {
				reached = reached.max(interval);
				if !IntervalTerms::<T>::contains_key(interval) {
					Self::fix_terms(interval, published, timeline);
				}
			}
		});
		let last = reached;
		published.drop_passed(last);
		let none = last.saturating_add(1);
		let first = Self::open_up_to(number, last).next().map_or(none, |(first, _)| first);
		let (opened_in, closed_from) = (Self::block(), None);
		let round = Round { number, gate, opened_in, first, last, closed_from, pages };
		Self::tell_trading(&round);
		CurrentRound::<T>::put(round);
		Self::deposit_event(Event::RoundOpened { round: number, gate, first, last });
	}

	/// Tells which intervals are traded: no windows have opened but theirs and former ones'.
	fn tell_trading(round: &Round) {
		let end = round.last.saturating_add(1);
		T::OnTrading::trading(round.first.min(end)..end, IntervalLength::<T>::get());
	}

	/// What it costs to look at so many intervals, and to open those that open.
	pub(crate) fn opening_weight(intervals: u32) -> Weight {
		T::WeightInfo::open_round(intervals).saturating_add(T::OnTrading::weight())
	}

	/// The round whose gate has closed; closes it now if it is time.
	pub(crate) fn close_round() -> Option<ClosedRound> {
		let mut round = CurrentRound::<T>::get()?;
		if Paused::<T>::get().clearing {
			return None;
		}
		let number = round.number;
		let first = match round.closed_from {
			Some(first) => first,
			None if !Self::gate_closed(&round) => return None,
			None => {
				let first = Self::first_to_clear(&round);
				let last = round.last;
				round.closed_from = Some(first);
				CurrentRound::<T>::put(&round);
				Self::deposit_event(Event::GateClosed { round: number, first, last });
				if round.first < first && round.first <= last {
					Self::deposit_event(Event::IntervalsVoid {
						round: number,
						first: round.first,
						last: last.min(first.saturating_sub(1)),
					});
				}
				first
			},
		};
		Some(ClosedRound { number, first, last: round.last })
	}
}
