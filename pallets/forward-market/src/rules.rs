// SPDX-License-Identifier: Apache-2.0

//! Rules and tariffs.

use frame_support::{
	ensure,
	pallet_prelude::*,
	traits::{Defensive, EnsureOrigin},
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use gridmerit_energy::{Interval, MAX_ORDER, NodeIndex, Tariff, TariffError, Terms};
use gridmerit_pallet_support::{NodeReferences, TeNodes};
use sp_runtime::traits::BadOrigin;

use crate::{
	Config, CurrentRound, DailyTariff, Error, Event, Former, IntervalLength, IntervalTerms,
	MarketRules, OwnTariffs, Pallet, Profile, Rules,
};

const MINUTE: u64 = 60_000;
const MINUTES_A_DAY: u16 = 24 * 60;
/// How many times the time-of-use price the shortfall price may be.
const MAX_SHORTFALL: u64 = 10;

impl<T: Config> Pallet<T> {
	/// The operator, or the utility's account.
	pub(crate) fn ensure_publisher(origin: OriginFor<T>) -> Result<(), BadOrigin> {
		let Err(origin) = T::OperatorOrigin::try_origin(origin) else { return Ok(()) };
		let account = ensure_signed(origin)?;
		let utility = Rules::<T>::get().and_then(|rules| T::Nodes::by_index(rules.utility));
		let publisher = T::Nodes::by_account(&account).filter(|node| !node.suspended);
		if publisher.is_some() && publisher == utility { Ok(()) } else { Err(BadOrigin) }
	}

	pub(crate) fn do_set_rules(rules: MarketRules) -> DispatchResult {
		let MarketRules { utility, lead, windows, gate_lead, scarcity: _, minimum } = rules;
		let reaches = rules.ahead() <= T::MaxAhead::get();
		ensure!(lead > 0 && windows > 0 && reaches, Error::<T>::BadWindows);
		let gate_leads = T::MinGateLead::get().max(1)..IntervalLength::<T>::get();
		ensure!(gate_leads.contains(&gate_lead), Error::<T>::BadGateLead);
		ensure!((1..=MAX_ORDER).contains(&minimum), Error::<T>::BadMinimum);
		let node = T::Nodes::by_index(utility).ok_or(Error::<T>::NotAUtility)?;
		ensure!(node.roles.utility, Error::<T>::NotAUtility);
		Self::rename(Rules::<T>::get().map(|before| before.utility), Some(utility));
		Rules::<T>::put(rules);
		Self::deposit_event(Event::RulesSet { rules });
		Ok(())
	}

	pub(crate) fn do_set_tariff(tariff: Profile) -> DispatchResult {
		let minutes = tariff.bands.iter().map(|band| band.from_minute);
		ensure!(minutes.clone().next() == Some(0), Error::<T>::BadBands);
		ensure!(
			minutes.clone().zip(minutes.clone().skip(1)).all(|(a, b)| a < b),
			Error::<T>::BadBands
		);
		ensure!(minutes.max() < Some(MINUTES_A_DAY), Error::<T>::BadBands);
		for band in &tariff.bands {
			Self::check_tariff(&band.tariff)?;
		}
		if let Some(grid) = tariff.grid {
			ensure!(T::Nodes::by_index(grid).is_some(), Error::<T>::UnknownGridAccount);
		}
		Self::rename(DailyTariff::<T>::get().and_then(|before| before.grid), tariff.grid);
		DailyTariff::<T>::put(&tariff);
		Self::deposit_event(Event::TariffPublished { tariff });
		Ok(())
	}

	pub(crate) fn do_set_interval_tariff(interval: Interval, tariff: Tariff) -> DispatchResult {
		Self::check_tariff(&tariff)?;
		let round = CurrentRound::<T>::get().map_or(0, |round| round.number);
		let over = interval <= round.max(Self::interval_now());
		ensure!(!over && !IntervalTerms::<T>::contains_key(interval), Error::<T>::IntervalFixed);
		OwnTariffs::<T>::try_mutate(|own| {
			match own.binary_search_by_key(&interval, |(interval, _)| *interval) {
				Ok(place) => {
					if let Some(row) = own.get_mut(place) {
						row.1 = tariff;
					}
				},
				Err(place) => own
					.try_insert(place, (interval, tariff))
					.map_err(|_| Error::<T>::TooManyTariffs)?,
			}
			Self::deposit_event(Event::IntervalTariffPublished { interval, tariff });
			Ok(())
		})
	}

	pub(crate) fn do_remove_interval_tariff(interval: Interval) -> DispatchResult {
		OwnTariffs::<T>::try_mutate(|own| {
			let place = own
				.binary_search_by_key(&interval, |(interval, _)| *interval)
				.map_err(|_| Error::<T>::NoTariff)?;
			own.remove(place);
			Self::deposit_event(Event::IntervalTariffRemoved { interval });
			Ok(())
		})
	}

	/// What may be wrong with a tariff that is published.
	fn check_tariff(tariff: &Tariff) -> Result<(), Error<T>> {
		tariff.limits().map_err(|error| match error {
			TariffError::BeyondBound(_) => Error::<T>::PriceBeyondBound,
			TariffError::Alpha => Error::<T>::BadAlpha,
			TariffError::FeeAboveTou => Error::<T>::FeeAboveTou,
			TariffError::NoRoom { .. } => Error::<T>::NoRoomForPrices,
			TariffError::ShortfallBelowTou => Error::<T>::ShortfallBelowTou,
			TariffError::ShortfallWithinCap => Error::<T>::ShortfallWithinCap,
			TariffError::SurplusAboveFit => Error::<T>::SurplusAboveFeedIn,
		})?;
		// Offers lock the shortfall price: it must not shut sellers out.
		let highest = tariff.tou.saturating_mul(MAX_SHORTFALL);
		ensure!(tariff.shortfall <= highest, Error::<T>::ShortfallTooHigh);
		Ok(())
	}

	/// Fixes the terms of an interval that opens in a round. It does not open without a tariff.
	pub(crate) fn fix_terms(
		interval: Interval,
		rules: &MarketRules,
		daily: Option<&Profile>,
		tariffs: &[(Interval, Tariff)],
	) {
		let own = tariffs.binary_search_by_key(&interval, |(interval, _)| *interval).ok();
		let own = own.and_then(|place| tariffs.get(place)).map(|(_, tariff)| *tariff);
		let minute = u64::from(interval)
			.saturating_mul(IntervalLength::<T>::get().into())
			.saturating_div(MINUTE)
			.checked_rem(MINUTES_A_DAY.into());
		let band = daily.and_then(|daily| {
			daily.bands.iter().rev().find(|band| Some(u64::from(band.from_minute)) <= minute)
		});
		let Some(tariff) = own.or(band.map(|band| band.tariff)) else { return };
		// It was checked when it was published.
		let Ok(limits) = tariff.limits().defensive() else { return };
		IntervalTerms::<T>::insert(
			interval,
			Terms {
				tariff,
				limits,
				utility: rules.utility,
				grid: daily.and_then(|daily| daily.grid).unwrap_or(rules.utility),
				scarcity: rules.scarcity,
				minimum: rules.minimum,
				last_round: interval.saturating_sub(rules.lead.into()),
				gate_lead: rules.gate_lead,
			},
		);
	}

	/// Holds a node that is named in place of another as utility or grid account. The other one stands behind
	/// the intervals that have opened, so it is released when the last of these is pruned.
	fn rename(before: Option<NodeIndex>, after: Option<NodeIndex>) {
		if before == after {
			return;
		}
		if let Some(node) = after {
			T::Nodes::hold(node);
		}
		let Some(node) = before else { return };
		match CurrentRound::<T>::get() {
			// If it was named twice meanwhile, one hold is enough.
			Some(round) if !Former::<T>::contains_key(round.last, node) => {
				Former::<T>::insert(round.last, node, ());
			},
			_ => T::Nodes::release(node),
		}
	}
}
