// SPDX-License-Identifier: Apache-2.0

//! Who builds blocks, and how to become one of them.

pub mod options;
mod show;
mod words;

use std::{io::read_to_string, path::Path, process::ExitCode};

use gridmerit_client::{
	AccountId32, Chain, ChainError, View,
	builders::{self as client, Health, NewKeys},
};
use gridmerit_energy::NodeIndex;
use gridmerit_trust::{BuilderView, SessionIndex};

use crate::{
	actor::{Actor, unknown},
	failure::Failure,
	options::ActOptions,
	orders::node,
};
use options::{BuilderOptions, BuildersOptions, SetKeysOptions};
use show::{Looked, Machine};

/// What is decided in a session is planned when the next begins, and counts from the one after.
const NOTICE: SessionIndex = 2;

pub async fn all(options: &BuildersOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	let (now, next) = (view.builders().await?, view.planned_builders().await?);
	show::all(&now, &next, &view.candidates().await?, options.common.json)
}

pub async fn one(options: &BuilderOptions) -> Result<ExitCode, Failure> {
	let chain = options.common.connect().await?;
	let view = if options.when_final { chain.last_final().await? } else { chain.best().await? };
	let of = match options.node {
		Some(of) => of,
		None => node(&view, &options.whose.account()?).await?.index,
	};
	let builder = view.builder(of).await?.ok_or_else(|| unknown(of))?;
	let keys = view.session_keys(&builder.account).await?;
	let (session, seats) = view.builders().await?;
	let machine = match &options.node_rpc {
		None => None,
		Some(url) => {
			let own = same_chain(&chain, url).await?;
			let has_keys = match &keys {
				Some(keys) => own.has_keys(&keys.encoded()).await?,
				None => false,
			};
			Some(Machine { url: url.clone(), health: own.health().await?, has_keys })
		},
	};
	let seat = seats.into_iter().find(|seat| seat.node == of);
	let looked = Looked {
		node: of,
		session,
		blocks: seat.map_or(0, |seat| seat.blocks),
		builder,
		keys: keys.map(|keys| keys.encoded()),
		machine,
	};
	show::one(&looked, options.common.json)
}

/// Another node of the same chain.
async fn same_chain(chain: &Chain, url: &str) -> Result<Chain, Failure> {
	let own = Chain::connect(url).await?;
	match own.genesis() == chain.genesis() {
		true => Ok(own),
		false => {
			Err(format!("the node at {url} serves another chain than the one that is asked").into())
		},
	}
}

/// The node of an account as a builder, and the running session.
async fn stands(
	view: &View,
	of: NodeIndex,
) -> Result<(SessionIndex, BuilderView<AccountId32>), Failure> {
	let builder = view.builder(of).await?.ok_or_else(|| unknown(of))?;
	Ok((view.builders().await?.0, builder))
}

pub async fn stand(options: &ActOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(options).await?;
	let node = actor.node(None).await?;
	let done = actor.send(client::stand()).await?;
	let (session, builder) = stands(&done.view, node).await?;
	let when = match builder.next {
		Some(_) => "it has a seat".into(),
		None => {
			let (planned, from) = (session.saturating_add(1), session.saturating_add(NOTICE));
			format!(
				"the next set is planned when session {planned} begins, and sits from session {from} on"
			)
		},
	};
	actor.show(&done, &format!("stand for election with node {node}; {when}"))
}

pub async fn step_down(options: &ActOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(options).await?;
	let node = actor.node(None).await?;
	let done = actor.send(client::step_down()).await?;
	let (session, builder) = stands(&done.view, node).await?;
	let what = format!("give the seat of node {node} up");
	if builder.now.is_none() && builder.next.is_none() {
		return actor.show(&done, &what);
	}
	let from = session.saturating_add(NOTICE);
	let until = format!(
		"{what}; from session {from} on it has none, this is {session}, unless too few are left. Its node has to run \
		 until `builder` says that it has none"
	);
	actor.show(&done, &until)
}

pub async fn release_keys(options: &ActOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(options).await?;
	let done = actor.send(client::release_keys()).await?;
	actor.show(&done, &format!("give up the session keys of {}", actor.account()))
}

/// Where session keys come from.
enum Source<'a> {
	File(&'a Path),
	Node(&'a str),
}

fn source(options: &SetKeysOptions) -> Result<Source<'_>, Failure> {
	if let Some(path) = &options.keys {
		return Ok(Source::File(path));
	}
	let url = options.node_rpc.as_deref().or_else(|| options.act.common.node());
	let none =
		"a light client makes no keys: name the node that is to build with them, --node-rpc URL";
	Ok(Source::Node(url.ok_or(none)?))
}

pub async fn set_keys(options: &SetKeysOptions) -> Result<ExitCode, Failure> {
	let source = source(options)?;
	let actor = Actor::new(&options.act).await?;
	let account = actor.account();
	let made = match source {
		Source::File(path) => read(path)?,
		Source::Node(url) => make(&same_chain(&actor.chain, url).await?, url, &account).await?,
	};
	let sent = actor.send(actor.view.set_keys(&made)?).await;
	let done = sent.map_err(|error| match error.downcast_ref() {
		Some(ChainError::Refused { error: name, .. }) => match words::remedy(name) {
			Some(remedy) => format!("{error} {remedy}").into(),
			None => error,
		},
		_ => error,
	})?;
	let has_seat = match done.view.node(&account).await? {
		Some(node) => {
			let builder = done.view.builder(node.index).await?;
			builder.is_some_and(|builder| builder.now.is_some() || builder.next.is_some())
		},
		None => false,
	};
	let session = done.view.builders().await?.0;
	let from = session.saturating_add(NOTICE);
	show::set(&done, &account, &made, (session, from, has_seat), options.act.common.json)
}

/// Has the own node make keys, if it could build with them.
async fn make(own: &Chain, url: &str, account: &AccountId32) -> Result<NewKeys, Failure> {
	if let Some(lacks) = unfit(own.health().await?) {
		return Err(format!("the node at {url} {lacks}").into());
	}
	let made = own.make_keys(account).await?;
	match own.has_keys(&made.keys.0).await? {
		true => Ok(made),
		false => Err(format!(
			"the node at {url} does not have the keys that it has just made: is there more than one node behind this \
			 address?"
		)
		.into()),
	}
}

/// Why a node could not build, or would be absent when its keys count.
fn unfit(health: Health) -> Option<&'static str> {
	if !health.builds {
		Some("builds no blocks: start it with --validator")
	} else if health.peers == 0 && health.expects_peers {
		Some("has not found the others yet: wait until it has, and see that it can reach them")
	} else if health.is_syncing {
		Some("looks for the newest block still: wait until it has it")
	} else {
		None
	}
}

/// Keys that a node has made before.
fn read(path: &Path) -> Result<NewKeys, Failure> {
	let text = match path == Path::new("-") {
		true => read_to_string(std::io::stdin()),
		false => std::fs::read_to_string(path),
	};
	let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
	parse(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// What the RPC has answered: all of it, or its result alone.
fn parse(text: &str) -> Result<NewKeys, Failure> {
	let mut value: serde_json::Value = serde_json::from_str(text)?;
	let result = value.get_mut("result").map(serde_json::Value::take);
	Ok(serde_json::from_value(result.unwrap_or(value))?)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn keys_are_made_where_they_can_be_used() {
		let fit = Health { is_syncing: false, peers: 1, expects_peers: true, builds: true };
		let said = |health| unfit(health).unwrap_or("nothing");
		assert_eq!(said(fit), "nothing");
		// Alone on a chain of its own.
		assert_eq!(said(Health { peers: 0, expects_peers: false, ..fit }), "nothing");
		assert!(said(Health { peers: 0, ..fit }).contains("the others"));
		assert!(said(Health { is_syncing: true, ..fit }).contains("the newest block"));
		assert!(said(Health { builds: false, ..fit }).contains("--validator"));
	}

	#[test]
	fn keys_are_read_as_nodes_write_them() {
		let bare = r#"{"keys":"0x0102","proof":"0xff"}"#;
		let whole = format!(r#"{{"jsonrpc":"2.0","id":1,"result":{bare}}}"#);
		for text in [bare, &whole] {
			let made = parse(text).ok().map(|made| (made.keys.0, made.proof.0));
			assert_eq!(made, Some((vec![1, 2], vec![255])), "{text}");
		}
		for wrong in [r#"{"keys":"0x0102"}"#, r#"{"keys":"0x0z","proof":"0x"}"#, "", "0x0102"] {
			assert!(parse(wrong).is_err(), "{wrong}");
		}
	}
}
