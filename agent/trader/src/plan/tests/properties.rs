// SPDX-License-Identifier: Apache-2.0

//! Random plans: possible, settled by the rules, and as good as trying everything.

use std::collections::BTreeMap;

use gridmerit_energy::{FeedInRight, MAX_PRICE, Metered};
use proptest::prelude::*;

use super::{
	super::{schedule::Schedule, store::FlowLimit},
	*,
};

/// What random requests are made of.
#[derive(Clone, Copy)]
struct Sizes {
	intervals: u32,
	/// All energies are multiples of this.
	unit: u64,
	/// The largest energy, in units.
	energy: u64,
	price: u64,
	/// Whether there have been trades before.
	positions: bool,
	/// The battery's least efficiency.
	least_ppm: u32,
	/// Whether the battery loses nothing.
	lossless: bool,
}

fn tariffs(price: u64) -> impl Strategy<Value = Tariff> {
	(6..price, any::<[u8; 5]>()).prop_map(
		move |(tou, [fee, fit, surplus, shortfall, curtailed])| {
			let part = |whole: u64, byte: u8| (u128::from(whole) * u128::from(byte) / 255) as u64;
			let fee = part((tou - 4) / 2, fee);
			// One below the cap there is room for a price.
			let fit = part(tou - fee - 3, fit);
			let shortfall =
				tou + part(price.saturating_mul(3).min(MAX_PRICE) - tou, shortfall).max(1);
			let (surplus, curtailed) = (part(fit, surplus), part(fit, curtailed));
			Tariff { tou, fee, fit, alpha_ppm: PPM, shortfall, surplus, curtailed }
		},
	)
}

fn outlooks(sizes: Sizes) -> impl Strategy<Value = Outlook> {
	let energy = || (0..=sizes.energy).prop_map(move |energy| energy * sizes.unit);
	(
		tariffs(sizes.price),
		any::<[u16; 2]>(),
		[energy(), energy(), energy(), energy()],
		[energy(), energy()],
		proptest::option::weighted(0.3, any::<u16>()),
		proptest::option::weighted(0.3, [energy(), energy()]),
	)
		.prop_map(move |(tariff, prices, energies, limits, limit, behind)| {
			let [generation, load, bought, sold] = energies;
			let room = tariff.tou - tariff.fee - tariff.fit;
			let of = |part: u16| {
				tariff.fit + (u128::from(room) * u128::from(part) / u128::from(u16::MAX)) as u64
			};
			let price = prices.map(of);
			let money = |energy| u128::from(energy) * u128::from(price[0]);
			let position = Position { bought, sold, cost: money(bought), revenue: money(sold) };
			Outlook {
				interval: 0,
				generation,
				load,
				tariff,
				// Also when one expects to sell dearer than to buy.
				buy_price: price[0],
				sell_price: price[1],
				limit: limit.map(of),
				position: if sizes.positions { position } else { Position::default() },
				limits: EnergyLimits { generation: limits[0] * 2, consumption: limits[1] * 2 },
				room: behind
					.map(|[sold, right]| Room { sold, right: FeedInRight { energy: right } }),
				proven: true,
			}
		})
}

fn stores(sizes: Sizes) -> impl Strategy<Value = StorageUnit> {
	let ppm = prop_oneof![Just(PPM), Just(500_000), sizes.least_ppm..=PPM];
	let part = |whole: u64| move |parts: u64| parts % (whole + 1);
	(
		(0..=3 * sizes.energy, 0..=2 * sizes.energy, ppm, any::<[u16; 2]>()),
		proptest::option::of(0..=sizes.price),
		prop_oneof![Just(0), 0..=sizes.price / 2],
	)
		.prop_map(move |((capacity, power, ppm, parts), end_value, wear)| StorageUnit {
			battery: Battery {
				capacity: capacity * sizes.unit,
				power: power * sizes.unit,
				efficiency_ppm: if sizes.lossless { PPM } else { ppm },
				initial: 0,
			},
			charge: part(capacity)(parts[0].into()) * sizes.unit,
			reserve: part(capacity)(parts[1].into()) * sizes.unit,
			wear,
			end_value,
		})
}

fn requests(sizes: Sizes) -> impl Strategy<Value = Request> {
	let outlooks = proptest::collection::vec(outlooks(sizes), 1..=sizes.intervals as usize);
	(outlooks, proptest::option::weighted(0.9, stores(sizes))).prop_map(|(mut outlooks, store)| {
		for (interval, outlook) in outlooks.iter_mut().enumerate() {
			outlook.interval = interval as u32;
		}
		Request { interval_ms: HOUR, outlooks, store, min_gain: 0 }
	})
}

/// Checks a plan against its request with nothing but the chain's own rules.
fn assert_possible(request: &Request, plan: &Plan) {
	let (mut paid, mut wear) = (0, 0);
	let mut level = request.store.map_or(0, |store| store.charge);
	for (outlook, step) in request.outlooks.iter().zip(&plan.steps) {
		assert_eq!(step.interval, outlook.interval);
		assert!(step.buy == 0 || step.sell == 0);
		assert!(step.charge == 0 || step.discharge == 0);
		if let Some(store) = request.store {
			let most = store.battery.within(HOUR);
			assert!(step.charge <= most && step.discharge <= most);
			let after = store.battery.after(level, step.charge, step.discharge);
			assert_eq!(after, i128::from(step.level));
			assert!(step.level <= store.battery.capacity);
			assert!(step.level >= store.reserve.min(store.charge));
			wear += i128::from(step.discharge) * i128::from(store.wear);
			level = step.level;
		} else {
			assert_eq!((step.charge, step.discharge, step.level), (0, 0, 0));
		}

		let has = outlook.generation + step.discharge;
		let needs = outlook.load + step.charge;
		let Outlook { position, limits, tariff, room, .. } = *outlook;
		let feedable = limits.generation.max(position.short());
		let metered = Metered {
			import: needs.saturating_sub(has),
			export: has.saturating_sub(needs).min(feedable),
		};
		assert!(step.charge == 0 || metered.import <= limits.consumption);
		assert!(step.discharge == 0 || has.saturating_sub(needs) <= feedable);

		let counted_on = outlook.limit.is_none_or(|limit| outlook.buy_price <= limit);
		let bought = if counted_on { step.buy } else { 0 };
		let full = position.buy(step.buy, outlook.buy_price).unwrap();
		let full = full.sell(step.sell, outlook.sell_price).unwrap();
		assert!(step.buy <= position.short() || full.long() <= limits.consumption);
		assert!(step.sell <= position.long() || full.short() <= limits.generation);
		// What is ordered can be delivered, and used, if all of it fills.
		assert!(step.sell == 0 || full.sold + metered.import <= full.bought + metered.export);
		assert!(step.buy == 0 || full.bought + metered.export <= full.sold + metered.import);
		// Behind a full line neighbours take no more than there is room for.
		let taken = room.map_or(Wh::MAX, |room| room.sold.saturating_sub(position.short()));
		let full = position.buy(bought, outlook.buy_price).unwrap();
		let full = full.sell(step.sell.min(taken), outlook.sell_price).unwrap();
		let imbalance = full.imbalance(metered, room.map(|room| room.right), &tariff);
		let balance = i128::from(step.from_utility) - i128::from(step.to_utility);
		assert_eq!(
			i128::from(metered.import) - i128::from(metered.export),
			balance + i128::from(full.bought) - i128::from(full.sold)
		);
		paid += (full.cost + full.fee(tariff.fee) + imbalance.cost()) as i128;
		paid -= full.revenue as i128 + imbalance.revenue() as i128;
	}
	assert_eq!((paid, wear), (plan.market.paid, plan.market.wear));
}

/// The least cost over all levels that are multiples of `step`, tried one by one.
pub(super) fn least_cost(request: &Request, trades: &[Trade], step: u64) -> i128 {
	let store = request.store.unwrap();
	let value = i128::from(Store::new(store, &request.outlooks).end_value);
	let floor = store.reserve.min(store.charge);
	let most = store.battery.within(request.interval_ms);
	let mut costs = BTreeMap::from([(store.charge, 0)]);
	for trade in trades {
		let (least_net, most_net) = trade.range();
		let mut next: BTreeMap<u64, i128> = BTreeMap::new();
		for (&before, &cost) in &costs {
			for level in (floor..=store.battery.capacity).step_by(step as usize) {
				let stored = u128::from(level.saturating_sub(before)) * u128::from(PPM);
				let charge = stored.div_ceil(store.battery.efficiency_ppm.into()) as u64;
				let discharge = before.saturating_sub(level);
				let net = trade.net - charge as i64 + discharge as i64;
				if charge.max(discharge) > most || net < least_net || net > most_net {
					continue;
				}
				let wear = i128::from(discharge) * i128::from(store.wear);
				let cost = cost + trade.settle(net).1 + wear;
				next.entry(level).and_modify(|least| *least = cost.min(*least)).or_insert(cost);
			}
		}
		costs = next;
	}
	let gain = |level: u64| (i128::from(level) - i128::from(store.charge)) * value;
	costs.into_iter().map(|(level, cost)| cost - gain(level)).min().unwrap()
}

pub(super) fn trades(request: &Request) -> [Vec<Trade>; 2] {
	let outlooks = &request.outlooks;
	[outlooks.iter().map(Trade::new).collect(), outlooks.iter().map(Trade::utility_alone).collect()]
}

const DAY: Sizes = Sizes {
	intervals: 24,
	unit: 1,
	energy: 5_000,
	price: 300_000,
	positions: true,
	least_ppm: 1,
	lossless: false,
};

/// Whether there is a battery that need not be refilled.
fn has_its_reserve(request: &Request) -> bool {
	request.store.is_some_and(|store| store.charge >= store.reserve)
}

/// What a Wh more or less in every interval can cost.
fn rounding(request: &Request) -> i128 {
	let dearest = request.outlooks.iter().map(|outlook| outlook.tariff.shortfall).max().unwrap();
	let end_value = request.store.and_then(|store| store.end_value).unwrap_or(0);
	3 * request.outlooks.len() as i128 * i128::from(dearest.max(end_value))
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

	#[test]
	fn plans_are_possible(request in requests(DAY)) {
		assert_possible(&request, &plan(&request).unwrap());
	}

	#[test]
	fn plans_of_any_size_are_possible(
		request in (0..=34u32, 3..=48u32).prop_flat_map(|(energy, price)| requests(Sizes {
			intervals: 12,
			energy: 1 << energy,
			price: 1 << price,
			..DAY
		})),
	) {
		assert_possible(&request, &plan(&request).unwrap());
	}

	/// But behind a full line: alone it would have room for everything.
	#[test]
	fn the_market_is_never_worse_than_the_utility(
		mut request in requests(Sizes { positions: false, ..DAY }),
	) {
		request.outlooks.iter_mut().for_each(|outlook| outlook.room = None);
		prop_assume!(request.store.is_none() || has_its_reserve(&request));
		let plan = plan(&request).unwrap();
		prop_assert!(plan.market.total() <= plan.utility.total());
		prop_assert!(plan.utility.total() <= plan.utility_idle.total());
		prop_assert!(plan.saving() >= 0);
	}

	/// Where nothing is lost the optimum is whole, also where it takes binary variables.
	#[test]
	fn no_schedule_is_better(
		request in requests(Sizes {
			intervals: 4,
			energy: 6,
			lossless: true,
			..DAY
		}).prop_filter("a battery with its reserve", has_its_reserve),
	) {
		let plan = plan(&request).unwrap();
		let [market, utility] = trades(&request);
		prop_assert_eq!(plan.market.total(), least_cost(&request, &market, 1));
		prop_assert_eq!(plan.utility.total(), least_cost(&request, &utility, 1));
	}

	#[test]
	fn no_coarse_schedule_is_better_by_more_than_rounding(
		request in requests(Sizes { intervals: 5, energy: 6, unit: 1_000, least_ppm: 500_000, ..DAY })
			.prop_filter("a battery with its reserve", has_its_reserve),
	) {
		let plan = plan(&request).unwrap();
		let [market, utility] = trades(&request);
		let rounding = rounding(&request);
		let coarse = least_cost(&request, &market, 250);
		prop_assert!(plan.market.total() <= coarse + rounding, "{:?} {coarse}", plan.market);
		let coarse = least_cost(&request, &utility, 250);
		prop_assert!(plan.utility.total() <= coarse + rounding, "{:?} {coarse}", plan.utility);
	}

	/// Whatever else it would be used for, and however dear energy is.
	#[test]
	fn a_low_reserve_is_refilled_as_far_as_it_can_be(
		request in requests(Sizes { positions: false, ..DAY })
			.prop_filter("a low battery", |request| {
				request.store.is_some_and(|store| store.charge < store.reserve)
			}),
	) {
		let plan = plan(&request).unwrap();
		let store = Store::new(request.store.unwrap(), &request.outlooks);
		let flows = trades(&request)[0].iter().map(|trade| FlowLimit::new(trade, &store, HOUR).stored).sum::<u64>();
		let reachable = store.unit.reserve.min(store.unit.charge + flows);
		let level = plan.steps.last().unwrap().level;
		prop_assert!(level >= reachable, "{} of {}", level, reachable);
		let note = Note::Refill { charge: store.unit.charge, reserve: store.unit.reserve, level };
		prop_assert_eq!(&plan.notes[0], &note);
		assert_possible(&request, &plan);
	}

	/// What is not the best is no worse than is said.
	#[test]
	fn a_plan_that_is_cut_short_says_by_how_much(
		request in requests(DAY).prop_filter("a battery with its reserve", has_its_reserve),
		most_pieces in 1..5_usize,
	) {
		let store = Store::new(request.store.unwrap(), &request.outlooks);
		let market = &trades(&request)[0];
		let cost = |schedule: &Schedule| schedule.settle(market).1.total();
		let best = Schedule::optimal(market, &store, HOUR);
		prop_assert_eq!(best.cut_short, None);
		let short = Schedule::found(market, &store, HOUR, most_pieces);
		let off = short.cut_short.map_or(0, |most| most.ceil() as i128);
		prop_assert!(cost(&short) <= cost(&best) + off + rounding(&request));
	}

	/// For less than is wanted the battery idles, and for more it does the best.
	#[test]
	fn a_battery_is_used_for_a_least_gain_only(
		request in requests(DAY).prop_filter("a battery with its reserve", has_its_reserve),
		least in 0..400_000_000_u128,
	) {
		let best = plan(&request).unwrap().market.total();
		let idle = plan(&Request { store: None, ..request.clone() }).unwrap().market.total();
		let wanted = plan(&Request { min_gain: least, ..request }).unwrap();
		let gain = (idle - best).unsigned_abs();
		prop_assert_eq!(wanted.market.total(), if gain >= least { best } else { idle });
		prop_assert!(gain >= least || wanted.steps.iter().all(|step| step.charge + step.discharge == 0));
	}

	/// What is planned from is what the settlement then pays.
	#[test]
	fn pieces_add_up_to_the_settlement(outlook in outlooks(DAY), span in 1..9_000i64) {
		let trade = Trade::new(&outlook);
		let (from, to) = (trade.net - span, trade.net + span);
		let pieces = trade.pieces(from, to);
		let width: f64 = pieces.iter().map(|piece| piece.width).sum();
		prop_assert!((width - 2.0 * span as f64).abs() < 1e-3);
		let worth: f64 = pieces.iter().map(|piece| piece.width * piece.worth).sum();
		let settled = trade.settle(from).1 - trade.settle(to).1;
		prop_assert!((worth - settled as f64).abs() < 0.5, "{worth} {settled}");
	}
}

#[test]
fn an_idle_battery_changes_nothing() {
	let trades = trades(&request(&[outlook(1, 500, 0)], None))[0].clone();
	let store = Store::new(store(900, 500), &[outlook(1, 500, 0)]);
	let idle = Schedule::idle(Some(store), 1).settle(&trades);
	let none = Schedule::idle(None, 1).settle(&trades);
	assert_eq!(idle.1, none.1);
	assert_eq!(PlannedInterval { level: 0, ..idle.0[0] }, none.0[0]);
}
