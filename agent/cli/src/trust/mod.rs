// SPDX-License-Identifier: Apache-2.0

//! Looking at trust, and bonding, backing and claiming by hand.

pub mod options;
mod show;
pub mod words;

use std::{cmp::Reverse, process::ExitCode};

use gridmerit_client::{self as client, View, units::unit};
use gridmerit_energy::Planck;
use gridmerit_trust::Weighing;

use crate::{
	actor::{Actor, unknown},
	failure::Failure,
	orders::node,
};
use options::{
	BackOptions, BondOptions, CommissionOptions, TrustOptions, UnbondOptions, WithdrawOptions,
};
use show::{Looked, Row};
use words::part;

pub async fn standing(options: &TrustOptions) -> Result<ExitCode, Failure> {
	// Before anything is waited for: a wrong key is said at once.
	let named = options.whose.named()?;
	let view = options.common.connect().await?.best().await?;
	if options.all {
		return show::all(&rows(&view).await?, options.common.json);
	}
	let of = match options.node {
		Some(of) => of,
		None => node(&view, &options.whose.account()?).await?.index,
	};
	let unknown = || unknown(of);
	let looked = Looked {
		node: of,
		registered: view.registered(of).await?.ok_or_else(unknown)?,
		standing: view.standing(of).await?.ok_or_else(unknown)?,
		weighing: view.weighing().await?,
		stake: view.stake(of).await?,
		slashes: view.slashes().await?.into_iter().filter(|(_, slash)| slash.node == of).collect(),
		history: view.trust_history(of).await?,
		session: view.session().await?,
		mine: match named {
			Some(account) => view.backing(of, &account).await?,
			None => None,
		},
	};
	show::one(&looked, options.common.json)
}

/// All nodes, those first that are trusted most.
async fn rows(view: &View) -> Result<Vec<Row>, Failure> {
	let mut rows = Vec::new();
	for (node, registered) in view.all_registered().await? {
		if let Some(standing) = view.standing(node).await? {
			rows.push(Row { node, registered, standing });
		}
	}
	rows.sort_by_key(|row| (Reverse((row.standing.effective, row.standing.index)), row.node));
	Ok(rows)
}

pub async fn bond(options: &BondOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	let node = actor.node(None).await?;
	let done = actor.send(client::trust::bond(options.amount)).await?;
	let bonded = done.view.standing(node).await?.unwrap_or_default().bonded;
	let warning = beyond(bonded, &done.view.weighing().await?);
	let what =
		format!("bond {} for node {node}, now {}{warning}", unit(options.amount), unit(bonded));
	actor.show(&done, &what)
}

/// That some of a bond, or all of it, counts for nothing.
fn beyond(bonded: Planck, weighing: &Weighing) -> String {
	let Weighing { least, full } = *weighing;
	if bonded < least {
		format!(". It counts from {} on: so far it is at risk and brings nothing", unit(least))
	} else if bonded > full {
		let more = unit(bonded.saturating_sub(full));
		format!(
			". More than {} counts for no more: {more} are at risk and bring nothing",
			unit(full)
		)
	} else {
		String::new()
	}
}

pub async fn unbond(options: &UnbondOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	let node = actor.node(options.node).await?;
	let done = actor.send(client::trust::unbond(node, options.amount)).await?;
	let stake = done.view.stake(node).await?;
	let from = stake.and_then(|stake| Some(stake.unbonding.last()?.from));
	let when = until(&done.view, from).await?;
	actor
		.show(&done, &format!("take {} out of the bond of node {node}{when}", unit(options.amount)))
}

/// Until when something is at risk, in words.
async fn until(view: &View, from: Option<u32>) -> Result<String, Failure> {
	let session = view.session().await?;
	Ok(from.map_or_else(String::new, |from| {
		format!("; it can be withdrawn from session {from} on, this is {session}")
	}))
}

pub async fn withdraw(options: &WithdrawOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	if let Some(behind) = options.behind {
		let (node, account) = (actor.known(behind).await?, actor.account());
		let done = actor.send(client::trust::withdraw_backing(node, &account)).await?;
		let leaving = async |view: &View| {
			let mine = view.backing(node, &account).await?;
			Ok::<_, Failure>(mine.map(|mine| mine.leaving).unwrap_or_default())
		};
		let what = withdrawn(leaving(&actor.view).await?, leaving(&done.view).await?);
		return actor.show(&done, &format!("withdraw {what} from behind node {node}"));
	}
	let node = actor.node(options.node).await?;
	let done = actor.send(client::trust::withdraw_unbonded(node)).await?;
	let unbonding = async |view: &View| {
		let standing = view.standing(node).await?;
		Ok::<_, Failure>(standing.map(|standing| standing.unbonding).unwrap_or_default())
	};
	let what = withdrawn(unbonding(&actor.view).await?, unbonding(&done.view).await?);
	actor.show(&done, &format!("withdraw {what} from the bond of node {node}"))
}

/// What has gone of what was on its way out, and what stays on it.
fn withdrawn(before: Planck, after: Planck) -> String {
	let gone = unit(before.saturating_sub(after));
	match after {
		0 => gone,
		after => format!("{gone} (and {} later)", unit(after)),
	}
}

pub async fn back(options: &BackOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	let (node, amount) = (actor.known(options.node).await?, options.amount);
	let done = actor.send(client::trust::back(node, amount)).await?;
	let mine = done.view.backing(node, &actor.account()).await?;
	let backed = mine.map(|mine| mine.backed).unwrap_or_default();
	actor.show(&done, &format!("put {} behind node {node}, now {}", unit(amount), unit(backed)))
}

pub async fn unback(options: &BackOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	let (node, amount) = (actor.known(options.node).await?, options.amount);
	let before = actor.view.backing(node, &actor.account()).await?;
	let done = actor.send(client::trust::unback(node, amount)).await?;
	let after = done.view.backing(node, &actor.account()).await?;
	// All leaves if too little would be left.
	let leaving =
		|mine: Option<client::trust::Backing>| mine.map(|mine| mine.leaving).unwrap_or_default();
	let taken = leaving(after).saturating_sub(leaving(before));
	let from = done.view.leaving(node, &actor.account()).await?.last().map(|last| last.from);
	let when = until(&done.view, from).await?;
	actor.show(&done, &format!("take {} out from behind node {node}{when}", unit(taken)))
}

pub async fn claim(options: &WithdrawOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	if let Some(behind) = options.behind {
		let node = actor.known(behind).await?;
		let owed = actor.view.backing(node, &actor.account()).await?.map(|mine| mine.owed);
		let done = actor.send(client::trust::claim_backing(node, &actor.account())).await?;
		let owed = unit(owed.unwrap_or_default());
		return actor.show(&done, &format!("claim {owed} of rewards behind node {node}"));
	}
	let node = actor.node(options.node).await?;
	let owed = actor.view.standing(node).await?.unwrap_or_default().owed;
	let done = actor.send(client::trust::claim(node)).await?;
	actor.show(&done, &format!("claim {} of rewards of node {node}", unit(owed)))
}

pub async fn commission(options: &CommissionOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	let node = actor.node(None).await?;
	let done = actor.send(client::trust::set_commission(options.part)).await?;
	let next = done.view.stake(node).await?.and_then(|stake| stake.next_commission);
	let when = next.map_or_else(String::new, |(from, _)| format!(" from session {from} on"));
	let kept = part(options.part);
	actor.show(&done, &format!("keep {kept} of the backers' rewards of node {node}{when}"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_bond_that_brings_nothing_is_warned_of() {
		let weighing = Weighing { least: 10_000_000_000, full: 100_000_000_000 };
		let said = |units: u128| beyond(units * 1_000_000_000, &weighing);
		assert!(said(9).contains("counts from 10 UNIT on"));
		assert!(said(10).is_empty() && said(100).is_empty());
		assert!(
			said(101).contains("More than 100 UNIT") && said(101).contains("1 UNIT are at risk")
		);
	}

	#[test]
	fn what_is_withdrawn_is_said() {
		assert_eq!(withdrawn(5_000_000_000, 0), "5 UNIT");
		assert_eq!(withdrawn(5_000_000_000, 2_000_000_000), "3 UNIT (and 2 UNIT later)");
	}
}
