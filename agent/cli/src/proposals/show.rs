// SPDX-License-Identifier: Apache-2.0

//! Tables of problems.

use std::process::ExitCode;

use comfy_table::{Cell, Table};
use gridmerit_client::{
	View,
	proposals::{PostedClaim, PostedProblem, ProblemNumber, ProblemPhase, ProblemStage},
	units::{kwh, unit, unit_signed},
};
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_trader::propose::FoundDispatch;
use serde_json::{Value, json};

use crate::{
	failure::Failure,
	show::{facts, number, print, table},
};

/// A problem with what is claimed for it.
type Row = (ProblemNumber, PostedProblem, Vec<PostedClaim>);

fn phase_word(phase: ProblemPhase) -> &'static str {
	match phase {
		ProblemPhase::Claims => "claims",
		ProblemPhase::Between => "between",
		ProblemPhase::Bodies => "bodies",
		ProblemPhase::Checks => "checks",
		ProblemPhase::Decided => "decided",
	}
}

/// What can be done about a problem, and until when.
fn phase(problem: &PostedProblem, block: u64) -> String {
	match problem.phase(block) {
		ProblemPhase::Claims => format!("claims before block {}", problem.claims_until),
		ProblemPhase::Between => format!("bodies from block {} on", problem.claims_until),
		ProblemPhase::Bodies => format!("bodies before block {}", problem.bodies_until),
		ProblemPhase::Checks => "nothing more: claims are being checked".into(),
		ProblemPhase::Decided => "nothing more: it is decided".into(),
	}
}

/// The intervals of its windows.
fn intervals(problem: &PostedProblem) -> String {
	match problem.windows {
		1 => problem.first.to_string(),
		more => {
			format!("{} to {}", problem.first, problem.first.saturating_add(more).saturating_sub(1))
		},
	}
}

/// What a node has at stake for a problem.
fn at_stake(problem: &PostedProblem, claims: &[PostedClaim], node: Option<NodeIndex>) -> Planck {
	let mine = claims.iter().any(|claim| Some(claim.node) == node);
	if mine { problem.terms.wager } else { 0 }
}

fn claim_json(claim: &PostedClaim) -> Value {
	json!({
		"node": claim.node, "welfare": claim.claim.welfare.to_string(), "bound": claim.claim.bound.to_string(),
		"hash": format!("{:?}", claim.body), "revealed": claim.revealed,
	})
}

fn problem_json(
	block: u64,
	(number, problem, claims): (ProblemNumber, &PostedProblem, &[PostedClaim]),
	node: Option<NodeIndex>,
) -> Value {
	let PostedProblem { terms, standing, .. } = problem;
	json!({
		"problem": number, "asker": problem.asker.to_string(), "first": problem.first, "windows": problem.windows,
		"phase": phase_word(problem.phase(block)), "claimsUntil": problem.claims_until,
		"bodiesUntil": problem.bodies_until, "most": problem.most.to_string(), "base": problem.base.to_string(),
		"terms": {
			"gapPpm": terms.threshold.ppm, "gapLeast": terms.threshold.least.to_string(),
			"wager": terms.wager.to_string(), "reward": terms.reward.to_string(),
		},
		"standing": {
			"node": standing.node, "welfare": standing.merit.welfare.to_string(),
			"bound": standing.bound.to_string(), "paid": standing.merit.paid.to_string(),
		},
		"paid": problem.reward().map(|reward| reward.to_string()),
		"claims": claims.iter().map(claim_json).collect::<Vec<_>>(),
		"atStake": at_stake(problem, claims, node).to_string(),
	})
}

/// Whose dispatch stands.
fn whose(problem: &PostedProblem, node: Option<NodeIndex>) -> String {
	match problem.standing.node {
		None if problem.standing.merit.welfare == 0 => "nothing trades".into(),
		None => "came with it".into(),
		Some(of) if Some(of) == node => format!("node {of}, yours"),
		Some(of) => format!("node {of}"),
	}
}

pub fn all(
	view: &View,
	rows: &[Row],
	node: Option<NodeIndex>,
	json: bool,
) -> Result<ExitCode, Failure> {
	let block = view.number();
	let stake = |rows: &[Row]| {
		rows.iter().fold(0, |sum: Planck, (_, problem, claims)| {
			sum.saturating_add(at_stake(problem, claims, node))
		})
	};
	let of = |(number, problem, claims): &Row| {
		problem_json(block, (*number, problem, claims.as_slice()), node)
	};
	let value = json!({
		"block": block, "node": node, "atStake": stake(rows).to_string(),
		"problems": rows.iter().map(of).collect::<Vec<_>>(),
	});
	if !json {
		println!("block {block}");
		if let Some(node) = node {
			println!("node {node} has {} at stake", unit(stake(rows)));
		}
		if rows.is_empty() {
			println!("nobody asks for a dispatch");
			return Ok(ExitCode::SUCCESS);
		}
	}
	print(json, value, || list(block, rows, node))
}

fn list(block: u64, rows: &[Row], node: Option<NodeIndex>) -> Table {
	let header =
		["problem", "intervals", "takes", "wager", "pays up to", "claims", "stands", "worth"];
	let mut table = table(&header);
	for (of, problem, claims) in rows {
		let mine = claims.iter().any(|claim| Some(claim.node) == node);
		let count = claims.len();
		table.add_row([
			number(of),
			number(intervals(problem)),
			Cell::new(phase(problem, block)),
			number(unit(problem.terms.wager)),
			number(unit(problem.terms.reward)),
			number(if mine { format!("{count}, yours too") } else { count.to_string() }),
			Cell::new(whose(problem, node)),
			number(unit(problem.standing.merit.welfare)),
		]);
	}
	table
}

pub fn one(
	view: &View,
	(of, problem): (ProblemNumber, &PostedProblem),
	claims: &[PostedClaim],
	dispatch: Option<&FoundDispatch>,
	node: Option<NodeIndex>,
	json: bool,
) -> Result<ExitCode, Failure> {
	let block = view.number();
	let mut value = problem_json(block, (of, problem, claims), node);
	if let (Some(dispatch), Some(fields)) = (dispatch, value.as_object_mut()) {
		let checked = &dispatch.checked;
		let texts = |list: &[i64]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
		let more = json!({
			"prices": texts(&checked.prices), "fills": checked.fills, "rent": checked.rent.to_string(),
			"body": gridmerit_client::proposals::body_text(&dispatch.body),
		});
		fields.insert("dispatch".into(), more);
	}
	if !json {
		println!("{}", about(block, (of, problem), dispatch, node));
		if claims.is_empty() {
			let said = match problem.stage {
				ProblemStage::Open => "nobody has claimed anything",
				ProblemStage::Decided { .. } => "all claims are checked",
			};
			println!("{said}");
			return Ok(ExitCode::SUCCESS);
		}
	}
	print(json, value, || {
		let mut table = table(&["claims", "welfare", "bound", "at stake", "shown"]);
		for PostedClaim { node: by, claim, revealed, .. } in claims {
			let name =
				if Some(*by) == node { format!("node {by}, yours") } else { format!("node {by}") };
			table.add_row([
				Cell::new(name),
				number(unit(claim.welfare)),
				number(unit(claim.bound)),
				number(unit(problem.terms.wager)),
				Cell::new(if *revealed { "yes" } else { "no" }),
			]);
		}
		table
	})
}

/// What there is to know of a problem without its claims.
fn about(
	block: u64,
	(of, problem): (ProblemNumber, &PostedProblem),
	dispatch: Option<&FoundDispatch>,
	node: Option<NodeIndex>,
) -> Table {
	let PostedProblem { terms, standing, .. } = problem;
	let threshold = terms.threshold;
	let gap = format!("{} ppm, or {}", threshold.ppm, unit(threshold.least));
	let mut rows = vec![
		("problem", of.to_string()),
		("asked by", problem.asker.to_string()),
		("intervals", intervals(problem)),
		("takes", phase(problem, block)),
		("gap at most", gap),
		("wager", unit(terms.wager)),
		("pays up to", unit(terms.reward)),
		("what came with it is worth", unit(problem.base)),
		("stands", whose(problem, node)),
		("worth", unit(standing.merit.welfare)),
		("no dispatch is worth more than", unit(standing.bound)),
		("buyers pay", unit_signed(standing.merit.paid)),
	];
	if let Some(FoundDispatch { checked, .. }) = dispatch {
		let energy = checked.fills.iter().fold(0_u64, |sum, fill| sum.saturating_add(*fill));
		rows.push(("bought and sold, without blocks and stores", kwh(energy)));
		rows.push(("rent", unit(checked.rent)));
	}
	rows.extend(problem.reward().map(|reward| ("its proposer was paid", unit(reward))));
	facts(rows)
}
