// SPDX-License-Identifier: Apache-2.0

//! Exact decimal numbers.

use proptest::prelude::*;

use super::super::decimal::{DecimalError, Scale};

#[test]
fn exact() {
	assert_eq!(Scale::UNIT_PER_KWH.parse("0.12"), Ok(120_000));
	assert_eq!(Scale::UNIT.parse("0.1"), Ok(100_000_000));
	assert_eq!(Scale::UNIT.parse("0.000000001"), Ok(1));
	assert_eq!(Scale::UNIT.parse("1.5000000000000"), Ok(1_500_000_000));
	assert_eq!(Scale::UNIT.parse("+007"), Ok(7_000_000_000));
	assert_eq!(Scale::UNIT.parse("-0.3"), Ok(-300_000_000));
	assert_eq!(Scale::UNIT.parse("-0"), Ok(0));
	assert_eq!(Scale::SHARE.parse("1"), Ok(1_000_000));
	// Binary fractions of 64 bits would lose the last digit.
	assert_eq!(Scale::UNIT.parse("123456789012.123456789"), Ok(123_456_789_012_123_456_789));
	assert_eq!(Scale::UNIT.parse("170141183460469231731687303715.884105727"), Ok(i128::MAX));
}

#[test]
fn refused() {
	for text in
		["", "-", "+", ".", "1.", ".5", "--1", "1.2.3", "1e3", "nan", "inf", "0x1", " 1", "٣"]
	{
		assert_eq!(Scale::UNIT.parse(text), Err(DecimalError::Format), "{text:?}");
	}
	assert_eq!(Scale::UNIT.parse("1.0000000001"), Err(DecimalError::Places(9)));
	assert_eq!(Scale::SHARE.parse("0.0000001"), Err(DecimalError::Places(6)));
	let above = "170141183460469231731687303715.884105728";
	assert_eq!(Scale::UNIT.parse(above), Err(DecimalError::Overflow));
}

#[test]
fn shown() {
	assert_eq!(Scale::UNIT.show(0), "0");
	assert_eq!(Scale::UNIT.show(-1), "-0.000000001");
	assert_eq!(Scale::UNIT_PER_KWH.show_with_unit(120_000), "0.12 UNIT per kWh");
	assert_eq!(Scale::SHARE.show(1_000_000), "1");
	assert_eq!((Scale::GRAM.parse("0.5"), Scale::PER_CENT.parse("2")), (Ok(500), Ok(20_000)));
}

fn scale() -> impl Strategy<Value = Scale> {
	prop_oneof![
		Just(Scale::UNIT),
		Just(Scale::UNIT_PER_KWH),
		Just(Scale::SHARE),
		Just(Scale::GRAM),
		Just(Scale::PER_CENT)
	]
}

proptest! {
	#[test]
	fn round_trip(scale in scale(), bits in any::<i128>(), shift in 0u32..127) {
		let integer = (bits >> shift).max(-i128::MAX);
		prop_assert_eq!(scale.parse(&scale.show(integer)), Ok(integer));
	}

	#[test]
	fn any_text(scale in scale(), text in "\\PC{0,20}|[-+]?[0-9.]{0,50}") {
		if let Ok(integer) = scale.parse(&text) {
			prop_assert_eq!(scale.parse(&scale.show(integer)), Ok(integer));
		}
	}
}
