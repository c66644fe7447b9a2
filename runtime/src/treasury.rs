// SPDX-License-Identifier: Apache-2.0

//! Where fees and dust go.

use crate::{AccountId, Authorship, Balances, units::TreasuryAccount};
use frame_support::traits::{
	OnUnbalanced,
	fungible::{Balanced, Credit},
};

/// Pays fees and dust to the treasury. If that account is dead and the amount is too small to revive it,
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
