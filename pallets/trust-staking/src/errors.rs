// SPDX-License-Identifier: Apache-2.0

//! What the arithmetic refuses, in this pallet's words.

use gridmerit_trust::{ParamsError, StakeError, TierError, WeighingError};

use crate::Error;

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
