// SPDX-License-Identifier: Apache-2.0

//! The options of the commands that look at the market.

use clap::Args;

use crate::{
	bills::options::{PeriodOptions, ZoneOptions},
	options::{CommonOptions, PlaceOptions, WhoseOptions},
};

#[derive(Args)]
pub struct PricesOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub period: PeriodOptions,
	#[command(flatten)]
	pub place: PlaceOptions,
}

#[derive(Args)]
pub struct GridOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	/// The delivery interval, by number or as +1, +2
	#[arg(long, default_value = "+1")]
	pub interval: String,
	/// The round whose zones are shown; the last in which it cleared if there is none
	#[arg(long)]
	pub round: Option<u32>,
	#[command(flatten)]
	pub place: PlaceOptions,
}

#[derive(Args)]
pub struct TradesOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	#[command(flatten)]
	pub period: PeriodOptions,
}

#[derive(Args)]
pub struct WatchOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	#[command(flatten)]
	pub zone: ZoneOptions,
}
