// SPDX-License-Identifier: Apache-2.0

//! What a node trades in an interval, given its net energy, and what that comes to.

use gridmerit_energy::{
	EnergyLimits, FeedInRight, Imbalance, Interval, Metered, Position, Price, Tariff, Wh,
	admission::Trader, payment,
};

use super::{
	request::Outlook,
	side::{Prices, Right, Side},
	step::PlannedInterval,
};

/// A delivery interval's trade as a function of the node's net energy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trade {
	interval: Interval,
	/// Generation less load, in Wh: net energy with an idle battery.
	pub net: i64,
	tariff: Tariff,
	position: Position,
	limits: EnergyLimits,
	buying: Side,
	selling: Side,
	/// What may be fed in beyond the position, where a line is full.
	right: Option<FeedInRight>,
	/// Whether a meter proves what is delivered and used. Planned is as if one did.
	proven: bool,
}

/// Net energies over which a Wh is worth the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
	/// How many, in Wh.
	pub width: f64,
	/// What one is worth, in planck.
	pub worth: f64,
}

/// What a net energy comes to.
pub(super) struct Settled {
	/// The trade with the utility, if a meter proves the energy.
	pub imbalance: Imbalance,
	/// What was sold and is not delivered, in Wh.
	pub undelivered: Wh,
	/// What is paid in all less what is earned, in planck.
	pub paid: i128,
}

impl Trade {
	/// With the market.
	pub fn new(outlook: &Outlook) -> Self {
		let Outlook { interval, tariff, sell_price, buy_price, limit, position, .. } = *outlook;
		// Debts and trust are not planned with: what they forbid is left out of the orders.
		let trader = Trader { limits: outlook.limits, in_arrears: false, most_sold: None };
		// Where the utility's prices leave no room for a neighbour's nothing trades.
		let trades = tariff.limits().is_ok_and(|limits| limits.has_room());
		let most = |most: Wh| if trades { most } else { 0 };
		let (short, long) = (position.short(), position.long());
		// What is bought costs no more than its limit.
		let bid = limit.map_or(buy_price, |limit| limit.min(buy_price));
		let worth = if bid + tariff.fee <= tariff.tou {
			Wh::MAX
		} else if bid <= tariff.shortfall {
			short
		} else {
			0
		};
		let buying = Side {
			most: most(trader.most_to_buy(&position).min(worth)),
			fills: if bid == buy_price { Wh::MAX } else { 0 },
			promised: short,
			price: buy_price,
			neighbours: Prices { promised: buy_price, beyond: buy_price + tariff.fee },
			utility: Prices { promised: tariff.shortfall, beyond: tariff.tou },
			right: None,
		};
		let worth = if sell_price > tariff.fit {
			Wh::MAX
		} else if sell_price + tariff.fee > tariff.surplus {
			long
		} else {
			0
		};
		let right = outlook.room.map(|room| room.right);
		let selling = Side {
			most: most(trader.most_to_sell(&position).min(worth)),
			fills: outlook.room.map_or(Wh::MAX, |room| room.sold.saturating_sub(short)),
			promised: long,
			price: sell_price,
			neighbours: Prices { promised: sell_price + tariff.fee, beyond: sell_price },
			utility: Prices { promised: tariff.surplus, beyond: tariff.fit },
			right: right.map(|right| Right { energy: right.energy, curtailed: tariff.curtailed }),
		};
		Self {
			interval,
			// Both are at most 2^40.
			net: outlook.generation as i64 - outlook.load as i64,
			tariff,
			position,
			limits: outlook.limits,
			buying,
			selling,
			right,
			proven: true,
		}
	}

	/// With the utility alone: nothing is traded or ever was.
	pub fn utility_alone(outlook: &Outlook) -> Self {
		let nobody = Outlook { position: Position::default(), room: None, ..*outlook };
		let trade = Self::new(&nobody);
		let none = |side| Side { most: 0, ..side };
		Self { buying: none(trade.buying), selling: none(trade.selling), ..trade }
	}

	/// As the chain will settle it: what no meter proves, nobody has delivered or used.
	pub fn as_proven(self, outlook: &Outlook) -> Self {
		Self { proven: outlook.proven, ..self }
	}

	/// The least and the most net energy to which a battery may take it: within the limits, or no
	/// further beyond them than it is without.
	pub fn range(&self) -> (i64, i64) {
		let limit = |energy: Wh| i64::try_from(energy).unwrap_or(i64::MAX);
		(self.net.min(-limit(self.limits.consumption)), self.net.max(self.deliverable()))
	}

	/// The most net energy that earns anything: what has been sold may be fed in above the limit.
	fn deliverable(&self) -> i64 {
		i64::try_from(self.limits.generation.max(self.position.short())).unwrap_or(i64::MAX)
	}

	/// What the position leaves over of no net energy; negative if missing.
	fn balance(&self) -> i64 {
		self.position.bought as i64 - self.position.sold as i64
	}

	/// What to do with a net energy: orders, what is expected from the utility, and what is paid in all
	/// less what is earned, in planck.
	pub fn settle(&self, net: i64) -> (PlannedInterval, i128) {
		let left = net.min(self.deliverable()) + self.balance();
		let buy = if left < 0 { self.buying.order(left.unsigned_abs()) } else { 0 };
		let sell = if left > 0 { self.selling.order(left.unsigned_abs()) } else { 0 };
		let Settled { imbalance, undelivered, paid } =
			self.settle_with(net, self.buying.traded(buy), self.selling.traded(sell));
		let (from_utility, to_utility) = match imbalance {
			Imbalance::Bought { energy, .. } => (energy, 0),
			Imbalance::Sold { energy, .. } => (0, energy),
		};
		let step = PlannedInterval {
			interval: self.interval,
			buy,
			sell,
			from_utility,
			to_utility,
			undelivered,
			..PlannedInterval::default()
		};
		(step, paid)
	}

	/// What a net energy comes to if so much is bought and sold at the expected prices.
	pub fn settle_with(&self, net: i64, bought: Wh, sold: Wh) -> Settled {
		let position = Position {
			bought: self.position.bought + bought,
			sold: self.position.sold + sold,
			cost: self.position.cost + payment(bought, self.buying.price),
			revenue: self.position.revenue + payment(sold, self.selling.price),
		};
		let most = self.limits.generation.max(position.short());
		let metered = Metered {
			import: net.min(0).unsigned_abs(),
			export: net.max(0).unsigned_abs().min(most),
		};
		let imbalance = position.imbalance(metered, self.right, &self.tariff);
		let undelivered = match imbalance {
			Imbalance::Bought { energy, .. } => energy.min(position.short()),
			Imbalance::Sold { .. } => 0,
		};
		let billed = match self.proven {
			true => imbalance,
			false => position.imbalance(Metered::default(), self.right, &self.tariff),
		};
		// The bounds keep both sums below 2^120.
		let fee = position.fee(self.tariff.fee);
		let paid = (position.cost + fee + billed.cost()) as i128
			- (position.revenue + billed.revenue()) as i128;
		Settled { imbalance, undelivered, paid }
	}

	/// The dearest price of a Wh, in planck.
	pub fn dearest(&self) -> Price {
		let Self { tariff, buying, selling, .. } = self;
		let prices = [buying.neighbours, buying.utility, selling.neighbours, selling.utility];
		let prices = prices.iter().flat_map(|prices| [prices.promised, prices.beyond]);
		prices.fold(tariff.tou, Price::max)
	}

	/// What net energy between two values is worth, Wh by Wh in ascending order.
	pub fn pieces(&self, from: i64, to: i64) -> Vec<Piece> {
		let (from, to) = (from as f64, to as f64);
		let balance = self.balance() as f64;
		let missing = self.buying.kinks().map(|amount| -amount - balance);
		let left = self.selling.kinks().map(|amount| amount - balance);
		let mut ends = [self.deliverable() as f64].to_vec();
		ends.extend(missing.into_iter().chain(left));
		ends.retain(|end| from < *end && *end < to);
		ends.push(to);
		ends.sort_by(f64::total_cmp);

		let mut start = from;
		let pieces = ends.into_iter().filter(|end| *end > from).map(|end| {
			let piece = Piece { width: end - start, worth: self.marginal(start.midpoint(end)) };
			start = end;
			piece
		});
		pieces.filter(|piece| piece.width > 0.0).collect()
	}

	/// What the next Wh of net energy is worth, in planck.
	fn marginal(&self, net: f64) -> f64 {
		let left = net + self.balance() as f64;
		if net > self.deliverable() as f64 {
			0.0
		} else if left < 0.0 {
			self.buying.marginal(-left)
		} else {
			self.selling.marginal(left)
		}
	}
}
