// SPDX-License-Identifier: Apache-2.0

//! Proposing by hand: solve, claim, show, and wait for what comes of it. Whoever stops it may begin it again, and it goes
//! on where it was.

use std::{process::ExitCode, time::Duration};

use gridmerit_client::{
	Chain, ChainError, View,
	proposals::{self as client, ClaimFate, PostedProblem, ProblemNumber, ProblemPhase},
	units::unit,
};
use gridmerit_dispatch::Body;
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_trader::propose::{
	FoundDispatch, Judged, KeptProposal, ProposalFile, find, given, judge,
};
use serde_json::{Value, json};

use super::{body_in, has_proposals, options::ProposeOptions, problem_of, unknown};
use crate::{
	actor::Actor,
	failure::Failure,
	show::{facts, print},
};

/// Between two looks at the chain.
const LOOK: Duration = Duration::from_secs(1);

pub async fn propose(options: &ProposeOptions) -> Result<ExitCode, Failure> {
	let body = options.body.as_deref().map(body_in).transpose()?;
	let mut actor = Actor::new(&options.act).await?;
	has_proposals(&actor.view)?;
	let (number, node) = (options.problem, actor.node(None).await?);
	let file = ProposalFile::at(&options.state);
	let genesis = actor.chain.genesis();
	let kept = file.of(genesis, node)?.into_iter().find(|kept| kept.problem == number);
	let say = |text: String| {
		if !options.act.common.json {
			eprintln!("{text}");
		}
	};
	let kept = match kept {
		Some(kept) => {
			say(format!("goes on with what {} keeps", file.path().display()));
			kept
		},
		None => {
			let problem = problem_of(&actor.view, number).await?;
			let found = found(&actor.view, number, body).await?;
			let paid = worth(options, &actor.view, (number, &problem), node, &found).await?;
			if options.check {
				return would(options, number, &found, paid);
			}
			let FoundDispatch { body, checked } = found;
			KeptProposal { genesis, node, problem: number, claim: checked.claim(), body }
		},
	};
	if options.check {
		return Err(format!("problem {number}: a claim is on its way already").into());
	}
	// Before the claim is sent: who loses it loses the wager.
	file.keep(&kept)?;
	claimed(&mut actor, &kept, say).await?;
	shown(&mut actor, &kept, say).await?;
	say("waits until the problem is decided".into());
	let decided = |problem: &PostedProblem, block| problem.phase(block) == ProblemPhase::Decided;
	let (view, problem) = wait(&mut actor.chain, number, decided).await?;
	let fate = actor.chain.claim_fate(&view, number, &problem, node).await?;
	file.forget(&kept)?;
	became(options, &kept, &problem, fate)
}

/// What is found, here or by another solver.
async fn found(
	view: &View,
	number: ProblemNumber,
	body: Option<Body>,
) -> Result<FoundDispatch, Failure> {
	let statement = view.problem_statement(number).await?.ok_or_else(|| unknown(number))?;
	if let Some(body) = body {
		return Ok(given(&statement, body)?);
	}
	// It takes its time, in which the program can be stopped.
	Ok(tokio::task::spawn_blocking(move || find(&statement)).await??)
}

/// What it is paid at most, if it may be claimed.
async fn worth(
	options: &ProposeOptions,
	view: &View,
	(number, problem): (ProblemNumber, &PostedProblem),
	node: NodeIndex,
	found: &FoundDispatch,
) -> Result<Planck, Failure> {
	let claims = view.problem_claims(number).await?;
	if claims.iter().any(|claim| claim.node == node) {
		let text = format!(
			"node {node} has claimed for problem {number}, and {} does not keep its body: name the file that does \
			 (--state)",
			options.state.display()
		);
		return Err(text.into());
	}
	if problem.phase(view.number()) != ProblemPhase::Claims {
		return Err(format!("problem {number} takes no more claims").into());
	}
	let wager = problem.terms.wager;
	if wager > options.max_wager {
		return Err(format!("its wager is {}: --max-wager allows it", unit(wager)).into());
	}
	if let Some(reason) = view.body_too_long(&found.body)? {
		return Err(format!("nothing is claimed: {reason}").into());
	}
	let least = options.min_reward.unwrap_or_default();
	match judge(problem, &claims, view.reward_share()?, &found.checked, least) {
		Judged::Worth(paid) => Ok(paid),
		Judged::Not(reason) => Err(format!("nothing is claimed: {reason}").into()),
	}
}

/// Says what would be claimed.
fn would(
	options: &ProposeOptions,
	number: ProblemNumber,
	found: &FoundDispatch,
	paid: Planck,
) -> Result<ExitCode, Failure> {
	let checked = &found.checked;
	let body = client::body_text(&found.body);
	let value = json!({
		"problem": number, "welfare": checked.welfare.to_string(), "bound": checked.bound.to_string(),
		"gap": checked.gap.to_string(), "reward": paid.to_string(), "body": body,
	});
	print(options.act.common.json, value, || {
		facts(vec![
			("would claim for problem", number.to_string()),
			("welfare", unit(checked.welfare)),
			("no dispatch is worth more than", unit(checked.bound)),
			("is paid at most", unit(paid)),
		])
	})
}

/// Claims what is kept, unless it is claimed.
async fn claimed(
	actor: &mut Actor<'_>,
	kept: &KeptProposal,
	say: impl Fn(String),
) -> Result<(), Failure> {
	let KeptProposal { node, problem: number, claim, ref body, .. } = *kept;
	let view = actor.chain.best().await?;
	let claims = view.problem_claims(number).await?;
	let problem = problem_of(&view, number).await?;
	if problem.phase(view.number()) != ProblemPhase::Claims
		|| claims.iter().any(|claim| claim.node == node)
	{
		return Ok(());
	}
	let call = client::claim(number, claim, client::body_hash(node, number, body));
	actor.by(actor.signatory().clone(), view).send(call).await?;
	say(format!(
		"claimed {} for problem {number}, with {} at stake; shows it from block {} on",
		unit(claim.welfare),
		unit(problem.terms.wager),
		problem.claims_until
	));
	Ok(())
}

/// Waits until the body is taken, and shows it, unless it is there.
async fn shown(
	actor: &mut Actor<'_>,
	kept: &KeptProposal,
	say: impl Fn(String),
) -> Result<(), Failure> {
	let number = kept.problem;
	let open = |problem: &PostedProblem, block| {
		!matches!(problem.phase(block), ProblemPhase::Claims | ProblemPhase::Between)
	};
	let (view, problem) = wait(&mut actor.chain, number, open).await?;
	let claims = view.problem_claims(number).await?;
	let mine = claims.iter().find(|claim| claim.node == kept.node);
	match problem.phase(view.number()) {
		ProblemPhase::Bodies if mine.is_some_and(|mine| !mine.revealed) => {
			let call = client::reveal(&view, number, &kept.body)?;
			actor.by(actor.signatory().clone(), view).send(call).await?;
			say(format!("showed what proves the claim for problem {number}"));
			Ok(())
		},
		ProblemPhase::Bodies if mine.is_none() => {
			let text =
				"was claimed in time, or better claims have taken its place, and its wager is back";
			Err(format!("problem {number}: nothing {text}").into())
		},
		_ => Ok(()),
	}
}

/// Waits until something holds of a problem, after a block. A lost connection is tried again.
async fn wait(
	chain: &mut Chain,
	number: ProblemNumber,
	holds: impl Fn(&PostedProblem, u64) -> bool,
) -> Result<(View, PostedProblem), Failure> {
	loop {
		let looked = async {
			let view = chain.best().await?;
			let problem = view.problem(number).await?;
			Ok::<_, ChainError>((view, problem))
		};
		match looked.await {
			Ok((_, None)) => return Err(unknown(number).into()),
			Ok((view, Some(problem))) if holds(&problem, view.number()) => {
				return Ok((view, problem));
			},
			Ok(_) => {},
			Err(error) if error.is_passing() => {
				if let Ok(again) = chain.again().await {
					*chain = again;
				}
			},
			Err(error) => return Err(error.into()),
		}
		tokio::time::sleep(LOOK).await;
	}
}

/// Says what became of it. Status 1 if the wager is lost.
fn became(
	options: &ProposeOptions,
	kept: &KeptProposal,
	problem: &PostedProblem,
	fate: Option<ClaimFate>,
) -> Result<ExitCode, Failure> {
	let stands = problem.standing.node == Some(kept.node);
	let paid = problem.reward().filter(|_| stands).unwrap_or_default();
	let (word, text): (_, String) = match &fate {
		Some(ClaimFate::True { .. }) => ("true", "true, its wager is back".into()),
		Some(ClaimFate::False { why }) => ("false", format!("false, its wager is lost: {why}")),
		Some(ClaimFate::NotRevealed) => {
			("not shown", "not shown in time, its wager is lost".into())
		},
		None => {
			("unknown", "in the chain's events; the node that was asked has them no more".into())
		},
	};
	let lost = matches!(fate, Some(ClaimFate::False { .. } | ClaimFate::NotRevealed));
	let why = match &fate {
		Some(ClaimFate::False { why }) => json!(why),
		_ => Value::Null,
	};
	let standing = problem.standing;
	let value = json!({
		"problem": kept.problem, "node": kept.node, "claim": word, "why": why, "stands": stands,
		"welfare": kept.claim.welfare.to_string(), "paid": paid.to_string(),
		"standing": { "node": standing.node, "welfare": standing.merit.welfare.to_string() },
	});
	print(options.act.common.json, value, || {
		facts(vec![
			("problem", kept.problem.to_string()),
			("the claim is", text),
			("it stands", if stands { "yes".into() } else { "no".into() }),
			("what stands is worth", unit(standing.merit.welfare)),
			("paid", unit(paid)),
		])
	})?;
	Ok(if lost { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
