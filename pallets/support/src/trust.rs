// SPDX-License-Identifier: Apache-2.0

//! Floor 3, trust: what is reported of nodes' conduct, and what those above ask of their trust.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame_support::pallet_prelude::{DispatchError, DispatchResult};
use gridmerit_energy::{Interval, Invoice, NodeIndex, PageIndex, Planck, Wh};
pub use gridmerit_trust::SessionIndex;
use gridmerit_trust::{Discount, Offence, Part};

/// Tells what proves an offence from all else: a hash of it.
pub type Evidence = [u8; 32];

/// An offence that is proven, or a debt that a node does not pay.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Report<AccountId> {
	/// Who has done it.
	pub node: NodeIndex,
	/// What; none if it only owes.
	pub offence: Option<Offence>,
	/// How severely.
	pub severity: Part,
	/// When: it follows from the evidence, so that the same evidence always comes with the same session.
	pub session: SessionIndex,
	/// By what it is proven. Counts once for each node and offence.
	pub evidence: Evidence,
	/// Who has brought the proof, if it is to be rewarded.
	pub reporter: Option<AccountId>,
	/// Whom it has cost how much that is not paid, in planck.
	pub damage: Option<(NodeIndex, Planck)>,
}

/// Takes note of what nodes do. Whoever calls has proof: an interval that is settled for good, or evidence that it has
/// checked itself.
pub trait ConductSink<AccountId> {
	/// An interval is settled for good for nodes of a page, each named once. What is told twice counts once. Not for the
	/// node that gets the service fee: what it would trade with itself costs it nothing.
	fn closed(interval: Interval, page: PageIndex, invoices: &[(NodeIndex, Invoice)]);
	/// Something is proven.
	fn report(report: Report<AccountId>) -> Result<(), DispatchError>;
	/// The running session: that of an offence which counts from when it is proven.
	fn session() -> SessionIndex;
}

impl<AccountId> ConductSink<AccountId> for () {
	fn closed(_: Interval, _: PageIndex, _: &[(NodeIndex, Invoice)]) {}

	fn report(_: Report<AccountId>) -> Result<(), DispatchError> {
		Ok(())
	}

	fn session() -> SessionIndex {
		0
	}
}

/// How far a node is trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrustView {
	/// Its index, as of today.
	pub index: Part,
	/// What it has bonded itself and is not unbonding, in planck.
	pub own: Planck,
	/// What others have bonded behind it and are not unbonding, in planck.
	pub backed: Planck,
	/// What counts: index times bond. Nothing while it is suspended.
	pub effective: Part,
}

/// What trust does for a node that sells, and to it. As nothing by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SellerTrust {
	/// The most energy that it may sell, net, for an interval, in Wh; none if trust limits nothing.
	pub most_sold: Option<Wh>,
	/// How much less trusted sellers must lock. Nothing while a slash of the node is pending.
	pub discount: Discount,
	/// What of its trust counts. Nothing while it is suspended, and where trust does nothing anyway.
	pub effective: Part,
	/// What it has bonded itself and is not unbonding, in planck. Nothing where trust does nothing anyway.
	pub own: Planck,
}

/// Knows how far nodes are trusted.
pub trait Trust {
	/// How far a node is trusted.
	fn trust(node: NodeIndex) -> TrustView;
	/// What trust does for a node that sells. If there are no tiers and no discount, to know that is all that is read.
	fn seller(node: NodeIndex) -> SellerTrust;
}

/// Nobody is trusted, and it does not matter.
impl Trust for () {
	fn trust(_: NodeIndex) -> TrustView {
		TrustView::default()
	}

	fn seller(_: NodeIndex) -> SellerTrust {
		SellerTrust::default()
	}
}

/// Rewards nodes, and those who have bonded behind them, for what else they do than to bear risk.
pub trait NodeRewards<AccountId> {
	/// Pays `amount` planck out of the account of `payer` to a node and its backers: shared as rewards of trust are, by
	/// what each has bonded, less the commission of the running session, and claimed as these are. What cannot be
	/// divided among backers is the node's. All of it moves and is promised, or nothing. `payer` stays alive.
	fn reward(payer: &AccountId, node: NodeIndex, amount: Planck) -> DispatchResult;
}

/// Draws nodes in proportion to weights.
pub trait TrustDraw {
	/// What a node weighs in a draw. To be kept with the candidates when they are fixed.
	fn weight(node: NodeIndex) -> u64;
	/// Up to `count` of candidates, each named once. In session `fixed` it was fixed who they are and what they weigh:
	/// nothing of that may have changed since. None if the randomness of today was not still to be made then, if there
	/// are too many candidates, or if one weighs too much. Within a session a subject always draws with the same
	/// randomness, so each draw needs a subject of its own.
	fn draw(
		subject: &[u8],
		fixed: SessionIndex,
		candidates: &[(NodeIndex, u64)],
		count: u32,
	) -> Option<Vec<NodeIndex>>;
}
