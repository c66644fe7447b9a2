// SPDX-License-Identifier: Apache-2.0

//! Calls about problems.

use codec::Encode;
use gridmerit_dispatch::{Body, DispatchClaim, Statement};
use gridmerit_energy::Interval;
use subxt::{dynamic::Value, utils::H256};

use super::{ProblemNumber, ProposalTerms};
use crate::{
	calls::{Call, call, option},
	error::ChainError,
	view::View,
};

const PALLET: &str = "Proposals";

fn numbered(problem: ProblemNumber) -> (&'static str, Value<()>) {
	("problem", problem.into())
}

fn amount(planck: u128) -> Value<()> {
	Value::u128(planck)
}

/// Asks for the best dispatch from an interval on. `standing`: the one that stands if nobody proposes a better one; none:
/// nothing trades. Fails if the chain has problems of another form.
pub fn post(
	view: &View,
	first: Interval,
	statement: &Statement,
	standing: Option<&Body>,
	terms: &ProposalTerms,
) -> Result<Call, ChainError> {
	let ProposalTerms { claims, bodies, threshold, wager, reward } = *terms;
	let threshold =
		Value::named_composite([("ppm", threshold.ppm.into()), ("least", amount(threshold.least))]);
	let terms = Value::named_composite([
		("claims", claims.into()),
		("bodies", bodies.into()),
		("threshold", threshold),
		("wager", amount(wager)),
		("reward", amount(reward)),
	]);
	let statement = view.argument(PALLET, "post", "statement", &statement.encode())?;
	let standing = match standing {
		Some(body) => option(Some(view.argument(PALLET, "reveal", "body", &body.encode())?)),
		None => option(None),
	};
	let fields = vec![
		("first", first.into()),
		("statement", statement),
		("standing", standing),
		("terms", terms),
	];
	Ok(call(PALLET, "post", fields))
}

/// Claims to have a dispatch, and puts the problem's wager at stake. The hash is [`super::body_hash`].
pub fn claim(problem: ProblemNumber, claim: DispatchClaim, body: H256) -> Call {
	let claim = Value::named_composite([
		("welfare", amount(claim.welfare)),
		("bound", amount(claim.bound)),
	]);
	let fields = vec![numbered(problem), ("claim", claim), ("body", Value::from_bytes(body.0))];
	call(PALLET, "claim", fields)
}

/// Shows what proves a claim. Fails if the chain has bodies of another form.
pub fn reveal(view: &View, problem: ProblemNumber, body: &Body) -> Result<Call, ChainError> {
	let body = view.argument(PALLET, "reveal", "body", &body.encode())?;
	Ok(call(PALLET, "reveal", vec![numbered(problem), ("body", body)]))
}

/// Takes a problem back for which nobody has claimed anything; the operator also another one that is not decided.
pub fn drop_problem(problem: ProblemNumber) -> Call {
	call(PALLET, "drop_problem", vec![numbered(problem)])
}
