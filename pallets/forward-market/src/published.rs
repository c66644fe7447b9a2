// SPDX-License-Identifier: Apache-2.0

//! What is published: which rules and tariffs hold from which interval on.

use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use gridmerit_energy::{
	Interval, NodeIndex, Tariff, TariffBounds,
	tariffs::{BeyondBounds, Day, Timeline},
};
use gridmerit_pallet_support::NodeReferences;

use crate::{
	Config, CurrentRound, DailyTariffs, Error, Former, IntervalLength, IntervalTerms, MarketRules,
	OwnTariffs, OwnTariffsOf, Pallet, Profile, Rules, Schedule,
};

/// All that is published about intervals that have not opened, and what of it may change.
pub(crate) struct Published<T: Config> {
	pub rules: Schedule<MarketRules>,
	pub tariffs: Schedule<Profile>,
	pub own: OwnTariffsOf<T>,
	/// The last interval that may have opened, and its tariff; none before the market begins.
	opened: Option<(Interval, Option<Tariff>)>,
}

/// What holds in an interval.
pub(crate) fn at<V>(schedule: &Schedule<V>, interval: Interval) -> Option<&V> {
	schedule.iter().rev().find(|(from, _)| *from <= interval).map(|(_, value)| value)
}

/// The rules of an interval that has not opened. One that was reached without a tariff, and opens when it gets one,
/// has the first that are remembered.
pub(crate) fn rules_at(
	schedule: &Schedule<MarketRules>,
	interval: Interval,
) -> Option<&MarketRules> {
	at(schedule, interval).or(schedule.first().map(|(_, rules)| rules))
}

impl<T: Config> Published<T> {
	pub fn load() -> Self {
		let last = CurrentRound::<T>::get().map(|round| round.last);
		let opened = |last| (last, IntervalTerms::<T>::get(last).map(|terms| terms.tariff));
		Self {
			rules: Rules::<T>::get(),
			tariffs: DailyTariffs::<T>::get(),
			own: OwnTariffs::<T>::get(),
			opened: last.map(opened),
		}
	}

	/// Looks at the intervals one after the other.
	pub fn look<R>(&self, look: impl FnOnce(&Timeline<'_>) -> R) -> R {
		let days: Vec<(Interval, Day<'_>)> =
			self.tariffs.iter().map(|(from, profile)| (*from, profile.day())).collect();
		let bounds: Vec<(Interval, TariffBounds)> =
			self.rules.iter().map(|(from, rules)| (*from, rules.bounds)).collect();
		look(&Timeline {
			interval_ms: IntervalLength::<T>::get(),
			opened: self.opened,
			days: &days,
			own: &self.own,
			bounds: &bounds,
		})
	}

	/// Whether what [`Self::look`] has checked is within the bounds.
	pub fn check(
		&self,
		check: impl FnOnce(&Timeline<'_>) -> Result<(), BeyondBounds>,
	) -> Result<(), Error<T>> {
		self.look(check).map_err(|error| match error {
			BeyondBounds::AboveCeiling => Error::AboveCeiling,
			BeyondBounds::ChangesTooMuch => Error::ChangesTooMuch,
		})
	}

	/// The rules of an interval that has not opened.
	pub fn rules_of(&self, interval: Interval) -> Option<&MarketRules> {
		rules_at(&self.rules, interval)
	}

	/// How many intervals ahead a round looks at most: what it can open, and what has been reached.
	pub fn reach(&self) -> u32 {
		let ahead = self.rules.iter().map(|(_, rules)| rules.ahead()).max().unwrap_or_default();
		let now = Pallet::<T>::interval_now();
		let reached = self.opened.map_or(0, |(last, _)| last.saturating_sub(now));
		ahead.max(reached).min(T::MaxAhead::get())
	}

	/// The current interval; the first of all before the market begins, as a genesis has no time to ask for.
	fn now(&self) -> Interval {
		self.opened.as_ref().map_or(0, |_| Pallet::<T>::interval_now())
	}

	/// The first interval for which rules and a daily tariff that are published now can hold.
	pub fn first_free(&self) -> Interval {
		self.look(|timeline| timeline.first_free(self.now()))
	}

	/// From when on a daily tariff holds that is published now.
	pub fn tariff_from(&self) -> Interval {
		self.look(|timeline| timeline.tariff_from(self.now()))
	}

	/// Refuses to change the tariff of an interval that is promised to stay as it is.
	pub fn check_notice(
		&self,
		timeline: &Timeline<'_>,
		interval: Interval,
	) -> Result<(), Error<T>> {
		let Some((next, notice)) = timeline.next(self.now()) else { return Ok(()) };
		let promised = notice > 0 && interval < next.saturating_add(notice);
		ensure!(!promised || timeline.tariff(interval).is_none(), Error::NoticeTooShort);
		Ok(())
	}

	/// Drops what no interval that is still to open can have.
	pub fn drop_passed(&mut self, last: Interval) {
		let next = last.saturating_add(1);
		if drop_passed::<T, _>(&mut self.rules, next, |rules| Some(rules.utility)) {
			Rules::<T>::put(&self.rules);
		}
		if drop_passed::<T, _>(&mut self.tariffs, next, |tariff| tariff.grid) {
			DailyTariffs::<T>::put(&self.tariffs);
		}
		if self.own.iter().any(|(interval, _)| *interval < next) {
			self.own.retain(|(interval, _)| next <= *interval);
			OwnTariffs::<T>::put(&self.own);
		}
	}
}

/// Has a value hold from an interval on, or from when on the one before it does, if that is later. From when on it
/// does. The registry holds the node that it names.
pub(crate) fn schedule<T: Config, V: PartialEq>(
	entries: &mut Schedule<V>,
	from: Interval,
	value: V,
	node: impl Fn(&V) -> Option<NodeIndex>,
) -> Result<Interval, Error<T>> {
	let mut from = from;
	if let Some((last, before)) = entries.last() {
		from = from.max(*last);
		if *before == value {
			return Ok(*last);
		}
	}
	if let Some(node) = node(&value) {
		T::Nodes::hold(node);
	}
	if entries.last().is_some_and(|(last, _)| *last == from)
		&& let Some((_, replaced)) = entries.pop()
		&& let Some(node) = node(&replaced)
	{
		T::Nodes::release(node);
	}
	entries.try_push((from, value)).map_err(|_| Error::TooManyScheduled)?;
	Ok(from)
}

/// Drops entries that hold for no interval from `next` on; whether there were any. Whom they name stands behind the
/// intervals that have opened, so it is released when the last of these is pruned.
fn drop_passed<T: Config, V>(
	entries: &mut Schedule<V>,
	next: Interval,
	node: impl Fn(&V) -> Option<NodeIndex>,
) -> bool {
	let passed = entries.iter().skip(1).take_while(|(from, _)| *from <= next).count();
	for place in 0..passed {
		let (Some((_, value)), Some((end, _))) =
			(entries.get(place), entries.get(place.saturating_add(1)))
		else {
			continue;
		};
		let Some(node) = node(value) else { continue };
		let last = end.saturating_sub(1);
		// If it was named twice meanwhile, one hold is enough.
		if Former::<T>::contains_key(last, node) {
			T::Nodes::release(node);
		} else {
			Former::<T>::insert(last, node, ());
		}
	}
	let mut place = 0_usize;
	entries.retain(|_| {
		place = place.saturating_add(1);
		place > passed
	});
	passed > 0
}
