// SPDX-License-Identifier: Apache-2.0

//! Where fees and dust go.

use crate::{
	AccountId, Authorship, Balances,
	units::{RewardsAccount, TreasuryAccount},
};
use frame_support::traits::{
	Imbalance, OnUnbalanced,
	fungible::{Balanced, Credit},
};

/// Pays half of what transactions cost, rounded up, to the treasury, and the rest into the account that trust is
/// rewarded from.
pub struct FeesShared;

impl OnUnbalanced<Credit<AccountId, Balances>> for FeesShared {
	fn on_nonzero_unbalanced(credit: Credit<AccountId, Balances>) {
		let half = credit.peek() / 2;
		let (rewards, treasury) = credit.split(half);
		// That account lives: it never pays out its existential deposit.
		let left = Balances::resolve(&RewardsAccount::get(), rewards).err();
		ToTreasury::on_unbalanced(treasury);
		if let Some(left) = left {
			ToTreasury::on_unbalanced(left);
		}
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
