// SPDX-License-Identifier: Apache-2.0

//! What a node's intervals came to: invoices, totals, and an interval's balance sheet.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_market::{NodeIndex, Planck, Tariff, Wh};
use scale_info::TypeInfo;

use crate::{FeedInRight, Imbalance, Interval, Metered, PageIndex, Position};

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
	/// Its meter was silent until the deadline: provisionally the most that it may draw, and nothing fed in. What
	/// that costs goes to the market's reserve, not to the utility.
	Silence,
	/// The reading that it was settled with does not count any more: provisional as silence is.
	Revoked,
	/// It has no settlement meter: provisionally what it had sold was not delivered, and what it had bought
	/// not used.
	Unmetered,
	/// Its settlement meter was silent, and another one of its meters was not: that one's reading, provisionally.
	Spare,
}

impl Basis {
	/// Whether a reading may replace it until the interval is closed.
	pub fn is_provisional(&self) -> bool {
		*self != Self::Reading
	}

	/// Whether a meter has said it.
	pub fn is_metered(&self) -> bool {
		matches!(self, Self::Reading | Self::Spare)
	}

	/// Whether what the node pays for its imbalance goes to the market's reserve instead of to the utility: nobody
	/// has measured it, and silence is nobody's gain.
	pub fn pays_reserve(&self) -> bool {
		matches!(self, Self::Silence | Self::Revoked)
	}

	/// What may still become of a settlement by it, of an interval that is closed or not.
	pub fn standing(&self, closed: bool) -> Standing {
		match (closed, self.is_provisional()) {
			(true, _) => Standing::Final,
			(false, true) => Standing::Provisional,
			(false, false) => Standing::Disputable,
		}
	}
}

/// What may still become of a settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
	/// Settled without a reading that counts: one may replace it until the interval is closed.
	Provisional,
	/// Settled with a reading: it stays, unless the meter is revoked before the interval is closed.
	Disputable,
	/// The interval is closed. Nothing becomes of it any more, whatever it is settled by.
	Final,
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
	/// What it had bought and sold from its neighbours.
	pub position: Position,
	/// What it might feed in beyond that; none where no line of the grid above it was full.
	pub right: Option<FeedInRight>,
	/// The service fee, on what it bought beyond what it sold.
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
	/// Squares a position with what was metered (section II.C of the paper), where no line of a grid is full.
	pub fn new(
		basis: Basis,
		metered: Metered,
		above_limit: bool,
		position: Position,
		tariff: Tariff,
	) -> Self {
		Self::with_right(basis, metered, above_limit, (position, None), tariff)
	}

	/// The same of a position with what may be fed in beyond it; none where no line above the node is full.
	pub fn with_right(
		basis: Basis,
		metered: Metered,
		above_limit: bool,
		(position, right): (Position, Option<FeedInRight>),
		tariff: Tariff,
	) -> Self {
		let imbalance = position.imbalance(metered, right, &tariff);
		let fee = position.fee(tariff.fee);
		let owes = position.cost.saturating_add(fee).saturating_add(imbalance.cost());
		let gets = position.revenue.saturating_add(imbalance.revenue());
		Self {
			basis,
			metered,
			above_limit,
			position,
			right,
			fee,
			imbalance,
			tariff,
			charged: owes.saturating_sub(gets),
			credited: gets.saturating_sub(owes),
		}
	}

	/// What the node has to pay to the utility for its imbalance, and what to the market's reserve.
	pub fn dues(&self) -> (Planck, Planck) {
		let cost = self.imbalance.cost();
		if self.basis.pays_reserve() { (0, cost) } else { (cost, 0) }
	}

	/// What of its imbalance it had no right to feed in over a full line, in Wh: what it had bought, and what is beyond
	/// its right of the rest.
	pub fn curtailed(&self) -> Wh {
		match (self.imbalance, self.right) {
			(Imbalance::Sold { energy, .. }, Some(right)) => {
				let beyond = energy.saturating_sub(self.position.long());
				energy.saturating_sub(beyond.min(right.energy))
			},
			_ => 0,
		}
	}

	/// What it would have paid for the same energy with the utility alone, and what it would have earned:
	/// the same bill without any trade, and with room on all lines. So what was drawn and fed in within the interval is netted on both
	/// sides of the comparison, and is not taken for a merit of the market.
	pub fn alone(&self) -> (Planck, Planck) {
		let alone = Position::default().imbalance(self.metered, None, &self.tariff);
		(alone.cost(), alone.revenue())
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
	/// How many of them are settled without a reading that counts, for good or not yet.
	#[codec(compact)]
	pub without_reading: u32,
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
	/// Paid to the utility, or to the market's reserve where nothing was measured.
	#[codec(compact)]
	pub utility_cost: Planck,
	/// Earned from the utility.
	#[codec(compact)]
	pub utility_revenue: Planck,
	/// What the same energy would have cost with the utility alone, netted within each interval as it is with
	/// the market.
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
			without_reading: invoice.basis.is_provisional().into(),
			imported: invoice.metered.import,
			exported: invoice.metered.export,
			bought: invoice.position.bought,
			sold: invoice.position.sold,
			purchases: invoice.position.cost.saturating_add(invoice.fee),
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

	/// Whether these sums can contain those of `part`.
	pub fn covers(&self, part: &Self) -> bool {
		let counts =
			[(self.intervals, part.intervals), (self.without_reading, part.without_reading)];
		let energies = |of: &Self| {
			[of.imported, of.exported, of.bought, of.sold, of.from_utility, of.to_utility]
		};
		let money = |of: &Self| {
			let market = [of.purchases, of.sales, of.fees, of.utility_cost, of.utility_revenue];
			(market, [of.alone_cost, of.alone_revenue])
		};
		let ((market, alone), (in_market, in_alone)) = (money(self), money(part));
		counts.iter().all(|(all, some)| all >= some)
			&& energies(self).iter().zip(energies(part)).all(|(all, some)| *all >= some)
			&& market.iter().zip(in_market).all(|(all, some)| *all >= some)
			&& alone.iter().zip(in_alone).all(|(all, some)| *all >= some)
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
			without_reading: count(self.without_reading, other.without_reading),
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
	/// How many of its intervals are settled without a reading and not closed yet: a reading may replace that.
	pub provisional: u32,
	/// How many are settled with a reading and not closed yet: that stays, unless the meter is revoked.
	pub disputable: u32,
	/// How many are closed: settled for good, with a reading or without.
	pub settled_for_good: u32,
	/// All intervals before this one are closed.
	pub closed_until: Interval,
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
	/// A statement of a range of a node's intervals with these invoices, of which those before
	/// `closed_until` are closed.
	pub fn new(
		node: NodeIndex,
		(first, last): (Interval, Interval),
		invoices: impl IntoIterator<Item = (Interval, Invoice)>,
		closed_until: Interval,
	) -> Self {
		let mut statement = Self {
			node,
			first,
			last,
			provisional: 0,
			disputable: 0,
			settled_for_good: 0,
			closed_until,
			totals: Totals::default(),
			paid: 0,
			paid_alone: 0,
			saved: 0,
		};
		for (interval, invoice) in invoices {
			let count = match invoice.basis.standing(interval < closed_until) {
				Standing::Provisional => &mut statement.provisional,
				Standing::Disputable => &mut statement.disputable,
				Standing::Final => &mut statement.settled_for_good,
			};
			*count = count.saturating_add(1);
			statement.totals.add(&invoice);
		}
		statement.paid = statement.totals.paid();
		statement.paid_alone = statement.totals.paid_alone();
		statement.saved = statement.paid_alone.saturating_sub(statement.paid);
		statement
	}
}

/// What an interval came to for everybody. `nodes + utility + grid + reserve + pending` is zero at any time, and when
/// everybody who has traded is settled `pending` is what full lines of the grid have earned: zero without a grid.
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
	/// What nodes were charged for silence, which is nobody's gain: it goes to the market's reserve.
	pub reserve_net: i128,
	/// What those whose neighbours are not settled yet have left in the pot, and the congestion rent.
	pub pending: i128,
	/// What the utility has been paid and cannot withdraw yet, as it may still be corrected; 0 once it is closed.
	pub held: Planck,
	/// Whether it is settled for good.
	pub closed: bool,
	/// The page of nodes with which to go on; none if these are the sums over all.
	pub next_page: Option<PageIndex>,
}

impl BalanceSheet {
	/// The sheet of an interval with these sums over its settled nodes, of which so much goes to the reserve.
	pub fn new(
		interval: Interval,
		(utility, grid): (NodeIndex, NodeIndex),
		totals: Totals,
		reserve: Planck,
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
			utility_net: difference(
				totals.utility_cost.saturating_sub(reserve),
				totals.utility_revenue,
			),
			grid_net: difference(totals.fees, 0),
			reserve_net: difference(reserve, 0),
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
		let reserve = self.reserve_net.saturating_add(next.reserve_net).unsigned_abs();
		let sheet = Self::new(self.interval, parties, totals, reserve, next.held, next.closed);
		Self { next_page: next.next_page, ..sheet }
	}
}
