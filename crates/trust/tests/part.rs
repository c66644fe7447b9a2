// SPDX-License-Identifier: Apache-2.0

//! Parts and wide products against integers of any size.

#![allow(clippy::unwrap_used)] // A test that cannot be set up has failed.

use gridmerit_trust::{Part, mul_div};
use num_bigint::BigUint;
use proptest::prelude::*;

fn big(number: impl Into<BigUint>) -> BigUint {
	number.into()
}

/// Numbers of every size.
fn sized() -> impl Strategy<Value = u128> {
	(any::<u128>(), 0_u32..128).prop_map(|(bits, shift)| bits >> shift)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(4_000))]

	#[test]
	fn a_wide_product_is_exact(a in sized(), b in sized(), c in sized()) {
		let exact = (c > 0).then(|| big(a) * big(b) / big(c));
		let exact = exact.and_then(|exact| u128::try_from(exact).ok());
		prop_assert_eq!(mul_div(a, b, c), exact);
	}

	#[test]
	fn a_part_of_an_amount_is_rounded_down(part in 0_u32..=1_000_000_000, amount in sized()) {
		let exact = big(amount) * big(part) / big(1_000_000_000_u32);
		prop_assert_eq!(big(Part::billionths(part).times(amount)), exact);
	}

	#[test]
	fn some_of_all_is_rounded_down(some in sized(), all in sized()) {
		let part = big(Part::of(some, all).as_billionths());
		if some >= all {
			prop_assert_eq!(part, big(1_000_000_000_u32));
		} else {
			prop_assert_eq!(part, big(some) * big(1_000_000_000_u32) / big(all));
		}
	}

}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(100))]

	#[test]
	fn a_power_is_at_most_a_billionth_too_small(part in 0_u32..=1_000_000_000, times in 0_u32..3_000) {
		let one = big(1_000_000_000_u32);
		let exact = big(part).pow(times) * &one / one.pow(times);
		let power = big(Part::billionths(part).pow(times).as_billionths());
		prop_assert!(power <= exact && exact <= power + 1_u32);
	}
}

#[test]
fn boundary_nothing_and_the_whole() {
	assert_eq!(Part::of(0, 0), Part::ONE);
	assert_eq!(Part::of(u128::MAX - 1, u128::MAX).as_billionths(), 999_999_999);
	assert_eq!(Part::ONE.times(u128::MAX), u128::MAX);
	assert_eq!(Part::billionths(u32::MAX), Part::ONE);
	assert_eq!(Part::thousandths(u32::MAX), Part::ONE);
	assert_eq!(Part::ZERO.pow(0), Part::ONE);
	assert_eq!(Part::ONE.pow(u32::MAX), Part::ONE);
	assert_eq!(Part::ONE.rest(), Part::ZERO);
	assert_eq!(Part::ONE.plus(Part::ONE), Part::ONE);
	assert_eq!(Part::ZERO.minus(Part::ONE), Part::ZERO);
	assert_eq!(mul_div(u128::MAX, u128::MAX, u128::MAX), Some(u128::MAX));
	assert_eq!(mul_div(1 << 64, 1 << 64, 1), None);
	assert_eq!(mul_div(1, 1, 0), None);
}

#[test]
fn a_power_of_millions_is_exact_to_a_billionth() {
	// (1 - 10^-6)^693,147 is 0.499999916993..., (1 - 10^-6)^20,000,000 is 2.0609...e-9: from a calculator with 60 digits.
	let power = |times| Part::billionths(999_999_000).pow(times).as_billionths();
	assert_eq!([power(693_147), power(20_000_000)], [499_999_916, 2]);
}
