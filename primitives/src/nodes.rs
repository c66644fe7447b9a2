// SPDX-License-Identifier: Apache-2.0

//! TE nodes as other pallets see them.

use alloc::vec::Vec;
use frame_support::weights::Weight;
use serde::{Deserialize, Serialize};

use crate::{Interval, Metered, NodeIndex, Wh};

/// What a TE node is to the market; it can be several things at once.
#[frame_support::stored]
#[derive(Copy, Default, Serialize, Deserialize)]
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

	/// Whether there is any role at all.
	pub fn is_empty(&self) -> bool {
		*self == Self::default()
	}
}

/// Where a node's energy comes from.
#[frame_support::stored]
#[derive(Copy, Default, Serialize, Deserialize)]
#[scale_info(capture_docs = "always")]
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

/// The most that a node may exchange with the grid in one delivery interval.
#[frame_support::stored]
#[derive(Copy, Default, Serialize, Deserialize)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct EnergyLimits {
	/// Energy fed in, in Wh.
	pub generation: Wh,
	/// Energy drawn, in Wh.
	pub consumption: Wh,
}

/// A battery, as its owner declares it and the operator admits it.
#[frame_support::stored]
#[derive(Copy, Serialize, Deserialize)]
#[scale_info(capture_docs = "always")]
pub struct Battery {
	/// The most energy that it holds, in Wh.
	pub capacity: Wh,
	/// The most power with which it charges and discharges, in W.
	pub power: u64,
	/// What of the energy it is charged with it gives back, in millionths.
	pub efficiency_ppm: u32,
	/// What it held when it was declared, in Wh.
	pub initial: Wh,
}

impl Battery {
	/// What it holds after it drew and fed in so much: what it draws is stored with its efficiency.
	/// Negative or above its capacity if it cannot do that.
	pub fn after(&self, charge: Wh, drawn: Wh, fed_in: Wh) -> i128 {
		let stored = u128::from(drawn).saturating_mul(self.efficiency_ppm.into()) / 1_000_000;
		let stored = i128::try_from(stored).unwrap_or(i128::MAX);
		i128::from(charge).saturating_add(stored).saturating_sub(fed_in.into())
	}

	/// The nearest that it can hold.
	pub fn clamp(&self, charge: i128) -> Wh {
		Wh::try_from(charge.max(0)).unwrap_or(Wh::MAX).min(self.capacity)
	}

	/// The most energy that it draws or feeds in within so many milliseconds, in Wh.
	pub fn within(&self, millis: u32) -> Wh {
		let energy = u128::from(self.power).saturating_mul(millis.into()) / 3_600_000;
		Wh::try_from(energy).unwrap_or(Wh::MAX)
	}
}

/// What a battery holds, as far as its meter has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
	/// What it held when interval `from` began, in Wh.
	pub energy: Wh,
	/// From this interval on settlements may still change.
	pub from: Interval,
	/// What was metered since, in ascending order of intervals.
	pub metered: Vec<(Interval, Metered)>,
}

impl Charge {
	/// What it holds after all that was metered, in Wh.
	pub fn now(&self, battery: &Battery) -> Wh {
		self.metered.iter().fold(self.energy, |energy, (_, flow)| {
			battery.clamp(battery.after(energy, flow.import, flow.export))
		})
	}
}

/// A TE node as the market needs to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeView {
	/// Its index, never reused.
	pub index: NodeIndex,
	/// Whether it is suspended.
	pub suspended: bool,
	/// What it is.
	pub roles: Roles,
	/// Its limits.
	pub limits: EnergyLimits,
	/// Its battery, if it is a storage node.
	pub battery: Option<Battery>,
}

/// Knows the TE nodes.
pub trait TeNodes<AccountId> {
	/// The node of an account.
	fn by_account(account: &AccountId) -> Option<NodeView>;
	/// The node with an index.
	fn by_index(index: NodeIndex) -> Option<NodeView>;
	/// The account of a node.
	fn account_of(index: NodeIndex) -> Option<AccountId>;
	/// No node has this index or a higher one.
	fn end() -> NodeIndex;
}

/// What others have going with a node, as the registry must know before it lets go of it.
pub trait NodeBusiness {
	/// Whether anything is open: orders, positions, money, readings owed.
	fn is_open(node: NodeIndex) -> bool;
	/// Cancels the node's open orders.
	fn cancel_orders(node: NodeIndex);
	/// The most that [`Self::cancel_orders`] may cost.
	fn cancel_orders_weight() -> Weight;
}

impl NodeBusiness for () {
	fn is_open(_: NodeIndex) -> bool {
		false
	}

	fn cancel_orders(_: NodeIndex) {}

	fn cancel_orders_weight() -> Weight {
		Weight::zero()
	}
}

/// What a node has done wrong.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub enum ViolationKind {
	/// Two different readings for one interval: the meter was tampered with.
	Tampering,
	/// Its meter is marked as compromised.
	CompromisedMeter,
	/// It sent no reading in time.
	Silence,
	/// It drew or fed in more than its limit.
	LimitExceeded,
	/// Anything else that the operator has recorded.
	Other,
}

impl ViolationKind {
	/// All kinds.
	pub const ALL: [Self; 5] =
		[Self::Tampering, Self::CompromisedMeter, Self::Silence, Self::LimitExceeded, Self::Other];
}

/// Takes note of violations.
pub trait ViolationSink {
	/// Records one violation by `node`.
	fn report(node: NodeIndex, kind: ViolationKind);
}

impl ViolationSink for () {
	fn report(_: NodeIndex, _: ViolationKind) {}
}
