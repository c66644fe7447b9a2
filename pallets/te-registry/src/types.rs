// SPDX-License-Identifier: Apache-2.0

//! What is stored about TE nodes.

use gridmerit_energy::{Battery, EnergyLimits, Roles, SourceKind};
use serde::{Deserialize, Serialize};
use sp_core::H256;

use crate::Config;

/// What an applicant states about itself and the operator admits.
#[frame_support::stored]
#[derive(Copy, Serialize, Deserialize)]
#[scale_info(capture_docs = "always")]
pub struct NodeData {
	/// Hash of the customer reference with a salt, which operator and customer keep to themselves.
	pub customer: H256,
	/// What the node is to the market; at least one.
	pub roles: Roles,
	/// Bus of the grid model that it is connected to.
	pub bus: u16,
	/// The most that it may exchange in one delivery interval.
	pub limits: EnergyLimits,
	/// Where its energy comes from.
	pub source: SourceKind,
	/// Its battery: of a node that trades as nothing but storage, and of no other, whose meter could not
	/// tell it from the rest.
	#[serde(default)]
	pub battery: Option<Battery>,
}

/// A TE node.
#[frame_support::stored]
pub struct Node<AccountId, Deposit> {
	/// Who acts for it.
	pub account: AccountId,
	/// What the operator has admitted.
	pub data: NodeData,
	/// Whether it is suspended: it keeps what it has, but posts nothing.
	pub suspended: bool,
	/// The deposit of the account that applied; none if the operator admitted it unasked.
	pub deposit: Option<Deposit>,
}

/// An application that the operator has not answered.
#[frame_support::stored]
pub struct Application<Deposit> {
	/// What is applied for.
	pub data: NodeData,
	/// The deposit, back on rejection, withdrawal or removal of the node.
	pub deposit: Deposit,
}

/// [`Node`] of a runtime.
pub type NodeOf<T> = Node<<T as frame_system::Config>::AccountId, <T as Config>::Deposit>;
/// [`Application`] of a runtime.
pub type ApplicationOf<T> = Application<<T as Config>::Deposit>;
