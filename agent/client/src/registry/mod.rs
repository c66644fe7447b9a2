// SPDX-License-Identifier: Apache-2.0

//! Who takes part: applications, their answers, and nodes that change hands.

mod calls;
mod reads;

pub(crate) use calls::kind;

pub use calls::{
	accept_handover, admit, apply, approve, offer_handover, reject, withdraw_application,
};

use gridmerit_energy::{Battery, EnergyLimits, Roles, SourceKind};
use scale_decode::DecodeAsType;

/// What an applicant states about itself and the operator admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
pub struct NodeData {
	/// Hash of the customer's reference with its salt.
	pub customer: [u8; 32],
	/// What the node is to the market.
	pub roles: Roles,
	/// Bus of the grid model that it is connected to.
	pub bus: u16,
	/// The most that it may exchange in one delivery interval.
	pub limits: EnergyLimits,
	/// Where its energy comes from.
	pub source: SourceKind,
	/// Its battery, if it trades as nothing but storage.
	pub battery: Option<Battery>,
}
