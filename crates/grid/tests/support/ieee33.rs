// SPDX-License-Identifier: Apache-2.0

//! The paper's day on its feeder, with lines rated at a part of the most that each carries without limits. Bus b of the
//! scenario, whose substation is bus 1, is bus b - 1 here.

use std::{fs, path::Path};

use gridmerit_grid::{Bus, Feeder, Line, Located, clear};
use gridmerit_market::{Book, Demand, Limits, Offer, Rules, Wh};
use serde_json::Value;

/// What is played without a calendar: hours since 1970 at the day's midnight.
const MIDNIGHT: u32 = 425_016;

/// Whose energy a line is rated for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
	/// Of those who take part.
	Members,
	/// And what those draw who do not; the limits for what is traded are net of it, hour by hour.
	Everybody,
}

/// Orders of an hour, where they hang, and the lines.
#[derive(Clone)]
pub struct Hour {
	pub demands: Vec<Demand>,
	pub offers: Vec<Offer>,
	pub buyers: Vec<Bus>,
	pub sellers: Vec<Bus>,
	pub lines: Vec<Line>,
	pub rules: Rules,
}

impl Hour {
	pub fn feeder(&self) -> Feeder {
		Feeder::new(&self.lines).unwrap()
	}

	pub fn located(&self, feeder: &Feeder) -> Located<'_> {
		let book = Book::new(&self.demands, &self.offers).unwrap();
		Located::new(feeder, book, &self.buyers, &self.sellers).unwrap()
	}
}

pub struct Scenario(Value);

impl Scenario {
	/// A file of the scenario's folder.
	pub fn file(name: &str) -> Value {
		let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/ieee33"));
		serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
	}

	pub fn read() -> Self {
		Self(Self::file("scenario.json"))
	}

	fn numbers(&self, key: &str) -> Vec<u64> {
		self.0[key].as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
	}

	pub fn hours(&self) -> Vec<u64> {
		self.numbers("hours")
	}

	/// A row of 24 values for a bus, 0 where there is none.
	fn at(&self, key: &str, bus: u64, hour: u64) -> u64 {
		self.0[key][bus.to_string()][hour as usize].as_u64().unwrap_or(0)
	}

	fn members(&self) -> Vec<u64> {
		let mut members = [self.numbers("consumers"), self.numbers("prosumers")].concat();
		members.sort_unstable();
		members
	}

	/// The lines that are in use, without limits.
	pub fn free(&self) -> Vec<Line> {
		let rows = self.0["lines"].as_array().unwrap().iter().filter(|row| row[4] == true);
		let mut lines: Vec<_> = rows
			.map(|row| {
				let [parent, bus] = [0, 1].map(|end| row[end].as_u64().unwrap() as Bus - 1);
				(bus, Line { parent, import: Line::NO_LIMIT, export: Line::NO_LIMIT })
			})
			.collect();
		lines.sort_unstable_by_key(|(bus, _)| *bus);
		assert!(lines.iter().map(|(bus, _)| *bus).eq(1..=32));
		lines.into_iter().map(|(_, line)| line).collect()
	}

	/// The market of an hour, as the perfect forecast has it.
	pub fn hour(&self, hour: u64, lines: Vec<Line>) -> Hour {
		let tou = self.numbers("tou")[hour as usize];
		let alpha_ppm = self.0["alpha_ppm"].as_u64().unwrap() as u32;
		let limits = Limits::new(tou, self.0["fit"].as_u64().unwrap(), alpha_ppm, 0).unwrap();
		let (mut demands, mut offers) = (Vec::new(), Vec::new());
		for bus in self.members() {
			let (used, generated) = (self.at("load_wh", bus, hour), self.at("pv_wh", bus, hour));
			let node = bus as u32;
			if generated > used {
				let ask = self.at("ask", bus, hour);
				offers.push(Offer { node, capacity: generated - used, ask });
			} else if used > generated {
				demands.push(Demand { node, quantity: used - generated, limit: None });
			}
		}
		let buyers = demands.iter().map(|row| row.node as Bus - 1).collect();
		let sellers = offers.iter().map(|row| row.node as Bus - 1).collect();
		let rules = Rules { limits, turn: MIDNIGHT + hour as u32 };
		Hour { demands, offers, buyers, sellers, lines, rules }
	}

	/// What each line brings in an hour to those who do not take part, as far as it counts.
	fn background(&self, hour: u64, counted: Counted) -> Vec<Wh> {
		let members = self.members();
		let own = |bus: u64| match counted {
			Counted::Everybody if !members.contains(&bus) => self.at("load_wh", bus, hour),
			_ => 0,
		};
		let mut sums: Vec<Wh> = (1..=33).map(own).collect();
		for (bus, line) in (1..33).zip(self.free()).rev() {
			sums[usize::from(line.parent)] += sums[bus];
		}
		sums.split_off(1)
	}

	/// The most that each line carries in an hour of the day without limits, either way, with all demand served.
	pub fn peaks(&self, counted: Counted) -> Vec<Wh> {
		let mut peaks = vec![0; 32];
		for number in self.hours() {
			let hour = self.hour(number, self.free());
			let feeder = hour.feeder();
			let outcome = clear(&feeder, hour.located(&feeder), &hour.rules).unwrap();
			let mut sums: Vec<i64> = vec![0; 33];
			for (bus, sold) in hour.sellers.iter().zip(&outcome.sold) {
				sums[usize::from(*bus)] += *sold as i64;
			}
			for (bus, demand) in hour.buyers.iter().zip(&hour.demands) {
				sums[usize::from(*bus)] -= demand.quantity as i64;
			}
			for (bus, line) in (1..33).zip(&hour.lines).rev() {
				sums[usize::from(line.parent)] += sums[bus];
			}
			let background = self.background(number, counted);
			for ((peak, flow), background) in peaks.iter_mut().zip(&sums[1..]).zip(background) {
				*peak = flow.abs_diff(background as i64).max(*peak);
			}
		}
		peaks
	}

	/// An hour with lines rated at so many per cent of these peaks.
	pub fn rated(&self, number: u64, percent: u64, peaks: &[Wh], counted: Counted) -> Hour {
		let mut lines = self.free();
		let background = self.background(number, counted);
		for ((line, peak), background) in lines.iter_mut().zip(peaks).zip(background) {
			let rating = peak * percent / 100;
			(line.import, line.export) = (rating.saturating_sub(background), rating + background);
		}
		self.hour(number, lines)
	}
}
