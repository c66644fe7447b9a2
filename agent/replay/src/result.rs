// SPDX-License-Identifier: Apache-2.0

//! Sums and percentages of a day, as a scenario expects them.

use crate::day::{Day, Kind, Summary, Total};

impl Day {
	/// Sums up the day. `once`: each interval counts as one clearing, as its later rounds have nothing left to trade.
	pub fn sums(&self, once: bool) -> Summary {
		let rounds = || self.slots.iter().flat_map(|slot| &slot.rounds);
		let clearings = match once {
			true => self.slots.iter().filter(|slot| !slot.rounds.is_empty()).count(),
			false => rounds().count(),
		};
		let consumers = self.total_of_all(Kind::Consumer);
		let prosumers = self.total_of_all(Kind::Prosumer);
		let gain = Total::of(&self.bills).gain();
		Summary {
			clearings: u32::try_from(clearings).unwrap_or(u32::MAX),
			trades: rounds().map(|round| round.transactions).fold(0, u32::saturating_add),
			p2p_energy: rounds().map(|round| round.traded).fold(0, u64::saturating_add),
			p2p_payment: rounds().map(|round| round.payment).fold(0, u64::saturating_add),
			consumer_saving_pct: percent(consumers.cost_saving(Kind::Consumer)),
			prosumer_cost_saving_pct: percent(prosumers.cost_saving(Kind::Prosumer)),
			prosumer_sale_profit_pct: percent(prosumers.sale_profit()),
			// Money of a day fits.
			community_gain: gain.clamp(i64::MIN.into(), i64::MAX.into()) as i64,
		}
	}
}

/// Thousandths of a per cent, in per cent; nothing of nothing is nothing.
pub(crate) fn percent(thousandths: Option<i128>) -> f64 {
	thousandths.unwrap_or(0) as f64 / 1e3
}
