// SPDX-License-Identifier: Apache-2.0

//! Dispatch problems that the chain does not solve itself: what is asked, what stands, and proposing by hand.

pub mod options;
mod problem;
mod propose;
mod show;

pub use propose::propose;

use std::{
	fs,
	io::{self, Read},
	path::Path,
	process::ExitCode,
};

use gridmerit_client::{
	View,
	proposals::{PostedClaim, PostedProblem, ProblemNumber, body_of_text},
};
use gridmerit_dispatch::Body;
use gridmerit_trader::propose::given;

use crate::failure::Failure;
use options::{ProposalsCommand, ProposalsOptions};

pub async fn proposals(options: &ProposalsOptions) -> Result<ExitCode, Failure> {
	match &options.command {
		Some(ProposalsCommand::Problem(options)) => return problem::post(options).await,
		Some(ProposalsCommand::Drop(options)) => return problem::drop_problem(options).await,
		None => {},
	}
	// Before anything is waited for: a wrong key is said at once.
	let named = options.whose.named()?;
	let view = options.common.connect().await?.best().await?;
	has_proposals(&view)?;
	let node = match named {
		Some(account) => view.node(&account).await?.map(|node| node.index),
		None => None,
	};
	if let Some(number) = options.problem {
		let problem = problem_of(&view, number).await?;
		let claims = view.problem_claims(number).await?;
		let dispatch = match view.standing_dispatch(number).await? {
			Some(body) => {
				let statement = view.problem_statement(number).await?;
				let statement = statement.ok_or_else(|| unknown(number))?;
				Some(given(&statement, body)?)
			},
			None => None,
		};
		let dispatch = dispatch.as_ref();
		return show::one(&view, (number, &problem), &claims, dispatch, node, options.common.json);
	}
	let mut rows: Vec<(ProblemNumber, PostedProblem, Vec<PostedClaim>)> = Vec::new();
	for (number, problem) in view.problems().await? {
		let claims = view.problem_claims(number).await?;
		rows.push((number, problem, claims));
	}
	show::all(&view, &rows, node, options.common.json)
}

fn has_proposals(view: &View) -> Result<(), Failure> {
	match view.has_proposals() {
		true => Ok(()),
		false => Err("this chain takes no proposals".into()),
	}
}

/// A problem that there is.
async fn problem_of(view: &View, number: ProblemNumber) -> Result<PostedProblem, Failure> {
	Ok(view.problem(number).await?.ok_or_else(|| unknown(number))?)
}

fn unknown(number: ProblemNumber) -> String {
	format!("there is no problem {number}, or the chain has forgotten it; `proposals` lists them")
}

/// The text of a file, or of standard input.
fn text_of(file: &Path) -> Result<String, Failure> {
	let read = match file.as_os_str() == "-" {
		true => {
			let mut text = String::new();
			io::stdin().lock().read_to_string(&mut text).map(|_| text)
		},
		false => fs::read_to_string(file),
	};
	Ok(read.map_err(|error| format!("{}: {error}", file.display()))?)
}

/// A body in a file: what gridmerit-solver prints for programs, or hex.
fn body_in(file: &Path) -> Result<Body, Failure> {
	let text = text_of(file)?;
	let found: Option<serde_json::Value> = serde_json::from_str(&text).ok();
	let named = found.as_ref().and_then(|found| found.get("body")).and_then(|body| body.as_str());
	let body = body_of_text(named.unwrap_or(&text));
	Ok(body.map_err(|error| format!("{}: {error}", file.display()))?)
}

#[cfg(test)]
mod tests {
	use gridmerit_client::proposals::body_text;

	use super::*;

	#[test]
	fn a_body_is_read_from_what_the_solver_prints_or_from_hex() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("body");
		let body = Body { prices: vec![5], ..Body::default() };
		let hex = body_text(&body);
		for text in
			[hex.clone(), format!("{hex}\n"), format!("{{\"claim\": 1, \"body\": \"{hex}\"}}")]
		{
			fs::write(&path, text).unwrap();
			assert_eq!(body_in(&path).unwrap(), body);
		}
		for text in ["", "{}", "{\"body\": 5}", "[]", "0x"] {
			fs::write(&path, text).unwrap();
			let error = body_in(&path).unwrap_err().to_string();
			assert!(error.contains("/body: not a body: its bytes in hex"), "{text}: {error}");
		}
		let none = body_in(&folder.path().join("none")).unwrap_err().to_string();
		assert!(none.contains("none: No such file"), "{none}");
	}
}
