// SPDX-License-Identifier: Apache-2.0

//! Money into the market and out of it.

use std::process::ExitCode;

use gridmerit_client::{self as client, AccountId32, ChainError, View, units::unit};
use gridmerit_energy::Planck;

use super::{
	options::{AmountOptions, SendOptions, WithdrawOptions},
	standing::lacking,
};
use crate::{
	actor::{Actor, Done},
	failure::Failure,
	orders::node,
};

/// Sends money to another account, outside the market.
pub async fn send(options: &SendOptions) -> Result<ExitCode, Failure> {
	let SendOptions { act, to, amount } = options;
	let actor = Actor::new(act).await?;
	let done = actor.send(client::transfer(to, *amount)).await?;
	let has = unit(done.view.free(to).await?);
	actor.show(
		&done,
		&format!("send {} to {to}, which has {has} outside the market now", unit(*amount)),
	)
}

pub async fn deposit(options: &AmountOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	node(&actor.view, &actor.account()).await?;
	let done = actor.send(client::deposit(options.amount)).await?;
	let what = format!("deposit {}; {}", unit(options.amount), stands(&actor, &done.view).await?);
	actor.show(&done, &what)
}

pub async fn withdraw(options: &WithdrawOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	let node = node(&actor.view, &actor.account()).await?;
	let free = node.credit.saturating_sub(node.locked);
	let amount = match options.amount {
		_ if node.debts > 0 => {
			let owes = unit(node.debts);
			return Err(format!(
				"the node owes {owes}, and who owes withdraws nothing: `deposit` pays it"
			)
			.into());
		},
		_ if free == 0 => {
			return Err(
				format!("there is nothing to withdraw: {} are tied up", unit(node.locked)).into()
			);
		},
		Some(amount) if amount > free => {
			let tied = unit(node.locked);
			return Err(
				format!("at most {} can be withdrawn: {tied} are tied up", unit(free)).into()
			);
		},
		Some(amount) => amount,
		None => free,
	};
	let done: Done = actor.send(client::withdraw(amount)).await?;
	let what = format!("withdraw {}; {}", unit(amount), stands(&actor, &done.view).await?);
	actor.show(&done, &what)
}

/// What the node has and owes now.
async fn stands(actor: &Actor<'_>, view: &View) -> Result<String, Failure> {
	let node = node(view, &actor.account()).await?;
	let part = |amount: Planck, text: &str| match amount {
		0 => String::new(),
		amount => format!(", {text} {}", unit(amount)),
	};
	let tied = part(node.locked, "of that tied up");
	Ok(format!("now {} in the market{tied}{}", unit(node.credit), part(node.debts, "owes")))
}

/// Says how much money has to go where, if it is that of an account with so much which did not do.
pub fn unaffordable(error: Failure, account: &AccountId32, free: Planck) -> Failure {
	let too_little = match error.downcast_ref() {
		Some(ChainError::Refused { error: name, .. }) => {
			name.contains("Token") || name.contains("Funds")
		},
		Some(ChainError::Rejected { reason, .. }) => reason.contains("pay some fees"),
		_ => false,
	};
	match too_little {
		true => format!("{error}. It has {}; have {}", unit(free), lacking(free, account)).into(),
		false => error,
	}
}
