// SPDX-License-Identifier: Apache-2.0

//! What TE nodes are, and how much energy they may exchange.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_market::{NodeIndex, Wh};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The index that stands for the market's reserve where money is owed and paid. It is no node's: registries give
/// out far less.
pub const RESERVE: NodeIndex = NodeIndex::MAX;

/// The index that stands for congestion rent where money is owed and paid: what full lines of the grid have earned. It
/// is no node's, either.
pub const RENT: NodeIndex = RESERVE - 1;

/// The index that stands for subsidies where money is paid: what sponsors have paid in for energy that is still to be
/// measured. It is no node's, either.
pub const SUBSIDIES: NodeIndex = RENT - 1;

/// The index that stands for what nodes have wagered, where money is owed and paid: nobody's until it is seen who was
/// right. It is no node's, either.
pub const WAGERS: NodeIndex = SUBSIDIES - 1;

/// Whether an index stands for money that is no node's.
pub const fn is_no_node(index: NodeIndex) -> bool {
	index >= WAGERS
}

/// What a TE node is to the market; it can be several things at once.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Roles {
	/// Uses energy.
	pub consumer: bool,
	/// Uses and generates energy.
	pub prosumer: bool,
	/// Stores energy.
	pub storage: bool,
	/// Stands behind the market; posts no orders.
	pub utility: bool,
	/// Owns a line that others use.
	pub line_owner: bool,
}

impl Roles {
	/// Whether a node with these roles takes part in the forward market.
	pub fn trades(&self) -> bool {
		!self.utility && (self.consumer || self.prosumer || self.storage)
	}

	/// Whether all it trades as is storage, so that its meter sees nothing but its battery.
	pub fn only_stores(&self) -> bool {
		self.storage && !self.consumer && !self.prosumer
	}

	/// Whether there is any role at all.
	pub fn is_empty(&self) -> bool {
		*self == Self::default()
	}
}

/// Where a node's energy comes from.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub enum SourceKind {
	/// It generates nothing.
	#[default]
	None,
	/// Photovoltaics.
	Solar,
	/// Wind.
	Wind,
	/// Running or stored water.
	Hydro,
	/// Heat of the earth.
	Geothermal,
	/// Diesel from plants.
	Biodiesel,
	/// A battery or another store.
	Storage,
	/// A utility's supply.
	Utility,
	/// Anything else.
	Other,
}

impl SourceKind {
	/// Its number, by which the market crate knows it.
	pub const fn number(self) -> u8 {
		self as u8
	}
}

/// From whom a node would rather buy. At one price it carries no money who is paired with whom: it gets as much energy,
/// and pays as much, as without.
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
	Serialize,
	Deserialize,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub enum Choice {
	/// From this node.
	Node(NodeIndex),
	/// From whoever hangs on this bus.
	Bus(u16),
	/// From whoever was admitted with this source.
	Source(SourceKind),
}

impl From<Choice> for gridmerit_market::Choice {
	fn from(choice: Choice) -> Self {
		match choice {
			Choice::Node(node) => Self::Node(node),
			Choice::Bus(bus) => Self::Bus(bus),
			Choice::Source(source) => Self::Source(source.number()),
		}
	}
}

/// The most that a node may exchange with the grid in one delivery interval.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct EnergyLimits {
	/// Energy fed in, in Wh.
	pub generation: Wh,
	/// Energy drawn, in Wh.
	pub consumption: Wh,
}
