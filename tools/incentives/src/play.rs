// SPDX-License-Identifier: Apache-2.0

//! Plays a day under a rule: everybody who can tell a lie tries it, alone or in pairs.

use std::{
	num::NonZero,
	sync::atomic::{AtomicUsize, Ordering},
	thread,
};

use fastrand::Rng;
use gridmerit_energy::Order;
use gridmerit_market::{BookError, Clearing};

use crate::{
	account::{Fill, Unsold},
	days::Day,
	hour::{Hour, Level},
	lies::Lie,
	rules::{Rule, outcome},
};

/// A rule and the demand that it meets: a column of the tables.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
	/// Its heading.
	pub name: &'static str,
	/// By which rule is cleared.
	pub rule: Rule,
	/// Whether some of the demand has limits.
	pub limited: bool,
}

impl Setting {
	/// All that are compared. The first is the chain's rule with demand as in the paper.
	pub const ALL: [Self; 7] = [
		Self { name: "uniform (ours)", rule: Rule::Uniform, limited: false },
		Self { name: "uniform, 30 % limited", rule: Rule::Uniform, limited: true },
		Self { name: "pro rata (before)", rule: Rule::ProRata, limited: false },
		Self { name: "pro rata, 30 % limited", rule: Rule::ProRata, limited: true },
		Self { name: "ramp (before)", rule: Rule::Ramp, limited: false },
		Self { name: "pay as bid", rule: Rule::PayAsBid, limited: false },
		Self { name: "VCG", rule: Rule::Vcg, limited: false },
	];

	fn hours(self, day: &Day) -> &[Hour] {
		if self.limited { &day.limited } else { &day.firm }
	}

	/// Whether liars who need a limit can tell their lies: only the chain takes them where honest demand has none.
	fn takes_limits(self) -> bool {
		self.rule == Rule::Uniform || self.limited
	}
}

/// Who lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
	/// Each node alone, others are honest.
	One,
	/// Two nodes, neither of which gains alone; the two do the same and share what they gain.
	Two,
}

/// A row of the tables.
#[derive(Clone, Copy, Debug)]
pub struct Row {
	/// What it says.
	pub name: &'static str,
	/// What is tried: the best of these.
	pub lies: &'static [Lie],
	/// By how many.
	pub by: By,
	/// What a seller's unsold energy is worth to it.
	pub unsold: Unsold,
	/// The shortfall price, in per cent of the time-of-use price.
	pub shortfall: u64,
}

impl Row {
	const fn new(name: &'static str, lies: &'static [Lie], by: By) -> Self {
		Self { name, lies, by, unsold: Unsold::FeedIn, shortfall: 150 }
	}

	const fn phantom(name: &'static str, shortfall: u64) -> Self {
		Self { shortfall, ..Self::new(name, &[Lie::Phantom], By::One) }
	}

	/// All that is tried.
	pub const ALL: [Self; 21] = [
		Self::new("raise the ask", &[Lie::Raise], By::One),
		Self::new("withhold", &[Lie::Withhold], By::One),
		Self::new("raise or withhold", &[Lie::Raise, Lie::Withhold], By::One),
		Self {
			unsold: Unsold::OwnAsk,
			..Self::new(
				"the same, if unsold is worth the own ask",
				&[Lie::Raise, Lie::Withhold],
				By::One,
			)
		},
		Self::new("overstate demand", &[Lie::Overstate], By::One),
		Self::new("understate demand", &[Lie::Understate], By::One),
		Self::new("state a false limit", &[Lie::Limit], By::One),
		Self::new("sell what one has not", &[Lie::Oversell], By::One),
		Self::new("cancel at the last minute", &[Lie::Cancel], By::One),
		Self::phantom("second account: phantom supply", 150),
		Self::phantom("the same, shortfall at 1.0 x TOU", 100),
		Self::phantom("the same, shortfall at 1.2 x TOU", 120),
		Self::phantom("the same, shortfall at 2.0 x TOU", 200),
		Self::phantom("the same, shortfall at 4.0 x TOU", 400),
		Self::new("second account: fake demand", &[Lie::FakeDemand], By::One),
		Self::new("second account: 1 Wh at the highest ask", &[Lie::OneWh], By::One),
		Self::new("second meter: order in two halves", &[Lie::Split], By::One),
		Self::new("two sellers raise or withhold", &[Lie::Raise, Lie::Withhold], By::Two),
		Self::new("two buyers overstate", &[Lie::Overstate], By::Two),
		Self::new("two buyers understate", &[Lie::Understate], By::Two),
		Self::new("two buyers state a false limit", &[Lie::Limit], By::Two),
	];
}

/// Most pairs that are tried in an hour: more are drawn by lot, the same in every run.
pub const PAIRS: usize = 30;

/// What came of a row under a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
	/// Cases: a node or a pair, and an hour.
	pub tried: u32,
	/// Those in which the liar gains more than a Wh is worth.
	pub pays: u32,
	/// Those of them in which a seller lies that is pivotal.
	pub pivotal: u32,
	/// Their gains, in millionths of what the honest hour costs or earns, added up.
	pub gains: u128,
	/// The largest of them.
	pub most: u128,
}

impl Cell {
	/// The mean gain of those who gain, in millionths.
	pub fn mean(&self) -> u128 {
		self.gains.checked_div(self.pays.into()).unwrap_or(0)
	}

	fn add(&mut self, case: &Case, pivotal: bool) {
		self.tried += 1;
		if case.pays() {
			let gain = case.gain.unsigned_abs() * 1_000_000;
			let gain = gain.checked_div(case.honest.unsigned_abs()).unwrap_or(0);
			self.pays += 1;
			self.pivotal += u32::from(pivotal);
			self.gains += gain;
			self.most = self.most.max(gain);
		}
	}

	fn join(&mut self, other: &Self) {
		self.tried += other.tried;
		self.pays += other.pays;
		self.pivotal += other.pivotal;
		self.gains += other.gains;
		self.most = self.most.max(other.most);
	}
}

/// A cell for each row and setting, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table(pub Vec<Vec<Cell>>);

/// Plays a day under each setting.
pub fn play(day: &Day, rows: &[Row], settings: &[Setting]) -> Result<Table, BookError> {
	let tasks: Vec<_> = settings
		.iter()
		.enumerate()
		.flat_map(|(column, setting)| {
			setting.hours(day).iter().map(move |hour| (column, *setting, hour))
		})
		.collect();
	let next = AtomicUsize::new(0);
	// Sums of whole numbers: which thread adds what does not matter.
	let work = || {
		let mut cells = vec![vec![Cell::default(); settings.len()]; rows.len()];
		while let Some((column, setting, hour)) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
			let played = Played::new(*setting, hour)?.rows(rows)?;
			for (cells, played) in cells.iter_mut().zip(&played) {
				if let Some(cell) = cells.get_mut(*column) {
					cell.join(played);
				}
			}
		}
		Ok(cells)
	};
	let threads = thread::available_parallelism().map_or(1, NonZero::get);
	let parts: Vec<Result<_, BookError>> = thread::scope(|scope| {
		let threads: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
		let own = work();
		let others = threads.into_iter().map(|thread| {
			// A fault of the program goes on where it would without threads.
			thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
		});
		others.chain([own]).collect()
	});
	let mut table = vec![vec![Cell::default(); settings.len()]; rows.len()];
	for part in parts {
		for (cell, other) in table.iter_mut().flatten().zip(part?.iter().flatten()) {
			cell.join(other);
		}
	}
	Ok(Table(table))
}

/// An hour under a rule, cleared as everybody tells the truth.
struct Played<'a> {
	setting: Setting,
	hour: &'a Hour,
	levels: Vec<Level>,
	fills: Vec<Fill>,
	clearing: Clearing,
}

impl<'a> Played<'a> {
	fn new(setting: Setting, hour: &'a Hour) -> Result<Self, BookError> {
		let fills = setting.rule.clear(hour)?;
		let clearing = outcome(hour)?.clearing;
		Ok(Self { setting, hour, levels: hour.levels(), fills, clearing })
	}

	fn rows(&self, rows: &[Row]) -> Result<Vec<Cell>, BookError> {
		rows.iter().map(|row| self.row(row)).collect()
	}

	fn row(&self, row: &Row) -> Result<Cell, BookError> {
		let mut cell = Cell::default();
		let Some(side) = row.lies.first().map(|lie| lie.side()) else { return Ok(cell) };
		// Nobody can tell this lie where there are no limits.
		if row.lies == [Lie::Limit] && !self.setting.takes_limits() {
			return Ok(cell);
		}
		let hour = Hour::clone(self.hour).with_shortfall(row.shortfall);
		let mut honest = Vec::new();
		for owner in hour.owners(|truth| side.has(truth)) {
			let case = self.case(&hour, row, &[owner])?;
			match row.by {
				By::One => cell.add(&case, pivotal(&hour, &self.clearing, owner)),
				By::Two if case.pays() => {},
				By::Two => honest.push(owner),
			}
		}
		if row.by == By::Two {
			for pair in pairs(&honest, hour.interval) {
				cell.add(&self.case(&hour, row, &pair)?, false);
			}
		}
		Ok(cell)
	}

	/// Owners try all that is in a row.
	fn case(&self, hour: &Hour, row: &Row, owners: &[u32]) -> Result<Case, BookError> {
		let honest = hour.payoff(owners, &self.fills, row.unsold);
		let mut gain = 0;
		for lie in row.lies {
			for step in lie.steps(hour, &self.levels, owners) {
				if step.limits() && !self.setting.takes_limits() {
					continue;
				}
				let lied = hour.with(step.taken(hour, owners));
				let fills = self.setting.rule.clear(&lied)?;
				gain = gain.max(lied.payoff(owners, &fills, row.unsold) - honest);
			}
		}
		// Each may have got one of the Wh that do not divide among those who share.
		let least = i128::from(hour.tariff.tou) * owners.len() as i128;
		Ok(Case { honest, gain, least })
	}
}

/// What came of a lie.
struct Case {
	/// What the liars would have got by the truth, less what they would have paid.
	honest: i128,
	/// How much more they get with the best of their lies.
	gain: i128,
	/// It pays if they gain more than this: a Wh of the utility's for each.
	least: i128,
}

impl Case {
	fn pays(&self) -> bool {
		self.gain > self.least
	}
}

/// Whether an hour that clears without scarcity would not without this owner's offers.
pub(crate) fn pivotal(hour: &Hour, clearing: &Clearing, owner: u32) -> bool {
	let own = hour.accounts.iter().filter(|account| account.owner == owner);
	let offers = own.filter_map(|account| match account.order {
		Order::Offer { capacity, .. } => Some(capacity),
		Order::Demand { .. } => None,
	});
	clearing.is_pivotal(offers.sum())
}

/// All pairs, or as many as are tried.
pub(crate) fn pairs(owners: &[u32], seed: u32) -> Vec<[u32; 2]> {
	let following = |(at, first): (usize, &u32)| {
		let first = *first;
		owners.iter().skip(at + 1).map(move |second| [first, *second])
	};
	let mut pairs: Vec<_> = owners.iter().enumerate().flat_map(following).collect();
	Rng::with_seed(seed.into()).shuffle(&mut pairs);
	pairs.truncate(PAIRS);
	pairs
}
