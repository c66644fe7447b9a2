// SPDX-License-Identifier: Apache-2.0

//! Hands a node over to another account: after a change of the key, or of the house's owner.

use std::{path::Path, process::ExitCode};

use gridmerit_client::{AccountId32, Key, Signatory, View, registry};
use gridmerit_energy::NodeIndex;

use super::options::RotateOptions;
use crate::{actor::Actor, failure::Failure};

pub async fn rotate(options: &RotateOptions) -> Result<ExitCode, Failure> {
	match (&options.to, &options.to_suri_file, options.accept) {
		(_, _, Some(node)) => accept(options, node).await,
		(_, Some(path), _) => to_key(options, path).await,
		(Some(to), ..) => offer(options, to).await,
		_ => Err("to whom? --to, --to-suri-file or --accept".into()),
	}
}

async fn offer(options: &RotateOptions, to: &AccountId32) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	let node = actor.node(None).await?;
	let back = *to == actor.account();
	if !back {
		may_take(&actor.view, to).await?;
	}
	let done = actor.send(registry::offer_handover(to)).await?;
	let what = match back {
		true => format!("offer node {node} to nobody any more"),
		false => format!(
			"offer node {node} to {to}, which accepts it by `gridmerit-agent rotate --accept {node}`; all stays as it is \
			 until then"
		),
	};
	actor.show(&done, &what)
}

async fn accept(options: &RotateOptions, node: NodeIndex) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	let account = actor.account();
	actor.known(node).await?;
	match actor.view.handover(node).await? {
		Some(to) if to == account => {},
		Some(to) => return Err(format!("node {node} is offered to {to}, not to {account}").into()),
		None => return Err(format!("node {node} is offered to nobody").into()),
	}
	may_take(&actor.view, &account).await?;
	let done = actor.send(registry::accept_handover(node)).await?;
	actor.show(&done, &format!("take node {node} over, with its money, trades and debts"))
}

/// Offers with the old key and accepts with the new one.
async fn to_key(options: &RotateOptions, path: &Path) -> Result<ExitCode, Failure> {
	let key = Key::from_suri_file(path)?;
	let actor = Actor::new(&options.act).await?;
	let node = actor.node(None).await?;
	let (old, new) = (actor.account(), key.account());
	if old == new {
		return Err("the secret in the file is that of the node's present account".into());
	}
	may_take(&actor.view, &new).await?;
	if actor.view.free(&new).await? == 0 {
		return Err(format!(
			"{new} has no money for the deposit of a node and the fee: send it some first"
		)
		.into());
	}
	let offered = actor.send(registry::offer_handover(&new)).await?;
	let by_new = actor.by(Signatory { key, real: None }, offered.view);
	let done = by_new.send(registry::accept_handover(node)).await.map_err(|error| {
		format!("{error}. Node {node} is offered to {new} still: `rotate --accept {node}` takes it")
	})?;
	by_new.show(&done, &format!("hand node {node} over from {old} to {new}"))
}

/// Refuses an account that can take no node over.
async fn may_take(view: &View, account: &AccountId32) -> Result<(), Failure> {
	if let Some(node) = view.node(account).await? {
		let index = node.index;
		return Err(format!(
			"{account} acts for node {index} already, and an account acts for one"
		)
		.into());
	}
	match view.application(account).await? {
		Some(_) => Err(format!("{account} has applied for a node of its own").into()),
		None => Ok(()),
	}
}
