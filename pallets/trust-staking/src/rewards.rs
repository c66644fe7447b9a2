// SPDX-License-Identifier: Apache-2.0

//! Rewards: promised when a session is folded, as far as the account of rewards covers them, and paid on claim. Nothing
//! is minted.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_pallet_support::{SessionIndex, TeNodes, page_of};
use gridmerit_trust::{Changes, Part, split_reward};

use crate::{Backers, Config, Error, Event, Pallet, Stakes, StandingPages, TrustRules};

impl<T: Config> Pallet<T> {
	/// What node and backers get for the risk that a session counted, at most `room`: all of it, and what of it is the
	/// node's own.
	pub(crate) fn reward(
		node: NodeIndex,
		session: SessionIndex,
		index: Part,
		changes: &Changes,
		rules: &TrustRules,
		room: Planck,
	) -> (Planck, Planck) {
		if changes.counted == 0 || room == 0 {
			return (0, 0);
		}
		let Some(mut stake) = Stakes::<T>::get(node) else { return (0, 0) };
		let effective = rules.weighing.effective(index, stake.counted(&rules.weighing));
		let reward = rules.params.reward_of(changes.counted, effective).min(room);
		let commission = stake.commission_in(session);
		let split = split_reward(reward, commission, stake.bonded, stake.pool.bonded);
		let (own, theirs) = split.unwrap_or((reward, 0));
		if theirs == 0 {
			return (reward, reward);
		}
		match stake.accrual.add(theirs, stake.pool.shares) {
			Ok(accrual) => {
				stake.accrual = accrual;
				Stakes::<T>::insert(node, stake);
				(reward, own)
			},
			// Beyond all bounds, or no shares: what cannot be divided is not paid.
			Err(_) => (own, own),
		}
	}

	pub(crate) fn do_claim(node: NodeIndex) -> DispatchResult {
		let account = T::Nodes::account_of(node).ok_or(Error::<T>::UnknownNode)?;
		let amount = StandingPages::<T>::try_mutate(page_of(node), |rows| {
			let mut row = *rows.get(node).ok_or(Error::<T>::NothingToClaim)?;
			let amount = core::mem::take(&mut row.owed);
			ensure!(amount > 0, Error::<T>::NothingToClaim);
			rows.set(node, row);
			Ok::<_, Error<T>>(amount)
		})?;
		Self::pay_reward(&account, amount)?;
		Self::deposit_event(Event::RewardPaid { node, account, amount });
		Ok(())
	}

	pub(crate) fn do_claim_backing(account: T::AccountId, node: NodeIndex) -> DispatchResult {
		let mut backer = Backers::<T>::get(node, &account).ok_or(Error::<T>::NotBacker)?;
		let stake = Stakes::<T>::get(node).ok_or(Error::<T>::NotBonded)?;
		Self::reckon(&stake, &mut backer)?;
		let amount = core::mem::take(&mut backer.owed);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		Self::pay_reward(&account, amount)?;
		Self::store_backer(node, &account, stake, backer);
		Self::deposit_event(Event::BackingRewardPaid { node, backer: account, amount });
		Ok(())
	}
}
