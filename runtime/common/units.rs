// SPDX-License-Identifier: Apache-2.0

//! Money and time.

use crate::{AccountId, Balance, BlockNumber};
use frame_support::{PalletId, parameter_types};
pub use gridmerit_energy::token;
use sp_runtime::traits::AccountIdConversion;

/// A unit of the token, in planck.
pub const UNIT: Balance = 10_u128.pow(token::DECIMALS as u32);
/// A hundredth of a UNIT.
pub const CENT: Balance = UNIT / 100;
/// A thousandth of a UNIT.
pub const MILLIUNIT: Balance = UNIT / 1_000;
/// A millionth of a UNIT.
pub const MICROUNIT: Balance = UNIT / 1_000_000;

/// Price of state that somebody else has to keep: per item and per byte.
pub const fn deposit(items: u32, bytes: u32) -> Balance {
	items as Balance * CENT + bytes as Balance * 10 * MICROUNIT
}

/// Duration of a slot, and on average of a block.
pub const SLOT_MILLIS: u64 = 6_000;
/// Blocks in a minute.
pub const MINUTES: BlockNumber = (60_000 / SLOT_MILLIS) as BlockNumber;
/// Blocks in an hour.
pub const HOURS: BlockNumber = MINUTES * 60;

parameter_types! {
	/// Account that dust and a part of transaction fees go to. Nobody holds its key; the operator spends from it.
	pub TreasuryAccount: AccountId = PalletId(*b"grid/trs").into_account_truncating();
	/// Whose account is the pot: the market's money. Nobody holds its key.
	pub const MarketPalletId: PalletId = PalletId(*b"grid/mkt");
	/// Account of the pot.
	pub PotAccount: AccountId = MarketPalletId::get().into_account_truncating();
	/// Whose account has what is bonded behind others' nodes. Nobody holds its key.
	pub const BackingPalletId: PalletId = PalletId(*b"grid/bck");
	/// Account of what is bonded behind others' nodes.
	pub BackingAccount: AccountId = BackingPalletId::get().into_account_truncating();
	/// Whose account trust is rewarded from. Nobody holds its key; anybody can pay into it.
	pub const RewardsPalletId: PalletId = PalletId(*b"grid/rwd");
	/// Account that trust is rewarded from.
	pub RewardsAccount: AccountId = RewardsPalletId::get().into_account_truncating();
	/// Whose account builders of blocks are paid from. Nobody holds its key; anybody can pay into it.
	pub const BuildersPalletId: PalletId = PalletId(*b"grid/bld");
	/// Account that builders of blocks are paid from.
	pub BuildersAccount: AccountId = BuildersPalletId::get().into_account_truncating();
}
