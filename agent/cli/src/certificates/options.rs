// SPDX-License-Identifier: Apache-2.0

//! The options of the commands about certificates of origin.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use gridmerit_client::certificates::Month;
use gridmerit_energy::{Interval, MeterIndex, NodeIndex, Price, SourceKind, Wh};

use crate::{
	bills::options::PeriodOptions,
	household::options::source,
	options::{ActOptions, CommonOptions, WhoseOptions, interval, planck, watt_hours},
};

/// By what certificates are added up.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
	/// What they are of
	Source,
	/// When it was fed in
	Interval,
	/// Each for itself
	Lot,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct CertificatesOptions {
	#[command(subcommand)]
	pub command: Option<CertificatesCommand>,
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	#[command(flatten)]
	pub period: PeriodOptions,
	/// Those of this node; of the account's if there is none
	#[arg(long)]
	pub node: Option<NodeIndex>,
	/// How they are added up
	#[arg(long, value_enum, default_value = "source")]
	pub by: By,
}

#[derive(Subcommand)]
pub enum CertificatesCommand {
	/// Transfer certificates to another node
	Transfer(TransferOptions),
	/// Offer a lot at a price, or take the offer back
	Offer(OfferOptions),
	/// What is offered for sale, by whom, and at what price
	Offers(OffersOptions),
	/// Buy certificates that are offered
	Buy(BuyOptions),
	/// Cancel certificates for what the node has drawn: nobody can use them any more
	Cancel(CancelOptions),
	/// How much of what was drawn is matched, hour by hour, with what was generated at the same time
	Match(MatchOptions),
	/// Write certificates in the form of EnergyTag or EECS
	Export(ExportOptions),
	/// The plants, and what is certified of them
	Plants(PlantsOptions),
	/// Register the node's plant; an issuer certifies it then
	Register(RegisterOptions),
	/// Certify a plant as it is registered: for issuers, and for the operator
	Certify(CertifyOptions),
}

/// A lot, as `certificates --by lot` and `certificates offers` list it.
#[derive(Args)]
pub struct LotOptions {
	/// The interval in which it was fed in
	#[arg(value_parser = interval)]
	pub interval: Interval,
	/// Its number in the interval
	pub lot: u32,
}

#[derive(Args)]
pub struct TransferOptions {
	#[command(flatten)]
	pub act: ActOptions,
	#[command(flatten)]
	pub lot: LotOptions,
	/// To which node
	#[arg(long, value_name = "NODE")]
	pub to: NodeIndex,
	/// How much of it, in Wh; all if there is none
	#[arg(long, value_name = "WH", value_parser = watt_hours)]
	pub energy: Option<Wh>,
}

#[derive(Args)]
pub struct OfferOptions {
	#[command(flatten)]
	pub act: ActOptions,
	#[command(flatten)]
	pub lot: LotOptions,
	/// For how much, in planck per Wh
	#[arg(long, value_parser = planck, required_unless_present = "back")]
	pub price: Option<Price>,
	/// Instead: take the offer back
	#[arg(long, conflicts_with = "price")]
	pub back: bool,
}

#[derive(Args)]
pub struct OffersOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub period: PeriodOptions,
}

#[derive(Args)]
pub struct BuyOptions {
	#[command(flatten)]
	pub act: ActOptions,
	#[command(flatten)]
	pub lot: LotOptions,
	/// The most that is paid, in planck per Wh
	#[arg(long, value_name = "PRICE", value_parser = planck)]
	pub most: Price,
	/// How much of it, in Wh; all if there is none
	#[arg(long, value_name = "WH", value_parser = watt_hours)]
	pub energy: Option<Wh>,
}

#[derive(Args)]
pub struct CancelOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The interval of one lot, as `certificates --by lot` lists it
	#[arg(value_parser = interval, requires = "lot")]
	pub interval: Option<Interval>,
	/// The number of the lot
	pub lot: Option<u32>,
	/// How much of the lot, in Wh; all if there is none
	#[arg(long, value_name = "WH", value_parser = watt_hours, requires = "lot")]
	pub energy: Option<Wh>,
	/// For what was drawn in months, as 2018-06, or 2018-06..2018-08; else for what was drawn in the same interval
	#[arg(long, value_name = "MONTHS", value_parser = months, requires = "lot")]
	pub months: Option<(Month, Month)>,
	/// Instead of one lot: all that the node holds of a time, for what it drew in the same intervals and nothing is
	/// cancelled for
	#[arg(long, conflicts_with = "interval", required_unless_present = "interval")]
	pub matching: bool,
	#[command(flatten)]
	pub period: PeriodOptions,
}

#[derive(Args)]
pub struct MatchOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	#[command(flatten)]
	pub period: PeriodOptions,
	/// Of this node; of the account's if there is none
	#[arg(long)]
	pub node: Option<NodeIndex>,
}

/// In whose form certificates are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
	/// Granular certificates: EnergyTag, GC Registry API Specification V2
	Energytag,
	/// Guarantees of origin: the fields of EN 16325 and the EECS Rules
	Eecs,
}

/// As what they are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum As {
	Json,
	Csv,
	Xml,
}

#[derive(Args)]
pub struct ExportOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	#[command(flatten)]
	pub period: PeriodOptions,
	/// Those of this node; of the account's if there is none
	#[arg(long)]
	pub node: Option<NodeIndex>,
	/// Those of all nodes
	#[arg(long, conflicts_with_all = ["node", "account", "suri", "suri_file", "keystore"])]
	pub all: bool,
	/// In whose form
	#[arg(long, value_enum)]
	pub format: Form,
	/// As what; JSON with --json
	#[arg(long = "as", value_enum, default_value = "csv", conflicts_with = "json")]
	pub written: As,
	/// Where to write it; standard output if there is none
	#[arg(long, value_name = "FILE")]
	pub out: Option<PathBuf>,
	/// The registry's configuration by EnergyTag, 1 to 3
	#[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3))]
	pub configuration: u8,
	/// The bidding zone or market in which they are issued; the plant's country if there is none
	#[arg(long, value_name = "TEXT")]
	pub market_zone: Option<String>,
}

#[derive(Args)]
pub struct PlantsOptions {
	#[command(flatten)]
	pub common: CommonOptions,
}

/// Whether public money has helped a plant.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SupportKind {
	/// It has not
	None,
	/// It has helped to build it
	Investment,
	/// It is paid for what it generates
	Production,
	/// Both
	Both,
	/// Nobody has said
	Unknown,
}

#[derive(Args)]
pub struct RegisterOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// What it generates from; storage for a battery
	#[arg(long, value_parser = source())]
	pub source: SourceKind,
	/// The EECS code of the energy source, as F01040100
	#[arg(long, value_parser = fuel)]
	pub fuel: u32,
	/// The EECS code of the technology, as T010000
	#[arg(long, value_parser = technology)]
	pub technology: u32,
	/// The most power with which it generates, in W
	#[arg(long, value_name = "W")]
	pub capacity_w: u64,
	/// The day on which it began to generate (UTC)
	#[arg(long, value_name = "DAY")]
	pub since: String,
	/// The country in which it is, as DE
	#[arg(long, value_parser = country)]
	pub country: [u8; 2],
	/// Whether public money has helped it
	#[arg(long, value_enum, default_value = "unknown")]
	pub support: SupportKind,
}

#[derive(Args)]
pub struct CertifyOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The node of the plant
	pub node: NodeIndex,
	/// The settlement meter that measures nothing but the plant
	#[arg(long)]
	pub meter: MeterIndex,
	/// The most that it is issued for an interval, in Wh
	#[arg(long, value_name = "WH", value_parser = watt_hours)]
	pub most: Wh,
	/// The first interval for which it is issued nothing any more
	#[arg(long, value_parser = interval)]
	pub until: Interval,
	/// The sender is the operator, and certifies itself
	#[arg(long)]
	pub as_operator: bool,
}

/// A code of EECS: a letter, and so many digits.
fn code(text: &str, letter: char, digits: usize) -> Result<u32, String> {
	let number = text.strip_prefix(letter).unwrap_or(text);
	let sound = number.len() == digits && number.bytes().all(|digit| digit.is_ascii_digit());
	let number = if sound { number.parse().ok() } else { None };
	number.ok_or_else(|| format!("not {letter} and {digits} digits"))
}

fn fuel(text: &str) -> Result<u32, String> {
	code(text, 'F', 8)
}

fn technology(text: &str) -> Result<u32, String> {
	code(text, 'T', 6)
}

fn country(text: &str) -> Result<[u8; 2], String> {
	let letters = <[u8; 2]>::try_from(text.as_bytes()).ok();
	let capital = letters.filter(|letters| letters.iter().all(u8::is_ascii_uppercase));
	capital.ok_or_else(|| "not two capital letters, as DE".into())
}

fn month(text: &str) -> Option<Month> {
	let (year, month) = text.split_once('-')?;
	let (year, month): (Month, Month) = (year.parse().ok()?, month.parse().ok()?);
	let months = year.checked_sub(1970).filter(|years| *years < 8_000)?.checked_mul(12)?;
	(1..=12).contains(&month).then(|| months + month - 1)
}

/// A month, or the first and the last of some.
fn months(text: &str) -> Result<(Month, Month), String> {
	let (first, last) = text.split_once("..").unwrap_or((text, text));
	let both = month(first).zip(month(last)).filter(|(first, last)| first <= last);
	both.ok_or_else(|| "not months: as 2018-06, or 2018-06..2018-08".into())
}

/// A month as people write it.
pub fn month_text(month: Month) -> String {
	format!("{}-{:02}", 1970 + month / 12, month % 12 + 1)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn codes_countries_and_months_are_read() {
		assert_eq!([fuel("F01040100"), fuel("01040100")], [Ok(1_040_100), Ok(1_040_100)]);
		assert_eq!(technology("T010000"), Ok(10_000));
		for wrong in ["", "F", "F0104010", "F010401000", "T01040100", "F0104010x", "F+1040100"] {
			assert!(fuel(wrong).is_err(), "{wrong}");
		}
		assert_eq!(country("DE"), Ok(*b"DE"));
		for wrong in ["de", "D", "DEU", "Ä", "D1"] {
			assert!(country(wrong).is_err(), "{wrong}");
		}
		assert_eq!(months("2018-06"), Ok((581, 581)));
		assert_eq!(months("1970-01..1970-12"), Ok((0, 11)));
		for wrong in ["2018", "2018-13", "2018-0", "1969-12", "2018-06..2018-05", "x-1", "99999-01"]
		{
			assert!(months(wrong).is_err(), "{wrong}");
		}
		assert_eq!((month_text(581), month_text(0)), ("2018-06".into(), "1970-01".into()));
	}
}
