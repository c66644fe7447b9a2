// SPDX-License-Identifier: Apache-2.0

//! The options of the commands about trust.

use clap::Args;
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_trader::rulebook::Scale;
use gridmerit_trust::Part;

use crate::options::{ActOptions, CommonOptions, WhoseOptions};

#[derive(Args)]
pub struct TrustOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	/// The node, by its index; that of the account if there is none. With both, what the account has behind the node
	/// is shown, too
	#[arg(conflicts_with = "all")]
	pub node: Option<NodeIndex>,
	/// All nodes, those first that are trusted most
	#[arg(long)]
	pub all: bool,
}

pub fn unit(text: &str) -> Result<Planck, String> {
	let planck = Scale::UNIT.parse(text).map_err(|error| error.to_string())?;
	let planck = Planck::try_from(planck).ok().filter(|planck| *planck > 0);
	planck.ok_or_else(|| "has to be more than nothing".into())
}

pub fn part(text: &str) -> Result<Part, String> {
	let billionths = Scale::PART.parse(text).map_err(|error| error.to_string())?;
	let billionths = u32::try_from(billionths).ok();
	let part = billionths.filter(|part| *part <= Part::ONE.as_billionths());
	part.map(Part::billionths).ok_or_else(|| "must be from 0 to 1".into())
}

#[derive(Args)]
pub struct BondOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// How much more, in UNIT
	#[arg(value_parser = unit)]
	pub amount: Planck,
}

#[derive(Args)]
pub struct UnbondOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// How much, in UNIT
	#[arg(value_parser = unit)]
	pub amount: Planck,
	/// The node, by its index, if the account acts for it no more; its own if there is none
	#[arg(long)]
	pub node: Option<NodeIndex>,
}

/// Of which bond: that of a node, or what a backer has behind one.
#[derive(Args)]
pub struct WithdrawOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The node, by its index; that of the account if there is none
	#[arg(long)]
	pub node: Option<NodeIndex>,
	/// Instead: what the account has behind this node
	#[arg(long, value_name = "NODE", conflicts_with = "node")]
	pub behind: Option<NodeIndex>,
}

#[derive(Args)]
pub struct BackOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The node, by its index
	pub node: NodeIndex,
	/// How much, in UNIT
	#[arg(value_parser = unit)]
	pub amount: Planck,
}

#[derive(Args)]
pub struct CommissionOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// Which part, from 0 to 1: 0.05 is a twentieth
	#[arg(value_parser = part)]
	pub part: Part,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_are_exact() {
		assert_eq!(unit("12.5"), Ok(12_500_000_000));
		assert_eq!(unit("0.000000001"), Ok(1));
		for text in ["0", "-1", "1e3", "", "0.0000000001", "1,5"] {
			assert!(unit(text).is_err(), "{text}");
		}
		assert_eq!(part("0.05"), Ok(Part::thousandths(50)));
		assert_eq!((part("0"), part("1")), (Ok(Part::ZERO), Ok(Part::ONE)));
		for text in ["1.000000001", "-0.1", "5%", "99999999999"] {
			assert!(part(text).is_err(), "{text}");
		}
	}
}
