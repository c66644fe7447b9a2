// SPDX-License-Identifier: Apache-2.0

//! How far back a chain remembers its market.

use gridmerit_energy::Interval;

use crate::{error::ChainError, view::View};

/// The intervals whose prices a chain remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
	/// The first one.
	pub first: Interval,
	/// Whether there were others before it. If not, the market began with it.
	pub forgets: bool,
}

impl Memory {
	/// All before `pruned` are gone; `number` is the current round, and `history` how many intervals before it a chain
	/// remembers at least.
	fn of(pruned: Interval, number: Interval, history: Interval) -> Self {
		let forgets = pruned <= number.saturating_sub(history);
		// A market begins with a round, and that has no prices: the next interval is the first one that has.
		let first = if forgets { pruned } else { pruned.saturating_add(1) };
		Self { first, forgets }
	}
}

impl View {
	/// How far back the chain remembers its market; none before it has begun.
	pub async fn memory(&self) -> Result<Option<Memory>, ChainError> {
		let Some(round) = self.round().await? else { return Ok(None) };
		let pruned = self.stored("ForwardMarket", "TermsPrunedUntil", ()).await?;
		let history = self.constant("ForwardMarket", "History")?;
		let history = Interval::try_from(history).unwrap_or(Interval::MAX);
		Ok(Some(Memory::of(pruned.unwrap_or_default(), round.number, history)))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_chain_that_is_new_has_forgotten_nothing() {
		let memory = |number| Memory::of(1_000, number, 1_344);
		let begins = Memory { first: 1_001, forgets: false };
		assert_eq!(memory(1_000), begins);
		assert_eq!(memory(2_343), begins);
		// The first one goes as soon as it may.
		assert_eq!(Memory::of(1_001, 2_345, 1_344), Memory { first: 1_001, forgets: true });
		assert_eq!(Memory::of(5_000, 6_344, 1_344), Memory { first: 5_000, forgets: true });
	}
}
