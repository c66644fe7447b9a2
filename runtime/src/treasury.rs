// SPDX-License-Identifier: Apache-2.0

//! Where fees and dust go.

use crate::{AccountId, Authorship, Balances, units::TreasuryAccount};
use frame_support::traits::{
	OnUnbalanced,
	fungible::{Balanced, Credit},
};

/// Takes fees and dust to the treasury. Should that account be dead, too small an amount cannot revive
/// it and goes to the block's author, whose account its session keys keep alive: none is burnt.
pub struct ToTreasury;

impl OnUnbalanced<Credit<AccountId, Balances>> for ToTreasury {
	fn on_nonzero_unbalanced(credit: Credit<AccountId, Balances>) {
		let left = Balances::resolve(&TreasuryAccount::get(), credit).err();
		if let (Some(credit), Some(author)) = (left, Authorship::author()) {
			let _ = Balances::resolve(&author, credit);
		}
	}
}
