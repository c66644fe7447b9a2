// SPDX-License-Identifier: Apache-2.0

//! Rewards: promised when a session is folded, as far as the account of rewards covers them, or when a pallet above pays
//! them in; and paid on claim. Nothing is minted.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_pallet_support::{NodeRewards, SessionIndex, TeNodes, page_of};
use gridmerit_trust::{Changes, Part, split_reward};

use crate::{
	Backers, Config, Error, Event, Pallet, Rules, StakeOf, Stakes, StandingPages, StandingRow,
	TrustRules,
};

impl<T: Config> Pallet<T> {
	/// What node and backers get for the risk that a session counted, at most `room`: all of it, and what of it is the
	/// node's own.
	pub(crate) fn reward_risk(
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
		let (divided, own) = Self::divide_reward(&mut stake, session, reward);
		if own < divided {
			Stakes::<T>::insert(node, stake);
		}
		// What cannot be divided is not paid.
		(divided, own)
	}

	/// Divides a reward of a session between a node and its backers: how much of it, and what of that is the node's own.
	/// All of it, unless its backers' part is beyond all bounds.
	fn divide_reward(
		stake: &mut StakeOf<T>,
		session: SessionIndex,
		reward: Planck,
	) -> (Planck, Planck) {
		let commission = stake.commission_in(session);
		let split = split_reward(reward, commission, stake.bonded, stake.pool.bonded);
		let (own, theirs) = split.unwrap_or((reward, 0));
		if theirs == 0 {
			return (reward, reward);
		}
		match stake.accrual.add(theirs, stake.pool.shares) {
			Ok(accrual) => {
				stake.accrual = accrual;
				(reward, own)
			},
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

impl<T: Config> NodeRewards<T::AccountId> for Pallet<T> {
	fn reward(payer: &T::AccountId, node: NodeIndex, amount: Planck) -> DispatchResult {
		ensure!(T::Nodes::by_index(node).is_some(), Error::<T>::UnknownNode);
		Self::fund_reward(payer, amount)?;
		// Nothing fails from here on.
		let mut own = amount;
		if let Some(mut stake) = Stakes::<T>::get(node) {
			let (divided, part) = Self::divide_reward(&mut stake, T::Session::get(), amount);
			if part < divided {
				Stakes::<T>::insert(node, stake);
				own = part;
			}
		}
		if own > 0 {
			StandingPages::<T>::mutate(page_of(node), |rows| {
				let row = rows.get(node).copied();
				let begin = || StandingRow::new(Self::today(), &Rules::<T>::get().params);
				let mut row = row.unwrap_or_else(begin);
				row.owed = row.owed.saturating_add(own);
				rows.set(node, row);
			});
		}
		Ok(())
	}
}
