// SPDX-License-Identifier: Apache-2.0

//! Who feeds the point of common coupling: the white paper's condition.

use gridmerit_market::{PPM, Planck, Price, payment};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{book::Island, outcome::IslandOutcome};

/// Who may inject at the point of common coupling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub enum Injection {
	/// The utility supplies, as it normally does (`G_u[g = Omega]`, `G_dc[g = phi]`).
	Utility,
	/// The microgrid is a source: it may feed into the utility, or be paid to draw less (`G_u[g = phi]`,
	/// `G_dc[g = Omega]`).
	Microgrid,
}

/// What the same energy costs from either, in one interval, in planck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Costs {
	/// From the microgrid's own sources: `sum(c_i(t))`.
	pub microgrid: Planck,
	/// From the utility: `c_u(t)`.
	pub utility: Planck,
}

/// What an island's dispatch costs at the asks of its sources and batteries, and what the same energy costs at the
/// utility's time-of-use price.
pub fn costs(island: Island<'_>, outcome: &IslandOutcome, tou: Price) -> Costs {
	let asks = island.offers().iter().map(|offer| offer.ask);
	let asks = asks.chain(island.storages().iter().map(|storage| storage.ask));
	let microgrid = asks
		.zip(outcome.given())
		.fold(0, |sum: Planck, (ask, given)| sum.saturating_add(payment(given, ask)));
	Costs { microgrid, utility: payment(outcome.clearing.traded, tou) }
}

/// The white paper's condition, "far below" as a number: its sums over `[a, b]` are to differ by more than this factor.
///
/// > { g_u -> phi, g_dc -> Omega } : { G_u[g = phi], G_dc[g = Omega] }
/// > if and only if sum over i of the integral of c_i(t) over `[a, b]` << the integral of c_u(t) over `[a, b]`
///
/// Karashik, *Reaching for Net-Zero* (EYP, 2021), section vi, the condition on `G_u` and `G_dc` under the economic dispatch
/// formula. `C(t) = sum(c_i)` is there the cost of the dispatch, so `c_i(t)` is what source i costs in interval t, and
/// `c_u(t)` what the utility costs for the same energy. The paper has four sources and leaves "far below" open; here there
/// can be any number, and a market's rules say the factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct FarBelow {
	factor_ppm: u32,
}

impl FarBelow {
	/// The factor in millionths, at least 1: 2,000,000 is "less than half of it".
	pub fn new(factor_ppm: u32) -> Result<Self, CouplingError> {
		if factor_ppm < PPM {
			return Err(CouplingError::FactorBelowOne);
		}
		Ok(Self { factor_ppm })
	}

	/// The factor, in millionths.
	pub fn factor_ppm(&self) -> u32 {
		self.factor_ppm
	}

	/// Who may inject in the span of these intervals, `[a, b]`: the microgrid if its sum times the factor is below the
	/// utility's, exactly. Fails without an interval, and if a sum is beyond 2^128 - 1 planck.
	pub fn injects(
		&self,
		span: impl IntoIterator<Item = Costs>,
	) -> Result<Injection, CouplingError> {
		let mut span = span.into_iter();
		let first = span.next().ok_or(CouplingError::NoInterval)?;
		let sum = span.try_fold(first, |sum, costs| {
			Some(Costs {
				microgrid: sum.microgrid.checked_add(costs.microgrid)?,
				utility: sum.utility.checked_add(costs.utility)?,
			})
		});
		let Costs { microgrid, utility } = sum.ok_or(CouplingError::BeyondBound)?;
		let far_below = wide(microgrid, self.factor_ppm) < wide(utility, PPM);
		Ok(if far_below { Injection::Microgrid } else { Injection::Utility })
	}
}

/// The product as high and low part: it can be more than 128 bits.
fn wide(amount: Planck, factor: u32) -> (u128, u64) {
	let factor = u128::from(factor);
	let low = u128::from(amount as u64).wrapping_mul(factor);
	let high = amount.wrapping_shr(64).wrapping_mul(factor).wrapping_add(low.wrapping_shr(64));
	(high, low as u64)
}

/// Why nobody can say who may inject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CouplingError {
	/// "Far below" would be above.
	#[error("the factor is below 1")]
	FactorBelowOne,
	/// There is no interval to judge by.
	#[error("there is no interval between a and b")]
	NoInterval,
	/// A sum of costs is beyond its integer.
	#[error("the costs add up to more than 2^128 - 1 planck")]
	BeyondBound,
}
