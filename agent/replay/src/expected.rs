// SPDX-License-Identifier: Apache-2.0

//! What a scenario's independent reference says that a day comes to, and how a day differs from it.

use std::{collections::BTreeMap, fmt, path::Path, str::FromStr};

use serde::{Deserialize, Deserializer, de::Error};

use crate::{
	day::{Day, Kind, Summary},
	orders::Mode,
	result::percent,
	scenario::{Bus, ScenarioError, parse, read},
};

/// A round: hour, lead, status, price, traded Wh, transactions, pivotal sellers.
type Row = (u16, u8, String, Option<u64>, u64, u32, Vec<Bus>);

/// What the reference says of a mode. Money in planck, written as text.
#[derive(Clone, Debug, Deserialize)]
pub struct Expected {
	clearings: u32,
	trades: u32,
	p2p_kwh: f64,
	#[serde(deserialize_with = "from_text")]
	p2p_payment_nano: u64,
	consumer_saving_pct: f64,
	prosumer_cost_saving_pct: f64,
	prosumer_sale_profit_pct: f64,
	per_consumer: BTreeMap<Bus, f64>,
	per_prosumer: BTreeMap<Bus, (f64, f64)>,
	#[serde(deserialize_with = "from_text")]
	regular_cost_nano: i64,
	#[serde(deserialize_with = "from_text")]
	te_cost_nano: i64,
	#[serde(deserialize_with = "from_text")]
	regular_sale_nano: i64,
	#[serde(deserialize_with = "from_text")]
	te_sale_nano: i64,
	rounds: Vec<Row>,
}

fn from_text<'a, D: Deserializer<'a>, T>(text: D) -> Result<T, D::Error>
where
	T: FromStr<Err: fmt::Display>,
{
	String::deserialize(text)?.parse().map_err(D::Error::custom)
}

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
	/// What.
	pub what: String,
	/// As the reference has it.
	pub expected: String,
	/// As the chain has it.
	pub found: String,
}

impl fmt::Display for Difference {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}: {} expected, {} found", self.what, self.expected, self.found)
	}
}

impl Expected {
	/// Reads what `expected.json` in a scenario's folder says of a mode; none if it says nothing.
	pub fn load(folder: &Path, mode: &str) -> Result<Option<Self>, ScenarioError> {
		let path = folder.join("expected.json");
		if !path.exists() {
			return Ok(None);
		}
		let text = read(&path)?;
		let mut modes: BTreeMap<String, Self> = parse(&path.display().to_string(), &text)?;
		Ok(modes.remove(mode))
	}

	/// Its sums.
	pub fn summary(&self) -> Summary {
		Summary {
			clearings: self.clearings,
			trades: self.trades,
			p2p_energy: watt_hours(self.p2p_kwh),
			p2p_payment: self.p2p_payment_nano,
			consumer_saving_pct: self.consumer_saving_pct,
			prosumer_cost_saving_pct: self.prosumer_cost_saving_pct,
			prosumer_sale_profit_pct: self.prosumer_sale_profit_pct,
			community_gain: self
				.regular_cost_nano
				.saturating_sub(self.te_cost_nano)
				.saturating_add(self.te_sale_nano)
				.saturating_sub(self.regular_sale_nano),
		}
	}

	/// Compares a day with it: integers exactly, percentages to the digits that it has.
	pub fn differences(&self, day: &Day) -> Vec<Difference> {
		let mut found = Differences::default();
		self.compare_sums(&day.summary, &mut found);
		compare_gain(day, &mut found);
		self.compare_money(day, &mut found);
		self.compare_rounds(day, &mut found);
		self.compare_participants(day, &mut found);
		found.0
	}

	fn compare_sums(&self, sums: &Summary, found: &mut Differences) {
		let expected = self.summary();
		found.exact("clearings", expected.clearings, sums.clearings);
		found.exact("P2P transactions", expected.trades, sums.trades);
		found.exact("P2P energy, Wh", expected.p2p_energy, sums.p2p_energy);
		found.exact("P2P payment, planck", expected.p2p_payment, sums.p2p_payment);
		found.exact("community gain, planck", expected.community_gain, sums.community_gain);
		let percentages = [
			("consumer saving", expected.consumer_saving_pct, sums.consumer_saving_pct),
			(
				"prosumer cost saving",
				expected.prosumer_cost_saving_pct,
				sums.prosumer_cost_saving_pct,
			),
			(
				"prosumer sale profit",
				expected.prosumer_sale_profit_pct,
				sums.prosumer_sale_profit_pct,
			),
		];
		for (what, expected, sum) in percentages {
			found.rounded(what, expected, sum);
		}
	}

	fn compare_money(&self, day: &Day, found: &mut Differences) {
		let consumers = day.total_of_all(Kind::Consumer);
		let prosumers = day.total_of_all(Kind::Prosumer);
		let alone_cost = consumers.alone_cost + prosumers.alone_cost;
		let alone_revenue = consumers.alone_revenue + prosumers.alone_revenue;
		// A consumer's surplus that the utility takes back lowers its cost.
		let cost = consumers.cost - consumers.revenue + prosumers.cost;
		let sums = [
			("regular costs", self.regular_cost_nano, alone_cost),
			("costs with the market", self.te_cost_nano, cost),
			("regular sales", self.regular_sale_nano, alone_revenue),
			("sales with the market", self.te_sale_nano, prosumers.revenue),
		];
		for (what, expected, sum) in sums {
			found.exact(&format!("{what}, planck"), i128::from(expected), sum);
		}
	}

	fn compare_rounds(&self, day: &Day, found: &mut Differences) {
		let mut expected: BTreeMap<(u16, u8), _> =
			self.rounds.iter().map(|round| ((round.0, round.1), round)).collect();
		for slot in &day.slots {
			for round in &slot.rounds {
				let what = format!("hour {}, {} ahead", slot.slot, round.lead);
				let pivotal: Vec<Bus> = round.pivotal.iter().map(|node| day.bus(*node)).collect();
				let is = (&round.status, round.price, round.traded, round.transactions, &pivotal);
				match expected.remove(&(slot.slot, round.lead)) {
					Some((_, _, status, price, traded, transactions, pivotal)) => {
						let should = (status, *price, *traded, *transactions, pivotal);
						found.exact(&what, format!("{should:?}"), format!("{is:?}"));
					},
					// The reference clears an hour once where everything is known; nothing is left to trade.
					None => found.exact(&what, 0, round.traded),
				}
			}
		}
		for (hour, lead) in expected.into_keys() {
			found.exact(&format!("hour {hour}, {lead} ahead"), "a result", "none");
		}
	}

	fn compare_participants(&self, day: &Day, found: &mut Differences) {
		for (bus, saving) in &self.per_consumer {
			let has = day.total_at(*bus).cost_saving(Kind::Consumer);
			found.rounded(&format!("saving of bus {bus}"), *saving, percent(has));
		}
		for (bus, (saving, profit)) in &self.per_prosumer {
			let total = day.total_at(*bus);
			let (has, earned) = (total.cost_saving(Kind::Prosumer), total.sale_profit());
			found.rounded(&format!("saving of bus {bus}"), *saving, percent(has));
			found.rounded(&format!("profit of bus {bus}"), *profit, percent(earned));
		}
	}
}

/// Where everybody knows the day, what all gain follows from what was traded.
pub(crate) fn compare_gain(day: &Day, found: &mut Differences) {
	if day.mode == Mode::Perfect.name() {
		let gain = i128::from(day.summary.community_gain);
		found.exact("community gain by traded x (TOU - FIT), planck", day.gain_of_trades(), gain);
	}
}

fn watt_hours(kwh: f64) -> u64 {
	(kwh * 1_000.0).round() as u64
}

#[derive(Default)]
pub(crate) struct Differences(pub Vec<Difference>);

impl Differences {
	pub fn exact<T: fmt::Display + PartialEq<U>, U: fmt::Display>(
		&mut self,
		what: &str,
		expected: T,
		found: U,
	) {
		if expected != found {
			self.0.push(Difference {
				what: what.into(),
				expected: expected.to_string(),
				found: found.to_string(),
			});
		}
	}

	/// To three digits after the point.
	fn rounded(&mut self, what: &str, expected: f64, found: f64) {
		// A loss of next to nothing is none.
		let text = |percent: f64| format!("{:.3} %", (percent * 1e3).round() / 1e3 + 0.0);
		self.exact(what, text(expected), text(found));
	}
}
