// SPDX-License-Identifier: Apache-2.0

//! What a range of intervals came to for a node: its lines, what they add up to, and what is left out of that.

use gridmerit_client::times::Zone;
use gridmerit_energy::{Basis, Interval, Invoice, NodeIndex, Planck, Price, Standing, Totals, Wh};
use jiff::civil::Date;

use crate::beside::{Certificates, Subsidy};

/// More days than these are shown by the month.
const MOST_DAYS: usize = 62;

/// Who says how an interval was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
	/// The chain, now.
	Chain,
	/// The archive: the chain has forgotten it.
	Archive,
}

/// A settled interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
	/// The interval.
	pub interval: Interval,
	/// How it is settled.
	pub invoice: Invoice,
	/// What may still become of it.
	pub standing: Standing,
	/// Who says so.
	pub source: Source,
}

/// How many intervals of a range are not among the lines, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
	/// They are not over.
	pub to_come: u32,
	/// They are over, and may be settled yet: a reading or its deadline is waited for.
	pub waiting: u32,
	/// They were settled, the chain has forgotten how, and the archive does not know: so many at most.
	pub forgotten: u32,
	/// There was nothing to settle: no meter, and no trade.
	pub nothing: u32,
}

/// Where a bill comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
	/// What the chain is called.
	pub chain: String,
	/// The hash of its first block.
	pub genesis: String,
	/// The height of the block after which it was asked.
	pub block: u64,
	/// The chain's time then, in milliseconds since 1970.
	pub now: u64,
	/// The account that acts for the node.
	pub account: String,
}

/// What a range of intervals came to for a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
	/// The node.
	pub node: NodeIndex,
	/// The first interval that was asked for.
	pub first: Interval,
	/// The last one.
	pub last: Interval,
	/// The length of an interval in milliseconds.
	pub length: u32,
	/// By whose clocks days begin.
	pub zone: Zone,
	/// The settled intervals of the range, in their order.
	pub lines: Vec<Line>,
	/// The others.
	pub gaps: Gaps,
	/// What the node owes now, for whatever interval, in planck.
	pub debts: Planck,
	/// What the node was charged for intervals after the range, in planck. What it pays goes to the oldest charge, so
	/// that it is these that it owes first.
	pub charged_later: Planck,
	/// Certificates of the energy of the range; none if the chain has no certificates. They are in none of the sums.
	pub certificates: Option<Certificates>,
	/// What programmes of subsidies have paid the node, whenever that was. It is in none of the sums.
	pub subsidies: Vec<Subsidy>,
	/// Where this comes from.
	pub origin: Origin,
}

/// Sums of a bill, all in all and by what they rest on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
	/// Of all lines.
	pub all: Totals,
	/// Of those without a reading of the settlement meter, which may still be replaced.
	pub estimated: Totals,
	/// How many lines are final.
	pub settled_for_good: u32,
	/// How many rest on a reading that can still be disputed.
	pub disputable: u32,
	/// What of the charges is not paid yet, in planck.
	pub owed: Planck,
}

impl Sums {
	/// What all came to, in planck; negative if the node earned.
	pub fn came_to(&self) -> i128 {
		self.all.paid()
	}

	/// What has been paid of that; negative if the node was paid.
	pub fn paid(&self) -> i128 {
		self.came_to().saturating_sub(i128::try_from(self.owed).unwrap_or(i128::MAX))
	}

	/// What the market has saved.
	pub fn saved(&self) -> i128 {
		self.all.paid_alone().saturating_sub(self.came_to())
	}

	/// Sums of what was measured, or is final.
	pub fn without_estimates(&self) -> Totals {
		let (all, part) = (&self.all, &self.estimated);
		Totals {
			intervals: all.intervals.saturating_sub(part.intervals),
			without_reading: all.without_reading.saturating_sub(part.without_reading),
			imported: all.imported.saturating_sub(part.imported),
			exported: all.exported.saturating_sub(part.exported),
			bought: all.bought.saturating_sub(part.bought),
			sold: all.sold.saturating_sub(part.sold),
			purchases: all.purchases.saturating_sub(part.purchases),
			sales: all.sales.saturating_sub(part.sales),
			fees: all.fees.saturating_sub(part.fees),
			from_utility: all.from_utility.saturating_sub(part.from_utility),
			to_utility: all.to_utility.saturating_sub(part.to_utility),
			utility_cost: all.utility_cost.saturating_sub(part.utility_cost),
			utility_revenue: all.utility_revenue.saturating_sub(part.utility_revenue),
			alone_cost: all.alone_cost.saturating_sub(part.alone_cost),
			alone_revenue: all.alone_revenue.saturating_sub(part.alone_revenue),
		}
	}
}

/// A day of a bill, or a month of a long one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
	/// The day, or the first of the month.
	pub day: Date,
	/// Sums of its lines.
	pub totals: Totals,
	/// How many of its lines are estimated.
	pub estimated: u32,
	/// What was traded with neighbours, bought and sold, in Wh.
	traded: Wh,
	/// For how much, without fees.
	payment: Planck,
	/// Sums of the utility's prices.
	tou: u64,
	fit: u64,
}

impl Part {
	fn new(day: Date) -> Self {
		let totals = Totals::default();
		Self { day, totals, estimated: 0, traded: 0, payment: 0, tou: 0, fit: 0 }
	}

	fn add(&mut self, line: &Line) {
		let Line { invoice, standing, .. } = line;
		self.totals.add(invoice);
		self.estimated = self.estimated.saturating_add((*standing == Standing::Provisional).into());
		let position = invoice.position;
		self.traded = self.traded.saturating_add(position.bought).saturating_add(position.sold);
		self.payment = self.payment.saturating_add(position.cost).saturating_add(position.revenue);
		self.tou = self.tou.saturating_add(invoice.tariff.tou);
		self.fit = self.fit.saturating_add(invoice.tariff.fit);
	}

	/// The mean price of what the node traded with its neighbours, by energy; none if it traded nothing.
	pub fn price(&self) -> Option<Price> {
		self.payment.checked_div(self.traded.into())?.try_into().ok()
	}

	/// The means of the utility's prices over the settled intervals: at which it sells, and at which it buys.
	pub fn tariff(&self) -> Option<(Price, Price)> {
		let count = u64::from(self.totals.intervals);
		Some((self.tou.checked_div(count)?, self.fit.checked_div(count)?))
	}
}

impl Bill {
	/// When an interval begins, in milliseconds since 1970.
	pub fn start(&self, interval: Interval) -> u64 {
		u64::from(interval).saturating_mul(self.length.into())
	}

	/// What the lines add up to.
	pub fn sums(&self) -> Sums {
		let mut sums = Sums::default();
		let mut charged: Planck = 0;
		for Line { invoice, standing, .. } in &self.lines {
			sums.all.add(invoice);
			charged = charged.saturating_add(invoice.charged);
			match standing {
				Standing::Provisional => sums.estimated.add(invoice),
				Standing::Disputable => sums.disputable = sums.disputable.saturating_add(1),
				Standing::Final => {
					sums.settled_for_good = sums.settled_for_good.saturating_add(1);
				},
			}
		}
		sums.owed = self.debts.saturating_sub(self.charged_later).min(charged);
		sums
	}

	/// How many lines come from the archive.
	pub fn archived(&self) -> usize {
		self.lines.iter().filter(|line| line.source == Source::Archive).count()
	}

	/// How many lines are as the archive saw them before they were final. The chain has forgotten what became of them.
	pub fn unsure(&self) -> u32 {
		let unsure =
			|line: &&Line| line.source == Source::Archive && line.standing != Standing::Final;
		u32::try_from(self.lines.iter().filter(unsure).count()).unwrap_or(u32::MAX)
	}

	/// How many lines are provisional, and settled by some bases.
	fn provisional(&self, of: impl Fn(&Basis) -> bool) -> u32 {
		let found =
			|line: &&Line| line.standing == Standing::Provisional && of(&line.invoice.basis);
		u32::try_from(self.lines.iter().filter(found).count()).unwrap_or(u32::MAX)
	}

	/// Whether the parts are months.
	pub fn is_by_month(&self) -> bool {
		let day = |interval| self.zone.day(self.start(interval));
		let days = day(self.first).zip(day(self.last));
		let length = days.and_then(|(first, last)| first.until(last).ok());
		length.is_none_or(|length| usize::try_from(length.get_days()).unwrap_or(0) >= MOST_DAYS)
	}

	/// The days of the range, or its months if they are many; those without a line too, between the first that has
	/// one and the last.
	pub fn parts(&self) -> Vec<Part> {
		let by_month = self.is_by_month();
		let mut parts: Vec<Part> = Vec::new();
		for line in &self.lines {
			let Some(day) = self.zone.day(self.start(line.interval)) else { continue };
			let day = if by_month { day.first_of_month() } else { day };
			while let Some(last) = parts.last().filter(|last| last.day < day) {
				let next = if by_month {
					last.day.last_of_month().tomorrow()
				} else {
					last.day.tomorrow()
				};
				let Ok(next) = next else { break };
				parts.push(Part::new(next));
			}
			if parts.is_empty() {
				parts.push(Part::new(day));
			}
			if let Some(part) = parts.last_mut() {
				part.add(line);
			}
		}
		parts
	}

	/// What the sums leave out, or what may still change in them: a sentence each.
	pub fn notes(&self) -> Vec<String> {
		let sums = self.sums();
		let Gaps { to_come, waiting, forgotten, .. } = self.gaps;
		let say = |count: u32, one: &str, many: &str| match count {
			0 => None,
			1 => Some(format!("1 interval {one}")),
			count => Some(format!("{count} intervals {many}")),
		};
		[
			say(
				forgotten,
				"is missing, or was never settled: the chain has forgotten it, and no archive has it",
				"are missing, or some of them: the chain has forgotten them, and no archive has them",
			),
			say(
				waiting,
				"is over and not settled yet: its reading is missing, or is not in a block yet",
				"are over and not settled yet: their readings are missing, or are not in a block yet",
			),
			say(to_come, "is not over", "are not over"),
			say(
				self.unsure(),
				"is as the archive saw it before it was final, and may have been corrected since",
				"are as the archive saw them before they were final, and may have been corrected since",
			),
			say(
				self.provisional(|basis| !basis.is_metered() && *basis != Basis::Unmetered),
				"is estimated, as no reading of it counts: deliver one late, and the estimate is replaced",
				"are estimated, as no readings of them count: deliver them late, and the estimates are replaced",
			),
			say(
				self.provisional(|basis| *basis == Basis::Unmetered),
				"has no settlement meter: what was bought counts as not used, and what was sold as not delivered",
				"have no settlement meter: what was bought counts as not used, and what was sold as not delivered",
			),
			say(
				self.provisional(Basis::is_metered),
				"is by a spare meter, as the settlement meter was silent: its late reading replaces that",
				"are by a spare meter, as the settlement meter was silent: its late readings replace that",
			),
			say(
				sums.disputable,
				"is measured and open to dispute",
				"are measured and open to dispute",
			),
		]
		.into_iter()
		.flatten()
		.collect()
	}
}
