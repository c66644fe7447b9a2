// SPDX-License-Identifier: Apache-2.0

//! The options of the commands that look at the market.

use clap::Args;

use crate::{
	bills::options::{PeriodOptions, ZoneOptions},
	options::{CommonOptions, WhoseOptions},
};

#[derive(Args)]
pub struct PricesOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub period: PeriodOptions,
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
