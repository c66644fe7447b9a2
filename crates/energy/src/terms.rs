// SPDX-License-Identifier: Apache-2.0

//! By which prices and rules an interval is traded and settled.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_market::{Limits, NodeIndex, Tariff, Wh};
use scale_info::TypeInfo;

use crate::Interval;

/// By which prices and rules an interval is traded and settled; fixed when its first window opens.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
pub struct Terms {
	/// The utility's prices.
	pub tariff: Tariff,
	/// The bounds on prices that follow from them: a tariff is checked once, when it is published.
	pub limits: Limits,
	/// The utility that stands behind the interval.
	pub utility: NodeIndex,
	/// Who gets the service fee.
	pub grid: NodeIndex,
	/// Least quantity of an order, in Wh.
	pub minimum: Wh,
	/// The last round in which the interval is open: it minus the lead.
	pub last_round: Interval,
	/// How long before an interval begins its round closes, in milliseconds.
	pub gate_lead: u32,
}
