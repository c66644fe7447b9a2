// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use alloc::{collections::BTreeSet, vec::Vec};
use codec::DecodeAll;
use frame_support::{ensure, traits::Get};
use gridmerit_dispatch::Body;
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_pallet_support::{TeNodes, Wagers};
use sp_io::hashing::blake2_256;
use sp_runtime::TryRuntimeError;

use crate::{
	Bodies, Claims, Config, Dispatches, NextProblem, Paid, Pallet, ProblemOf, Problems, Queue,
	Size, Stage, Standing, Statements, body_hash,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. the queue has each problem once, in order, with its size, and when it is due; no account has too many;
	/// 2. each problem has its statement, which is sound, within its bounds and has its hash; there are no others;
	/// 3. what stands is what the body that is stored comes to, no worse than what stood in the beginning; without one
	///    nothing trades;
	/// 4. claims are for problems that are open, each of another node that exists; a body is there just if it was shown, with
	///    the hash that was claimed;
	/// 5. the ledger keeps just what all claims are wagered with;
	/// 6. no more was paid in a session than could be.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_queue()?;
		let mut wagered: Planck = 0;
		for (number, problem) in Problems::<T>::iter() {
			Self::check_statement(number, &problem)?;
			Self::check_standing(number, &problem)?;
			let claims = Self::check_claims(number, &problem)?;
			let wagers = problem.terms.wager.saturating_mul(claims.into());
			wagered = wagered.saturating_add(wagers);
		}
		Self::check_orphans()?;
		ensure!(T::Ledger::wagered() == wagered, "the ledger keeps other wagers");
		let spent = Paid::<T>::get().is_none_or(|budget| budget.spent <= budget.most);
		ensure!(spent, "more was paid than could be");
		Ok(())
	}

	fn check_queue() -> Result<(), TryRuntimeError> {
		let queue = Queue::<T>::get();
		let numbers: Vec<u32> = queue.iter().map(|due| due.problem).collect();
		ensure!(numbers.is_sorted_by(|a, b| a < b), "the queue is out of order");
		ensure!(
			numbers.len() == Problems::<T>::iter_keys().count(),
			"a problem that is not queued"
		);
		for due in &queue {
			ensure!(due.problem < NextProblem::<T>::get(), "a problem that was not posted");
			let problem = Problems::<T>::get(due.problem).ok_or("a problem that is not there")?;
			ensure!(due.asker == problem.asker && due.size == problem.size, "another problem");
			let at = match problem.stage {
				Stage::Open => problem.bodies_until,
				Stage::Decided { until, .. } => until,
			};
			ensure!(due.at == at, "due at another time");
			let own = queue.iter().filter(|other| other.asker == due.asker).count();
			ensure!(own as u32 <= T::MaxOfAsker::get(), "too many of an account");
		}
		Ok(())
	}

	fn check_statement(number: u32, problem: &ProblemOf<T>) -> Result<(), TryRuntimeError> {
		let bytes = Statements::<T>::get(number).ok_or("a problem without a statement")?;
		ensure!(blake2_256(&bytes) == problem.statement, "a statement of another problem");
		let statement = Self::statement_of(number).ok_or("a statement that cannot be read")?;
		let work = u32::try_from(statement.work()).map_err(|_| "too much work")?;
		let size = Size { bytes: bytes.len() as u32, work };
		ensure!(size == problem.size && work <= T::MaxWork::get(), "a problem of another size");
		ensure!(statement.grids.len() == usize::from(problem.windows), "other windows");
		ensure!(statement.most_welfare() == problem.most, "demand that would pay something else");
		let grids = statement.networks().map_err(|_| "lines that are no tree")?;
		ensure!(statement.problem(&grids).is_ok(), "a statement that is not sound");
		Ok(())
	}

	fn check_standing(number: u32, problem: &ProblemOf<T>) -> Result<(), TryRuntimeError> {
		let standing = problem.standing;
		ensure!(problem.base <= standing.welfare, "what stands has become worse");
		let Some(bytes) = Dispatches::<T>::get(number) else {
			let nothing = standing == Standing::nothing(problem.most);
			ensure!(nothing, "what stands has no body");
			return Ok(());
		};
		let checked = Self::check_body(number, &bytes).and_then(Result::ok);
		let checked = checked.ok_or("what stands cannot be")?;
		ensure!(Standing::of(standing.node, &checked) == standing, "what stands is something else");
		let terms = problem.terms;
		let within = checked.gap <= terms.threshold.most(checked.bound);
		ensure!(standing.node.is_none() || within, "what stands has too wide a gap");
		Ok(())
	}

	/// How many there are.
	fn check_claims(number: u32, problem: &ProblemOf<T>) -> Result<u32, TryRuntimeError> {
		let claims = Claims::<T>::get(number);
		let open = matches!(problem.stage, Stage::Open);
		ensure!(open || claims.is_empty(), "a claim for what is decided");
		let nodes: BTreeSet<NodeIndex> = claims.iter().map(|row| row.node).collect();
		ensure!(nodes.len() == claims.len(), "two claims of a node");
		for row in &claims {
			ensure!(T::Nodes::by_index(row.node).is_some(), "a claim of no node");
			let bytes = Bodies::<T>::get(number, row.node);
			ensure!(bytes.is_some() == row.revealed, "a body that was not shown, or is lost");
			let Some(bytes) = bytes else { continue };
			let body = Body::decode_all(&mut &bytes[..]).map_err(|_| "no body")?;
			ensure!(body_hash(row.node, number, &body) == row.body, "another body");
		}
		Ok(claims.len() as u32)
	}

	/// What belongs to no problem, or no claim.
	fn check_orphans() -> Result<(), TryRuntimeError> {
		let known = Problems::<T>::contains_key;
		ensure!(Statements::<T>::iter_keys().all(known), "a statement of no problem");
		ensure!(Dispatches::<T>::iter_keys().all(known), "a dispatch of no problem");
		for (number, claims) in Claims::<T>::iter() {
			ensure!(known(number) && !claims.is_empty(), "claims of no problem, or none");
		}
		for (number, node) in Bodies::<T>::iter_keys() {
			let claimed = Claims::<T>::get(number).iter().any(|row| row.node == node);
			ensure!(claimed, "a body of no claim");
		}
		Ok(())
	}
}
