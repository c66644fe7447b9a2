// SPDX-License-Identifier: Apache-2.0

//! From whom the node would rather buy.

use std::process::ExitCode;

use clap::Args;
use gridmerit_client::choices::{Preferred, prefer as call, written, written_all};
use gridmerit_energy::{Choice, MAX_CHOICES};
use serde_json::{Value, json};

use crate::{actor::Actor, failure::Failure, options::ActOptions, orders::node};

#[derive(Args)]
pub struct PreferOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// From whom, the first choice first, 8 at most: node:8, bus:22, bus:own, source:wind. Without any it says what the
	/// node prefers
	#[arg(value_name = "SELLER")]
	pub sellers: Vec<Preferred>,
	/// Prefer nobody any more
	#[arg(long, conflicts_with = "sellers")]
	pub nobody: bool,
}

fn listed(choices: &[Choice]) -> Value {
	choices.iter().map(written).collect::<Vec<_>>().into()
}

pub async fn prefer(options: &PreferOptions) -> Result<ExitCode, Failure> {
	if options.sellers.len() > MAX_CHOICES {
		return Err(format!("{} choices; name {MAX_CHOICES} at most", options.sellers.len()).into());
	}
	let actor = Actor::new(&options.act).await?;
	let own = node(&actor.view, &actor.account()).await?;
	if options.sellers.is_empty() && !options.nobody {
		let choices = actor.view.choices(own.index).await?;
		if options.act.common.json {
			println!("{}", json!({ "node": own.index, "choices": listed(&choices) }));
		} else {
			println!("node {} would rather buy from {}", own.index, written_all(&choices));
		}
		return Ok(ExitCode::SUCCESS);
	}
	let choices: Vec<_> = options.sellers.iter().map(|seller| seller.on(own.bus)).collect();
	let done = actor.send(call(&choices)).await?;
	let now = done.view.choices(own.index).await?;
	let what = format!("have node {} rather buy from {}", own.index, written_all(&now));
	actor.show_with(&done, &what, vec![("choices".into(), listed(&now))])
}
