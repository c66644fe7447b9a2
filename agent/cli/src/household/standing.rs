// SPDX-License-Identifier: Apache-2.0

//! How far an account is on its way into the market, and what helps at each step.

use std::{fmt, process::ExitCode};

use gridmerit_client::{
	AccountId32, Chain, View,
	rules::NO_MARKET,
	units::{UNIT, unit},
};
use gridmerit_energy::{NodeMeter, NodeStatus, Planck};
use serde_json::json;

use super::data::unknown_bus;
use crate::failure::Failure;

/// The status of `join` when something is missing.
const INCOMPLETE: u8 = 4;

/// What a newcomer is asked to have, in planck: it pays the deposits of a node and of a meter, and the first fees.
pub const ENOUGH: u128 = UNIT;
/// What the deposit of a meter and the fees take at most, in planck. It is the larger part, and to pay it last must not
/// fail for the fees before.
const FOR_A_METER: u128 = UNIT / 10 * 7;

/// A step on the way.
pub struct Step {
	name: &'static str,
	done: bool,
	/// How it is, or what is to be done.
	text: String,
	/// The command that does it.
	command: Option<String>,
}

impl Step {
	fn new(name: &'static str, done: bool, text: impl Into<String>) -> Self {
		Self { name, done, text: text.into(), command: None }
	}

	fn by(self, command: impl Into<String>) -> Self {
		Self { command: Some(command.into()), ..self }
	}
}

/// Where an account stands.
pub struct Standing {
	pub account: AccountId32,
	pub node: Option<NodeStatus>,
	/// Whether it has applied, and was not answered.
	pub applied: bool,
	pub steps: Vec<Step>,
}

impl Standing {
	/// Whether nothing is missing.
	pub fn is_complete(&self) -> bool {
		self.steps.iter().all(|step| step.done)
	}

	pub async fn look(chain: &Chain, view: &View, account: &AccountId32) -> Result<Self, Failure> {
		let node = view.node(account).await?;
		let application = match &node {
			Some(_) => None,
			None => view.application(account).await?,
		};
		let applied = application.is_some();
		let meters = match &node {
			Some(node) => view.meters(node.index).await?,
			None => Vec::new(),
		};
		let trades = node.as_ref().is_none_or(|node| node.roles.trades());
		let mut steps = Vec::new();

		let (free, funds) = (view.free(account).await?, view.funds(account).await?);
		let enough = match trades && meters.is_empty() {
			true => free >= FOR_A_METER,
			false => funds > 0,
		};
		let mut text = format!("{} outside the market", unit(free));
		if !enough {
			text.push_str(&format!(". Have {}", lacking(free, account)));
		}
		steps.push(Step::new("money", enough, text));
		let begun = applied || node.is_some();
		steps.push(match begun {
			true => Step::new("application", true, "is on the chain"),
			false => {
				let command =
					"gridmerit-agent join --role ... --bus ... --draw-w ... --customer ...";
				Step::new("application", false, unanswered(chain, view, account).await?).by(command)
			},
		});
		let text = match &node {
			Some(node) if node.suspended => {
				format!("node {}, suspended: ask the operator", node.index)
			},
			Some(node) => format!("node {}", node.index),
			None if applied => "has applied; the operator has to answer (`operator admit`)".into(),
			None => "comes after the application".into(),
		};
		let admitted = node.as_ref().is_some_and(|node| !node.suspended);
		steps.push(Step::new("admission", admitted, text));
		let bus = node.as_ref().map(|node| node.bus).or(application.map(|data| data.bus));
		let unknown = bus.zip(view.buses().await?);
		if let Some(unknown) = unknown.and_then(|(bus, buses)| unknown_bus(bus, Some(buses))) {
			let text = format!("{unknown}. Orders are refused there: have the operator change it");
			steps.push(Step::new("bus", false, text));
		}
		if trades {
			steps.extend(metered(chain, node.as_ref(), &meters));
		}
		if let Some(node) = node.as_ref().filter(|node| node.debts > 0) {
			let owes = unit(node.debts);
			let text = format!("owes {owes}: deliver the readings that are missing, or deposit it");
			steps.push(Step::new("debts", false, text).by("gridmerit-agent deposit ..."));
		}
		let published = view.published().await?;
		let open = !published.rules.is_empty() && !published.tariffs.is_empty();
		let text = if open { "has rules and a tariff" } else { NO_MARKET };
		steps.push(Step::new("market", open, text));
		Ok(Self { account: *account, node, applied, steps })
	}

	pub fn show(&self, json: bool) -> Result<ExitCode, Failure> {
		let rows = self.steps.iter().map(|Step { name, done, text, command }| {
			json!({ "step": name, "done": done, "text": text, "command": command })
		});
		let value = json!({
			"account": self.account.to_string(), "node": self.node.as_ref().map(|node| node.index),
			"applied": self.applied, "complete": self.is_complete(), "steps": rows.collect::<Vec<_>>(),
		});
		// No table: a command stands alone on its line, to be copied.
		match json {
			true => println!("{}", serde_json::to_string_pretty(&value)?),
			false => self.steps.iter().for_each(|step| println!("{step}")),
		}
		Ok(if self.is_complete() { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
	}
}

impl fmt::Display for Step {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { name, done, text, command } = self;
		let how = if *done { "done" } else { "MISSING" };
		write!(f, "{how:7}  {name}: {text}")?;
		match command {
			Some(command) => write!(f, "\n\n    {command}\n"),
			None => Ok(()),
		}
	}
}

/// How much is to be sent to an account that has so much, to bring it to what a newcomer needs.
pub fn lacking(free: Planck, account: &AccountId32) -> String {
	let more = match ENOUGH.saturating_sub(free) {
		0 => "more".into(),
		lacking => unit(lacking),
	};
	format!(
		"{more} sent to {account}: {} in all is enough for deposits and the first fees; what orders lock and pay comes on top",
		unit(ENOUGH)
	)
}

/// Why there is no application: none was made, or the operator has refused it in one of the last blocks.
async fn unanswered(chain: &Chain, view: &View, account: &AccountId32) -> Result<String, Failure> {
	// Who has sent nothing has not applied.
	let refused = match view.nonce(account).await? {
		0 => None,
		_ => chain.rejection(view, 0, account).await?,
	};
	Ok(match refused {
		Some(reason) => format!("was refused by the operator: {reason}. Apply anew"),
		None => "none is on the chain".into(),
	})
}

/// The steps about the meter.
fn metered(chain: &Chain, node: Option<&NodeStatus>, meters: &[NodeMeter]) -> [Step; 2] {
	let later = |name| Step::new(name, false, "comes after the admission");
	let Some(node) = node else { return [later("meter"), later("settlement meter")] };
	let bound = match meters {
		[] => {
			let text = format!(
				"its maker has the certificate, and the meter agrees by `gridmerit-meter consent --suri-file FILE --scheme \
				 SCHEME --genesis {:?} --node {} --bindings 0`",
				chain.genesis(),
				node.index
			);
			let bind = "gridmerit-agent meter bind --certificate FILE --consent FILE --settle";
			Step::new("meter", false, text).by(bind)
		},
		bound => {
			let bound: Vec<_> = bound.iter().map(|one| one.meter.to_string()).collect();
			Step::new("meter", true, format!("bound: {}", bound.join(", ")))
		},
	};
	let name = "settlement meter";
	let settles = match (NodeMeter::settling(meters), meters.first()) {
		(Some(NodeMeter { meter, revoked_from: Some(from), .. }), _) => {
			let text = format!(
				"meter {meter} is revoked from interval {from} on: have it lifted, or bind another"
			);
			Step::new(name, false, text)
		},
		(Some(NodeMeter { meter, settles_from: Some(from), .. }), _) => {
			Step::new(name, true, format!("meter {meter}, from interval {from} on"))
		},
		(_, Some(first)) => {
			let command = format!("gridmerit-agent settle-with {}", first.meter);
			Step::new(name, false, "none of the node's meters settles it").by(command)
		},
		(_, None) => Step::new(name, false, "comes with the meter"),
	};
	[bound, settles]
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_command_stands_alone_on_its_line() {
		let step = Step::new("application", false, "none is on the chain");
		assert_eq!(step.to_string(), "MISSING  application: none is on the chain");
		let said = step.by("gridmerit-agent join").to_string();
		assert!(said.lines().any(|line| line.trim() == "gridmerit-agent join"), "{said}");
	}

	#[test]
	fn what_is_lacking_is_an_amount() {
		let account = AccountId32([7; 32]);
		let said = lacking(UNIT / 5, &account);
		assert!(said.starts_with("0.8 UNIT sent to ") && said.contains("1 UNIT in all"), "{said}");
		assert!(lacking(2 * UNIT, &account).starts_with("more sent to"));
	}
}
