// SPDX-License-Identifier: Apache-2.0

//! Proposes dispatches as the rulebook says: solves what is asked, claims what is worth it, and shows in time what was
//! claimed. Solving takes seconds, so it goes on beside all else.

use std::collections::BTreeSet;

use gridmerit_client::{
	Call, View,
	proposals::{self as client, ClaimFate, PostedProblem, ProblemNumber, ProblemPhase},
	units::unit,
};
use gridmerit_energy::{NodeStatus, Planck};
use tokio::task::JoinHandle;

use super::{Daemon, DaemonError, Sent, inputs::DAY};
use crate::{
	propose::{
		FindError, FoundDispatch, Judged, KeptProposal, ProposalFile, find, hopeless, judge,
	},
	rulebook::ProposeRules,
};

/// What it remembers of proposing, until it is started again. What it has claimed is in the file.
#[derive(Default)]
pub struct Proposing {
	/// What is being solved.
	solving: Option<(ProblemNumber, Solving)>,
	/// Problems for which there is nothing more to do before they are decided.
	done: BTreeSet<ProblemNumber>,
	/// What was put at stake on a day.
	today: (u64, Planck),
	said: String,
}

type Solving = JoinHandle<Result<FoundDispatch, FindError>>;

impl Daemon<'_> {
	/// Does the next thing that there is to do about proposals, if any. Whether a transaction has been sent.
	pub(super) async fn propose(
		&mut self,
		view: &View,
		node: &NodeStatus,
	) -> Result<bool, DaemonError> {
		let Some(rules) = self.rulebook.propose.clone() else { return Ok(false) };
		if !view.has_proposals() {
			self.say_of_proposals("this chain takes no proposals".into());
			return Ok(false);
		}
		let today = view.now().await? / DAY;
		if self.proposing.today.0 != today {
			self.proposing.today = (today, 0);
		}
		let file = ProposalFile::at(&rules.state_file);
		let kept = match file.of(self.chain.genesis(), node.index) {
			Ok(kept) => kept,
			Err(error) => {
				self.say_of_proposals(error.to_string());
				return Ok(false);
			},
		};
		for proposal in &kept {
			if self.go_on(view, &file, proposal).await? {
				return Ok(true);
			}
		}
		if node.suspended {
			return Ok(false);
		}
		let taken: Vec<_> = kept.iter().map(|kept| kept.problem).collect();
		match self.proposing.solving.take() {
			Some((problem, solving)) if solving.is_finished() => {
				let found = solving.await;
				let found = found.unwrap_or_else(|error| Err(FindError::Ended(error.to_string())));
				self.found(view, node, &file, &rules, problem, found).await
			},
			Some(still) => {
				self.proposing.solving = Some(still);
				Ok(false)
			},
			None => self.begin(view, node, &rules, &taken).await.map(|()| false),
		}
	}

	/// Goes on with what is kept: claims it, shows it, or says what came of it. Whether a transaction has been sent.
	async fn go_on(
		&mut self,
		view: &View,
		file: &ProposalFile,
		kept: &KeptProposal,
	) -> Result<bool, DaemonError> {
		let number = kept.problem;
		let Some(problem) = view.problem(number).await? else {
			self.forget(file, kept, format!("problem {number} is gone from the chain"));
			return Ok(false);
		};
		let claims = view.problem_claims(number).await?;
		let mine = claims.iter().find(|claim| claim.node == kept.node);
		match (problem.phase(view.number()), mine) {
			// What the chain has refused it refuses again; and it may be that the claim is there all the same.
			(ProblemPhase::Claims, None) if !self.proposing.done.contains(&number) => {
				self.claim(view, kept, &problem).await
			},
			(ProblemPhase::Bodies, Some(mine)) if !mine.revealed => {
				let call = client::reveal(view, number, &kept.body)?;
				let said = format!("problem {number}: showed what proves the claim");
				self.send_of_proposals(view, call, number, said).await.map(|sent| sent.any)
			},
			(ProblemPhase::Decided, _) => {
				let fate = self.chain.claim_fate(view, number, &problem, kept.node).await?;
				self.forget(file, kept, outcome(number, &problem, kept, fate));
				Ok(false)
			},
			_ => Ok(false),
		}
	}

	/// Begins to solve the next problem that may be worth it.
	async fn begin(
		&mut self,
		view: &View,
		node: &NodeStatus,
		rules: &ProposeRules,
		taken: &[ProblemNumber],
	) -> Result<(), DaemonError> {
		let share = view.reward_share()?;
		for (number, problem) in view.problems().await? {
			let open = problem.phase(view.number()) == ProblemPhase::Claims;
			if !open || taken.contains(&number) || self.proposing.done.contains(&number) {
				continue;
			}
			if let Some(reason) = hopeless(rules, &problem, share, self.proposing.today.1) {
				self.done(number, format!("problem {number} is left: {reason}"));
				continue;
			}
			let claims = view.problem_claims(number).await?;
			// Claimed without this file, or by hand.
			if claims.iter().any(|claim| claim.node == node.index) {
				let reason = "this node has claimed, and its body is not in the file";
				self.done(number, format!("problem {number} is left: {reason}"));
				continue;
			}
			let Some(statement) = view.problem_statement(number).await? else { continue };
			self.say_of_proposals(format!("problem {number}: looking for the best dispatch"));
			let solving = tokio::task::spawn_blocking(move || find(&statement));
			self.proposing.solving = Some((number, solving));
			return Ok(());
		}
		Ok(())
	}

	/// Claims what was found, if it is worth it. It is in the file before.
	async fn found(
		&mut self,
		view: &View,
		node: &NodeStatus,
		file: &ProposalFile,
		rules: &ProposeRules,
		number: ProblemNumber,
		found: Result<FoundDispatch, FindError>,
	) -> Result<bool, DaemonError> {
		let found = match found {
			Ok(found) => found,
			Err(error) => {
				self.done(number, format!("problem {number}: nothing found: {error}"));
				return Ok(false);
			},
		};
		let problem = view.problem(number).await?;
		let open = |problem: &PostedProblem| problem.phase(view.number()) == ProblemPhase::Claims;
		let Some(problem) = problem.filter(open) else {
			self.done(number, format!("problem {number}: takes no more claims"));
			return Ok(false);
		};
		let claims = view.problem_claims(number).await?;
		let share = view.reward_share()?;
		let judged = judge(&problem, &claims, share, &found.checked, rules.min_reward);
		let paid = match (judged, hopeless(rules, &problem, share, self.proposing.today.1)) {
			(Judged::Worth(paid), None) => paid,
			(Judged::Not(reason), _) | (_, Some(reason)) => {
				self.done(number, format!("problem {number} is left: {reason}"));
				return Ok(false);
			},
		};
		if let Some(reason) = view.body_too_long(&found.body)? {
			self.done(number, format!("problem {number} is left: {reason}"));
			return Ok(false);
		}
		let claim = found.claim();
		let what = format!(
			"a dispatch worth {}, the gap at most {}; paid {} at most",
			unit(claim.welfare),
			unit(found.checked.gap),
			unit(paid)
		);
		if self.rulebook.run.dry_run {
			self.done(number, format!("problem {number}: would claim {what}"));
			return Ok(false);
		}
		self.tell_of_proposals(format!("problem {number}: found {what}"));
		let kept = KeptProposal {
			genesis: self.chain.genesis(),
			node: node.index,
			problem: number,
			claim,
			body: found.body,
		};
		if let Err(error) = file.keep(&kept) {
			self.done(number, error.to_string());
			return Ok(false);
		}
		self.claim(view, &kept, &problem).await
	}

	/// Claims what is kept.
	async fn claim(
		&mut self,
		view: &View,
		kept: &KeptProposal,
		problem: &PostedProblem,
	) -> Result<bool, DaemonError> {
		let KeptProposal { node, problem: number, claim, ref body, .. } = *kept;
		let call = client::claim(number, claim, client::body_hash(node, number, body));
		let wager = problem.terms.wager;
		let said = format!("problem {number}: claimed, with {} at stake", unit(wager));
		let sent = self.send_of_proposals(view, call, number, said).await;
		// What is lost may still come in.
		if !matches!(sent, Ok(Outcome { any: false, .. })) {
			self.proposing.today.1 = self.proposing.today.1.saturating_add(wager);
		}
		let Outcome { any, refused } = sent?;
		if refused {
			self.proposing.done.insert(number);
		}
		Ok(any)
	}

	/// Sends a call about a problem, and says what became of it.
	async fn send_of_proposals(
		&mut self,
		view: &View,
		call: Call,
		number: ProblemNumber,
		said: String,
	) -> Result<Outcome, DaemonError> {
		let signer = self.signatory.key.account();
		let nonce = self.chain.next_nonce(&signer).await?;
		if self.rulebook.run.dry_run || nonce != view.nonce(&signer).await? {
			// It may be this very call, of a daemon before this one.
			return Ok(Outcome { any: false, refused: false });
		}
		match self.submit(view, nonce, call).await? {
			Sent::Included => {
				self.tell_of_proposals(said);
				Ok(Outcome { any: true, refused: false })
			},
			Sent::Refused(error) => {
				self.say_of_proposals(format!("problem {number}: {error}"));
				Ok(Outcome { any: false, refused: true })
			},
			Sent::Unaffordable(reason) => {
				self.say_of_proposals(reason);
				Ok(Outcome { any: false, refused: false })
			},
		}
	}

	/// There is nothing more to do about a problem, because.
	fn done(&mut self, number: ProblemNumber, because: String) {
		self.proposing.done.insert(number);
		self.tell_of_proposals(because);
	}

	/// What is kept is of no use any more, because.
	fn forget(&mut self, file: &ProposalFile, kept: &KeptProposal, because: String) {
		self.done(kept.problem, because);
		if let Err(error) = file.forget(kept) {
			self.say_of_proposals(error.to_string());
		}
	}

	/// Says something about proposals if it was not the last thing it said about them.
	fn say_of_proposals(&mut self, text: String) {
		if self.proposing.said != text {
			self.tell_of_proposals(text);
		}
	}

	fn tell_of_proposals(&mut self, text: String) {
		(self.say)(&format!("propose: {text}"));
		self.proposing.said = text;
	}
}

/// What became of a call.
struct Outcome {
	/// Whether it is in a block.
	any: bool,
	/// Whether the chain does not take it.
	refused: bool,
}

/// What came of a proposal.
fn outcome(
	number: ProblemNumber,
	problem: &PostedProblem,
	kept: &KeptProposal,
	fate: Option<ClaimFate>,
) -> String {
	let wager = unit(problem.terms.wager);
	let claim = match fate {
		Some(ClaimFate::True { .. }) => "the claim is true, and its wager is back".into(),
		Some(ClaimFate::False { why }) => format!("the claim is false and {wager} are lost: {why}"),
		Some(ClaimFate::NotRevealed) => format!("nothing was shown in time, and {wager} are lost"),
		None => "what came of the claim is in the chain's events".into(),
	};
	let stands = match problem.standing.node {
		Some(node) if node == kept.node => {
			let paid = unit(problem.reward().unwrap_or_default());
			format!("this dispatch stands, paid {paid}")
		},
		Some(node) => format!("that of node {node} stands"),
		None => "the dispatch that came with it stands".into(),
	};
	format!("problem {number} is decided: {claim}; {stands}")
}
