// SPDX-License-Identifier: Apache-2.0

//! What a time came to: as a table, JSON, CSV or a page.

use std::{fmt::Display, io, path::Path, process::ExitCode};

use gridmerit_bills::{Asked, Bill, archive::Archive, gather, page};
use gridmerit_client::{Chain, files};
use gridmerit_energy::{MAX_RANGE, NodeIndex};

use super::{
	options::{StatementOptions, archive_folder},
	show,
};
use crate::{carbon::Emitted, failure::Failure, orders::node};

pub async fn statement(options: &StatementOptions) -> Result<ExitCode, Failure> {
	let account = options.whose.account()?;
	let chain = options.common.connect().await?;
	let view = chain.best().await?;
	let node = node(&view, &account).await?;
	let (first, last) = options.period.intervals(&view, MAX_RANGE).await?;
	let archive = archive(options, &chain, node.index)?;
	let asked = Asked { account, first, last, zone: options.period.zone.zone() };
	let bill = gather(&chain, &view, &node, asked, archive.as_ref()).await?;
	if let Some(path) = &options.csv {
		files::put(path, |file| gridmerit_bills::csv(&bill, file))
			.map_err(|error| unwritten(path, error))?;
	}
	if let Some(path) = &options.page {
		files::put(path, |file| file.write_all(page::html(&bill).as_bytes()))
			.map_err(|error: io::Error| unwritten(path, error))?;
	}
	// A chain without emissions has none to state.
	let emitted = match view.has_carbon() {
		true => Some(Emitted::of(&view.emissions(node.index, first, last).await?)),
		false => None,
	};
	let shown = show::statement(&bill, emitted.as_ref(), options.common.json)?;
	if !options.common.json {
		for path in options.csv.iter().chain(&options.page) {
			println!("written to {}", path.display());
		}
	}
	Ok(shown)
}

fn unwritten(path: &Path, error: impl Display) -> Failure {
	format!("{}: {error}", path.display()).into()
}

/// The node's archive, if there is one. One that is named on purpose has to be there.
fn archive(
	options: &StatementOptions,
	chain: &Chain,
	node: NodeIndex,
) -> Result<Option<Archive>, Failure> {
	let Ok(folder) = archive_folder(options.archive.as_ref()) else { return Ok(None) };
	let archive = Archive::find(&folder, chain.genesis(), node)?;
	if archive.is_none() && options.archive.is_some() {
		let folder = folder.display();
		return Err(format!(
			"{folder} has no archive of node {node} of this chain: `gridmerit-agent archive` makes one"
		)
		.into());
	}
	Ok(archive)
}

/// For which days or intervals a bill is, in words.
pub fn period(bill: &Bill) -> String {
	if bill.first > bill.last {
		return format!("none: {} has left this day out", bill.zone);
	}
	let at = |interval| bill.zone.exactly(bill.start(interval));
	format!("{} to {}", at(bill.first), at(bill.last.saturating_add(1)))
}
