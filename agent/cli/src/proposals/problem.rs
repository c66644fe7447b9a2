// SPDX-License-Identifier: Apache-2.0

//! Posting a problem, and taking it back.

use std::process::ExitCode;

use gridmerit_client::proposals::{self as client, ProposalTerms};
use gridmerit_dispatch::{Statement, Threshold, check};
use serde_json::json;

use super::{
	body_in, has_proposals,
	options::{DropOptions, ProblemOptions},
	problem_of, text_of,
};
use crate::{actor::Actor, failure::Failure, orders::interval};

pub async fn post(options: &ProblemOptions) -> Result<ExitCode, Failure> {
	// What is wrong with files is said before anything is waited for.
	let file = options.file.display();
	let input = gridmerit_solver::Statement::read(&text_of(&options.file)?)
		.map_err(|error| format!("{file}: {error}"))?;
	let problem = input.problem()?;
	let statement = Statement::of(&problem);
	let standing = options.standing.as_deref().map(body_in).transpose()?;
	if let (Some(body), Some(path)) = (&standing, &options.standing) {
		check(&problem, body).map_err(|error| format!("{}: {error}", path.display()))?;
	}
	let actor = Actor::new(&options.act).await?;
	has_proposals(&actor.view)?;
	let first = interval(&options.first, &actor.view.windows().await?)?;
	let wager = match options.wager {
		Some(wager) => wager,
		None => actor.view.least_wager()?,
	};
	let terms = ProposalTerms {
		claims: options.claims,
		bodies: options.bodies,
		threshold: Threshold { ppm: options.gap_ppm, least: options.gap_unit },
		wager,
		reward: options.reward,
	};
	let call = client::post(&actor.view, first, &statement, standing.as_ref(), &terms)?;
	let done = actor.send(call).await?;
	let mut all = done.view.problems().await?.into_iter();
	let newest = all.rfind(|(_, problem)| problem.asker == actor.account());
	let (number, problem) = newest.ok_or("the problem is in the block and nowhere else")?;
	let what = format!(
		"post problem {number}: claims are taken before block {}, then bodies before block {}",
		problem.claims_until, problem.bodies_until
	);
	let more = vec![
		("problem".into(), json!(number)),
		("claimsUntil".into(), json!(problem.claims_until)),
		("bodiesUntil".into(), json!(problem.bodies_until)),
	];
	actor.show_with(&done, &what, more)
}

pub async fn drop_problem(options: &DropOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	has_proposals(&actor.view)?;
	let number = options.problem;
	problem_of(&actor.view, number).await?;
	let done = actor.send(client::drop_problem(number)).await?;
	actor.show(&done, &format!("take problem {number} back"))
}
