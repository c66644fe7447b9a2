// SPDX-License-Identifier: Apache-2.0

//! Trades for one node by its rulebook: looks at the chain, forecasts, plans, posts, and says what came of it.
//!
//! It decides by what the chain says: of what it remembers only the day's fees, what it has bonded, the calls that
//! were refused and a planned charge matter. After a restart, of itself or of its node, it finds its orders in the
//! book, or on their way there, and posts nothing twice.

mod bond;
mod command;
mod decision_report;
mod inputs;
mod metering;
mod past;
mod prefer;
mod propose;
mod show;
#[cfg(test)]
mod tests;
mod waiting;

use std::{
	collections::BTreeMap,
	fmt::{self, Display},
};

use gridmerit_client::{
	self as client, Call, Chain, ChainError, Key, KeyError, Signatory, View, times::Zone,
};
use gridmerit_energy::{Interval, NodeStatus, Planck, Position, Window};

pub use command::CommandError;
pub use decision_report::DecisionReport;
pub use inputs::InputError;

use crate::{
	decide::{Decision, Situation, changes, decide},
	rulebook::{Rulebook, SecretSource},
};
use bond::Bonding;
use inputs::{DAY, Inputs};
use metering::unproven;
use prefer::Preferring;
use propose::Proposing;
use waiting::gist;

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
}

/// Where it says what it does.
pub type Say<'a> = &'a (dyn Fn(&str) + Send + Sync);

/// The agent of a node.
pub struct Daemon<'a> {
	chain: Chain,
	signatory: Signatory,
	rulebook: Rulebook,
	say: Say<'a>,
	inputs: Inputs,
	/// What was traded when it last looked; none before.
	positions: Option<BTreeMap<Interval, Position>>,
	/// What the chain refused in a round: no second attempt before the next.
	refused: (Interval, Vec<Call>),
	/// Fees paid on a day.
	fees: (u64, Planck),
	bonding: Bonding,
	proposing: Proposing,
	preferring: Preferring,
	/// What was wrong with the node's settlement meter when it last looked.
	metering: Option<String>,
	/// What was to be known of the history when it last looked.
	past: Option<String>,
	said: String,
	/// What the owner should have known when it last looked, without numbers.
	notes: Vec<String>,
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
	/// It would have posted something.
	Rehearsed,
	/// It has posted something.
	Posted,
}

impl fmt::Display for Look {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Waited(reason) => f.write_str(reason),
			Self::Settled => f.write_str("the book is as it should be"),
			Self::Rehearsed => f.write_str("would be posted"),
			Self::Posted => f.write_str("posted"),
		}
	}
}

/// The account's key, from where the rulebook says.
pub fn key(signer: &SecretSource) -> Result<Key, DaemonError> {
	let variable =
		|name: &String| std::env::var(name).map_err(|_| DaemonError::Variable(name.clone()));
	Ok(match signer {
		SecretSource::Development(suri) => Key::from_suri(suri)?,
		SecretSource::Env(name) => Key::from_suri(&variable(name)?)?,
		SecretSource::File(path) => Key::from_suri_file(path)?,
		SecretSource::Keystore { path, password_env } => {
			Key::from_keystore(path, &variable(password_env)?)?
		},
	})
}

impl<'a> Daemon<'a> {
	/// Connects to the node that the rulebook names, or begins a light client.
	pub async fn new(rulebook: Rulebook, say: Say<'a>) -> Result<Self, DaemonError> {
		let signatory = Signatory { key: key(&rulebook.node.signer)?, real: rulebook.node.account };
		for notice in rulebook.notices() {
			say(&notice);
		}
		let chain = match &rulebook.node.light {
			Some(spec) => {
				say("light client: looks for the newest final block");
				Chain::light(spec, &|_| ()).await?
			},
			None => Chain::connect(&rulebook.node.url).await?,
		};
		let mut daemon = Self {
			chain,
			signatory,
			rulebook,
			say,
			inputs: Inputs::default(),
			positions: None,
			refused: (0, Vec::new()),
			fees: (0, 0),
			bonding: Bonding::default(),
			proposing: Proposing::default(),
			preferring: Preferring::default(),
			metering: None,
			past: None,
			said: String::new(),
			notes: Vec::new(),
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
		daemon.look_at_meters(&view, &node).await?;
		if let Some(rules) = &daemon.rulebook.history {
			let length = view.interval_length().await?;
			let now = view.now().await? / u64::from(length.max(1));
			let now = Interval::try_from(now).unwrap_or(Interval::MAX);
			match rules.load(length) {
				Ok(known) => {
					say(&format!("{}: {}", rules.file.display(), known.summary.line()));
					past::ahead(&known.summary, now, length)
						.iter()
						.for_each(|warning| say(warning));
				},
				Err(error) => say(&error.to_string()),
			}
		}
		Ok(daemon)
	}

	/// Looks at the chain again and again. Ends only with what does not go away by itself.
	pub async fn run(&mut self) -> Result<(), DaemonError> {
		loop {
			match self.look().await {
				Ok(Look::Waited(reason)) if gist(&reason) == gist(&self.said) => {},
				Ok(Look::Waited(reason)) => self.tell(reason),
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

	/// What the owner should know and was not told when it last looked. A note that differs from one of then in
	/// numbers alone is no news.
	fn news<'n>(&mut self, notes: impl Iterator<Item = &'n String>) -> Vec<&'n String> {
		let words = |note: &String| note.split(|letter: char| letter.is_ascii_digit()).collect();
		let notes: Vec<(String, &String)> = notes.map(|note| (words(note), note)).collect();
		let before = std::mem::take(&mut self.notes);
		self.notes = notes.iter().map(|(words, _)| words.clone()).collect();
		notes
			.into_iter()
			.filter(|(words, _)| !before.contains(words))
			.map(|(_, note)| note)
			.collect()
	}

	fn tell(&mut self, text: impl Display) {
		self.said = text.to_string();
		(self.say)(&self.said);
	}

	async fn node(&self, view: &View) -> Result<NodeStatus, DaemonError> {
		let account = self.signatory.account();
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
		let view = self.chain.best().await?;
		let node = self.node(&view).await?;
		self.follow(&view, &node).await?;
		let meters = self.look_at_meters(&view, &node).await?;
		// Who is suspended may still show what it has claimed.
		let sent = self.propose(&view, &node).await?;
		let view = if sent { self.chain.best().await? } else { view };
		if node.suspended {
			return Ok(Look::Waited("the node is suspended: it may post nothing".into()));
		}
		let view =
			if self.keep_bond(&view, &node).await? { self.chain.best().await? } else { view };
		let view =
			if self.keep_choices(&view, &node).await? { self.chain.best().await? } else { view };
		let open = match self.open(&view).await? {
			Ok(open) => open,
			Err(reason) => return Ok(Look::Waited(reason.into())),
		};
		if let Some(reason) = unproven(&meters, &open.windows, self.rulebook.run.unmetered) {
			return self.wait(&node, &open, reason).await;
		}
		let gathered =
			self.inputs.gather(&self.rulebook, &view, &node, &open.windows, open.now).await;
		let gathered = match gathered {
			Ok(gathered) => gathered,
			Err(InputError::Chain(error)) => return Err(error.into()),
			Err(error) => {
				let reason = format!("cannot decide what to post: {error}");
				return self.wait(&node, &open, reason).await;
			},
		};
		self.look_at_past(&gathered);
		if !open.windows.iter().any(|window| gathered.expected.contains_key(&window.interval)) {
			let reason =
				"cannot decide what to post: the forecast says nothing about the open intervals";
			return self.wait(&node, &open, reason.into()).await;
		}
		let situation = Situation {
			windows: &open.windows,
			node: &node,
			meters: &meters,
			interval_ms: gathered.interval_ms,
			expected: &gathered.expected,
			prices: &gathered.prices,
			rooms: &gathered.rooms,
			charge: gathered.charge,
			spent_today: gathered.spent_today,
			funds: view.funds(&self.signatory.account()).await?,
		};
		let decision = match decide(&self.rulebook, &situation) {
			Ok(decision) => decision,
			Err(error) => return self.wait(&node, &open, format!("no plan: {error}")).await,
		};
		let news = self.news(gathered.notes.iter().chain(&decision.notes));
		gathered.notes.iter().filter(|note| news.contains(note)).for_each(|note| (self.say)(note));
		self.inputs.remember(&decision.plan);
		let look = self.post(&node, &decision, &open).await?;
		match &look {
			Look::Rehearsed | Look::Posted => {
				let plan = show::decision(&decision, &open.windows, &self.zone());
				let said = format!("{plan}\n  {look}");
				self.say_once(&said);
			},
			// Why there are no orders, and what is new.
			Look::Settled
				if decision.wishes.iter().any(|wish| wish.reason.is_some())
					|| decision.notes.iter().any(|note| news.contains(&note)) =>
			{
				self.say_once(&show::decision(&decision, &open.windows, &self.zone()));
			},
			_ => {},
		}
		self.write_report(&view, &node, &gathered, &decision, open.now);
		Ok(look)
	}

	/// The round that takes orders now; why nothing may be posted, if so.
	async fn open(&self, view: &View) -> Result<Result<Open, &'static str>, DaemonError> {
		let windows = view.windows().await?;
		let Some(&Window { round, gate, .. }) = windows.first() else {
			return Ok(Err(view.no_window().await?));
		};
		let now = view.now().await?;
		let lead = u64::try_from(self.rulebook.run.lead_time.as_millis()).unwrap_or(u64::MAX);
		if now.saturating_add(lead) >= gate {
			return Ok(Err("the gate is near: nothing more is posted in this round"));
		}
		let signer = self.signatory.key.account();
		let nonce = self.chain.next_nonce(&signer).await?;
		if nonce != view.nonce(&signer).await? {
			return Ok(Err("a transaction of this account is on its way"));
		}
		Ok(Ok(Open { windows, round, now, nonce }))
	}

	/// Brings the book to what is wished for, in one transaction.
	async fn post(
		&mut self,
		node: &NodeStatus,
		decision: &Decision,
		open: &Open,
	) -> Result<Look, DaemonError> {
		let round = open.round;
		let changes = changes(node, &decision.wishes, &self.rulebook.run);
		if changes.is_empty() {
			return Ok(Look::Settled);
		}
		if self.rulebook.run.dry_run {
			return Ok(Look::Rehearsed);
		}
		let call = client::post(round, &changes, self.rulebook.run.unmetered);
		Ok(match self.send(call, round).await? {
			None => Look::Posted,
			Some(obstacle) => Look::Waited(obstacle),
		})
	}

	/// Sends a call if the round still takes it: why it has not worked, if so. What the chain refuses is not tried
	/// again before the next round.
	async fn send(&mut self, call: Call, round: Interval) -> Result<Option<String>, DaemonError> {
		if self.refused.0 != round {
			self.refused = (round, Vec::new());
		}
		if self.refused.1.contains(&call) {
			let reason = "the chain refused these orders: waiting for the next round";
			return Ok(Some(reason.into()));
		}
		// Programs and plans have taken their time.
		let view = self.chain.best().await?;
		let nonce = match self.open(&view).await? {
			Ok(open) if open.round == round => open.nonce,
			Ok(_) => return Ok(Some("the round has changed meanwhile".into())),
			Err(reason) => return Ok(Some(reason.into())),
		};
		Ok(match self.submit(&view, nonce, call.clone()).await? {
			Sent::Included => None,
			Sent::Refused(error) => {
				self.refused.1.push(call);
				Some(error.to_string())
			},
			Sent::Unaffordable(reason) => Some(reason),
		})
	}

	/// Sends a call of the node if there is a fee left for it and the chain would not refuse it as it stands at `view`,
	/// and waits until it is in a block.
	async fn submit(&mut self, view: &View, nonce: u64, call: Call) -> Result<Sent, DaemonError> {
		let today = view.now().await? / DAY;
		if self.fees.0 != today {
			self.fees = (today, 0);
		}
		let (call, key) = (self.signatory.act(call), &self.signatory.key);
		let signed = self.chain.sign(view, &call, key, nonce)?;
		let fee = signed.fee().await?;
		let most = self.rulebook.limits.max_fee_per_day;
		if most.is_some_and(|most| self.fees.1.saturating_add(fee) > most) {
			let reason = "limits.max_fee_unit_per_day: no more fees are paid today";
			return Ok(Sent::Unaffordable(reason.into()));
		}
		// A refusal in a block costs a fee.
		match self.chain.dry_run(view, &call, key, nonce).await {
			Ok(()) => {},
			Err(error @ ChainError::Refused { .. }) => return Ok(Sent::Refused(error)),
			Err(error) => return Err(error.into()),
		}
		let sent = self.chain.send(&signed, false).await;
		self.fees.1 = self.fees.1.saturating_add(match &sent {
			Ok(included) => included.fee.unwrap_or_default(),
			Err(ChainError::Rejected { .. }) => 0,
			// What fails in a block costs a fee all the same, and what is lost may still come in.
			Err(_) => fee,
		});
		match sent {
			Ok(_) => Ok(Sent::Included),
			Err(error @ (ChainError::Refused { .. } | ChainError::Rejected { .. })) => {
				Ok(Sent::Refused(error))
			},
			Err(error) => Err(error.into()),
		}
	}

	/// By whose clocks it says times: the node's, or this machine's.
	fn zone(&self) -> Zone {
		self.rulebook.node.zone.clone().map_or_else(Zone::of_machine, Zone::from)
	}

	/// Says what was traded and settled since the last look.
	async fn follow(&mut self, view: &View, node: &NodeStatus) -> Result<(), DaemonError> {
		let length = u64::from(view.interval_length().await?);
		let zone = self.zone();
		let when = |interval: Interval| zone.exactly(u64::from(interval).saturating_mul(length));
		let positions: BTreeMap<_, _> =
			node.open.iter().map(|open| (open.interval, open.position)).collect();
		// What it found when it started is no news.
		let before = self.positions.clone().unwrap_or_else(|| positions.clone());
		for (interval, position) in &positions {
			let earlier = before.get(interval).copied().unwrap_or_default();
			if let Some(traded) = show::traded(earlier, *position) {
				self.tell(format!("interval {interval} ({}): {traded}", when(*interval)));
			}
		}
		for interval in before.into_keys().filter(|interval| !positions.contains_key(interval)) {
			for (interval, invoice) in view.invoices(node.index, interval, interval).await? {
				let settled = show::settled(&invoice);
				self.tell(format!("interval {interval} ({}) {settled}", when(interval)));
			}
		}
		self.positions = Some(positions);
		Ok(())
	}

	/// A report that cannot be written is said, and trading goes on.
	fn write_report(
		&mut self,
		view: &View,
		node: &NodeStatus,
		gathered: &inputs::Gathered,
		decision: &Decision,
		now: u64,
	) {
		let Some(path) = &self.rulebook.run.report_file else { return };
		let report = DecisionReport::new(view, node, gathered, decision, now);
		if let Err(reason) = report.write(path) {
			let problem = format!("{}: {reason}", path.display());
			self.say_once(&problem);
		}
	}
}

/// What became of a call.
enum Sent {
	/// It is in a block, and has worked.
	Included,
	/// The chain has refused it.
	Refused(ChainError),
	/// It was not sent: there is no fee left, because.
	Unaffordable(String),
}

/// A round that takes orders.
struct Open {
	windows: Vec<Window>,
	round: Interval,
	/// The chain's time, in milliseconds since 1970.
	now: u64,
	/// The number of the signer's next transaction.
	nonce: u64,
}
