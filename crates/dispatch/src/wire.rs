// SPDX-License-Identifier: Apache-2.0

//! Bodies as bytes, no more of them than a problem can need.

use codec::{Compact, DecodeAll, MaxEncodedLen};

use crate::{body::Body, problem::Problem};

/// Most bytes of a multiplier and of what trades at a price: two numbers in compact form, and one or two more. What
/// `MaxEncodedLen` derives for compact fields is too little.
const MULTIPLIER: usize = 4 + 5 + 8;
const AT_PRICE: usize = 4 + 4 + 9 + 9;

/// Why bytes are no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
	/// More than [`Body::most_bytes`] of the problem.
	#[error("more bytes than a body of this problem can have")]
	TooLong,
	/// They say nothing, or something more.
	#[error("the bytes are no body")]
	NoBody,
}

impl Body {
	/// The most bytes that a body of a problem can have: with every limit, every price and every block named.
	pub fn most_bytes(problem: &Problem<'_>) -> usize {
		let limits = problem.grids().iter().map(|grid| grid.limits());
		let multipliers = limits
			.fold(0, |sum: usize, (lines, volts)| sum.saturating_add(lines).saturating_add(volts));
		let windows = problem.grids().len();
		let plan = windows.saturating_mul(16).saturating_add(length().saturating_mul(3));
		[
			length().saturating_mul(6),
			windows.saturating_mul(8),
			multipliers.saturating_mul(MULTIPLIER),
			windows.saturating_mul(problem.buses()).saturating_mul(AT_PRICE),
			problem.blocks().len().saturating_mul(4),
			problem.stores().len().saturating_mul(plan),
		]
		.into_iter()
		.fold(0, usize::saturating_add)
	}

	/// Reads a body for a problem, all of the bytes. What it says is checked by [`check`](crate::check()).
	pub fn read(problem: &Problem<'_>, bytes: &[u8]) -> Result<Self, WireError> {
		if bytes.len() > Self::most_bytes(problem) {
			return Err(WireError::TooLong);
		}
		let mut bytes = bytes;
		Self::decode_all(&mut bytes).map_err(|_| WireError::NoBody)
	}
}

/// Of a list's length, and of a number.
fn length() -> usize {
	Compact::<u32>::max_encoded_len()
}
