// SPDX-License-Identifier: Apache-2.0

//! Bodies and claims as bytes.

use codec::{Decode, Encode, MaxEncodedLen};
use gridmerit_dispatch::Network;
use gridmerit_dispatch::{
	AtPrice, BlockOrder, Body, DispatchClaim, Multiplier, Plan, Store, Volts, WireError,
};
use gridmerit_market::Side::Supply;
use proptest::prelude::*;

use crate::cases::{Case, tree};

/// All that a body can name, as large as it gets.
#[test]
fn a_body_that_names_all_has_the_most_bytes() {
	let Network::Radial { feeder, .. } = tree(&[(0, 1, 1), (0, 1, 1)]) else { panic!("a tree") };
	let grid = Network::Radial { feeder, volts: vec![Volts::default(); 2] };
	let block = BlockOrder { bus: 0, side: Supply, price: 0, profile: vec![] };
	let store = Store { bus: 0, charge: 0, discharge: 0, capacity: 0, efficiency: 0 };
	let case = Case {
		grids: vec![grid; 2],
		blocks: vec![block; 3],
		stores: vec![store; 2],
		..Case::default()
	};
	let multiplier = |row| Multiplier { window: u16::MAX, row, value: i64::MIN };
	let margin = AtPrice { window: u16::MAX, bus: u16::MAX, sold: u64::MAX, bought: u64::MAX };
	let plan = Plan { store: u32::MAX, moves: vec![i64::MIN; 2], values: vec![i64::MIN; 2] };
	let body = Body {
		prices: vec![i64::MIN; 2],
		lines: vec![multiplier(u32::MAX); 4],
		voltages: vec![multiplier(u32::MAX); 4],
		margins: vec![margin; 6],
		blocks: vec![7; 3],
		plans: vec![plan; 2],
	};
	let problem = case.problem();
	let bytes = body.encode();
	// Lengths and numbers are counted as long as they can be.
	let slack = Body::most_bytes(&problem) - bytes.len();
	assert!(slack <= 6 * 4 + 2 * 2 * 4, "{slack}");
	assert_eq!(Body::read(&problem, &bytes), Ok(body));
	let long = vec![0; Body::most_bytes(&problem) + 1];
	assert_eq!(Body::read(&problem, &long), Err(WireError::TooLong));
	assert_eq!(Body::read(&problem, &bytes[..bytes.len() - 1]), Err(WireError::NoBody));
	assert_eq!(Body::read(&problem, &[0; 7]), Err(WireError::NoBody));
}

proptest! {
	#[test]
	fn claims_come_back(welfare: u128, bound: u128) {
		let claim = DispatchClaim { welfare, bound };
		let bytes = claim.encode();
		prop_assert!(bytes.len() <= DispatchClaim::max_encoded_len());
		prop_assert_eq!(DispatchClaim::decode(&mut &bytes[..]), Ok(claim));
	}

	/// Bytes from anybody do no harm.
	#[test]
	fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
		let case = Case { grids: vec![tree(&[(0, 1, 1); 9]); 3], ..Case::default() };
		if let Ok(body) = Body::read(&case.problem(), &bytes) {
			let _ = case.check(&body);
		}
	}
}
