// SPDX-License-Identifier: Apache-2.0

//! Looking at the market: prices, the grid, a node's trades, and what happens as it happens.

mod grid;
mod happening;
pub mod options;
mod prices;
mod trades;
mod watch;

pub use grid::grid;
pub use prices::prices;
pub use trades::trades;
pub use watch::watch;

use gridmerit_client::AccountId32;

/// An account as people tell it from others: its beginning and its end.
fn short(account: &AccountId32) -> String {
	let text = account.to_string();
	let begin: String = text.chars().take(6).collect();
	let end: String = text.chars().skip(text.chars().count().saturating_sub(4)).collect();
	format!("{begin}…{end}")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn accounts_are_told_apart_by_their_ends() {
		let bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
		assert_eq!(short(&bob.parse().unwrap()), "5FHneW…94ty");
	}
}
