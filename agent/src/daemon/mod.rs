// SPDX-License-Identifier: Apache-2.0

//! Trades for one node by its rulebook: looks at the chain, forecasts, plans, posts, and says what came of it.
//!
//! What it does follows from what the chain says, not from what it remembers. After a restart, of itself or of
//! its node, it finds its orders in the book, or on their way there, and posts nothing twice.

mod inputs;
mod program;
mod report;
mod show;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt::Display, path::Path};

use gridmerit_primitives::{Interval, NodeStatus, Planck, Position, Window};

pub use inputs::InputError;
pub use program::ProgramError;
pub use report::Report;

use crate::{
	chain::{Chain, ChainError, Key, KeyError, Signed, Trader, View},
	decide::{Decision, Situation, calls, decide},
	rulebook::{Rulebook, Signer},
};
use inputs::Inputs;

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// Why it cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum DaemonError {
	/// There is no key to sign with.
	#[error(transparent)]
	Key(#[from] KeyError),
	/// The variable that should hold a secret does not.
	#[error("the environment variable {0} is not set")]
	Variable(String),
	/// The chain.
	#[error(transparent)]
	Chain(#[from] ChainError),
	/// The account has no node.
	#[error("the account {0} acts for no TE node: the operator has to admit it first")]
	NoNode(String),
	/// The report cannot be written.
	#[error("{path}: {reason}")]
	Report {
		/// Where.
		path: String,
		/// Why.
		reason: std::io::Error,
	},
}

/// Where it says what it does.
pub type Say<'a> = &'a (dyn Fn(&str) + Send + Sync);

/// The agent of a node.
pub struct Daemon<'a> {
	chain: Chain,
	trader: Trader,
	rulebook: Rulebook,
	say: Say<'a>,
	inputs: Inputs,
	/// What was traded when it last looked.
	positions: BTreeMap<Interval, Position>,
	/// The round in which the chain refused something: no second attempt before the next.
	refused_in: Option<Interval>,
	/// Fees paid on a day.
	fees: (u64, Planck),
	said: String,
	/// Whether the connection was lost when it last looked.
	lost: bool,
}

/// What a look at the chain came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
	/// There was nothing to do, because.
	Waited(String),
	/// The book is as it should be.
	Settled,
	/// It would have posted so many calls.
	Rehearsed(usize),
	/// It has posted so many calls.
	Posted(usize),
}

/// The account's key, from where the rulebook says.
pub fn key(signer: &Signer) -> Result<Key, DaemonError> {
	let variable =
		|name: &String| std::env::var(name).map_err(|_| DaemonError::Variable(name.clone()));
	Ok(match signer {
		Signer::Development(suri) => Key::from_suri(suri)?,
		Signer::Env(name) => Key::from_suri(&variable(name)?)?,
		Signer::File(path) => Key::from_suri_file(path)?,
		Signer::Keystore { path, password_env } => {
			Key::from_keystore(path, &variable(password_env)?)?
		},
	})
}

impl<'a> Daemon<'a> {
	/// Connects to the node that the rulebook names.
	pub async fn new(rulebook: Rulebook, say: Say<'a>) -> Result<Self, DaemonError> {
		let trader = Trader { key: key(&rulebook.node.signer)?, real: rulebook.node.account };
		for notice in rulebook.notices() {
			say(&notice);
		}
		let chain = Chain::connect(&rulebook.node.url).await?;
		let daemon = Self {
			chain,
			trader,
			rulebook,
			say,
			inputs: Inputs::default(),
			positions: BTreeMap::new(),
			refused_in: None,
			fees: (0, 0),
			said: String::new(),
			lost: false,
		};
		let view = daemon.chain.best().await?;
		let node = daemon.node(&view).await?;
		say(&format!(
			"node {} on {}, block {}, runtime {}",
			node.index,
			daemon.chain.name().await?,
			view.number(),
			view.spec_version()
		));
		Ok(daemon)
	}

	/// Looks at the chain again and again. Ends only with what does not go away by itself.
	pub async fn run(&mut self) -> Result<(), DaemonError> {
		loop {
			match self.look().await {
				Ok(Look::Waited(reason)) => self.say_once(&reason),
				Ok(_) => {},
				Err(DaemonError::Chain(error)) if error.is_passing() => {
					self.say_once(&format!("{error}; trying again"));
				},
				Err(error) => return Err(error),
			}
			tokio::time::sleep(self.rulebook.run.poll).await;
		}
	}

	/// Says something if it was not the last thing it said.
	fn say_once(&mut self, text: &str) {
		if self.said != text {
			self.tell(text);
		}
	}

	fn tell(&mut self, text: impl Display) {
		self.said = text.to_string();
		(self.say)(&self.said);
	}

	async fn node(&self, view: &View) -> Result<NodeStatus, DaemonError> {
		let account = self.trader.account();
		let node = view.node(&account).await?;
		node.ok_or_else(|| DaemonError::NoNode(account.to_string()))
	}

	/// Looks at the chain once, and does what there is to do. After an error that may pass, the next look
	/// begins with a new connection.
	pub async fn look(&mut self) -> Result<Look, DaemonError> {
		if self.lost {
			self.chain = self.chain.again().await?;
			self.lost = false;
			self.tell("the node answers again");
		}
		let look = self.act().await;
		self.lost = matches!(&look, Err(DaemonError::Chain(error)) if error.is_passing());
		look
	}

	async fn act(&mut self) -> Result<Look, DaemonError> {
		let waited = |why: &str| Ok(Look::Waited(why.into()));
		let view = self.chain.best().await?;
		let node = self.node(&view).await?;
		self.follow(&view, &node).await?;
		if node.suspended {
			return waited("the node is suspended: it may post nothing");
		}
		let windows = view.windows().await?;
		let Some(&Window { round, gate, .. }) = windows.first() else {
			return waited("no window is open: a round is being cleared, or posting is stopped");
		};
		let now = view.now().await?;
		let lead = u64::try_from(self.rulebook.run.lead_time.as_millis()).unwrap_or(u64::MAX);
		if now.saturating_add(lead) >= gate {
			return waited("the gate is near: nothing more is posted in this round");
		}
		if self.refused_in == Some(round) {
			return waited("the chain refused an order: the next round is waited for");
		}
		let signer = self.trader.key.account();
		let nonce = self.chain.next_nonce(&signer).await?;
		if nonce != view.nonce(&signer).await? {
			return waited("a transaction of this account is on its way");
		}
		let situation = self.inputs.gather(&self.rulebook, &view, &node, &windows, now).await;
		let gathered = match situation {
			Ok(gathered) => gathered,
			Err(InputError::Chain(error)) => return Err(error.into()),
			Err(error) => return waited(&format!("nothing to post by: {error}")),
		};
		let situation = Situation {
			windows: &windows,
			node: &node,
			interval_ms: gathered.interval_ms,
			expected: &gathered.expected,
			prices: &gathered.prices,
			charge: gathered.charge,
			spent_today: gathered.spent_today,
		};
		let decision = match decide(&self.rulebook, &situation) {
			Ok(decision) => decision,
			Err(error) => return waited(&format!("no plan: {error}")),
		};
		self.inputs.remember(&decision.plan);
		let look = self.post(&view, &node, &decision, round, nonce, now).await?;
		if matches!(look, Look::Rehearsed(_) | Look::Posted(_)) {
			self.say_once(&show::decision(&decision, &windows));
		}
		self.write_report(&view, &node, &gathered, &decision, now)?;
		Ok(look)
	}

	/// Brings the book to what is wished for.
	async fn post(
		&mut self,
		view: &View,
		node: &NodeStatus,
		decision: &Decision,
		round: Interval,
		nonce: u64,
		now: u64,
	) -> Result<Look, DaemonError> {
		let calls = calls(round, node, &decision.wishes, self.rulebook.run.repost_threshold);
		if calls.is_empty() {
			return Ok(Look::Settled);
		}
		if self.rulebook.run.dry_run {
			return Ok(Look::Rehearsed(calls.len()));
		}
		let today = now / DAY;
		if self.fees.0 != today {
			self.fees = (today, 0);
		}
		let mut posted = 0;
		for (nonce, call) in (nonce..).zip(calls) {
			let call = self.trader.act(call);
			let signed = self.chain.sign(view, &call, &self.trader.key, nonce).await?;
			let fee = signed.fee().await?;
			let most = self.rulebook.limits.max_fee_per_day;
			let obstacle = match most.is_some_and(|most| self.fees.1.saturating_add(fee) > most) {
				true => Some("limits.max_fee_unit_per_day: no more fees are paid today".into()),
				false => self.send(&signed, fee, round).await?,
			};
			match obstacle {
				None => posted += 1,
				Some(obstacle) if posted == 0 => return Ok(Look::Waited(obstacle)),
				Some(obstacle) => {
					self.tell(obstacle);
					break;
				},
			}
		}
		Ok(Look::Posted(posted))
	}

	/// Sends a transaction: why it has not worked, if the chain refuses it; it is not tried again before the
	/// next round.
	async fn send(
		&mut self,
		signed: &Signed,
		fee: Planck,
		round: Interval,
	) -> Result<Option<String>, DaemonError> {
		let (paid, obstacle) = match self.chain.send(signed, false).await {
			Ok(included) => (included.fee.unwrap_or_default(), None),
			// What fails in a block costs a fee all the same.
			Err(error @ ChainError::Refused { .. }) => (fee, Some(error.to_string())),
			Err(error @ ChainError::Rejected { .. }) => (0, Some(error.to_string())),
			Err(error) => return Err(error.into()),
		};
		self.fees.1 = self.fees.1.saturating_add(paid);
		if obstacle.is_some() {
			self.refused_in = Some(round);
		}
		Ok(obstacle)
	}

	/// Says what was traded and settled since the last look.
	async fn follow(&mut self, view: &View, node: &NodeStatus) -> Result<(), DaemonError> {
		let positions: BTreeMap<_, _> =
			node.open.iter().map(|open| (open.interval, open.position)).collect();
		let before = std::mem::replace(&mut self.positions, positions);
		for open in &node.open {
			let earlier = before.get(&open.interval).copied().unwrap_or_default();
			if let Some(traded) = show::traded(open.interval, earlier, open.position) {
				self.tell(traded);
			}
		}
		for interval in before.into_keys() {
			if self.positions.contains_key(&interval) {
				continue;
			}
			for (interval, invoice) in view.invoices(node.index, interval, interval).await? {
				self.tell(show::settled(interval, &invoice));
			}
		}
		Ok(())
	}

	fn write_report(
		&self,
		view: &View,
		node: &NodeStatus,
		gathered: &inputs::Gathered,
		decision: &Decision,
		now: u64,
	) -> Result<(), DaemonError> {
		let Some(path) = &self.rulebook.run.report_file else { return Ok(()) };
		let report = Report::new(view, node, gathered, decision, now);
		report.write(path).map_err(|reason| failed(path, reason))
	}
}

fn failed(path: &Path, reason: std::io::Error) -> DaemonError {
	DaemonError::Report { path: path.display().to_string(), reason }
}
