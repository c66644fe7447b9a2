// SPDX-License-Identifier: Apache-2.0

//! Bodies and claims as bytes.

use codec::{Decode, Encode, MaxEncodedLen};
use gridmerit_dispatch::{
	AtPrice, BlockOrder, Body, DispatchClaim, GridStatement, Multiplier, Network, Plan, Row,
	Statement, StatementFault, Store, Volts, WireError,
};
use gridmerit_grid::{FeederError, Line};
use gridmerit_market::Side::{Demand, Supply};
use proptest::prelude::*;

use crate::cases::{Case, on_coefficients, on_lines, order, over_time, tree};

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

/// A problem with something of everything.
fn full() -> Statement {
	let line = |parent| Line { parent, import: 3, export: 4 };
	let row = Row { forward: 5, backward: 6, factors: vec![(0, 7), (1, -8)] };
	Statement {
		grids: vec![
			GridStatement::Radial { lines: vec![line(0)], volts: vec![Volts::default()] },
			GridStatement::Meshed { buses: 2, rows: vec![row] },
		],
		orders: vec![order(1, 0, Demand, 10, 100), order(0, 1, Supply, 20, 50)],
		blocks: vec![
			BlockOrder { bus: 0, side: Demand, price: 3, profile: vec![(0, 2), (1, 5)] },
			BlockOrder { bus: 0, side: Supply, price: 9, profile: vec![(1, 5)] },
		],
		stores: vec![Store { bus: 1, charge: 1, discharge: 2, capacity: 3, efficiency: 4 }],
	}
}

#[test]
fn work_counts_all_that_a_check_looks_at() {
	// 3 buses, lines and voltages; 2 buses, a row and 2 factors; 2 orders; 2 blocks of 3 windows; a store in 2 windows.
	assert_eq!(full().work(), 3 + 5 + 2 + 5 + 3);
	assert_eq!(Statement::default().work(), 0);
	let large = GridStatement::Meshed { buses: u16::MAX, rows: vec![] };
	let large = Statement { grids: vec![large; 3], ..Statement::default() };
	assert_eq!(large.work(), 3 * 65_535);
}

#[test]
fn the_most_welfare_is_what_all_demand_would_pay() {
	assert_eq!(full().most_welfare(), 10 * 100 + 7 * 3);
	assert_eq!(Statement::default().most_welfare(), 0);
}

#[test]
fn lines_that_are_no_tree_are_no_grid() {
	let line = |parent| Line { parent, import: 1, export: 1 };
	let tree = GridStatement::Radial { lines: vec![line(0)], volts: vec![] };
	let circle = GridStatement::Radial { lines: vec![line(2), line(1)], volts: vec![] };
	let statement = Statement { grids: vec![tree, circle], ..Statement::default() };
	let fault = StatementFault::Feeder(1, FeederError::NoWayToSubstation(1));
	assert_eq!(statement.networks(), Err(fault));
}

proptest! {
	/// A statement comes back from a problem and from bytes, and no dispatch is worth more than it says.
	#[test]
	fn statements_come_back(case in prop_oneof![on_lines(), on_coefficients(), over_time()]) {
		let problem = case.problem();
		let statement = Statement::of(&problem);
		let bytes = statement.encode();
		prop_assert_eq!(&Statement::decode(&mut &bytes[..]), &Ok(statement.clone()));
		let grids = statement.networks().unwrap();
		prop_assert_eq!(&grids[..], problem.grids());
		prop_assert_eq!(Statement::of(&statement.problem(&grids).unwrap()), statement.clone());
		let rest = Body { prices: vec![0; grids.len()], ..Body::default() };
		if let Ok(checked) = case.check(&rest) {
			prop_assert!(checked.welfare <= statement.most_welfare());
		}
	}

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
