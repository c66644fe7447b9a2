// SPDX-License-Identifier: Apache-2.0

//! Which of several dispatches stands.

use gridmerit_market::Planck;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{check::Checked, units::WHOLE};

/// The gap up to which a dispatch is taken, the *threshold for loss*: the larger of a part of the bound and an amount. In
/// whole Wh some gap is left: with voltages some ten ppm, and about one Wh at its price where little is traded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Threshold {
	/// Of the bound, in ppm.
	pub ppm: u32,
	/// In planck.
	pub least: Planck,
}

impl Threshold {
	/// The largest gap that a dispatch with this bound may have.
	pub fn most(&self, bound: Planck) -> Planck {
		let part = bound.checked_mul(self.ppm.into()).map(|part| part / WHOLE);
		// A bound so large that the product fits into nothing: divided first.
		let part = part.unwrap_or_else(|| (bound / WHOLE).saturating_mul(self.ppm.into()));
		part.max(self.least)
	}
}

/// By what a dispatch is better than another: more welfare, and of two with as much that for which buyers pay less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Merit {
	/// In planck.
	pub welfare: Planck,
	/// What buyers pay, in planck.
	pub paid: i128,
}

impl Merit {
	/// Of a checked dispatch.
	pub fn of(checked: &Checked) -> Self {
		Self { welfare: checked.welfare, paid: checked.paid }
	}

	/// Whether it is better than another: the first of two equal ones stays.
	pub fn beats(&self, other: &Self) -> bool {
		(self.welfare, other.paid) > (other.welfare, self.paid)
	}
}

/// Why a dispatch does not take the place of what stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
	/// Another could be better by more than the threshold.
	#[error("the gap is above the threshold for loss")]
	Gap,
	/// What stands has more welfare, or as much and buyers pay no more.
	#[error("not better than what stands")]
	NotBetter,
}

/// Whether a dispatch takes the place of the one that stands, if there is one: its gap is within the threshold, it has
/// more welfare, or as much with less for buyers to pay. So who proposes cannot choose among optimal prices: those at
/// which buyers pay least beat all others.
pub fn accept(
	checked: &Checked,
	standing: Option<&Merit>,
	threshold: Threshold,
) -> Result<(), Rejection> {
	if checked.gap > threshold.most(checked.bound) {
		return Err(Rejection::Gap);
	}
	match standing {
		Some(standing) if !Merit::of(checked).beats(standing) => Err(Rejection::NotBetter),
		_ => Ok(()),
	}
}
