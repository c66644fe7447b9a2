// SPDX-License-Identifier: Apache-2.0

//! `gridmerit-agent`: trades for a TE node, and plays scenarios.

#[macro_use]
mod output;

mod accuracy;
mod actor;
mod arguments;
mod bills;
mod builders;
mod carbon;
mod certificates;
mod committee;
mod failure;
mod groups;
mod history;
mod household;
mod light;
mod market;
mod operator;
mod options;
mod orders;
mod play;
mod posting;
mod prefer;
mod proposals;
mod reading;
mod report;
mod show;
mod subsidies;
mod transact;
mod trust;
mod work;

use std::{
	process::ExitCode,
	time::{SystemTime, UNIX_EPOCH},
};

use clap::Parser;
use gridmerit_client::{MORTALITY, times::Zone};
use gridmerit_trader::{
	daemon::{Daemon, Look},
	rulebook::Rulebook,
};

use failure::Failure;
use household::options::MeterCommand;
use operator::options::TariffCommand;
use options::{Cli, Command, MeterOptions};

/// The status when the program was stopped after it has sent a transaction, which may still come into a block.
const SENT: u8 = 5;

#[tokio::main]
async fn main() -> ExitCode {
	// What is said about a wrong option has to be known before the options are.
	let json = std::env::args_os().any(|argument| argument == "--json");
	let arguments = arguments::in_order(std::env::args_os());
	let command = match Cli::try_parse_from(&arguments) {
		Ok(cli) => cli.command,
		Err(error) if error.use_stderr() => {
			let hint = arguments::hint(&arguments, &error);
			match json {
				true => {
					let text = format!("{}{hint}", error.to_string().trim_end());
					eprintln!("{}", failure::object("usage", &text));
				},
				false => {
					let _ = error.print();
					eprint!("{hint}");
				},
			}
			return ExitCode::from(2);
		},
		Err(error) => error.exit(),
	};
	let endless = matches!(command, Command::Run(_) | Command::Watch(_));
	// What was begun is dropped if it is stopped, and a node that was started with it.
	let ended = tokio::select! {
		ended = run(command) => match ended {
			Ok(code) => code,
			Err(error) => {
				failure::tell(&error, json);
				ExitCode::FAILURE
			},
		},
		() = asked_to_stop() => stopped(endless, json),
		() = output::unwritten() => ExitCode::FAILURE,
	};
	output::ended().map_or(ended, ExitCode::from)
}

/// What is said when somebody has asked to stop.
fn stopped(endless: bool, json: bool) -> ExitCode {
	let Some(transaction) = transact::under_way() else {
		println!("stopped");
		return if endless { ExitCode::SUCCESS } else { ExitCode::FAILURE };
	};
	let text = format!(
		"stopped. The transaction {transaction} was sent, and may still come into one of the next {MORTALITY} blocks"
	);
	match json {
		true => eprintln!("{}", failure::object("interrupted", &text)),
		false => eprintln!("{text}"),
	}
	ExitCode::from(SENT)
}

async fn run(command: Command) -> Result<ExitCode, Failure> {
	match command {
		Command::Status(options) => orders::status(&options).await,
		Command::Orders(options) => orders::orders(&options).await,
		Command::Post(options) => posting::post(&options).await,
		Command::Cancel(options) => orders::cancel(&options).await,
		Command::Prefer(options) => prefer::prefer(&options).await,
		Command::Quote(options) => orders::quote(&options).await,
		Command::Depth(options) => orders::depth(&options).await,
		Command::Statement(options) => bills::statement(&options).await,
		Command::Archive(options) => bills::archive(&options).await,
		Command::Prices(options) => market::prices(&options).await,
		Command::Grid(options) => market::grid(&options).await,
		Command::Trades(options) => market::trades(&options).await,
		Command::Watch(options) => market::watch(&options).await,
		Command::Trust(options) => trust::standing(&options).await,
		Command::Bond(options) => trust::bond(&options).await,
		Command::Unbond(options) => trust::unbond(&options).await,
		Command::WithdrawBond(options) => trust::withdraw(&options).await,
		Command::Back(options) => trust::back(&options).await,
		Command::Unback(options) => trust::unback(&options).await,
		Command::Claim(options) => trust::claim(&options).await,
		Command::Commission(options) => trust::commission(&options).await,
		Command::Builders(options) => builders::all(&options).await,
		Command::Builder(options) => builders::one(&options).await,
		Command::Stand(options) => builders::stand(&options).await,
		Command::StepDown(options) => builders::step_down(&options).await,
		Command::SetKeys(options) => builders::set_keys(&options).await,
		Command::ReleaseKeys(options) => builders::release_keys(&options).await,
		Command::Serve(options) => committee::serve(&options).await,
		Command::Duties(options) => committee::duties(&options).await,
		Command::Vote(options) => committee::vote(&options).await,
		Command::ClaimLine(options) => committee::claim_line(&options).await,
		Command::Subsidies(options) => subsidies::run(&options).await,
		Command::Certificates(options) => certificates::run(&options).await,
		Command::Carbon(options) => carbon::run(&options).await,
		Command::Proposals(options) => proposals::proposals(&options).await,
		Command::Propose(options) => proposals::propose(&options).await,
		Command::Work(options) => work::work(&options).await,
		Command::Join(options) => household::join(&options).await,
		Command::Send(options) => household::send(&options).await,
		Command::Deposit(options) => household::deposit(&options).await,
		Command::Withdraw(options) => household::withdraw(&options).await,
		Command::SettleWith(options) => household::settle_with(&options).await,
		Command::Rotate(options) => household::rotate(&options).await,
		Command::Meter(MeterOptions { command: Some(MeterCommand::Bind(options)), .. }) => {
			household::bind(&options).await
		},
		Command::Meter(MeterOptions { command: Some(MeterCommand::Rotate(options)), .. }) => {
			household::rotate_key(&options).await
		},
		Command::Meter(options) => reading::deliver(&options).await,
		Command::History(options) => history::history(&options),
		Command::Operator { command } => operator::run(&command).await,
		Command::Tariff { command: TariffCommand::Check(options) } => {
			operator::check(&options).await
		},
		Command::Accuracy(options) => accuracy::accuracy(&options),
		Command::Replay(options) => play::replay(&options).await,
		Command::Scenario(options) => report::scenario(&options),
		Command::Report(options) => report::live(&options).await,
		Command::Spec(options) => play::spec(&options),
		Command::Compare(options) => play::compare(&options),
		Command::Run(options) => {
			let rulebook = Rulebook::load(&options.rulebook)?;
			let zone = Zone::of_machine();
			let say = move |text: &str| println!("{} {text}", zone.stamp(now()));
			let archive = bills::archive::beside(&rulebook, say.clone())?;
			let mut daemon = Daemon::new(rulebook, &say).await?;
			if !options.once {
				tokio::select! {
					ended = daemon.run() => ended?,
					() = archive => {},
				}
				return Ok(ExitCode::SUCCESS);
			}
			let look = daemon.look().await?;
			println!("{look}");
			Ok(if matches!(look, Look::Waited(_)) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
		},
	}
}

/// The time, in milliseconds since 1970.
fn now() -> u64 {
	let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
	u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Ctrl-C, or a polite request to end.
async fn asked_to_stop() {
	use tokio::signal::unix::{SignalKind, signal};
	match signal(SignalKind::terminate()) {
		Ok(mut terminate) => tokio::select! {
			_ = tokio::signal::ctrl_c() => {},
			_ = terminate.recv() => {},
		},
		Err(_) => {
			let _ = tokio::signal::ctrl_c().await;
		},
	}
}
