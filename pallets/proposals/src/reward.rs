// SPDX-License-Identifier: Apache-2.0

//! A better dispatch is paid for from the congestion rent, within bounds.

use frame_support::traits::Get;
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_pallet_support::{ConductSink, RentAccount, TeNodes};

use crate::{Budget, Config, Paid, Pallet};

impl<T: Config> Pallet<T> {
	/// What was paid in this session, and can be. The most follows from what is held when the first is asked for.
	pub(crate) fn budget(held: Planck) -> Budget {
		let session = T::Conduct::session();
		let known = Paid::<T>::get().filter(|budget| budget.session == session);
		known.unwrap_or_else(|| Budget {
			session,
			most: T::SessionShare::get().mul_floor(held),
			spent: 0,
		})
	}

	/// Pays a node for a dispatch that is better by so much; how much. Where there is nothing to pay with, or it cannot be
	/// paid, the dispatch stands all the same.
	pub(crate) fn reward(node: NodeIndex, gain: Planck, most: Planck) -> Planck {
		let held = T::Ledger::rent_held();
		let mut budget = Self::budget(held);
		let left = budget.most.saturating_sub(budget.spent);
		let reward = T::RewardShare::get().mul_floor(gain);
		let reward = reward.min(most).min(T::MaxReward::get()).min(left).min(held);
		let Some(account) = T::Nodes::account_of(node).filter(|_| reward > 0) else { return 0 };
		if T::Ledger::spend_rent(&account, reward).is_err() {
			return 0;
		}
		budget.spent = budget.spent.saturating_add(reward);
		Paid::<T>::put(budget);
		reward
	}
}
