// SPDX-License-Identifier: Apache-2.0

//! Random planning problems and what our plans come to, a line of JSON each: what `scripts/plans.sh` compares with
//! another solver. `plans COUNT SEED`: so many of each size and kind.

use std::{error::Error, io::Write, time::Instant};

use fastrand::Rng;
use gridmerit_energy::{Battery, EnergyLimits, Position, Price, Tariff, Wh, payment};
use gridmerit_trader::plan::{Note, Outlook, Request, StorageUnit, plan};
use serde_json::{Value, json};

/// A quarter of an hour, in milliseconds.
const QUARTER: u32 = 900_000;
/// Quarters of a day.
const DAY: u32 = 96;
/// How many intervals are planned.
const SIZES: [u32; 5] = [4, 16, 48, 96, 128];

/// What is planned for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
	/// A home that has traded nothing yet.
	Home,
	/// One that has, so that a Wh more or less may be worth more and more.
	Traded,
	/// A storage node.
	Store,
	/// Any prices in any order, tight limits, trades before.
	Wild,
}

const KINDS: [(Kind, &str); 4] = [
	(Kind::Home, "home"),
	(Kind::Traded, "home, traded before"),
	(Kind::Store, "storage node"),
	(Kind::Wild, "any prices, tight limits"),
];

/// A share of a number.
fn part(whole: u64, share: f64) -> u64 {
	(whole as f64 * share) as u64
}

fn tariff(random: &mut Rng, at: u32, kind: Kind, day_price: Price) -> Tariff {
	let evening = (68..84).contains(&(at % DAY));
	let tou = match kind {
		Kind::Wild => random.u64(50_000..500_000),
		_ if evening => part(day_price, 1.4),
		_ => day_price,
	};
	let fee = part(tou, 0.04);
	let fit = part(tou, if kind == Kind::Wild { random.f64() * 0.6 } else { 0.25 });
	let over = if kind == Kind::Wild { 1.0 + random.f64() * 2.0 } else { 1.5 };
	let surplus = part(fit, if kind == Kind::Wild { random.f64() } else { 0.5 });
	Tariff { tou, fit, alpha_ppm: 950_000, fee, shortfall: part(tou, over), surplus, curtailed: 0 }
}

fn outlook(random: &mut Rng, at: u32, kind: Kind, day_price: Price, sunny: f64) -> Outlook {
	let tariff = tariff(random, at, kind, day_price);
	let angle = (f64::from(at % DAY) - 24.0) / 48.0 * std::f64::consts::PI;
	let sun = angle.sin().max(0.0) * sunny * (0.5 + 0.5 * random.f64());
	let (generation, load) = match kind {
		Kind::Store => (0, 0),
		_ => (part(1_800, sun), random.u64(30..900)),
	};
	let cap = part(tariff.tou, 0.95).min(tariff.tou - tariff.fee);
	let price = tariff.fit + 1 + part(cap - tariff.fit - 2, random.f64());
	let mut position = Position::default();
	if matches!(kind, Kind::Traded | Kind::Wild) && random.f64() < 0.6 {
		let energy = random.u64(1..1_500);
		match random.bool() {
			true => (position.bought, position.cost) = (energy, payment(energy, price)),
			false => (position.sold, position.revenue) = (energy, payment(energy, price)),
		}
	}
	let limit = (random.f64() < 0.2).then(|| part(price, 0.8 + 0.4 * random.f64()));
	let mut most = || if kind == Kind::Wild { random.u64(200..3_000) } else { 12_000 };
	Outlook {
		interval: at,
		generation,
		load,
		tariff,
		buy_price: price,
		sell_price: price,
		limit,
		position,
		limits: EnergyLimits { generation: most(), consumption: most() },
		room: None,
		proven: true,
	}
}

fn problem(random: &mut Rng, intervals: u32, kind: Kind) -> Request {
	let (day_price, sunny) = (random.u64(180_000..350_000), random.f64());
	let first = random.u32(0..DAY);
	let outlook = |at| outlook(random, at, kind, day_price, sunny);
	let outlooks: Vec<_> = (first..first + intervals).map(outlook).collect();
	let capacity: Wh = random.u64(3_000..20_000);
	let reserve = part(capacity, random.f64() * 0.2);
	let battery = Battery {
		capacity,
		power: random.u64(1_500..8_000),
		efficiency_ppm: random.u32(820_000..1_000_000),
		initial: 0,
	};
	let store = StorageUnit {
		battery,
		charge: random.u64(reserve..=capacity),
		reserve,
		wear: if random.bool() { random.u64(0..60_000) } else { 0 },
		end_value: Some(random.u64(0..part(day_price, 0.9))),
	};
	Request { interval_ms: QUARTER, outlooks, store: Some(store), min_gain: 0 }
}

/// The problem as it is stated, for other solvers.
fn statement(request: &Request) -> Value {
	let outlooks = request.outlooks.iter().map(|outlook| {
		let Outlook { generation, load, tariff, position, limits, .. } = outlook;
		json!({
			"generation": generation, "load": load,
			"tou": tariff.tou, "fit": tariff.fit, "fee": tariff.fee,
			"shortfall": tariff.shortfall, "surplus": tariff.surplus,
			"buy_price": outlook.buy_price, "sell_price": outlook.sell_price, "limit": outlook.limit,
			"bought": position.bought, "sold": position.sold,
			"cost": position.cost.to_string(), "revenue": position.revenue.to_string(),
			"most_fed_in": limits.generation, "most_drawn": limits.consumption,
		})
	});
	let battery = request.store.map(|store| {
		json!({
			"capacity": store.battery.capacity,
			"most_in_an_interval": store.battery.within(request.interval_ms),
			"efficiency_ppm": store.battery.efficiency_ppm,
			"charge": store.charge, "reserve": store.reserve,
			"wear": store.wear, "end_value": store.end_value,
		})
	});
	json!({ "intervals": outlooks.collect::<Vec<_>>(), "battery": battery })
}

fn main() -> Result<(), Box<dyn Error>> {
	let mut arguments = std::env::args().skip(1);
	let mut number = |default| arguments.next().map_or(Ok(default), |text| text.parse());
	let (count, seed) = (number(26)?, number(33)?);
	let mut random = Rng::with_seed(seed);
	let mut out = std::io::stdout().lock();
	for (intervals, (kind, name)) in SIZES.iter().flat_map(|size| KINDS.map(|kind| (*size, kind))) {
		for _ in 0..count {
			let request = problem(&mut random, intervals, kind);
			let begun = Instant::now();
			let best = plan(&request)?;
			let seconds = begun.elapsed().as_secs_f64();
			let idle = plan(&Request { store: None, ..request.clone() })?;
			let cut_short = best.notes.iter().any(|note| matches!(note, Note::CutShort { .. }));
			let line = json!({
				"kind": name, "problem": statement(&request), "seconds": seconds, "cut_short": cut_short,
				"cost": best.market.total().to_string(), "idle": idle.market.total().to_string(),
			});
			writeln!(out, "{line}")?;
		}
	}
	Ok(())
}
