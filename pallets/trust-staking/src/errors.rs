// SPDX-License-Identifier: Apache-2.0

//! Why calls fail, as a section of the pallet, and what the arithmetic refuses in its words.

use frame_support::pallet_macros::pallet_section;
use gridmerit_trust::{ParamsError, StakeError, TierError, WeighingError};

use crate::Error;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// This account does not act for a TE node.
		NotRegistered,
		/// There is no TE node with this index.
		UnknownNode,
		/// The amount is zero.
		ZeroAmount,
		/// The account's free balance does not cover that.
		InsufficientFunds,
		/// More than 2^96 planck would be bonded behind the node.
		BondTooLarge,
		/// The node's bond is that of an account which acted for it before. Have it unbonded, wait, and have it
		/// withdrawn: it goes back to that account.
		BondOfAnother,
		/// Neither the owner of the bond nor the account of the node has signed.
		NotOwner,
		/// Nothing is bonded behind the node.
		NotBonded,
		/// Less than that is bonded.
		MoreThanBonded,
		/// Too much is on its way out already. Withdraw what can be, or wait.
		TooManyUnbondings,
		/// Nothing can be withdrawn yet.
		NothingToWithdraw,
		/// There are no rewards to claim.
		NothingToClaim,
		/// A slash of the node waits for the end of its dispute window: nobody can bond before it is decided.
		SlashPending,
		/// Slashes that are due have not been applied yet. Try again in the next block.
		SlashDue,
		/// The node has bonded less itself than counts at all. Nobody backs who risks nothing.
		NotBackable,
		/// A backer bonds at least `MinBacking`.
		BackingTooSmall,
		/// The node has as many backers as it can have.
		TooManyBackers,
		/// This account has nothing behind the node.
		NotBacker,
		/// A commission is a part of the whole.
		CommissionTooHigh,
		/// Slashes have left next to nothing in a pool, so that its shares are too many to count. Wait until its
		/// backers have left.
		PoolExhausted,
		/// There is no such slash, or it is applied or cancelled already.
		UnknownSlash,
		/// The dispute window of the slash has ended.
		DisputeOver,
		/// The sender does not act for the node that money is owed to, and is not the operator.
		NotCreditor,
		/// The node owes nothing to that creditor.
		NothingOwed,
		/// This was reported already.
		AlreadyReported,
		/// This happened too long ago to be reported.
		TooOld,
		/// This did not happen yet.
		NotYet,
		/// The base is above a half.
		BaseTooHigh,
		/// A day would gain more than a tenth of the way.
		GainTooFast,
		/// A day would lose more than a tenth of the way.
		DecayTooFast,
		/// A day's risk is from 1 to 2^90 planck.
		BadDay,
		/// An interval's risk is from 1 to that of a day.
		BadInterval,
		/// The leverage is from 1 to 1,000.
		BadLeverage,
		/// The tolerance is at most a half.
		ToleranceTooWide,
		/// A reward must stay below the fee, or trading in a circle would pay.
		RewardTooHigh,
		/// An offence has at most 20,724 steps.
		TooManySteps,
		/// Missing a day's energy must cost at least what delivering it gains.
		FallsTooSlowly,
		/// A revoked meter must not cost more than one that contradicts itself.
		RevokedAboveContradiction,
		/// The full bond is from 1 to 2^90 planck.
		BadFullBond,
		/// The least bond is at most the full one.
		LeastAboveFull,
		/// A tier begins above full trust.
		TierUnreachable,
		/// Each tier begins above the one before it.
		TiersNotAscending,
		/// No tier allows less than the one before it.
		TierAllowsLess,
		/// A slash takes at most 99 % of a bond.
		SlashTooHigh,
		/// A reporter gets at most half of a slash.
		ReporterShareTooHigh,
		/// A discount or its cover is a part of the whole.
		DiscountTooHigh,
	}
}

impl<T> From<ParamsError> for Error<T> {
	fn from(error: ParamsError) -> Self {
		match error {
			ParamsError::Base => Self::BaseTooHigh,
			ParamsError::Gain => Self::GainTooFast,
			ParamsError::Decay => Self::DecayTooFast,
			ParamsError::Day => Self::BadDay,
			ParamsError::Interval => Self::BadInterval,
			ParamsError::Leverage => Self::BadLeverage,
			ParamsError::Tolerance => Self::ToleranceTooWide,
			ParamsError::Reward => Self::RewardTooHigh,
			ParamsError::TooManySteps => Self::TooManySteps,
			ParamsError::FallsTooSlowly => Self::FallsTooSlowly,
			ParamsError::RevokedAboveContradiction => Self::RevokedAboveContradiction,
		}
	}
}

impl<T> From<WeighingError> for Error<T> {
	fn from(error: WeighingError) -> Self {
		match error {
			WeighingError::Full => Self::BadFullBond,
			WeighingError::Least => Self::LeastAboveFull,
		}
	}
}

impl<T> From<TierError> for Error<T> {
	fn from(error: TierError) -> Self {
		match error {
			TierError::Unreachable => Self::TierUnreachable,
			TierError::NotAscending => Self::TiersNotAscending,
			TierError::AllowsLess => Self::TierAllowsLess,
		}
	}
}

impl<T> From<StakeError> for Error<T> {
	fn from(error: StakeError) -> Self {
		match error {
			StakeError::Nothing => Self::ZeroAmount,
			StakeError::TooMuch => Self::BondTooLarge,
			StakeError::TooLittle => Self::MoreThanBonded,
			StakeError::Wiped | StakeError::Overflow => Self::PoolExhausted,
		}
	}
}
