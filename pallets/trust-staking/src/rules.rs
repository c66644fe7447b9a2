// SPDX-License-Identifier: Apache-2.0

//! Rules: bounds, notice, enactment.

use frame_support::pallet_prelude::*;
use gridmerit_pallet_support::SessionIndex;
use gridmerit_trust::{Part, tiers_in_order};

use crate::{Config, Error, Event, NextRules, Pallet, Rules, Slashing, TrustRules};

impl<T: Config> Pallet<T> {
	/// Whether rules are sound.
	pub(crate) fn check_rules(rules: &TrustRules) -> Result<(), Error<T>> {
		rules.params.check()?;
		rules.weighing.check()?;
		tiers_in_order(&rules.tiers)?;
		let Slashing {
			missing_reading,
			contradiction,
			revoked_meter,
			equivocation,
			absence,
			false_computation,
			reporter,
		} = rules.slashing;
		let fractions = [
			missing_reading,
			contradiction,
			revoked_meter,
			equivocation,
			absence,
			false_computation,
		];
		let sound = fractions.into_iter().all(|fraction| fraction <= Slashing::MOST);
		ensure!(sound, Error::<T>::SlashTooHigh);
		ensure!(reporter <= Slashing::MOST_FOR_REPORTER, Error::<T>::ReporterShareTooHigh);
		let discount = rules.discount;
		ensure!(discount.most.max(discount.cover) <= Part::ONE, Error::<T>::DiscountTooHigh);
		Ok(())
	}

	pub(crate) fn do_set_rules(rules: TrustRules) -> DispatchResult {
		Self::check_rules(&rules)?;
		let from = T::Session::get().saturating_add(T::RulesNotice::get());
		NextRules::<T>::put((from, rules.clone()));
		Self::deposit_event(Event::RulesSet { from, rules });
		Ok(())
	}

	/// Rules whose notice is over hold from now on. Not before all of the last session is folded: it is judged by the
	/// rules that it had.
	pub(crate) fn enact_rules(now: SessionIndex) {
		if let Some((from, rules)) = NextRules::<T>::get()
			&& from <= now
		{
			NextRules::<T>::kill();
			Rules::<T>::put(rules);
			Self::deposit_event(Event::RulesEnacted);
		}
	}
}
