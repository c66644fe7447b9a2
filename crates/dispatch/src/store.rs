// SPDX-License-Identifier: Apache-2.0

//! Stores: from a window to a later one.

use alloc::vec::Vec;

use gridmerit_market::{PPM, Planck};

use crate::{
	body::{Body, Plan},
	error::Refusal,
	fill::{Trades, amount},
	price::Prices,
	problem::{Problem, Store},
	units::{MAX_NANO, Nano, Window},
};

impl Trades {
	/// Adds what stores do, which must not lose, and what all stores could win at most. What each wins, in planck. In time
	/// linear in stores times windows.
	pub fn add_stores(
		&mut self,
		problem: &Problem<'_>,
		prices: &Prices,
		body: &Body,
	) -> Result<Vec<Planck>, Refusal> {
		let windows = problem.grids().len();
		let mut plans = body.plans.iter().peekable();
		let mut gains = Vec::with_capacity(problem.stores().len());
		for (number, store) in (0..).zip(problem.stores()) {
			let plan = plans.next_if(|plan| plan.store == number);
			let fits = |len: usize| len == 0 || len == windows;
			if plan.is_some_and(|plan| !fits(plan.moves.len()) || !fits(plan.values.len())) {
				return Err(Refusal::Plan(number));
			}
			let bus = (0..windows as Window).map(|window| problem.cell(window, store.bus));
			let exact = bus.clone().map(|cell| prices.exact.get(cell).copied().unwrap_or(0));
			let values: &[Nano] = plan.map(|plan| plan.values.as_slice()).unwrap_or_default();
			let most = most(store, exact.rev(), values).ok_or(Refusal::Plan(number))?;
			self.surplus = self.surplus.checked_add(most).ok_or(Refusal::Overflow)?;

			let mut gain = 0_i128;
			if let Some(Plan { moves, .. }) = plan {
				store.can(moves).map_err(|window| Refusal::StoreLimit(number, window))?;
				for (cell, energy) in bus.zip(moves) {
					let price = prices.whole.get(cell).copied().unwrap_or(0);
					let money = i128::from(*energy).wrapping_mul(price.into());
					gain = gain.wrapping_add(money);
					if let Some(net) = self.net.get_mut(cell) {
						*net = net.wrapping_add(*energy);
					}
				}
			}
			gains.push(Planck::try_from(gain).map_err(|_| Refusal::StoreLoses(number))?);
		}
		match plans.next() {
			Some(plan) => Err(Refusal::Plan(plan.store)),
			None => Ok(gains),
		}
	}
}

/// What a store can win at most at such prices, in nano-planck: the dual of what it can do, for what energy in it is
/// worth at the end of each window, all from the last window back. None if a value is below 0, or too high.
///
/// With prices p, values v and v' of a window and the next: it takes what is worth more than it costs, gives what earns
/// more than it is worth, and holds what will be worth more. Any v gives a bound.
fn most(store: &Store, prices: impl Iterator<Item = Nano>, values: &[Nano]) -> Option<i128> {
	let (mut next, mut most) = (0_i128, 0_i128);
	let mut posted = values.iter().rev();
	for price in prices {
		let own = posted.next().copied().unwrap_or_else(|| price.max(next as Nano));
		if !(0..=MAX_NANO).contains(&own) {
			return None;
		}
		let (price, own) = (i128::from(price), i128::from(own));
		// A product is below 2^83 * 2^40; a term below 2^104, of 2^20 at most, three times.
		let ppm = i128::from(PPM);
		let taken = own.wrapping_mul(store.efficiency.into()).wrapping_sub(price.wrapping_mul(ppm));
		let taken = amount(store.charge, 1).wrapping_mul(taken.max(0));
		// Rounded up.
		let taken = taken.wrapping_add(ppm.wrapping_sub(1)).div_euclid(ppm);
		let given = amount(store.discharge, 1).wrapping_mul(price.wrapping_sub(own).max(0));
		let held = amount(store.capacity, 1).wrapping_mul(next.wrapping_sub(own).max(0));
		most = most.wrapping_add(taken).wrapping_add(given).wrapping_add(held);
		next = own;
	}
	Some(most)
}
