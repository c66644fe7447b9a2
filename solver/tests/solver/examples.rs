// SPDX-License-Identifier: Apache-2.0

//! The problems in `examples/`.

use std::fs;

use codec::Encode;
use gridmerit_dispatch::Body;
use gridmerit_solver::{Proposal, Statement, solve};

fn solved(name: &str) -> (Statement, Proposal) {
	let file = format!("{}/examples/{name}.json", env!("CARGO_MANIFEST_DIR"));
	let statement = Statement::read(&fs::read_to_string(file).unwrap()).unwrap();
	let proposal = solve(&statement.problem().unwrap()).unwrap();
	let problem = statement.problem().unwrap();
	assert!(proposal.body.encode().len() <= Body::most_bytes(&problem));
	let ppm = 1e6 * proposal.checked.gap as f64 / proposal.checked.bound as f64;
	assert!(ppm < 100.0 || name == "block", "{name}: {ppm}");
	(statement, proposal)
}

#[test]
fn voltages_bind_and_cost_little_to_prove() {
	for (name, most) in [("voltage-14", 100), ("voltage-128", 250)] {
		let (_, proposal) = solved(name);
		assert!(!proposal.body.voltages.is_empty(), "{name}");
		assert!(proposal.checked.rent > 0);
		assert!(proposal.body.encode().len() <= most, "{}", proposal.body.encode().len());
	}
}

#[test]
fn lines_of_the_mesh_bind() {
	let (_, proposal) = solved("meshed-ieee14");
	assert!(!proposal.body.lines.is_empty());
	let (least, most) = (
		proposal.checked.prices.iter().min().unwrap(),
		proposal.checked.prices.iter().max().unwrap(),
	);
	assert!(least < most);
}

#[test]
fn stores_move_energy_and_win() {
	let (_, proposal) = solved("store-4-windows");
	assert!(proposal.body.plans.iter().any(|plan| plan.moves.iter().any(|energy| *energy < 0)));
	assert!(proposal.checked.gains.iter().any(|gain| *gain > 0));
}

#[test]
fn some_blocks_trade_and_some_do_not() {
	let (statement, proposal) = solved("block");
	assert!((1..statement.blocks.len()).contains(&proposal.body.blocks.len()));
}
