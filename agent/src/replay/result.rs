// SPDX-License-Identifier: Apache-2.0

//! Sums and percentages of a day, as the paper counts them: what consumers pay less, what prosumers pay less
//! for what they draw, and what they earn more with what they feed in.

use crate::{
	day::{Bill, Day, Kind, Summary},
	replay::{Bus, Mode},
};

impl Day {
	/// On which side a participant is.
	pub fn kind(&self, bus: Bus) -> Kind {
		let found = self.participants.iter().find(|participant| participant.bus == bus);
		found.map_or(Kind::Consumer, |participant| participant.kind)
	}

	fn bills_of(&self, bus: Option<Bus>, kind: Kind) -> impl Iterator<Item = &Bill> {
		self.bills.iter().filter(move |bill| {
			self.kind(bill.bus) == kind && bus.is_none_or(|bus| bus == bill.bus)
		})
	}

	/// What a participant, or all on a side, saved of their costs, in per cent.
	pub fn cost_saving(&self, bus: Option<Bus>, kind: Kind) -> f64 {
		let alone: i64 = self.bills_of(bus, kind).map(|bill| bill.alone_cost as i64).sum();
		let cost: i64 = self.bills_of(bus, kind).map(|bill| bill.cost(kind)).sum();
		percent(alone.saturating_sub(cost), alone)
	}

	/// How much more a prosumer, or all of them, earned with sales, in per cent.
	pub fn sale_profit(&self, bus: Option<Bus>) -> f64 {
		let alone: i64 =
			self.bills_of(bus, Kind::Prosumer).map(|bill| bill.alone_revenue as i64).sum();
		let sale: i64 =
			self.bills_of(bus, Kind::Prosumer).map(|bill| bill.sale(Kind::Prosumer)).sum();
		percent(sale.saturating_sub(alone), alone)
	}

	/// Sums up the day.
	pub fn sums(&self, mode: Mode) -> Summary {
		let rounds = || self.hours.iter().flat_map(|hour| &hour.rounds);
		let clearings = match mode {
			// Each hour's first; the later ones have nothing left to trade.
			Mode::Perfect => self.hours.iter().filter(|hour| !hour.rounds.is_empty()).count(),
			Mode::Rolling | Mode::Haircut => rounds().count(),
		};
		let gain = |bill: &Bill| {
			let alone = (bill.alone_cost as i64).saturating_sub(bill.alone_revenue as i64);
			let market = (bill.purchases as i64)
				.saturating_add(bill.utility_cost as i64)
				.saturating_sub(bill.sales as i64)
				.saturating_sub(bill.utility_revenue as i64);
			alone.saturating_sub(market)
		};
		Summary {
			clearings: u32::try_from(clearings).unwrap_or(u32::MAX),
			trades: rounds().map(|round| round.transactions).sum(),
			p2p_energy: rounds().map(|round| round.traded).sum(),
			p2p_payment: rounds().map(|round| round.payment).sum(),
			consumer_saving_pct: self.cost_saving(None, Kind::Consumer),
			prosumer_cost_saving_pct: self.cost_saving(None, Kind::Prosumer),
			prosumer_sale_profit_pct: self.sale_profit(None),
			community_gain: self.bills.iter().map(gain).sum(),
		}
	}
}

fn percent(part: i64, whole: i64) -> f64 {
	if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}
