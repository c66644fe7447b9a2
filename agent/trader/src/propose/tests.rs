// SPDX-License-Identifier: Apache-2.0

//! What is kept, what is found, and what is worth a claim.

use std::{fs, path::Path};

use gridmerit_client::{
	AccountId32, H256,
	proposals::{
		PostedClaim, PostedProblem, ProblemStage, ProposalTerms, StandingDispatch, body_hash,
	},
	units::UNIT,
};
use gridmerit_dispatch::{
	Body, DispatchClaim, DispatchOrder, GridStatement, Merit, Statement, Threshold,
};
use gridmerit_energy::Planck;
use gridmerit_grid::Line;
use gridmerit_market::Side;
use gridmerit_trust::Part;

use super::*;
use crate::rulebook::ProposeRules;

const SHARE: Part = Part::thousandths(100);

fn rules() -> ProposeRules {
	ProposeRules {
		min_reward: 1_000,
		max_wager: UNIT,
		max_wager_per_day: 2 * UNIT,
		state_file: "proposals.json".into(),
	}
}

/// 300 Wh are wanted at bus 0; they are offered there at 120,000, and for less behind a line that carries 100.
fn statement() -> Statement {
	let order = |bus, side, energy, price| DispatchOrder { bus, window: 0, side, energy, price };
	Statement {
		grids: vec![GridStatement::Radial {
			lines: vec![Line { parent: 0, import: 100, export: 100 }],
			volts: vec![],
		}],
		orders: vec![
			order(0, Side::Demand, 300, 150_000),
			order(0, Side::Supply, 400, 120_000),
			order(1, Side::Supply, 400, 90_000),
		],
		..Statement::default()
	}
}

fn problem() -> PostedProblem {
	let terms = ProposalTerms {
		claims: 10,
		bodies: 10,
		threshold: Threshold { ppm: 100, least: 0 },
		wager: UNIT,
		reward: 10 * UNIT,
	};
	let standing = StandingDispatch {
		node: None,
		merit: Merit { welfare: 2_000_000, paid: 9 },
		bound: 45_000_000,
	};
	PostedProblem {
		asker: AccountId32([7; 32]),
		first: 100,
		windows: 1,
		most: 45_000_000,
		terms,
		claims_until: 10,
		bodies_until: 20,
		base: 2_000_000,
		standing,
		stage: ProblemStage::Open,
	}
}

fn claimed(welfare: Planck) -> PostedClaim {
	let claim = DispatchClaim { welfare, bound: welfare };
	PostedClaim { node: 9, claim, body: H256([1; 32]), revealed: false }
}

fn not(judged: Judged) -> String {
	match judged {
		Judged::Not(reason) => reason,
		worth => panic!("{worth:?}"),
	}
}

#[test]
fn what_is_found_is_the_best_and_what_others_find_is_checked() {
	let found = find(&statement()).unwrap();
	// 100 Wh at 60,000 and 200 at 30,000.
	assert_eq!((found.claim().welfare, found.claim().bound), (12_000_000, 12_000_000));
	assert_eq!(given(&statement(), found.body.clone()), Ok(found.clone()));
	let mut body = found.body;
	body.prices.clear();
	let refused = given(&statement(), body).unwrap_err();
	assert!(refused.to_string().starts_with("the chain would refuse it: the body does not have"));
	let mut tree = statement();
	tree.grids = vec![GridStatement::Radial {
		lines: vec![Line { parent: 5, import: 1, export: 1 }],
		volts: vec![],
	}];
	assert!(matches!(find(&tree), Err(FindError::Grid(_))));
	let mut nowhere = statement();
	nowhere.orders[0].bus = 7;
	assert!(matches!(find(&nowhere), Err(FindError::Problem(_))));
}

#[test]
fn a_reward_is_a_share_of_the_gain_and_has_an_end() {
	let mut problem = problem();
	assert_eq!(reward(&problem, SHARE, 12_000_000), 1_000_000);
	assert_eq!(reward(&problem, SHARE, 2_000_009), 0);
	assert_eq!(reward(&problem, SHARE, 1_999_999), 0);
	problem.terms.reward = 7;
	assert_eq!(reward(&problem, SHARE, Planck::MAX), 7);
}

#[test]
fn a_problem_that_cannot_pay_or_costs_too_much_is_not_solved() {
	let rules = rules();
	let left = |problem: &PostedProblem, today| hopeless(&rules, problem, SHARE, today);
	assert_eq!(left(&problem(), 0), None);
	assert_eq!(left(&problem(), UNIT), None);
	let said = left(&problem(), UNIT + 1).unwrap();
	assert!(said.contains("0.999999999 UNIT are left today"), "{said}");
	let mut dear = problem();
	dear.terms.wager += 1;
	assert!(left(&dear, 0).unwrap().contains("propose.max_wager_unit)"));
	let mut poor = problem();
	// A tenth of what all demand would pay beyond what stands.
	(poor.most, poor.base) = (12_000, 2_000);
	assert_eq!(left(&poor, 0), None);
	poor.most -= 1;
	assert!(left(&poor, 0).unwrap().contains("propose.min_reward_unit"));
	assert!(left(&poor, Planck::MAX).is_some());
}

#[test]
fn what_is_worth_a_claim_is_better_than_what_stands_and_what_others_can_have() {
	let checked = find(&statement()).unwrap().checked;
	let judged = |problem: &PostedProblem, claims: &[PostedClaim]| {
		judge(problem, claims, SHARE, &checked, 1_000)
	};
	assert_eq!(judged(&problem(), &[]), Judged::Worth(1_000_000));
	// Of two equal ones the first wins.
	assert_eq!(judged(&problem(), &[claimed(11_999_999)]), Judged::Worth(1_000_000));
	let said = not(judged(&problem(), &[claimed(12_000_000), claimed(5)]));
	assert!(said.contains("somebody has claimed 0.012 UNIT before"), "{said}");
	// More than the bound is no dispatch's, so nobody is put off by it.
	assert_eq!(judged(&problem(), &[claimed(12_000_001)]), Judged::Worth(1_000_000));
	assert_eq!(judge(&problem(), &[], SHARE, &checked, 1_000_000), Judged::Worth(1_000_000));
	let said = not(judge(&problem(), &[], SHARE, &checked, 1_000_001));
	assert!(said.contains("paid 0.001 UNIT at most"), "{said}");

	let mut stands = problem();
	stands.standing.merit = Merit { welfare: 12_000_000, paid: checked.paid };
	assert!(not(judged(&stands, &[])).contains("no more than what stands (0.012 UNIT)"));
	stands.standing.merit.paid += 1;
	assert_eq!(judged(&stands, &[]), Judged::Worth(1_000_000));

	let mut rough = checked.clone();
	(rough.bound, rough.gap) = (12_001_201, 1_201);
	let said = not(judge(&problem(), &[], SHARE, &rough, 0));
	assert!(said.contains("its gap is 0.000001201 UNIT, and at most 0.0000012 UNIT"), "{said}");
}

fn kept(genesis: u8, node: u32, problem: u32) -> KeptProposal {
	KeptProposal {
		genesis: H256([genesis; 32]),
		node,
		problem,
		claim: DispatchClaim { welfare: Planck::MAX, bound: 7 },
		body: Body { prices: vec![i64::from(node)], blocks: vec![problem], ..Body::default() },
	}
}

fn names(folder: &Path) -> usize {
	fs::read_dir(folder).unwrap().count()
}

#[test]
fn what_is_kept_is_there_for_who_comes_next() {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("proposals.json");
	let file = ProposalFile::at(&path);
	assert_eq!(file.of(H256([1; 32]), 2).unwrap(), []);
	for proposal in [kept(1, 2, 4), kept(1, 2, 3), kept(1, 5, 3), kept(9, 2, 3)] {
		file.keep(&proposal).unwrap();
	}
	let again = ProposalFile::at(&path);
	assert_eq!(again.of(H256([1; 32]), 2).unwrap(), [kept(1, 2, 3), kept(1, 2, 4)]);
	// One for a node and problem.
	let other = KeptProposal { body: Body::default(), ..kept(1, 2, 3) };
	again.keep(&other).unwrap();
	assert_eq!(file.of(H256([1; 32]), 2).unwrap(), [other.clone(), kept(1, 2, 4)]);
	file.forget(&kept(1, 2, 4)).unwrap();
	assert_eq!(again.of(H256([1; 32]), 2).unwrap(), [other]);
	assert_eq!(again.of(H256([9; 32]), 2).unwrap(), [kept(9, 2, 3)]);
	assert_eq!(names(folder.path()), 1);
	// What was read still is what was claimed.
	let found = &again.of(H256([9; 32]), 2).unwrap()[0];
	assert_eq!(body_hash(2, 3, &found.body), body_hash(2, 3, &kept(9, 2, 3).body));
}

#[test]
fn a_file_of_something_else_is_not_written_over() {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("proposals.json");
	let row = |key: &str, value: &str| {
		let text = r#"{"proposals": [{"genesis": "GENESIS", "node": 1, "problem": 2, "welfare": "3", "bound": "4", "body": "BODY"}]}"#;
		let text = text.replace(&key.to_uppercase(), value);
		text.replace("GENESIS", &format!("0x{}", "01".repeat(32))).replace("BODY", "0x000000000000")
	};
	fs::write(&path, row("none", "")).unwrap();
	assert_eq!(ProposalFile::at(&path).of(H256([1; 32]), 1).unwrap().len(), 1);
	for text in [
		String::new(),
		"{}".into(),
		"[]".into(),
		"{\"proposals\": [], \"more\": 1}".into(),
		row("genesis", "0x01"),
		row("body", "0x01"),
		row("body", "zz"),
		row("none", "").replace("\"3\"", "\"-3\""),
		row("none", "").replace("\"3\"", "3"),
	] {
		fs::write(&path, &text).unwrap();
		let file = ProposalFile::at(&path);
		let error = file.of(H256([1; 32]), 1).unwrap_err();
		assert!(error.to_string().contains("holds no proposals"), "{text}: {error}");
		assert!(file.keep(&kept(1, 1, 1)).is_err() && file.forget(&kept(1, 1, 1)).is_err());
		assert_eq!(fs::read_to_string(&path).unwrap(), text);
	}
	let nowhere = ProposalFile::at(folder.path().join("none/proposals.json"));
	let error = nowhere.keep(&kept(1, 1, 1)).unwrap_err().to_string();
	assert!(
		error.contains("none/proposals.json: ") && error.contains("Nothing is claimed"),
		"{error}"
	);
}
