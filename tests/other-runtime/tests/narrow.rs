// SPDX-License-Identifier: Apache-2.0

//! The runtime with balances of 64 bits.

mod round;

use gridmerit_other_runtime::{Balance, members, runtime, till};

/// With 2^40 Wh at a price of up to 2^48 an order can cost 2^88 planck.
#[test]
fn an_order_beyond_64_bits_is_refused_and_changes_nothing() {
	round::post_a_dear_order(|posted| {
		let refused = till::Error::<runtime::Runtime>::BeyondBalance;
		assert_eq!(posted, Err(refused.into()));
		assert_eq!(runtime::ForwardMarket::orders_of(round::ALICE), []);
		assert_eq!(till::Rows::<runtime::Runtime>::iter().count(), 0);
	});
}
