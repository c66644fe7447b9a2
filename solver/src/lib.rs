// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![allow(clippy::indexing_slicing, reason = "what runs over lists that were made for each other")]

mod input;
mod least;
mod program;
mod real;
mod whole;

use std::{
	collections::BTreeSet,
	time::{Duration, Instant},
};

use gridmerit_dispatch::{Body, Checked, Problem, Refusal, check};

pub use input::{InputError, Statement};

/// What was found.
#[derive(Clone, Debug)]
pub struct Proposal {
	/// What to post.
	pub body: Body,
	/// What it comes to, as the chain sees it.
	pub checked: Checked,
	/// The most welfare in fractions of Wh, with blocks as a whole, as the solver has it, in planck.
	pub optimum: f64,
}

/// Why nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SolveError {
	/// Nothing meets all limits. To trade nothing always does, so it is numbers beyond what the solver's own can tell apart.
	#[error(
		"{0}: no solution; are there limits or voltages that differ by more than a million times?"
	)]
	Infeasible(&'static str),
	/// The best has no end. All orders have one, so it is numbers again.
	#[error("{0}: no end; are there limits or voltages that differ by more than a million times?")]
	Unbounded(&'static str),
	/// The solver has failed.
	#[error("{0}: {1}")]
	Solver(&'static str, String),
	/// The solver has found nothing in its time.
	#[error("{0}: nothing found within 30 seconds")]
	TooLong(&'static str),
	/// No whole Wh are found near what is best in fractions.
	#[error("no whole Wh found near the best dispatch in fractions of them")]
	NoWholeWh,
	/// What was found does not stand before the check.
	#[error("this is a bug: what was found is refused: {0}")]
	Refused(Refusal),
}

/// What is not to trade: it would lose at prices that are the same for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Without {
	blocks: BTreeSet<usize>,
	stores: BTreeSet<usize>,
	/// Blocks that lost by what is rounded: their prices are to leave room for that.
	careful_blocks: BTreeSet<usize>,
	/// Stores likewise.
	careful_stores: BTreeSet<usize>,
}

impl Without {
	fn len(&self) -> usize {
		self.blocks.len() + self.stores.len()
	}
}

/// How long it goes on to look for a better choice of blocks.
const PATIENCE: Duration = Duration::from_secs(20);

/// Finds the best dispatch that it can, and what proves it.
///
/// First in fractions of Wh, blocks as a whole; then the prices at which buyers pay least of those that prove it; then
/// whole Wh at these prices. What would lose, a block or a store, is left out and all begins anew. Where that was a block,
/// another one in its place may have left more: each is tried.
pub fn solve(problem: &Problem<'_>) -> Result<Proposal, SolveError> {
	let begun = Instant::now();
	let first = settle(problem, Without::default());
	let left_out = match &first {
		Ok((_, without)) => !without.blocks.is_empty(),
		Err(_) => true,
	};
	let mut best = first.map(|(proposal, _)| proposal);
	for block in (0..problem.blocks().len()).filter(|_| left_out) {
		if begun.elapsed() > PATIENCE {
			break;
		}
		let without = Without { blocks: [block].into(), ..Without::default() };
		let Ok((other, _)) = settle(problem, without) else { continue };
		best = match best {
			Ok(best) if best.checked.welfare >= other.checked.welfare => Ok(best),
			// What could have been stays what it is.
			Ok(Proposal { optimum, .. }) => Ok(Proposal { optimum, ..other }),
			Err(_) => Ok(other),
		};
	}
	best
}

/// Finds a dispatch without what is not to trade, and without what has to be left out besides.
fn settle(problem: &Problem<'_>, mut without: Without) -> Result<(Proposal, Without), SolveError> {
	let mut optimum = None;
	loop {
		let real = real::dispatch(problem, &without)?;
		let optimum = *optimum.get_or_insert(real.welfare);
		let before = without.len();
		let named = least::prices(problem, &real, &mut without)?;
		if without.len() > before {
			continue;
		}
		let Some(body) = whole::round(problem, &real, named)? else {
			// Whole Wh of stores do not fit each other. That which does least is not missed.
			let moved = |(number, moves): (usize, &Vec<[f64; 3]>)| {
				let given: f64 = moves.iter().map(|[_, give, _]| give).sum();
				(!whole::rests(moves)).then_some((number, given))
			};
			let stores = real.stores.iter().enumerate().filter_map(moved);
			let least = stores.min_by(|(_, one), (_, other)| one.total_cmp(other));
			without.stores.insert(least.ok_or(SolveError::NoWholeWh)?.0);
			continue;
		};
		match check(problem, &body) {
			Ok(checked) => {
				let (body, checked) = shortest(problem, body, checked);
				return Ok((Proposal { body, checked, optimum }, without));
			},
			Err(Refusal::BlockLoses(number)) if without.careful_blocks.insert(number as usize) => {
			},
			Err(Refusal::BlockLoses(number)) if without.blocks.insert(number as usize) => {},
			Err(Refusal::StoreLoses(number)) if without.careful_stores.insert(number as usize) => {
			},
			Err(Refusal::StoreLoses(number)) if without.stores.insert(number as usize) => {},
			Err(refusal) => return Err(SolveError::Refused(refusal)),
		}
	}
}

/// Leaves out the values of stored energy that make the bound no lower.
fn shortest(problem: &Problem<'_>, body: Body, checked: Checked) -> (Body, Checked) {
	let mut best = (body, checked);
	for store in (0..best.0.plans.len()).rev() {
		let mut body = best.0.clone();
		body.plans[store].values.clear();
		if body.plans[store].moves.is_empty() {
			body.plans.remove(store);
		}
		match check(problem, &body) {
			Ok(checked) if checked.gap <= best.1.gap => best = (body, checked),
			_ => {},
		}
	}
	best
}
