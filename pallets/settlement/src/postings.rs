// SPDX-License-Identifier: Apache-2.0

//! An invoice as movements of money: pure functions.

use alloc::vec::Vec;
use gridmerit_energy::{Interval, Invoice, NodeIndex, Planck};
use gridmerit_pallet_support::{OnShortfall, Party, Posting};

/// Who pays whom when a node's interval is settled.
#[derive(Clone, Copy)]
pub(crate) struct Parties {
	/// The interval, whose neighbours trade with each other.
	pub interval: Interval,
	/// Whose interval it is.
	pub node: NodeIndex,
	/// The utility that stands behind the interval, another node.
	pub utility: NodeIndex,
	/// Who gets the service fee; it may be either of them.
	pub grid: NodeIndex,
}

impl Parties {
	/// The movements of a first settlement.
	///
	/// What the node has traded with its neighbours comes from them and goes to them: over all nodes of an
	/// interval it adds up to nothing. Its imbalance is traded with the utility, or what it costs goes to the
	/// reserve where nothing was measured; the fee goes to the grid.
	/// The lock covers what neighbours and grid get, which comes first, so that only the utility may have to
	/// wait for its money; and what the node gets comes before what it pays.
	pub fn first_settlement(&self, invoice: &Invoice) -> Vec<Posting> {
		let (node, neighbours) = (Party::Node(self.node), Party::Neighbours(self.interval));
		let utility = Party::Node(self.utility);
		// One net movement: bought and sold again over many rounds can be more than the chain's money counts.
		let cost = invoice.position.cost;
		let revenue = invoice.position.revenue;
		let (to_utility, to_reserve) = invoice.dues();
		let postings = [
			covered(neighbours, node, revenue.saturating_sub(cost)),
			owed(utility, node, invoice.imbalance.revenue()),
			covered(node, neighbours, cost.saturating_sub(revenue)),
			covered(node, Party::Node(self.grid), invoice.fee),
			withheld(node, utility, to_utility),
			withheld(node, Party::RESERVE, to_reserve),
		];
		postings.into_iter().filter(moves).collect()
	}

	/// The movements that replace an invoice by another of the same interval. Only the imbalance can differ, so
	/// only the node and who is paid for that are concerned, the utility or the reserve; each once, unless what was
	/// fed in is now drawn.
	pub fn correction(&self, before: &Invoice, after: &Invoice) -> Vec<Posting> {
		let (node, utility) = (Party::Node(self.node), Party::Node(self.utility));
		let ((paid, reserved), (pays, reserves)) = (before.dues(), after.dues());
		let (earned, earns) = (before.imbalance.revenue(), after.imbalance.revenue());
		let back = paid.saturating_sub(pays).saturating_add(earns.saturating_sub(earned));
		let postings = [
			owed(Party::RESERVE, node, reserved.saturating_sub(reserves)),
			owed(utility, node, back),
			// What the utility had paid itself is its own again.
			owed(node, utility, earned.saturating_sub(earns)),
			withheld(node, utility, pays.saturating_sub(paid)),
			withheld(node, Party::RESERVE, reserves.saturating_sub(reserved)),
		];
		postings.into_iter().filter(moves).collect()
	}
}

/// Whether a posting moves anything.
fn moves(posting: &Posting) -> bool {
	posting.amount > 0 && posting.from != posting.to
}

/// What the payer always has.
fn covered(from: Party, to: Party, amount: Planck) -> Posting {
	Posting { from, to, amount, on_shortfall: OnShortfall::Refuse, withheld: false }
}

/// What the payer owes as far as it cannot pay.
pub(crate) fn owed(from: Party, to: Party, amount: Planck) -> Posting {
	Posting { on_shortfall: OnShortfall::Owe, ..covered(from, to, amount) }
}

/// The same, which the payee leaves in the pot as long as it may be corrected.
fn withheld(from: Party, to: Party, amount: Planck) -> Posting {
	Posting { withheld: true, ..owed(from, to, amount) }
}
