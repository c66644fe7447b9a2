// SPDX-License-Identifier: Apache-2.0

//! Sums and percentages of a day, as the paper counts them: what consumers pay less, what prosumers pay less
//! for what they draw, and what they earn more with what they feed in.

use super::expected::signed;
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
		let alone = total(self.bills_of(bus, kind).map(|bill| signed(bill.alone_cost)));
		let cost = total(self.bills_of(bus, kind).map(|bill| bill.cost(kind)));
		percent(alone.saturating_sub(cost), alone)
	}

	/// How much more a prosumer, or all of them, earned with sales, in per cent.
	pub fn sale_profit(&self, bus: Option<Bus>) -> f64 {
		let bills = || self.bills_of(bus, Kind::Prosumer);
		let alone = total(bills().map(|bill| signed(bill.alone_revenue)));
		let sale = total(bills().map(|bill| bill.sale(Kind::Prosumer)));
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
			let alone = signed(bill.alone_cost).saturating_sub(signed(bill.alone_revenue));
			let market = signed(bill.purchases)
				.saturating_add(signed(bill.utility_cost))
				.saturating_sub(signed(bill.sales))
				.saturating_sub(signed(bill.utility_revenue));
			alone.saturating_sub(market)
		};
		Summary {
			clearings: u32::try_from(clearings).unwrap_or(u32::MAX),
			trades: rounds().map(|round| round.transactions).fold(0, u32::saturating_add),
			p2p_energy: rounds().map(|round| round.traded).fold(0, u64::saturating_add),
			p2p_payment: rounds().map(|round| round.payment).fold(0, u64::saturating_add),
			consumer_saving_pct: self.cost_saving(None, Kind::Consumer),
			prosumer_cost_saving_pct: self.cost_saving(None, Kind::Prosumer),
			prosumer_sale_profit_pct: self.sale_profit(None),
			community_gain: total(self.bills.iter().map(gain)),
		}
	}
}

fn total(money: impl Iterator<Item = i64>) -> i64 {
	money.fold(0, i64::saturating_add)
}

fn percent(part: i64, whole: i64) -> f64 {
	if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}
