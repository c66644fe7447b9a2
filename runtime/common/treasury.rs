// SPDX-License-Identifier: Apache-2.0

//! Where fees and dust go.

use crate::{
	AccountId, Authorship, Balances,
	units::{BuildersAccount, RewardsAccount, TreasuryAccount},
};
use frame_support::traits::{
	Imbalance, OnUnbalanced,
	fungible::{Balanced, Credit},
};

/// Shares what transactions cost: half of it goes into the account that trust is rewarded from, a quarter into the one
/// that builders are paid from, both rounded down, and the rest to the treasury.
pub struct FeesShared;

impl OnUnbalanced<Credit<AccountId, Balances>> for FeesShared {
	fn on_nonzero_unbalanced(credit: Credit<AccountId, Balances>) {
		let fee = credit.peek();
		let (rewards, rest) = credit.split(fee / 2);
		let (builders, treasury) = rest.split(fee / 4);
		let pots = [(RewardsAccount::get(), rewards), (BuildersAccount::get(), builders)];
		// These accounts live: none pays out its existential deposit. If one does not, the treasury gets its part.
		let left = pots.into_iter().filter_map(|(pot, part)| Balances::resolve(&pot, part).err());
		ToTreasury::on_unbalanced(left.fold(treasury, Imbalance::merge));
	}
}

/// Pays dust, and its part of fees, to the treasury. If that account is dead and the amount is too small to revive it,
/// it goes to the block's author, whose account is kept alive by its session keys: none is burnt.
pub struct ToTreasury;

impl OnUnbalanced<Credit<AccountId, Balances>> for ToTreasury {
	fn on_nonzero_unbalanced(credit: Credit<AccountId, Balances>) {
		let left = Balances::resolve(&TreasuryAccount::get(), credit).err();
		if let (Some(credit), Some(author)) = (left, Authorship::author()) {
			let _ = Balances::resolve(&author, credit);
		}
	}
}
