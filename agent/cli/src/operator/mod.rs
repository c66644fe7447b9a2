// SPDX-License-Identifier: Apache-2.0

//! What a market's operator does: opens it, admits who applies, and looks at a tariff before it is published.

mod admit;
mod check;
mod file;
mod known;
mod makers;
mod open;
pub mod options;
mod prices;

pub use check::check;

use std::process::ExitCode;

use gridmerit_client::{self as client, AccountId32, Call, View};

use crate::failure::Failure;
use options::OperatorCommand;

pub async fn run(command: &OperatorCommand) -> Result<ExitCode, Failure> {
	match command {
		OperatorCommand::Open(options) => open::open(options).await,
		OperatorCommand::Admit(options) => admit::admit(options).await,
	}
}

/// Calls of the operator's, all of them or none.
fn as_operator(calls: Vec<Call>) -> Call {
	client::sudo(client::batch_all(calls))
}

/// Prints a call that somebody else is to send.
fn print_call(view: &View, call: &Call) -> Result<ExitCode, Failure> {
	println!("{}", gridmerit_meter::to_hex(&view.call_data(call)?));
	Ok(ExitCode::SUCCESS)
}

/// Refuses who is not the operator: the chain would do so too, and for a fee.
async fn is_operator(view: &View, account: &AccountId32) -> Result<(), Failure> {
	match view.operator().await? {
		Some(operator) if operator == *account => Ok(()),
		Some(operator) => Err(format!("{account} is not the operator: that is {operator}").into()),
		None => Err("this chain has no operator any more: nobody is behind Sudo".into()),
	}
}
