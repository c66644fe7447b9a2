// SPDX-License-Identifier: Apache-2.0

//! How a node and its backers share losses and rewards, without a step for each backer.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::Planck;
use scale_info::TypeInfo;

use crate::{Part, mul_div};

/// The most that is bonded behind a node, and the most that a payout has, in planck: 2^96.
pub const MAX_BOND: Planck = 1 << 96;

/// Shares for the first planck, and for each planck as long as nothing is slashed: fine enough that what is left of a
/// pool after many slashes can still be joined fairly.
const SHARES: Planck = 1 << 20;

/// Fractions of a planck per share: reward per share is in units of 2^-96.
const FRACTIONS: Planck = 1 << 96;

/// Why a stake cannot change so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StakeError {
	/// Nothing moves.
	#[error("nothing is bonded, withdrawn or paid")]
	Nothing,
	/// More than [`MAX_BOND`].
	#[error("more than 2^96 planck")]
	TooMuch,
	/// More than there is.
	#[error("more than the backer has, or more than the pool has")]
	TooLittle,
	/// Slashes have taken all: who is in it has nothing, so nobody can join.
	#[error("all that was bonded is slashed")]
	Wiped,
	/// Rewards per share are beyond all bounds: next to nothing is bonded.
	#[error("next to nothing is bonded")]
	Overflow,
}

/// What a slash of `fraction` takes from a node's own bond and from its backers', in planck. Both together lose
/// exactly `fraction` of what both have, rounded down; the backers their part rounded down, the node what is left, at
/// most one planck more than its fraction and never more than it has.
pub fn slash(own: Planck, backers: Planck, fraction: Part) -> (Planck, Planck) {
	let all = fraction.times(own.saturating_add(backers));
	let theirs = fraction.times(backers);
	(all.saturating_sub(theirs).min(own), theirs)
}

/// How a reward is split between a node and its backers, in planck: by what each has bonded, and of what the backers
/// get the node keeps its commission. The parts add up to the reward; what is rounded falls to the node. None if the
/// bonds together do not fit.
pub fn split_reward(
	reward: Planck,
	commission: Part,
	own: Planck,
	backers: Planck,
) -> Option<(Planck, Planck)> {
	let bonded = own.checked_add(backers)?;
	let gross = mul_div(reward, backers, bonded).unwrap_or(0);
	let theirs = commission.rest().times(gross);
	Some((reward.saturating_sub(theirs), theirs))
}

/// What backers have bonded behind a node, in shares: a slash changes what a share is worth, not who has how many.
///
/// Two pools make a node: one of those who stay, one of those who are leaving. A slash takes from both.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Pool {
	/// What is bonded, in planck.
	#[codec(compact)]
	pub bonded: Planck,
	/// Shares given out.
	#[codec(compact)]
	pub shares: Planck,
}

/// What a pool's change came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pooled {
	/// The pool after it.
	pub pool: Pool,
	/// Shares given out or taken back.
	pub shares: Planck,
	/// Bonded or withdrawn, in planck.
	pub amount: Planck,
}

impl Pool {
	/// Somebody bonds. Shares are rounded down, so nobody else loses by it.
	pub fn join(self, amount: Planck) -> Result<Pooled, StakeError> {
		if amount == 0 {
			return Err(StakeError::Nothing);
		}
		let bonded = self.bonded.checked_add(amount).filter(|all| *all <= MAX_BOND);
		let bonded = bonded.ok_or(StakeError::TooMuch)?;
		let shares = match (self.bonded, self.shares) {
			(_, 0) => amount.checked_mul(SHARES).ok_or(StakeError::TooMuch)?,
			(0, _) => return Err(StakeError::Wiped),
			(all, shares) => mul_div(amount, shares, all).ok_or(StakeError::Overflow)?,
		};
		let all = self.shares.checked_add(shares).ok_or(StakeError::Overflow)?;
		if shares == 0 {
			return Err(StakeError::Nothing);
		}
		Ok(Pooled { pool: Self { bonded, shares: all }, shares, amount })
	}

	/// Somebody leaves with shares. What they are worth is rounded down; the last one takes all there is.
	pub fn leave(self, shares: Planck) -> Result<Pooled, StakeError> {
		if shares == 0 {
			return Err(StakeError::Nothing);
		}
		let left = self.shares.checked_sub(shares).ok_or(StakeError::TooLittle)?;
		let amount = self.worth(shares);
		let bonded = self.bonded.saturating_sub(amount);
		Ok(Pooled { pool: Self { bonded, shares: left }, shares, amount })
	}

	/// What shares are worth, in planck, rounded down.
	pub fn worth(&self, shares: Planck) -> Planck {
		mul_div(self.bonded, shares, self.shares).unwrap_or(0).min(self.bonded)
	}

	/// The fewest shares that are worth an amount, for who wants to leave with that; none if all are worth less.
	pub fn shares_for(&self, amount: Planck) -> Option<Planck> {
		if amount == 0 || amount > self.bonded {
			return None;
		}
		let shares = mul_div(amount, self.shares, self.bonded)?;
		if self.worth(shares) >= amount { Some(shares) } else { shares.checked_add(1) }
	}

	/// Takes an amount from all in proportion.
	pub fn slash(self, amount: Planck) -> Result<Self, StakeError> {
		let bonded = self.bonded.checked_sub(amount).ok_or(StakeError::TooLittle)?;
		Ok(Self { bonded, ..self })
	}
}

/// Rewards of a pool since it began, per share: who has held `shares` since it stood at `then` has earned what
/// [`Accrual::earned`] says. Each backer is reckoned when it joins, leaves or claims, and never otherwise.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Accrual {
	/// Rewards per share, in units of 2^-96 planck.
	#[codec(compact)]
	pub per_share: u128,
	/// Rewards that are too little to be divided yet, in planck: they are divided with the next.
	#[codec(compact)]
	pub rest: Planck,
}

impl Accrual {
	/// Divides a reward among all shares of a pool. All that is claimed is never more than all that was divided.
	pub fn add(self, reward: Planck, shares: Planck) -> Result<Self, StakeError> {
		if shares == 0 {
			return Err(StakeError::Nothing);
		}
		let reward = reward.checked_add(self.rest).filter(|reward| *reward <= MAX_BOND);
		let reward = reward.ok_or(StakeError::TooMuch)?;
		let each = mul_div(reward, FRACTIONS, shares).ok_or(StakeError::Overflow)?;
		// What is divided, rounded up: the rest is whole planck that nobody has a claim on.
		let below = mul_div(each, shares, FRACTIONS).ok_or(StakeError::Overflow)?;
		let exact = each.wrapping_mul(shares) & FRACTIONS.wrapping_sub(1) == 0;
		let divided = if exact { below } else { below.saturating_add(1) };
		let per_share = self.per_share.checked_add(each).ok_or(StakeError::Overflow)?;
		Ok(Self { per_share, rest: reward.saturating_sub(divided) })
	}

	/// What shares have earned since it stood at `then`, in planck, rounded down. None if they are beyond all bounds.
	pub fn earned(&self, shares: Planck, then: u128) -> Option<Planck> {
		mul_div(self.per_share.checked_sub(then)?, shares, FRACTIONS)
	}
}
