// SPDX-License-Identifier: Apache-2.0

//! Tariffs that are corrected when their intervals have begun, towards the customer.

use frame_support::{ensure, pallet_prelude::*, traits::EnsureOrigin};
use frame_system::pallet_prelude::OriginFor;
use gridmerit_energy::{Interval, Tariff, tariffs::BeyondBounds};
use gridmerit_pallet_support::TariffCorrections;

use crate::{
	ClosedUntil, Config, Corrected, Corrections, CurrentRound, Error, Event, IntervalTerms, Pallet,
	TariffsBefore, published::Published,
};

/// Whether a tariff costs a customer no more than another, whatever it has used, fed in and traded: what clearing
/// goes by is the same. So are alpha and fee; the bounds on P2P prices are kept with the terms.
pub(crate) fn is_in_favour(before: &Tariff, after: &Tariff) -> bool {
	after.tou <= before.tou
		&& after.shortfall <= before.shortfall
		&& after.fit >= before.fit
		&& after.surplus >= before.surplus
		&& after.curtailed >= before.curtailed
		&& after.alpha_ppm == before.alpha_ppm
		&& after.fee == before.fee
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_correct_tariff(
		origin: OriginFor<T>,
		interval: Interval,
		tariff: Tariff,
	) -> DispatchResult {
		let operator = T::OperatorOrigin::try_origin(origin.clone()).is_ok();
		let terms = IntervalTerms::<T>::get(interval);
		let utility = terms.map(|terms| terms.utility);
		Self::ensure_publisher(origin, |node| Some(node) == utility)?;
		let mut terms = terms.ok_or(Error::<T>::NoTariff)?;
		ensure!(interval <= Self::interval_now(), Error::<T>::NotBegun);
		ensure!(interval >= ClosedUntil::<T>::get(), Error::<T>::SettledForGood);
		ensure!(!TariffsBefore::<T>::contains_key(interval), Error::<T>::CorrectionPending);
		// Each correction delays when the interval is closed.
		let first = !Corrected::<T>::contains_key(interval);
		ensure!(first || operator, Error::<T>::CorrectedBefore);
		// What opens next is compared with the tariff of the last one that has opened.
		let follows = CurrentRound::<T>::get().is_some_and(|round| interval < round.last);
		ensure!(follows, Error::<T>::LastOpened);
		Self::check_tariff(&tariff)?;
		// It is the utility's money, but who has stolen its key could have friends that feed in.
		let within =
			|timeline: &gridmerit_energy::tariffs::Timeline<'_>| match timeline.bounds.first() {
				Some((_, bounds)) => bounds.check_ceiling(&tariff),
				None => Ok::<_, BeyondBounds>(()),
			};
		Published::<T>::load().check(within)?;
		let before = terms.tariff;
		ensure!(is_in_favour(&before, &tariff), Error::<T>::NotInFavour);
		ensure!(before != tariff, Error::<T>::NothingCorrected);
		Corrections::<T>::try_append(interval).map_err(|()| Error::<T>::TooManyCorrections)?;
		TariffsBefore::<T>::insert(interval, before);
		Corrected::<T>::insert(interval, ());
		terms.tariff = tariff;
		IntervalTerms::<T>::insert(interval, terms);
		Self::deposit_event(Event::TariffCorrected { interval, before, tariff });
		Ok(())
	}
}

impl<T: Config> TariffCorrections for Pallet<T> {
	fn tariff_before(interval: Interval) -> Option<Tariff> {
		TariffsBefore::<T>::get(interval)
	}

	fn next_correction() -> Option<Interval> {
		Corrections::<T>::get().first().copied()
	}

	fn correction_done(interval: Interval) {
		if TariffsBefore::<T>::take(interval).is_some() {
			Corrections::<T>::mutate(|pending| pending.retain(|other| *other != interval));
			Self::deposit_event(Event::CorrectionSettled { interval });
		}
	}
}
