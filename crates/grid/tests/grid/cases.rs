// SPDX-License-Identifier: Apache-2.0

//! Random feeders with the random markets of the market crate on them.

use gridmerit_grid::{Bus, Feeder, GridOutcome, Line, Located, clear};
use gridmerit_market::Wh;
use proptest::{collection::vec, prelude::*, sample::select};

use crate::markets::{HUGE, Market, REAL, SMALL, Scale, market};

/// Orders, and the feeder that their nodes hang on.
#[derive(Clone, Debug)]
pub struct Case {
	pub market: Market,
	pub lines: Vec<Line>,
	pub buyers: Vec<Bus>,
	pub sellers: Vec<Bus>,
}

impl Case {
	pub fn feeder(&self) -> Feeder {
		Feeder::new(&self.lines).unwrap()
	}

	pub fn located<'a>(&'a self, feeder: &Feeder) -> Located<'a> {
		Located::new(feeder, self.market.book(), &self.buyers, &self.sellers).unwrap()
	}

	pub fn clear(&self) -> GridOutcome {
		let feeder = self.feeder();
		clear(&feeder, self.located(&feeder), &self.market.rules).unwrap()
	}

	/// Which zone each bus is in, by its way to the substation.
	pub fn zones(&self, outcome: &GridOutcome) -> Vec<usize> {
		let zone = |mut bus: usize| loop {
			if let Some(zone) = outcome.zones.iter().position(|zone| usize::from(zone.top) == bus) {
				return zone;
			}
			bus = self.lines[bus - 1].parent.into();
		};
		(0..=self.lines.len()).map(zone).collect()
	}

	/// The line of a bus, with limits as large as any flow.
	pub fn line(&self, bus: usize) -> (usize, Wh, Wh) {
		let Line { parent, import, export } = self.lines[bus - 1];
		(parent.into(), import, export)
	}

	/// Whether `bus` is behind the line of `top`, or at its end.
	pub fn is_behind(&self, mut bus: usize, top: usize) -> bool {
		while bus != top && bus > 0 {
			bus = self.lines[bus - 1].parent.into();
		}
		bus == top
	}
}

/// Cases of all scales.
pub fn any_case() -> impl Strategy<Value = Case> {
	prop_oneof![4 => case(SMALL, 6), 3 => case(REAL, 5_000), 1 => case(HUGE, 1 << 40)]
}

/// Cases in which all offers ask the same and no demand has a limit, so that there is nothing but levels.
pub fn one_price(scale: Scale, energy: Wh) -> impl Strategy<Value = Case> {
	case(scale, energy).prop_map(|mut case| {
		let ask = case.market.rules.limits.cheapest_ask();
		case.market.offers.iter_mut().for_each(|offer| offer.ask = ask);
		case.market.demands.iter_mut().for_each(|demand| demand.limit = None);
		case
	})
}

/// Chains, stars, bushes and what is between them, with limits from none to most of an order.
pub fn case(scale: Scale, energy: Wh) -> impl Strategy<Value = Case> {
	(market(scale), 1_usize..=12, select(vec![1, 2, 100]), any::<bool>()).prop_flat_map(
		move |(market, buses, reach, shuffled)| {
			let limit = prop_oneof![
				2 => Just(Line::NO_LIMIT),
				1 => Just(0),
				4 => 0..=energy,
				3 => 0..=energy.saturating_mul(4),
			];
			let line = (any::<prop::sample::Index>(), limit.clone(), limit);
			let lines = vec(line, buses - 1);
			let bus = 0..buses as Bus;
			let buyers = vec(bus.clone(), market.demands.len());
			let sellers = vec(bus, market.offers.len());
			let names: Vec<Bus> = (1..buses as Bus).collect();
			let names =
				if shuffled { Just(names).prop_shuffle().boxed() } else { Just(names).boxed() };
			(lines, buyers, sellers, names).prop_map(move |(lines, buyers, sellers, names)| {
				let name = |bus: usize| if bus == 0 { 0 } else { names[bus - 1] };
				let mut named = vec![Line { parent: 0, import: 0, export: 0 }; lines.len()];
				for (bus, (parent, import, export)) in (1..).zip(lines) {
					// The one before: a chain; any: a bush.
					let parent = bus - 1 - parent.index(bus.min(reach));
					let line = Line { parent: name(parent), import, export };
					named[usize::from(name(bus)) - 1] = line;
				}
				Case { market: market.clone(), lines: named, buyers, sellers }
			})
		},
	)
}
