// SPDX-License-Identifier: Apache-2.0

//! The options of the commands about what energy emits.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use gridmerit_client::carbon::{Definition, Footprint, Intensity, MAX_LOSS_PPM};
use gridmerit_energy::{Interval, NodeIndex};
use gridmerit_trader::rulebook::Scale;

use crate::{
	bills::options::PeriodOptions,
	options::{ActOptions, CommonOptions, WhoseOptions, interval},
};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct CarbonOptions {
	#[command(subcommand)]
	pub command: Option<CarbonCommand>,
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	/// What this node has declared and bounds; that of the account if there is none
	#[arg(long)]
	pub node: Option<NodeIndex>,
}

#[derive(Subcommand)]
pub enum CarbonCommand {
	/// What was emitted for what the node has drawn: location-based, market-based, and how that stands to its bound
	Statement(StatementOptions),
	/// What a kWh out of the grid emits, by the interval
	Grid(GridOptions),
	/// Declare what a kWh emits that the node feeds in; an issuer certifies it then
	Declare(DeclareOptions),
	/// Certify what a plant's owner has declared: for issuers, and for the operator
	Certify(CertifyOptions),
	/// End what is certified of a plant: for its owner, its issuer, auditors and the operator
	Decertify(DecertifyOptions),
	/// Publish what a kWh out of the grid emits: for publishers
	Publish(PublishOptions),
	/// Correct what was published: for publishers, once, and for the operator
	Correct(CorrectOptions),
	/// Set what publishers may say: for the operator
	Limits(LimitsOptions),
	/// Set which energy the node takes as zero-carbon: certificates of any other are refused for it
	Bound(BoundOptions),
}

#[derive(Args)]
pub struct StatementOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	#[command(flatten)]
	pub period: PeriodOptions,
	/// Of this node; of the account's if there is none
	#[arg(long)]
	pub node: Option<NodeIndex>,
	/// A row for each interval, and not for each day
	#[arg(long)]
	pub by_interval: bool,
}

#[derive(Args)]
pub struct GridOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub period: PeriodOptions,
}

/// What a kWh emits, by part.
#[derive(Args)]
pub struct FootprintOptions {
	/// As the plant operates, in g/kWh
	#[arg(long, value_name = "G", value_parser = grams_per_kwh)]
	pub operating: Intensity,
	/// Embodied in it, in g/kWh
	#[arg(long, value_name = "G", value_parser = grams_per_kwh)]
	pub embodied: Intensity,
	/// Of people who travel to it, in g/kWh
	#[arg(long, value_name = "G", value_parser = grams_per_kwh, default_value = "0")]
	pub travel: Intensity,
}

impl FootprintOptions {
	pub fn footprint(&self) -> Footprint {
		let Self { operating, embodied, travel } = *self;
		Footprint { operating, embodied, travel }
	}
}

#[derive(Args)]
pub struct DeclareOptions {
	#[command(flatten)]
	pub act: ActOptions,
	#[command(flatten)]
	pub footprint: FootprintOptions,
}

#[derive(Args)]
pub struct CertifyOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The node of the plant
	pub node: NodeIndex,
	#[command(flatten)]
	pub footprint: FootprintOptions,
	/// The first interval for which it does not count any more
	#[arg(long, value_parser = interval)]
	pub until: Interval,
	/// The sender is the operator, and certifies itself
	#[arg(long)]
	pub as_operator: bool,
}

#[derive(Args)]
pub struct DecertifyOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The node of the plant
	pub node: NodeIndex,
	/// The first interval that counts at the default; the one after the next if there is none
	#[arg(long, value_parser = interval)]
	pub since: Option<Interval>,
	/// The sender is the operator
	#[arg(long)]
	pub as_operator: bool,
}

/// What is said of intervals in turn: of one, or what a file says of many.
#[derive(Args)]
pub struct SaidOptions {
	/// The interval
	#[arg(value_parser = interval, required_unless_present = "file", requires_all = ["operating", "embodied"])]
	pub interval: Option<Interval>,
	/// On average, as plants operate, in g/kWh
	#[arg(long, value_name = "G", value_parser = grams_per_kwh, requires = "interval")]
	pub operating: Option<Intensity>,
	/// On average, embodied in them, in g/kWh
	#[arg(long, value_name = "G", value_parser = grams_per_kwh, requires = "interval")]
	pub embodied: Option<Intensity>,
	/// Of the residual mix, as plants operate, in g/kWh; if nobody knows that, none
	#[arg(long, value_name = "G", value_parser = grams_per_kwh, requires_all = ["interval", "residual_embodied"])]
	pub residual_operating: Option<Intensity>,
	/// Of the residual mix, embodied in them, in g/kWh
	#[arg(long, value_name = "G", value_parser = grams_per_kwh, requires_all = ["interval", "residual_operating"])]
	pub residual_embodied: Option<Intensity>,
	/// Instead: a CSV file with the columns interval, operating, embodied, residual_operating and residual_embodied, in g/kWh;
	/// the last two may be empty
	#[arg(long, value_name = "FILE", conflicts_with = "interval")]
	pub file: Option<PathBuf>,
}

#[derive(Args)]
pub struct PublishOptions {
	#[command(flatten)]
	pub act: ActOptions,
	#[command(flatten)]
	pub said: SaidOptions,
}

#[derive(Args)]
pub struct CorrectOptions {
	#[command(flatten)]
	pub act: ActOptions,
	#[command(flatten)]
	pub said: SaidOptions,
	/// The sender is the operator
	#[arg(long)]
	pub as_operator: bool,
}

#[derive(Args)]
pub struct LimitsOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// No less, as plants operate, in g/kWh
	#[arg(long, value_name = "G", value_parser = grams_per_kwh, default_value = "0")]
	pub least_operating: Intensity,
	/// No less embodied, in g/kWh
	#[arg(long, value_name = "G", value_parser = grams_per_kwh, default_value = "0")]
	pub least_embodied: Intensity,
	/// No more, as plants operate, in g/kWh
	#[arg(long, value_name = "G", value_parser = grams_per_kwh)]
	pub most_operating: Intensity,
	/// No more embodied, in g/kWh
	#[arg(long, value_name = "G", value_parser = grams_per_kwh)]
	pub most_embodied: Intensity,
}

/// Which emissions count: each includes those before.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Counted {
	/// As plants operate: what GHG Protocol scope 2 counts
	Operating,
	/// And what is embodied in them
	Embodied,
	/// And what people emit who travel to them
	Travel,
}

impl From<Counted> for Definition {
	fn from(counted: Counted) -> Self {
		match counted {
			Counted::Operating => Self::Operating,
			Counted::Embodied => Self::Embodied,
			Counted::Travel => Self::Travel,
		}
	}
}

#[derive(Args)]
pub struct BoundOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// What a kWh may emit at most, in g
	#[arg(long, value_name = "G", value_parser = grams_per_kwh, required_unless_present = "none")]
	pub most: Option<Intensity>,
	/// Which emissions count
	#[arg(long, value_enum, default_value = "travel")]
	pub counts: Counted,
	/// How much of an interval's energy may emit more, in per cent of it
	#[arg(long, value_name = "PER-CENT", value_parser = loss, default_value = "0")]
	pub loss: u32,
	/// Instead: take any energy
	#[arg(long, conflicts_with_all = ["most", "counts", "loss"])]
	pub none: bool,
}

/// Grams for a kWh, in mg.
pub fn grams_per_kwh(text: &str) -> Result<Intensity, String> {
	let milligrams = Scale::GRAM.parse(text).map_err(|error| error.to_string())?;
	Intensity::try_from(milligrams).map_err(|_| "not g/kWh: from 0 on".into())
}

/// Per cent, in millionths.
fn loss(text: &str) -> Result<u32, String> {
	let millionths = Scale::PER_CENT.parse(text).map_err(|error| error.to_string())?;
	let millionths = u32::try_from(millionths).ok().filter(|loss| *loss <= MAX_LOSS_PPM);
	millionths.ok_or_else(|| "a bound tolerates from 0 to 10 per cent".into())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn grams_and_shares_are_read() {
		assert_eq!(grams_per_kwh("41"), Ok(41_000));
		assert_eq!(grams_per_kwh("0.5"), Ok(500));
		for wrong in ["", "-1", "0.0001", "1e3", "4294968", "a"] {
			assert!(grams_per_kwh(wrong).is_err(), "{wrong}");
		}
		assert_eq!((loss("0"), loss("2"), loss("10")), (Ok(0), Ok(20_000), Ok(100_000)));
		for wrong in ["10.0001", "-1", "0.00001", "2%"] {
			assert!(loss(wrong).is_err(), "{wrong}");
		}
	}
}
