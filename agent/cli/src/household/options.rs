// SPDX-License-Identifier: Apache-2.0

//! The options of the commands with which a household joins, pays, has its meter bound and changes its key.

use std::path::PathBuf;

use clap::{
	ArgGroup, Args, Subcommand, ValueEnum,
	builder::{PossibleValuesParser, TypedValueParser},
};
use gridmerit_client::{AccountId32, choices::SOURCES};
use gridmerit_energy::{Interval, MeterIndex, NodeIndex, Planck, SourceKind};
use gridmerit_meter::Scheme;
use gridmerit_trust::Part;

use crate::{
	options::{ActOptions, interval, watt_hours},
	trust::options::{part, unit},
};

/// What a node is to the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
	/// Uses energy.
	Consumer,
	/// Uses and generates energy.
	Prosumer,
	/// Trades with a battery that has a meter of its own.
	Storage,
	/// Stands behind the market.
	Utility,
	/// Owns a line that others use.
	LineOwner,
}

/// A source in words.
pub fn source_name(source: SourceKind) -> &'static str {
	SOURCES.iter().find(|(_, kind)| *kind == source).map_or("none", |(name, _)| name)
}

fn watts(text: &str) -> Result<u64, String> {
	text.parse().map_err(|_| "not a whole number of W: 11 kW are 11000".into())
}

pub fn source() -> impl TypedValueParser<Value = SourceKind> {
	let kind = |name: String| {
		let known = SOURCES.iter().find(|(known, _)| *known == name);
		known.map(|(_, kind)| *kind).ok_or("no such source")
	};
	PossibleValuesParser::new(SOURCES.map(|(name, _)| name)).try_map(kind)
}

#[derive(Args)]
pub struct JoinOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// Change nothing: say where the account stands
	#[arg(long)]
	pub check: bool,
	/// Do not wait for the operator's answer
	#[arg(long, conflicts_with = "check")]
	pub no_wait: bool,
	#[command(flatten)]
	pub data: DataOptions,
}

/// What is applied for.
#[derive(Args)]
pub struct DataOptions {
	/// What the node is to be; several with a comma
	#[arg(long, value_name = "ROLE", value_delimiter = ',')]
	pub role: Vec<Role>,
	/// The bus of the grid model that it is connected to: the operator knows it
	#[arg(long, value_name = "NUMBER")]
	pub bus: Option<u16>,
	/// The most that it draws in an interval, in Wh
	#[arg(long, value_name = "WH", conflicts_with = "draw_w", allow_negative_numbers = true, value_parser = watt_hours)]
	pub draw_wh: Option<u64>,
	/// The same as power, in W: 11 kW are 11000
	#[arg(long, value_name = "W", allow_negative_numbers = true, value_parser = watts)]
	pub draw_w: Option<u64>,
	/// The most that it feeds in in an interval, in Wh
	#[arg(long, value_name = "WH", conflicts_with = "feed_in_w", allow_negative_numbers = true, value_parser = watt_hours)]
	pub feed_in_wh: Option<u64>,
	/// The same as power, in W
	#[arg(long, value_name = "W", allow_negative_numbers = true, value_parser = watts)]
	pub feed_in_w: Option<u64>,
	/// Where its energy comes from
	#[arg(long, value_parser = source())]
	pub source: Option<SourceKind>,
	/// The customer's reference with its salt, as agreed with the operator. Only its hash goes to the chain; 0x and 64 hex
	/// digits are the hash itself
	#[arg(long, value_name = "REFERENCE")]
	pub customer: Option<String>,
	/// Of a storage node: what its battery holds, in Wh
	#[arg(long, value_name = "WH", requires = "battery_w")]
	pub battery_wh: Option<u64>,
	/// The power with which it charges and discharges, in W
	#[arg(long, value_name = "W", requires = "battery_wh")]
	pub battery_w: Option<u64>,
	/// What of the energy it is charged with it gives back, 0 to 1
	#[arg(long, value_name = "PART", default_value = "0.9", value_parser = part)]
	pub efficiency: Part,
	/// What it holds now, in Wh
	#[arg(long, value_name = "WH", default_value_t = 0)]
	pub charge_wh: u64,
}

#[derive(Args)]
pub struct SendOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// To whom
	#[arg(value_name = "SS58")]
	pub to: AccountId32,
	/// How much, in UNIT
	#[arg(value_parser = unit)]
	pub amount: Planck,
}

#[derive(Args)]
pub struct AmountOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// How much, in UNIT
	#[arg(value_parser = unit)]
	pub amount: Planck,
}

#[derive(Args)]
#[command(group = ArgGroup::new("much").required(true).args(["amount", "all"]))]
pub struct WithdrawOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// How much, in UNIT
	#[arg(value_parser = unit)]
	pub amount: Option<Planck>,
	/// All that is not tied up
	#[arg(long)]
	pub all: bool,
}

#[derive(Subcommand)]
pub enum MeterCommand {
	/// Bind a meter to the node: registers it if it is new, in one transaction with all the rest
	Bind(BindOptions),
	/// Give a registered meter its new key, as after a reset: its maker has certified it for the same serial number
	Rotate(RotateKeyOptions),
}

#[derive(Args)]
pub struct RotateKeyOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// What the maker says of the new key, as `gridmerit-meter certify` prints it
	#[arg(long, value_name = "FILE")]
	pub certificate: PathBuf,
}

#[derive(Args)]
#[command(group = ArgGroup::new("agrees").required(true).args(["consent", "meter_suri", "meter_suri_file"]))]
pub struct BindOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// What the maker says of the meter, as `gridmerit-meter certify` prints it; not needed if it is registered
	#[arg(long, value_name = "FILE")]
	pub certificate: Option<PathBuf>,
	/// That the meter agrees, as `gridmerit-meter consent` prints it
	#[arg(long, value_name = "FILE")]
	pub consent: Option<PathBuf>,
	/// Instead: the meter's secret, which agrees here. Others can see a command line: better give a file
	#[arg(long, value_name = "SURI")]
	pub meter_suri: Option<String>,
	/// A file that holds it
	#[arg(long, value_name = "FILE")]
	pub meter_suri_file: Option<PathBuf>,
	/// How the meter signs, if its secret is given
	#[arg(long, default_value = "sr25519")]
	pub scheme: Scheme,
	/// Have it settle the node, too, from the next interval on
	#[arg(long)]
	pub settle: bool,
}

#[derive(Args)]
pub struct SettleWithOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The meter, by its index
	pub meter: MeterIndex,
	/// From which interval on; from the next one if none is named
	#[arg(long, value_name = "INTERVAL", value_parser = interval)]
	pub from: Option<Interval>,
}

#[derive(Args)]
#[command(group = ArgGroup::new("how").required(true).args(["to", "to_suri_file", "accept"]))]
pub struct RotateOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// Offer the node to this account, which then accepts it; to the node's own account: take the offer back
	#[arg(long, value_name = "SS58")]
	pub to: Option<AccountId32>,
	/// Offer it to the account of the secret in this file, and accept it with that
	#[arg(long, value_name = "FILE")]
	pub to_suri_file: Option<PathBuf>,
	/// As the new account: accept this node
	#[arg(long, value_name = "NODE")]
	pub accept: Option<NodeIndex>,
}
