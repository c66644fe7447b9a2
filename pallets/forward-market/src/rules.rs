// SPDX-License-Identifier: Apache-2.0

//! Rules and tariffs.

use frame_support::{
	ensure,
	pallet_prelude::*,
	traits::{Defensive, EnsureOrigin},
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use gridmerit_energy::{
	Interval, MAX_ORDER, NodeIndex, Tariff, TariffError, Terms,
	tariffs::{BadDay, Timeline},
};
use gridmerit_pallet_support::TeNodes;
use sp_runtime::traits::BadOrigin;

use crate::{
	Config, CurrentRound, DailyTariffs, Error, Event, IntervalLength, IntervalTerms, MarketRules,
	OwnTariffs, OwnTariffsOf, Pallet, Profile, Rules,
	published::{Published, at, rules_at, schedule},
};

/// How many times the time-of-use price the shortfall price may be.
const MAX_SHORTFALL: u64 = 10;
/// The longest notice, in milliseconds: a week. The rules themselves wait for it.
const MAX_NOTICE: u64 = 7 * 24 * 60 * 60_000;

impl<T: Config> Pallet<T> {
	/// The operator, or the account of a utility for which `stands` is true.
	pub(crate) fn ensure_publisher(
		origin: OriginFor<T>,
		stands: impl FnOnce(NodeIndex) -> bool,
	) -> Result<(), BadOrigin> {
		let Err(origin) = T::OperatorOrigin::try_origin(origin) else { return Ok(()) };
		let account = ensure_signed(origin)?;
		let publisher = T::Nodes::by_account(&account).filter(|node| !node.suspended);
		if publisher.is_some_and(|node| stands(node.index)) { Ok(()) } else { Err(BadOrigin) }
	}

	/// The rules of an interval that has not opened; none if there are none yet.
	pub fn rules_of(interval: Interval) -> Option<MarketRules> {
		rules_at(&Rules::<T>::get(), interval).copied()
	}

	/// The rules that were set last.
	pub fn latest_rules() -> Option<MarketRules> {
		Rules::<T>::get().last().map(|(_, rules)| *rules)
	}

	/// The daily tariff that was published last.
	pub fn latest_tariff() -> Option<Profile> {
		DailyTariffs::<T>::get().last().map(|(_, tariff)| tariff.clone())
	}

	pub(crate) fn do_set_rules(rules: MarketRules) -> DispatchResult {
		let MarketRules { utility, lead, windows, gate_lead, minimum, bounds } = rules;
		let reaches = rules.ahead() <= T::MaxAhead::get();
		ensure!(lead > 0 && windows > 0 && reaches, Error::<T>::BadWindows);
		let length = IntervalLength::<T>::get();
		let gate_leads = T::MinGateLead::get().max(1)..length;
		ensure!(gate_leads.contains(&gate_lead), Error::<T>::BadGateLead);
		ensure!((1..=MAX_ORDER).contains(&minimum), Error::<T>::BadMinimum);
		let notice = u64::from(bounds.notice).saturating_mul(length.into());
		ensure!(notice <= MAX_NOTICE, Error::<T>::NoticeTooLong);
		let node = T::Nodes::by_index(utility).ok_or(Error::<T>::NotAUtility)?;
		ensure!(node.roles.utility, Error::<T>::NotAUtility);

		let mut published = Published::<T>::load();
		let before = published.rules.last().map(|(_, rules)| rules.bounds);
		let from = published.first_free();
		let from =
			schedule::<T, _>(&mut published.rules, from, rules, |rules| Some(rules.utility))?;
		// What is published must keep to them; another utility can be named in any case.
		if before != Some(bounds) {
			published.check(|timeline| timeline.check_from(from))?;
		}
		Rules::<T>::put(&published.rules);
		Self::deposit_event(Event::RulesSet { from, rules });
		Ok(())
	}

	/// The operator, or the utility of the intervals for which a daily tariff that is published now holds.
	pub(crate) fn ensure_publishes_day(origin: OriginFor<T>) -> Result<(), BadOrigin> {
		let published = Published::<T>::load();
		let rules = published.rules_of(published.tariff_from());
		let utility = rules.map(|rules| rules.utility);
		Self::ensure_publisher(origin, |node| Some(node) == utility)
	}

	/// The operator, or the utility of all of these intervals.
	pub(crate) fn ensure_publishes(
		origin: OriginFor<T>,
		intervals: impl IntoIterator<Item = Interval>,
	) -> Result<(), BadOrigin> {
		let rules = Rules::<T>::get();
		let utility = |interval| rules_at(&rules, interval).map(|rules| rules.utility);
		Self::ensure_publisher(origin, |node| {
			intervals.into_iter().all(|interval| utility(interval) == Some(node))
		})
	}

	pub(crate) fn do_set_tariff(tariff: Profile) -> DispatchResult {
		tariff.day().check(IntervalLength::<T>::get()).map_err(|error| match error {
			BadDay::Bands => Error::<T>::BadBands,
			BadDay::ShortBand => Error::<T>::BandTooShort,
			BadDay::Offsets => Error::<T>::BadOffsets,
		})?;
		for band in &tariff.bands {
			Self::check_tariff(&band.tariff)?;
		}
		if let Some(grid) = tariff.grid {
			ensure!(T::Nodes::by_index(grid).is_some(), Error::<T>::UnknownGridAccount);
		}
		let mut published = Published::<T>::load();
		let from = published.tariff_from();
		let from =
			schedule::<T, _>(&mut published.tariffs, from, tariff.clone(), |tariff| tariff.grid)?;
		published.check(|timeline| timeline.check_from(from))?;
		DailyTariffs::<T>::put(&published.tariffs);
		Self::deposit_event(Event::TariffPublished { from, tariff });
		Ok(())
	}

	/// Publishes tariffs of single intervals: all of them, or none.
	pub(crate) fn do_set_interval_tariffs(mut tariffs: OwnTariffsOf<T>) -> DispatchResult {
		tariffs.sort_by_key(|(interval, _)| *interval);
		let named = || tariffs.iter().map(|(interval, _)| *interval);
		Self::check_named(named())?;
		let mut published = Published::<T>::load();
		for (interval, tariff) in &tariffs {
			Self::check_tariff(tariff)?;
			Self::check_not_fixed(*interval)?;
			published.look(|timeline| published.check_notice(timeline, *interval))?;
		}
		for (interval, tariff) in &tariffs {
			match published.own.binary_search_by_key(interval, |(interval, _)| *interval) {
				Ok(place) => {
					if let Some(row) = published.own.get_mut(place) {
						row.1 = *tariff;
					}
				},
				Err(place) => published
					.own
					.try_insert(place, (*interval, *tariff))
					.map_err(|_| Error::<T>::TooManyTariffs)?,
			}
		}
		published.check(|timeline| named().try_for_each(|k| timeline.check_interval(k)))?;
		OwnTariffs::<T>::put(&published.own);
		Self::deposit_event(Event::IntervalTariffsPublished { tariffs });
		Ok(())
	}

	pub(crate) fn do_remove_interval_tariff(interval: Interval) -> DispatchResult {
		let mut published = Published::<T>::load();
		let own = published.own.binary_search_by_key(&interval, |(interval, _)| *interval);
		let place = own.map_err(|_| Error::<T>::NoTariff)?;
		published.look(|timeline| published.check_notice(timeline, interval))?;
		published.own.remove(place);
		published.check(|timeline| timeline.check_interval(interval))?;
		OwnTariffs::<T>::put(&published.own);
		Self::deposit_event(Event::IntervalTariffRemoved { interval });
		Ok(())
	}

	/// Refuses intervals that have opened or can open no more.
	fn check_not_fixed(interval: Interval) -> Result<(), Error<T>> {
		let round = CurrentRound::<T>::get().map_or(0, |round| round.number);
		let over = interval <= round.max(Self::interval_now());
		ensure!(!over && !IntervalTerms::<T>::contains_key(interval), Error::<T>::IntervalFixed);
		Ok(())
	}

	/// What may be wrong with a tariff that is published.
	pub(crate) fn check_tariff(tariff: &Tariff) -> Result<(), Error<T>> {
		let limits = tariff.limits().map_err(|error| match error {
			TariffError::BeyondBound(_) => Error::<T>::PriceBeyondBound,
			TariffError::Alpha => Error::<T>::BadAlpha,
			TariffError::FeeAboveTou => Error::<T>::FeeAboveTou,
			// A tariff may leave no room: then nothing trades.
			TariffError::NoRoom { .. } => Error::<T>::NothingTrades,
			TariffError::ShortfallBelowTou => Error::<T>::ShortfallBelowTou,
			TariffError::ShortfallWithinCap => Error::<T>::ShortfallWithinCap,
			TariffError::SurplusAboveFit => Error::<T>::SurplusAboveFeedIn,
			TariffError::CurtailedAboveFit => Error::<T>::CurtailedAboveFeedIn,
		})?;
		// Offers lock the shortfall price: it must not shut sellers out.
		let highest = tariff.tou.saturating_mul(MAX_SHORTFALL);
		let fair = !limits.has_room() || tariff.shortfall <= highest;
		ensure!(fair, Error::<T>::ShortfallTooHigh);
		Ok(())
	}

	/// Fixes the terms of an interval that opens in a round. It does not open without a tariff.
	pub(crate) fn fix_terms(interval: Interval, published: &Published<T>, timeline: &Timeline<'_>) {
		let Some(rules) = published.rules_of(interval) else { return };
		let Some(mut tariff) = timeline.tariff(interval) else { return };
		// What is published was checked when it was, with its neighbours. If it has come to jump all the same,
		// nobody pays a price that nobody may publish.
		let before = interval.checked_sub(1).and_then(IntervalTerms::<T>::get);
		if let Some(before) = before.map(|terms| terms.tariff)
			&& rules.bounds.check_change(&before, &tariff).is_err()
		{
			let published = core::mem::replace(&mut tariff, before);
			Self::deposit_event(Event::TariffHeldBack { interval, published, tariff });
		}
		// It was checked when it was published.
		let Ok(limits) = tariff.limits().defensive() else { return };
		let grid = at(&published.tariffs, interval).and_then(|daily| daily.grid);
		IntervalTerms::<T>::insert(
			interval,
			Terms {
				tariff,
				limits,
				utility: rules.utility,
				grid: grid.unwrap_or(rules.utility),
				minimum: rules.minimum,
				last_round: interval.saturating_sub(rules.lead.into()),
				gate_lead: rules.gate_lead,
			},
		);
	}
}
