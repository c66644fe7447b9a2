// SPDX-License-Identifier: Apache-2.0

//! How far an account is on its way into the market, and what helps at each step.

use std::process::ExitCode;

use gridmerit_client::{
	AccountId32, Chain, View,
	rules::NO_MARKET,
	units::{UNIT, unit},
};
use gridmerit_energy::{NodeMeter, NodeStatus};
use serde_json::json;

use crate::{
	failure::Failure,
	show::{print, table},
};

/// The status of `join` when something is missing.
const INCOMPLETE: u8 = 4;

/// Enough for the deposits of a node and a meter and the first fees, in planck.
const ENOUGH: u128 = UNIT;

/// A step on the way.
pub struct Step {
	name: &'static str,
	done: bool,
	/// How it is, or what is to be done.
	text: String,
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
		let applied = node.is_none() && view.application(account).await?.is_some();
		let mut steps = Vec::new();
		let mut step = |name, done, text: String| steps.push(Step { name, done, text });

		let (free, funds) = (view.free(account).await?, view.funds(account).await?);
		let begun = applied || node.is_some();
		let enough = funds > 0 && (begun || free >= ENOUGH);
		let has = format!("{} outside the market", unit(free));
		let text = match enough {
			true => has,
			false => format!(
				"{has}. Have some sent to {account}: {} do for deposits and the first fees; what orders lock and pay comes on \
				 top",
				unit(ENOUGH)
			),
		};
		step("money", enough, text);
		let text = match begun {
			true => "is on the chain".into(),
			false => {
				"`gridmerit-agent join --role ... --bus ... --draw-w ... --customer ...`".into()
			},
		};
		step("application", begun, text);
		let text = match &node {
			Some(node) if node.suspended => {
				format!("node {}, suspended: ask the operator", node.index)
			},
			Some(node) => format!("node {}", node.index),
			None if applied => "has applied; the operator has to answer (`operator admit`)".into(),
			None => "comes after the application".into(),
		};
		step("admission", node.as_ref().is_some_and(|node| !node.suspended), text);
		if node.as_ref().is_none_or(|node| node.roles.trades()) {
			steps.extend(metered(chain, view, node.as_ref()).await?);
		}
		if let Some(node) = node.as_ref().filter(|node| node.debts > 0) {
			let text = format!(
				"owes {}: deliver the readings that are missing, or deposit it (`gridmerit-agent deposit`)",
				unit(node.debts)
			);
			steps.push(Step { name: "debts", done: false, text });
		}
		let published = view.published().await?;
		let open = !published.rules.is_empty() && !published.tariffs.is_empty();
		let text = if open { "has rules and a tariff" } else { NO_MARKET };
		steps.push(Step { name: "market", done: open, text: text.into() });
		Ok(Self { account: *account, node, applied, steps })
	}

	pub fn show(&self, json: bool) -> Result<ExitCode, Failure> {
		let rows = self
			.steps
			.iter()
			.map(|Step { name, done, text }| json!({ "step": name, "done": done, "text": text }));
		let value = json!({
			"account": self.account.to_string(), "node": self.node.as_ref().map(|node| node.index),
			"applied": self.applied, "complete": self.is_complete(), "steps": rows.collect::<Vec<_>>(),
		});
		print(json, value, || {
			let mut table = table(&["", "step", "how it is, and what is to be done"]);
			for Step { name, done, text } in &self.steps {
				table.add_row([if *done { "done" } else { "MISSING" }, name, text]);
			}
			table
		})?;
		Ok(if self.is_complete() { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
	}
}

/// The steps about the meter.
async fn metered(
	chain: &Chain,
	view: &View,
	node: Option<&NodeStatus>,
) -> Result<[Step; 2], Failure> {
	let later = |name| Step { name, done: false, text: "comes after the admission".into() };
	let Some(node) = node else { return Ok([later("meter"), later("settlement meter")]) };
	let meters = view.meters(node.index).await?;
	let text = match meters.as_slice() {
		[] => format!(
			"`gridmerit-agent meter bind --certificate FILE --consent FILE --settle`; its maker has the certificate, and the \
			 meter agrees by `gridmerit-meter consent --genesis {:?} --node {} --bindings 0`",
			chain.genesis(),
			node.index
		),
		bound => {
			let bound: Vec<_> = bound.iter().map(|one| one.meter.to_string()).collect();
			format!("bound: {}", bound.join(", "))
		},
	};
	let bound = Step { name: "meter", done: !meters.is_empty(), text };
	let settling = NodeMeter::settling(&meters);
	let text = match (settling, meters.first()) {
		(Some(NodeMeter { meter, revoked_from: Some(from), .. }), _) => {
			format!(
				"meter {meter} is revoked from interval {from} on: have it lifted, or bind another"
			)
		},
		(Some(NodeMeter { meter, settles_from: Some(from), .. }), _) => {
			format!("meter {meter}, from interval {from} on")
		},
		(_, Some(first)) => format!("`gridmerit-agent settle-with {}`", first.meter),
		(_, None) => "comes with the meter".into(),
	};
	let done = settling.is_some_and(|meter| meter.revoked_from.is_none());
	Ok([bound, Step { name: "settlement meter", done, text }])
}
