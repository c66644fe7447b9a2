// SPDX-License-Identifier: Apache-2.0

//! What a body comes to.

use alloc::vec::Vec;

use gridmerit_market::{Planck, Wh};

use crate::{
	body::{Body, DispatchClaim},
	error::Refusal,
	fill::Trades,
	price::Prices,
	problem::Problem,
	units::NANO,
};

/// A dispatch that can be, and how good it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
	/// Its welfare, in planck: what demand that trades would have paid at most, less what supply that trades wants at
	/// least.
	pub welfare: Planck,
	/// What the welfare of no dispatch exceeds, in planck.
	pub bound: Planck,
	/// Bound less welfare: the most by which another dispatch can be better, in planck.
	pub gap: Planck,
	/// By window and bus ([`Problem::cell`]), in planck per Wh: what who buys there pays, and who sells there gets, stores
	/// and blocks as well.
	pub prices: Vec<i64>,
	/// Of each order, in Wh.
	pub fills: Vec<Wh>,
	/// What demand pays, blocks as well, in planck; it is below 0 only where prices are.
	pub paid: i128,
	/// What supply gets, blocks as well.
	pub earned: i128,
	/// What each store gets for what it gives, less what it pays for what it takes; in planck.
	pub gains: Vec<Planck>,
	/// What is left of what is paid; in planck. It is the worth of full lines and voltages.
	pub rent: Planck,
}

impl Checked {
	/// What an honest proposer claims of it.
	pub fn claim(&self) -> DispatchClaim {
		DispatchClaim { welfare: self.welfare, bound: self.bound }
	}
}

/// Checks a body, with nothing taken on trust: prices follow from its multipliers, fills from the prices and from what it
/// posts at them, and each limit is checked against the fills, exactly.
///
/// The bound is the value of the dual for these multipliers (weak duality), rounded up: whatever they are, no dispatch is
/// better. So `gap` says how far this one can be from the best, and what else the body could have said is of no matter.
///
/// In time O(n + k log k + w b + f): n orders and what blocks name, of which k share what is posted at a price, w windows
/// times b buses and stores, f factors of meshed lines.
pub fn check(problem: &Problem<'_>, body: &Body) -> Result<Checked, Refusal> {
	body.check_order()?;
	let prices = Prices::new(problem, body)?;
	let mut trades = Trades::of_orders(problem, &prices, body)?;
	trades.add_blocks(problem, &prices, body)?;
	let gains = trades.add_stores(problem, &prices, body)?;
	let by_window = trades.net.chunks(problem.buses().max(1));
	for (window, (grid, net)) in (0..).zip(problem.grids().iter().zip(by_window)) {
		grid.carries(window, net)?;
	}

	let Trades { fills, welfare, surplus, paid, earned, .. } = trades;
	let rent = gains
		.iter()
		.fold(paid.wrapping_sub(earned), |rent, gain| rent.wrapping_sub_unsigned(*gain));
	let rent = Planck::try_from(rent).map_err(|_| Refusal::Rent)?;
	let bound = surplus.checked_add(prices.limits).ok_or(Refusal::Overflow)?;
	// All terms are 0 or more, and so is welfare: nobody trades at a loss, and the rent is not below 0.
	let bound = Planck::try_from(bound).map_err(|_| Refusal::Overflow)?;
	let bound = bound.div_ceil(NANO.unsigned_abs().into());
	let welfare = Planck::try_from(welfare).map_err(|_| Refusal::Rent)?;
	let gap = bound.checked_sub(welfare).ok_or(Refusal::Overflow)?;
	Ok(Checked { welfare, bound, gap, prices: prices.whole, fills, paid, earned, gains, rent })
}
