// SPDX-License-Identifier: Apache-2.0

//! A claim is checked: true, false, or without a body.

use codec::{DecodeAll, Encode};
use frame_support::{
	defensive,
	traits::{Defensive, Get},
};
use gridmerit_dispatch::{Body, Checked, DispatchClaim, Merit, Refusal, Statement, check};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{ConductSink, Evidence, NodeReferences, Report, Wagers};
use gridmerit_trust::Offence;
use sp_io::hashing::blake2_256;

use crate::{
	Bodies, ClaimRow, Config, Dispatches, Event, Falsehood, Pallet, ProblemOf, Problems, Standing,
	Statements,
};

/// By what a false claim is proven: once for a problem and node.
pub(crate) fn evidence(problem: u32, node: NodeIndex) -> Evidence {
	(b"dispatch", problem, node).using_encoded(blake2_256)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn statement_of(number: u32) -> Option<Statement> {
		let bytes = Statements::<T>::get(number)?;
		Statement::decode_all(&mut &bytes[..]).ok()
	}

	/// What a body for a problem comes to; none if it or the statement cannot be read, which was when it was taken.
	pub(crate) fn check_body(number: u32, bytes: &[u8]) -> Option<Result<Checked, Refusal>> {
		let statement = Self::statement_of(number)?;
		let grids = statement.networks().ok()?;
		let problem = statement.problem(&grids).ok()?;
		let mut bytes = bytes;
		let body = Body::decode_all(&mut bytes).ok()?;
		Some(check(&problem, &body))
	}

	/// Whether a body comes to what was claimed, or more. Then its gap is within the threshold, as that of the claim was:
	/// with a bound that is lower by something, the threshold is lower by no more.
	fn holds(claim: &DispatchClaim, checked: &Checked) -> Result<(), Falsehood> {
		if checked.welfare < claim.welfare {
			return Err(Falsehood::Welfare);
		}
		if checked.bound > claim.bound {
			return Err(Falsehood::Bound);
		}
		Ok(())
	}

	/// Checks a claim, which is in no list any more.
	pub(crate) fn judge(number: u32, mut problem: ProblemOf<T>, row: ClaimRow) {
		let ClaimRow { node, claim, .. } = row;
		let wager = problem.terms.wager;
		let found = Bodies::<T>::take(number, node);
		let checked = found.as_ref().map(|body| Self::check_body(number, body));
		let verdict = match checked {
			Some(Some(Ok(checked))) => Self::holds(&claim, &checked).map(|()| checked),
			Some(Some(Err(refusal))) => Err(Falsehood::Refused(refusal)),
			Some(None) => {
				// Nobody's fault but the chain's.
				defensive!("a body or statement that cannot be read", (number, node));
				Self::give_back(node, wager);
				return;
			},
			None => {
				Self::lose(node, wager);
				Self::deposit_event(Event::NotRevealed { problem: number, node });
				return;
			},
		};
		match verdict {
			Ok(checked) => {
				let better = Merit::of(&checked).beats(&problem.standing.merit());
				let Checked { welfare, bound, paid, .. } = checked;
				Self::give_back(node, wager);
				if let Some(body) = found.filter(|_| better) {
					problem.standing = Standing::of(Some(node), &checked);
					Problems::<T>::insert(number, problem);
					Dispatches::<T>::insert(number, body);
				}
				let problem = number;
				Self::deposit_event(Event::ClaimTrue {
					problem,
					node,
					welfare,
					bound,
					paid,
					better,
				});
			},
			Err(why) => {
				Self::lose(node, wager);
				let reported = T::Conduct::report(Report {
					node,
					offence: Some(Offence::FalseComputation),
					severity: T::Severity::get(),
					session: T::Conduct::session(),
					evidence: evidence(number, node),
					reporter: None,
					damage: None,
				});
				let reported = reported.is_ok();
				Self::deposit_event(Event::ClaimFalse { problem: number, node, why, reported });
			},
		}
	}

	/// A node has its wager back, and can leave.
	fn give_back(node: NodeIndex, wager: u128) {
		// It was put apart when the claim was made.
		let _ = T::Ledger::give_back(node, wager).defensive();
		T::Nodes::release(node);
	}

	/// A node has lost its wager, and can leave.
	fn lose(node: NodeIndex, wager: u128) {
		let _ = T::Ledger::forfeit(node, wager).defensive();
		T::Nodes::release(node);
	}
}
