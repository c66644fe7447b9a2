// SPDX-License-Identifier: Apache-2.0

//! Applies, and waits for the operator's answer.

use std::{process::ExitCode, time::Duration};

use gridmerit_client::{
	AccountId32, Chain, ChainError, View,
	registry::{self, NodeData},
};
use tokio::time::sleep;

use super::{data::unknown_bus, money::unaffordable, options::JoinOptions, standing::Standing};
use crate::{
	actor::Actor,
	failure::Failure,
	transact::{Waiting, transact},
	work,
};

/// Between two looks at the chain.
const LOOK: Duration = Duration::from_secs(3);

pub async fn join(options: &JoinOptions) -> Result<ExitCode, Failure> {
	let json = options.act.common.json;
	if options.check {
		let account = match options.act.trader.on_behalf_of {
			Some(account) => account,
			None => options.act.trader.signatory()?.account(),
		};
		let chain = options.act.common.connect().await?;
		let view = chain.best().await?;
		return Standing::look(&chain, &view, &account).await?.show(json);
	}
	let actor = Actor::new(&options.act).await?;
	let account = actor.account();
	let begun = Standing::look(&actor.chain, &actor.view, &account).await?;
	if begun.node.is_none() && !begun.applied {
		if options.data.is_empty() {
			begun.show(json)?;
			return Err(
				"what does the account apply for? --role, --bus, --draw-w, --customer".into()
			);
		}
		let data = options.data.read(actor.view.interval_length().await?)?;
		if let Some(unknown) = unknown_bus(data.bus, actor.view.buses().await?) {
			return Err(
				format!("{unknown}. The operator knows the number of your connection").into()
			);
		}
		apply(&actor, &data).await?;
	} else if let Some(applied) = actor.view.application(&account).await?
		&& !options.data.is_empty()
	{
		let wanted = options.data.read(actor.view.interval_length().await?)?;
		if let Some(other) = differs(&applied, &wanted) {
			return Err(format!(
				"your application waits, and {other}: have the operator refuse it, and apply anew"
			)
			.into());
		}
	}
	let mut chain = actor.chain.clone();
	if begun.node.is_none() && !options.no_wait {
		chain = answered(chain, &account, json).await?;
	}
	let view = chain.best().await?;
	Standing::look(&chain, &view, &account).await?.show(json)
}

/// In what an application differs from what is wanted now.
fn differs(applied: &NodeData, wanted: &NodeData) -> Option<String> {
	let numbers = [
		("bus", u64::from(applied.bus), wanted.bus.into()),
		("Wh to draw in an interval", applied.limits.consumption, wanted.limits.consumption),
		("Wh to feed in in an interval", applied.limits.generation, wanted.limits.generation),
	];
	let number = numbers.into_iter().find(|(_, applied, wanted)| applied != wanted);
	let other = |what: &str| Some(format!("it has another {what} than you say now"));
	match number {
		Some((what, has, now)) => Some(format!("it says {has} for {what}, not {now}")),
		None if applied.roles != wanted.roles => other("role"),
		None if applied.source != wanted.source => other("source"),
		None if applied.customer != wanted.customer => other("customer"),
		None if applied.battery != wanted.battery => other("battery"),
		None => None,
	}
}

/// Applies, with the work that the chain asks for.
async fn apply(actor: &Actor<'_>, data: &NodeData) -> Result<(), Failure> {
	let account = actor.account();
	let (asked, identity) = actor.view.work_asked(&account).await?;
	if asked.bits > 0 && !actor.options.common.json {
		eprintln!("the chain asks applicants for work: {} bits", asked.bits);
	}
	let nonce = work::search(asked, &identity).await?;
	// The search may have taken long.
	let view = actor.chain.best().await?;
	let call = registry::apply(data, nonce);
	let waiting = Waiting::new(&actor.options.common, actor.options.until_final);
	let signatory = actor.signatory();
	let sent = transact(&actor.chain, &view, signatory, call, waiting).await;
	let free = view.free(&account).await?;
	let (_, included) = sent.map_err(|error| unaffordable(error, &account, free))?;
	if !waiting.json {
		println!("applied, in block {:?}", included.block);
	}
	Ok(())
}

/// Waits until the operator has answered, however long, and through lost connections. The chain as it is connected
/// then.
async fn answered(mut chain: Chain, account: &AccountId32, json: bool) -> Result<Chain, Failure> {
	if !json {
		println!("waiting for the operator's answer; Ctrl-C ends the waiting, not the application");
	}
	let mut seen = chain.best().await?.number();
	let mut lost = false;
	loop {
		match look(&chain, account, seen).await {
			Ok(Answer::Admitted) => return Ok(chain),
			Ok(Answer::Refused(reason)) => {
				return Err(format!("the operator has refused the application: {reason}").into());
			},
			Ok(Answer::None(number)) => {
				(seen, lost) = (number, false);
			},
			Err(error) if error.is_passing() => {
				if !lost && !json {
					eprintln!("{error}; trying again");
				}
				lost = true;
				if let Ok(again) = chain.again().await {
					chain = again;
				}
			},
			Err(error) => return Err(error.into()),
		}
		sleep(LOOK).await;
	}
}

enum Answer {
	/// None so far, up to this block.
	None(u64),
	Admitted,
	Refused(String),
}

async fn look(chain: &Chain, account: &AccountId32, seen: u64) -> Result<Answer, ChainError> {
	let view: View = chain.best().await?;
	if view.node(account).await?.is_some() {
		return Ok(Answer::Admitted);
	}
	if view.application(account).await?.is_some() {
		return Ok(Answer::None(view.number()));
	}
	let reason = chain.rejection(&view, seen, account).await?;
	Ok(Answer::Refused(reason.unwrap_or_else(|| "it is not there any more".into())))
}

#[cfg(test)]
mod tests {
	use gridmerit_energy::{EnergyLimits, Roles, SourceKind};

	use super::*;

	#[test]
	fn an_application_that_says_something_else_is_told() {
		let applied = NodeData {
			customer: [7; 32],
			roles: Roles { consumer: true, ..Roles::default() },
			bus: 7,
			limits: EnergyLimits { generation: 0, consumption: 2_750 },
			source: SourceKind::None,
			battery: None,
		};
		let wanted = NodeData { bus: 8, ..applied };
		assert_eq!(differs(&applied, &wanted).as_deref(), Some("it says 7 for bus, not 8"));
		let wanted = NodeData { customer: [8; 32], ..applied };
		assert!(differs(&applied, &wanted).unwrap().contains("another customer"));
		assert_eq!(differs(&applied, &applied), None);
	}
}
