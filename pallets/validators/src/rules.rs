// SPDX-License-Identifier: Apache-2.0

//! Rules of the election.

use frame_support::{pallet_prelude::*, traits::Get};
use gridmerit_trust::{SeatRules, SeatRulesError};

use crate::{Config, Error, Event, NextRules, Pallet, Sessions};

impl<T: Config> Pallet<T> {
	/// Whether rules are sound, and give no more seats than consensus can bear.
	pub(crate) fn check_rules(rules: &SeatRules) -> Result<(), Error<T>> {
		rules.check()?;
		ensure!(rules.seats <= T::MaxValidators::get(), Error::<T>::TooManySeats);
		Ok(())
	}

	pub(crate) fn do_set_rules(rules: SeatRules) -> DispatchResult {
		Self::check_rules(&rules)?;
		let from = T::Sessions::current().saturating_add(T::RulesNotice::get());
		NextRules::<T>::put((from, rules));
		Self::deposit_event(Event::SeatRulesSet { from, rules });
		Ok(())
	}
}

impl<T: Config> From<SeatRulesError> for Error<T> {
	fn from(error: SeatRulesError) -> Self {
		match error {
			SeatRulesError::Least => Self::LeastTooFew,
			SeatRulesError::Seats => Self::TooFewSeats,
			SeatRulesError::Minimum => Self::NoMinimum,
			SeatRulesError::Hysteresis => Self::HysteresisTooWide,
		}
	}
}
