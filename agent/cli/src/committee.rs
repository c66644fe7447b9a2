// SPDX-License-Identifier: Apache-2.0

//! Committees that decide on the grid, and what owners of lines are paid.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use gridmerit_client::{
	AccountId32, H256,
	committees::{self as client, Duty},
};
use gridmerit_meter::parse_hash;
use serde_json::json;

use crate::{
	actor::Actor,
	failure::Failure,
	options::{ActOptions, CommonOptions, WhoseOptions},
	orders::node,
	show::{print, table},
};

/// The most intervals of one claim.
const MOST: u32 = 96;

#[derive(Args)]
pub struct DutiesOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Answer {
	/// It approves
	Yes,
	/// It does not
	No,
}

#[derive(Args)]
pub struct VoteOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// Who asks, in SS58; `duties` lists them
	pub asker: AccountId32,
	/// The hash of what is asked, in hex with 0x, as `duties` lists it
	#[arg(value_parser = parse_hash)]
	pub subject: gridmerit_meter::H256,
	/// What the node says
	pub answer: Answer,
}

#[derive(Args)]
pub struct ClaimLineOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The number of the contract
	pub contract: u32,
	/// For so many intervals at most
	#[arg(long, default_value_t = MOST, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
	pub intervals: u32,
}

pub async fn serve(options: &ActOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(options).await?;
	let node = actor.node(None).await?;
	let done = actor.send(client::serve()).await?;
	actor.show(&done, &format!("have node {node} serve on committees; `duties` says when to vote"))
}

pub async fn duties(options: &DutiesOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	let node = node(&view, &options.whose.account()?).await?.index;
	let duties = view.duties(node).await?;
	let row = |Duty { asker, subject, until }: &Duty| {
		json!({
			"asker": asker.to_string(), "subject": format!("{subject:?}"), "until": until,
		})
	};
	let value = json!({ "node": node, "duties": duties.iter().map(row).collect::<Vec<_>>() });
	print(options.common.json, value, || {
		let mut table = table(&["asks (grid.proposals)", "subject", "before session"]);
		for Duty { asker, subject, until } in &duties {
			table.add_row([asker.to_string(), format!("{subject:?}"), until.to_string()]);
		}
		table
	})
}

pub async fn vote(options: &VoteOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	let VoteOptions { asker, subject, answer, .. } = options;
	let approve = *answer == Answer::Yes;
	let done = actor.send(client::vote(asker, H256(subject.0), approve)).await?;
	let what = if approve { "approve" } else { "refuse" };
	actor.show(&done, &format!("{what} what {asker} asks"))
}

pub async fn claim_line(options: &ClaimLineOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	let ClaimLineOptions { contract, intervals, .. } = *options;
	let done = actor.send(client::claim_line(contract, intervals)).await?;
	actor.show(&done, &format!("have what contract {contract} has earned paid to its owner"))
}
