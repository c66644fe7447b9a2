// SPDX-License-Identifier: Apache-2.0

//! A book as large as a town's.

use super::*;

#[test]
fn three_hundred_full_pages() {
	run(|| {
		let interval = FIRST_ROUND + 1;
		for node in 0..300 * PAGE_ROWS {
			// Mixed sides, quantities and asks, by a multiplication that scatters them.
			let random = u64::from(node).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
			let quantity = 1 + random % 5_000;
			let price = 60_001 + (random >> 13) % 119_999;
			// A third of the demand has a limit.
			let order = match (random & (1 << 30) == 0, random % 3) {
				(true, 0) => limited(quantity, price),
				(true, _) => demand(quantity),
				(false, _) => offer(quantity, price),
			};
			Market::post(interval, node, order);
		}
		let before = Before::now();
		Market::close();
		// Blocks of a hundred steps or so.
		let mut blocks = 0;
		while Market::is_closed() {
			poll(weight(2_500_000));
			blocks += 1;
		}
		before.check();
		let result = Results::<Test>::get(interval, FIRST_ROUND).unwrap();
		assert!(result.transactions > 25_000 && blocks > 15);
	});
}
