// SPDX-License-Identifier: Apache-2.0

//! The same runtime with balances of 128 bits.

mod round;
#[path = "../src/runtime/mod.rs"]
mod runtime;

use frame_support::traits::fungible::InspectHold;
use gridmerit_other_runtime::{members, till};

/// What balances are counted in.
pub type Balance = u128;

#[test]
fn an_order_beyond_64_bits_is_taken() {
	round::post_a_dear_order(|posted| {
		assert_eq!(posted, Ok(()));
		assert_eq!(runtime::ForwardMarket::orders_of(round::ALICE).len(), 1);
		let reason = till::HoldReason::Orders.into();
		let held = runtime::Balances::balance_on_hold(&reason, &round::account(round::ALICE));
		assert!(held > u64::MAX.into());
	});
}
