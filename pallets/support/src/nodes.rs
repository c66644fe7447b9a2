// SPDX-License-Identifier: Apache-2.0

//! Floor 1, the registry: TE nodes as the pallets above see them.

use frame_support::weights::Weight;
use gridmerit_energy::{Battery, EnergyLimits, Interval, NodeIndex, Roles, SourceKind};

use crate::Bus;

/// A TE node as the market needs to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeView {
	/// Its index, never reused.
	pub index: NodeIndex,
	/// Whether it is suspended.
	pub suspended: bool,
	/// What it is.
	pub roles: Roles,
	/// The bus of the grid that it hangs on.
	pub bus: Bus,
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
	/// Whose node it is: a hash, the same for all nodes of a customer whose reference was hashed with the same salt.
	fn customer_of(index: NodeIndex) -> Option<[u8; 32]>;
	/// No node has this index or a higher one.
	fn end() -> NodeIndex;
}

/// Knows what nodes generate from.
pub trait NodeSources {
	/// What the energy comes from that a node feeds in, in an interval that is over; none if nobody knows.
	fn source_of(node: NodeIndex, interval: Interval) -> Option<SourceKind>;
}

/// Nobody knows.
impl NodeSources for () {
	fn source_of(_: NodeIndex, _: Interval) -> Option<SourceKind> {
		None
	}
}

/// Counts who still needs a node, as `frame_system` counts the consumers of an account. A node leaves only
/// when nobody holds it.
pub trait NodeReferences {
	/// Keeps a node from leaving until it is released as often as it was held.
	fn hold(node: NodeIndex);
	/// Takes one hold back.
	fn release(node: NodeIndex);
}

/// Told when a node is suspended. A call of the registry upwards: a hook, as FRAME's own `OnKilledAccount`.
pub trait OnSuspend {
	/// The node has just been suspended: its open orders go, and it serves nowhere.
	fn suspended(node: NodeIndex);
	/// The most that [`Self::suspended`] may cost.
	fn weight() -> Weight;
}

impl OnSuspend for () {
	fn suspended(_: NodeIndex) {}

	fn weight() -> Weight {
		Weight::zero()
	}
}

/// One pallet after the other.
impl<A: OnSuspend, B: OnSuspend> OnSuspend for (A, B) {
	fn suspended(node: NodeIndex) {
		A::suspended(node);
		B::suspended(node);
	}

	fn weight() -> Weight {
		A::weight().saturating_add(B::weight())
	}
}

/// Told when a node has left. A hook, as [`OnSuspend`]: its index is never used again, so that what is still stored
/// of it would stay for ever.
pub trait OnRemove {
	/// The node has just left. Nobody holds it any more; all that is stored of it alone goes.
	fn removed(node: NodeIndex);
	/// The most that [`Self::removed`] may cost.
	fn weight() -> Weight;
}

impl OnRemove for () {
	fn removed(_: NodeIndex) {}

	fn weight() -> Weight {
		Weight::zero()
	}
}

/// One pallet after the other; a list of them is `(A, (B, (C, ())))`, or shorter.
impl<A: OnRemove, B: OnRemove> OnRemove for (A, B) {
	fn removed(node: NodeIndex) {
		A::removed(node);
		B::removed(node);
	}

	fn weight() -> Weight {
		A::weight().saturating_add(B::weight())
	}
}

/// What a node has done wrong.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub enum ViolationKind {
	/// Two different readings for one interval: the meter was tampered with.
	Tampering,
	/// An authority reported its meter as compromised.
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
