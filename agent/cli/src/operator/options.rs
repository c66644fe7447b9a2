// SPDX-License-Identifier: Apache-2.0

//! The options of the operator's commands.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use gridmerit_client::AccountId32;

use crate::options::{ActOptions, CommonOptions};

#[derive(Subcommand)]
pub enum OperatorCommand {
	/// Open the market, or bring it to what a file says: utility, rules, tariff, manufacturers of meters
	///
	/// It looks at what is there, and does what is missing or different, in one transaction: all of it, or nothing. Run it
	/// again whenever the file has changed.
	Open(OpenOptions),
	/// Show who has applied, and admit or refuse them
	Admit(AdmitOptions),
}

#[derive(Args)]
pub struct OpenOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The market: docs/operator.example.toml is one
	pub file: PathBuf,
	/// Change nothing: say what would be done
	#[arg(long)]
	pub check: bool,
	/// Send nothing: print the call in hex, for an operator that is a multisig or has its key in a wallet
	#[arg(long, conflicts_with = "check")]
	pub print_call: bool,
	/// How long to wait for the first round, in seconds
	#[arg(long, value_name = "SECONDS", default_value_t = 60)]
	pub wait: u64,
}

#[derive(Args)]
pub struct AdmitOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// Who is admitted, as what it has applied for; without any, the applications are listed
	#[arg(value_name = "SS58")]
	pub accounts: Vec<AccountId32>,
	/// All who have applied
	#[arg(long, conflicts_with_all = ["accounts", "members"])]
	pub all: bool,
	/// All who have applied and are in this CSV file, with the columns account and customer: the customer's reference with
	/// its salt, or its hash
	#[arg(long, value_name = "FILE", conflicts_with = "accounts")]
	pub members: Option<PathBuf>,
	/// Refuse this applicant, for the reason that --because gives; its deposit goes back
	#[arg(long, value_name = "SS58", requires = "because")]
	pub refuse: Vec<AccountId32>,
	/// Why, for everybody to read
	#[arg(long, value_name = "TEXT", requires = "refuse")]
	pub because: Option<String>,
	/// Send nothing: print the call in hex, for an operator that is a multisig or has its key in a wallet
	#[arg(long)]
	pub print_call: bool,
}

#[derive(Subcommand)]
pub enum TariffCommand {
	/// What a tariff would change, and whether the operator's bounds allow it
	///
	/// Status 0: it could be published now, or stands already; 1: the chain would refuse it.
	Check(CheckOptions),
}

#[derive(Args)]
pub struct CheckOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	/// The file with the section [tariff], as `operator open` takes it
	pub file: PathBuf,
}
