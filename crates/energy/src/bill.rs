// SPDX-License-Identifier: Apache-2.0

//! What a node's intervals came to: invoices, totals, and an interval's balance sheet.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_market::{NodeIndex, Planck, Tariff, Wh, payment};
use scale_info::TypeInfo;

use crate::{Imbalance, Interval, Metered, PageIndex, Position};

/// By what a node's interval is settled.
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
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub enum Basis {
	/// A reading of its settlement meter.
	Reading,
	/// Its meter was silent until the deadline: provisionally the most that it may draw, and nothing fed in.
	Silence,
	/// The reading that it was settled with does not count any more: provisional as silence is.
	Revoked,
	/// It has no settlement meter: provisionally what it had sold was not delivered, and what it had bought
	/// not used.
	Unmetered,
}

impl Basis {
	/// Whether a reading may replace it until the interval is closed.
	pub fn is_provisional(&self) -> bool {
		*self != Self::Reading
	}
}

/// How a node's interval is settled.
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
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Invoice {
	/// By what.
	pub basis: Basis,
	/// Energy drawn and fed in, as far as it counts: what is fed in above the node's limit earns nothing.
	pub metered: Metered,
	/// Whether it drew or fed in more than its limit.
	pub above_limit: bool,
	/// What it had bought and sold from its neighbours; the cost contains the fee.
	pub position: Position,
	/// The service fee on what it bought.
	pub fee: Planck,
	/// What it traded with the utility in real time.
	pub imbalance: Imbalance,
	/// The prices of the utility.
	pub tariff: Tariff,
	/// What it has to pay, all in all; 0 if it gets something.
	pub charged: Planck,
	/// What it gets, all in all; 0 if it has to pay.
	pub credited: Planck,
}

impl Invoice {
	/// Squares a position with what was metered (section II.C of the paper).
	pub fn new(
		basis: Basis,
		metered: Metered,
		above_limit: bool,
		position: Position,
		tariff: Tariff,
	) -> Self {
		let imbalance = position.imbalance(metered, &tariff);
		let owes = position.cost.saturating_add(imbalance.cost());
		let gets = position.revenue.saturating_add(imbalance.revenue());
		Self {
			basis,
			metered,
			above_limit,
			position,
			fee: payment(position.bought, tariff.fee),
			imbalance,
			tariff,
			charged: owes.saturating_sub(gets),
			credited: gets.saturating_sub(owes),
		}
	}

	/// What it would have paid for the same energy with the utility alone, and what it would have earned.
	pub fn alone(&self) -> (Planck, Planck) {
		(
			payment(self.metered.import, self.tariff.tou),
			payment(self.metered.export, self.tariff.fit),
		)
	}
}

/// Sums over settled intervals of a node.
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
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Totals {
	/// Number of intervals.
	#[codec(compact)]
	pub intervals: u32,
	/// How many of them are provisional.
	#[codec(compact)]
	pub provisional: u32,
	/// Energy drawn from the grid, in Wh.
	#[codec(compact)]
	pub imported: Wh,
	/// Energy fed into the grid, as far as it counts, in Wh.
	#[codec(compact)]
	pub exported: Wh,
	/// Energy bought from neighbours, in Wh.
	#[codec(compact)]
	pub bought: Wh,
	/// Energy sold to neighbours, in Wh.
	#[codec(compact)]
	pub sold: Wh,
	/// Paid for energy bought from neighbours, fees included.
	#[codec(compact)]
	pub purchases: Planck,
	/// Earned with energy sold to neighbours.
	#[codec(compact)]
	pub sales: Planck,
	/// Service fees, contained in the purchases.
	#[codec(compact)]
	pub fees: Planck,
	/// Energy bought from the utility, in Wh.
	#[codec(compact)]
	pub from_utility: Wh,
	/// Energy sold to the utility, in Wh.
	#[codec(compact)]
	pub to_utility: Wh,
	/// Paid to the utility.
	#[codec(compact)]
	pub utility_cost: Planck,
	/// Earned from the utility.
	#[codec(compact)]
	pub utility_revenue: Planck,
	/// What the same energy would have cost with the utility alone.
	#[codec(compact)]
	pub alone_cost: Planck,
	/// What the same energy would have earned with the utility alone.
	#[codec(compact)]
	pub alone_revenue: Planck,
}

impl Totals {
	fn of(invoice: &Invoice) -> Self {
		let (alone_cost, alone_revenue) = invoice.alone();
		let (from_utility, to_utility) = match invoice.imbalance {
			Imbalance::Bought { energy, .. } => (energy, 0),
			Imbalance::Sold { energy, .. } => (0, energy),
		};
		Self {
			intervals: 1,
			provisional: invoice.basis.is_provisional().into(),
			imported: invoice.metered.import,
			exported: invoice.metered.export,
			bought: invoice.position.bought,
			sold: invoice.position.sold,
			purchases: invoice.position.cost,
			sales: invoice.position.revenue,
			fees: invoice.fee,
			from_utility,
			to_utility,
			utility_cost: invoice.imbalance.cost(),
			utility_revenue: invoice.imbalance.revenue(),
			alone_cost,
			alone_revenue,
		}
	}

	/// Counts an invoice in.
	pub fn add(&mut self, invoice: &Invoice) {
		*self = self.with(
			&Self::of(invoice),
			u32::saturating_add,
			u64::saturating_add,
			u128::saturating_add,
		);
	}

	/// Counts the sums of others in.
	pub fn join(&mut self, others: &Self) {
		*self = self.with(others, u32::saturating_add, u64::saturating_add, u128::saturating_add);
	}

	/// Takes an invoice out that was counted in.
	pub fn remove(&mut self, invoice: &Invoice) {
		*self = self.with(
			&Self::of(invoice),
			u32::saturating_sub,
			u64::saturating_sub,
			u128::saturating_sub,
		);
	}

	fn with(
		&self,
		other: &Self,
		count: impl Fn(u32, u32) -> u32,
		energy: impl Fn(Wh, Wh) -> Wh,
		money: impl Fn(Planck, Planck) -> Planck,
	) -> Self {
		Self {
			intervals: count(self.intervals, other.intervals),
			provisional: count(self.provisional, other.provisional),
			imported: energy(self.imported, other.imported),
			exported: energy(self.exported, other.exported),
			bought: energy(self.bought, other.bought),
			sold: energy(self.sold, other.sold),
			purchases: money(self.purchases, other.purchases),
			sales: money(self.sales, other.sales),
			fees: money(self.fees, other.fees),
			from_utility: energy(self.from_utility, other.from_utility),
			to_utility: energy(self.to_utility, other.to_utility),
			utility_cost: money(self.utility_cost, other.utility_cost),
			utility_revenue: money(self.utility_revenue, other.utility_revenue),
			alone_cost: money(self.alone_cost, other.alone_cost),
			alone_revenue: money(self.alone_revenue, other.alone_revenue),
		}
	}

	/// What all came to: paid less earned. Negative if it earned more.
	pub fn paid(&self) -> i128 {
		difference(
			self.purchases.saturating_add(self.utility_cost),
			self.sales.saturating_add(self.utility_revenue),
		)
	}

	/// What it would have come to with the utility alone.
	pub fn paid_alone(&self) -> i128 {
		difference(self.alone_cost, self.alone_revenue)
	}
}

/// a - b.
fn difference(a: Planck, b: Planck) -> i128 {
	let signed = |amount| i128::try_from(amount).unwrap_or(i128::MAX);
	signed(a).saturating_sub(signed(b))
}

/// What a range of intervals came to for a node.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Statement {
	/// The node.
	pub node: NodeIndex,
	/// The first interval of the range.
	pub first: Interval,
	/// The last interval of the range; the 1,000th at most.
	pub last: Interval,
	/// Sums over those that are settled and not forgotten.
	pub totals: Totals,
	/// What it paid, all in all, in planck; negative if it earned.
	pub paid: i128,
	/// What it would have paid with the utility alone.
	pub paid_alone: i128,
	/// What the market has saved it.
	pub saved: i128,
}

impl Statement {
	/// A statement with these sums.
	pub fn new(node: NodeIndex, first: Interval, last: Interval, totals: Totals) -> Self {
		let (paid, paid_alone) = (totals.paid(), totals.paid_alone());
		let saved = paid_alone.saturating_sub(paid);
		Self { node, first, last, totals, paid, paid_alone, saved }
	}
}

/// What an interval came to for everybody. `nodes + utility + grid + pending` is zero at any time, and
/// `pending` is when everybody who has traded is settled.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct BalanceSheet {
	/// The interval.
	pub interval: Interval,
	/// The utility that stands behind it.
	pub utility: NodeIndex,
	/// Who gets the fees.
	pub grid: NodeIndex,
	/// Sums over the settled nodes.
	pub totals: Totals,
	/// What the nodes have earned less what they paid.
	pub nodes_net: i128,
	/// What the utility has earned less what it paid.
	pub utility_net: i128,
	/// What the grid account has earned.
	pub grid_net: i128,
	/// What those whose neighbours are not settled yet have left in the pot.
	pub pending: i128,
	/// What the utility has been paid for provisional settlements and cannot withdraw yet.
	pub held: Planck,
	/// Whether it is settled for good.
	pub closed: bool,
	/// The page of nodes with which to go on; none if these are the sums over all.
	pub next_page: Option<PageIndex>,
}

impl BalanceSheet {
	/// The sheet of an interval with these sums over its settled nodes.
	pub fn new(
		interval: Interval,
		(utility, grid): (NodeIndex, NodeIndex),
		totals: Totals,
		held: Planck,
		closed: bool,
	) -> Self {
		let neighbours = totals.purchases.saturating_sub(totals.fees);
		Self {
			interval,
			utility,
			grid,
			totals,
			nodes_net: 0_i128.saturating_sub(totals.paid()),
			utility_net: difference(totals.utility_cost, totals.utility_revenue),
			grid_net: difference(totals.fees, 0),
			pending: difference(neighbours, totals.sales),
			held,
			closed,
			next_page: None,
		}
	}

	/// The sums of this sheet and of the one that goes on with its next page.
	pub fn joined(self, next: Self) -> Self {
		let mut totals = self.totals;
		totals.join(&next.totals);
		let parties = (next.utility, next.grid);
		let sheet = Self::new(self.interval, parties, totals, next.held, next.closed);
		Self { next_page: next.next_page, ..sheet }
	}
}
