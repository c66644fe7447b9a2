// SPDX-License-Identifier: Apache-2.0

//! The archive: fetched, checked, looked into, and kept while the agent runs.

use std::{path::PathBuf, process::ExitCode, time::Duration};

use gridmerit_bills::archive::{Archive, Update};
use gridmerit_client::{AccountId32, Chain, H256, times::Zone};
use gridmerit_energy::NodeIndex;
use gridmerit_trader::rulebook::Rulebook;
use tokio::task::spawn_blocking;

use super::{
	options::{ArchiveOptions, archive_folder},
	show,
};
use crate::{failure::Failure, orders::node};

/// How often a running agent looks for what is new: the chain remembers two weeks.
const EVERY: Duration = Duration::from_secs(6 * 3_600);
/// How soon it tries again after a failure.
const AGAIN: Duration = Duration::from_secs(300);

pub async fn archive(options: &ArchiveOptions) -> Result<ExitCode, Failure> {
	let json = options.common.json;
	let folder = archive_folder(options.archive.as_ref())?;
	let found = |genesis, node| {
		Archive::find(&folder, genesis, node)?.ok_or_else(|| {
			let folder = folder.display();
			Failure::from(format!("{folder} has no archive of node {node} of this chain"))
		})
	};
	if let (Some(genesis), Some(node)) = (&options.offline, options.node) {
		let archive = found(H256(genesis.0), node)?;
		return show::verified(&archive.verify(), &file(&archive), json);
	}
	if options.common.node().is_none() && options.history.is_none() {
		let text = "a light client gives no proofs to keep, and has no old headers: ask a node, with --url. What it \
		            says is checked";
		return Err(text.into());
	}
	let chain = options.common.connect().await?;
	let node = match options.node {
		Some(node) => node,
		None => self::node(&chain.best().await?, &options.whose.account()?).await?.index,
	};
	if let Some(interval) = options.history {
		let records = found(chain.genesis(), node)?.history(interval)?;
		return show::history(&records, &Zone::of_machine(), json);
	}
	if options.verify {
		let archive = found(chain.genesis(), node)?;
		return show::verified(&archive.verify_with(&chain).await?, &file(&archive), json);
	}
	let (archive, update) = fetch(&chain, folder, node).await?;
	show::update(&update, &file(&archive), archive.size()?, json)
}

/// Opens the archive of a node, and notes what is new. One that was not there is not left empty if that fails.
async fn fetch(
	chain: &Chain,
	folder: PathBuf,
	node: NodeIndex,
) -> Result<(Archive, Update), Failure> {
	let genesis = chain.genesis();
	// It waits for whoever has the file open.
	let archive = spawn_blocking(move || Archive::open(&folder, genesis, node)).await??;
	match archive.update(chain).await {
		Ok(update) => Ok((archive, update)),
		Err(error) => {
			archive.discard_if_empty();
			Err(error.into())
		},
	}
}

fn file(archive: &Archive) -> String {
	archive.path().display().to_string()
}

/// What keeps the archive that a rulebook asks for; without one it waits for ever. What goes wrong is said, and tried
/// again.
pub fn beside<Say: Fn(&str)>(
	rulebook: &Rulebook,
	say: Say,
) -> Result<impl Future<Output = ()> + use<Say>, Failure> {
	let folder = rulebook.run.archive.clone();
	if folder.is_some() && rulebook.node.light.is_some() {
		say(
			"run.archive: a light client gives no proofs to keep, so nothing is archived; `gridmerit-agent archive --url` \
		     asks a node, and checks what it says",
		);
	}
	let kept = folder.filter(|_| rulebook.node.light.is_none());
	let account = match &rulebook.node.account {
		Some(account) => *account,
		None => gridmerit_trader::daemon::key(&rulebook.node.signer)?.account(),
	};
	let url = rulebook.node.url.clone();
	Ok(async move {
		match kept {
			Some(folder) => keep(&url, &account, folder, say).await,
			None => std::future::pending().await,
		}
	})
}

async fn keep(url: &str, account: &AccountId32, folder: PathBuf, say: impl Fn(&str)) {
	let mut said = String::new();
	loop {
		let wait = match look(url, account, folder.clone()).await {
			Ok(update) => {
				if let Some(text) = words(&update) {
					say(&text);
				}
				said.clear();
				EVERY
			},
			Err(error) => {
				let text = format!("archive: {error}; trying again");
				if text != said {
					say(&text);
				}
				said = text;
				AGAIN
			},
		};
		tokio::time::sleep(wait).await;
	}
}

/// The file is open only while it is written, so that others can read it.
async fn look(url: &str, account: &AccountId32, folder: PathBuf) -> Result<Update, Failure> {
	let chain = Chain::connect(url).await?;
	let node: NodeIndex = node(&chain.best().await?, account).await?.index;
	Ok(fetch(&chain, folder, node).await?.1)
}

/// What an update has brought, if anything.
fn words(update: &Update) -> Option<String> {
	let Update { new, corrected, closed, .. } = update;
	let parts = [(new, "new"), (corrected, "corrected"), (closed, "final now")];
	let parts: Vec<_> = parts
		.into_iter()
		.filter(|(count, _)| **count > 0)
		.map(|(count, what)| format!("{count} {what}"))
		.collect();
	(!parts.is_empty()).then(|| format!("archive: {}", parts.join(", ")))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_what_is_new_is_said() {
		assert_eq!(words(&Update::default()), None);
		let update = Update { new: 96, closed: 4, ..Update::default() };
		assert_eq!(words(&update).as_deref(), Some("archive: 96 new, 4 final now"));
	}
}
