// SPDX-License-Identifier: Apache-2.0

//! Blocks: all or nothing.

use gridmerit_market::Side;

use crate::{
	body::Body,
	error::Refusal,
	fill::{Trades, amount},
	price::Prices,
	problem::{BlockOrder, Problem},
	units::nano,
};

impl Trades {
	/// Adds the blocks that trade, none of which may lose, and what all blocks could win at most. In time linear in what
	/// blocks name.
	pub fn add_blocks(
		&mut self,
		problem: &Problem<'_>,
		prices: &Prices,
		body: &Body,
	) -> Result<(), Refusal> {
		for block in problem.blocks() {
			let exact = sum(problem, block, &prices.exact);
			let surplus = gain(block, exact, amount(block.energy(), nano(block.price)));
			// Below 2^63, of less than 2^60 Wh in all.
			self.surplus = self.surplus.wrapping_add(surplus.max(0));
		}
		for &number in &body.blocks {
			let block = problem.blocks().get(number as usize).ok_or(Refusal::Block(number))?;
			let price = block.price as i64;
			let money = sum(problem, block, &prices.whole);
			if gain(block, money, amount(block.energy(), price)) < 0 {
				return Err(Refusal::BlockLoses(number));
			}
			for &(window, energy) in &block.profile {
				let cell = problem.cell(window, block.bus);
				let money = amount(energy, prices.whole.get(cell).copied().unwrap_or(0));
				self.add(cell, block.side, energy, amount(energy, price), money);
			}
		}
		Ok(())
	}
}

/// What a block's energy comes to.
fn sum(problem: &Problem<'_>, block: &BlockOrder, prices: &[i64]) -> i128 {
	let part = |&(window, energy): &(u16, u64)| {
		let price = prices.get(problem.cell(window, block.bus)).copied().unwrap_or(0);
		amount(energy, price)
	};
	block.profile.iter().map(part).fold(0, i128::wrapping_add)
}

/// What a block wins if its energy comes to so much, and it would take `own` for it.
fn gain(block: &BlockOrder, money: i128, own: i128) -> i128 {
	match block.side {
		Side::Supply => money.wrapping_sub(own),
		Side::Demand => own.wrapping_sub(money),
	}
}
