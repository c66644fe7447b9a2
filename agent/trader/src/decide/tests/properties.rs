// SPDX-License-Identifier: Apache-2.0

//! What holds for all decisions.

use std::time::Duration;

use proptest::{collection::vec, option, prelude::*};

use super::*;
use crate::rulebook::{BatteryRules, ChargeSource, DemandRules, LimitRules};

fn energy() -> impl Strategy<Value = Wh> + Clone {
	prop_oneof![Just(0), 1..30_u64, 0..20_000_u64, 0..=MAX_ORDER]
}

prop_compose! {
	fn tariff()(
		tou in prop_oneof![4..500_u64, 100_000..400_000_u64, 4..=1_u64 << 48],
		fit in 0.0..0.5_f64,
		alpha_ppm in 700_000..=990_000_u32,
		fee in 0.0..0.1_f64,
		over in 0..3_u64,
	) -> Tariff {
		let part = |share: f64| (tou as f64 * share) as u64;
		let fit = part(fit);
		Tariff {
			tou,
			fit,
			alpha_ppm,
			fee: part(fee),
			shortfall: (tou + over * tou / 2).min(1 << 48),
			surplus: fit / (over + 1),
			curtailed: 0,
		}
	}
}

/// A window's tariff, a position that the chain may hold, an order (whether to buy, Wh), what is expected.
type Row = (Tariff, Position, Option<(bool, Wh)>, Option<(i64, i64)>);

fn open() -> impl Strategy<Value = Row> {
	let net =
		|| prop_oneof![-30..30_i64, -20_000..20_000_i64, -(MAX_ORDER as i64)..=MAX_ORDER as i64];
	let tariff = tariff().prop_filter("unsound", |tariff| tariff.limits().is_ok());
	let position = prop_oneof![Just((0, 0)).boxed(), (energy(), energy()).boxed(),];
	(tariff, position, option::of((any::<bool>(), energy())), option::weighted(0.9, (net(), net())))
		.prop_map(|(tariff, (bought, sold), order, net)| {
			let cap = tariff.limits().unwrap().cap();
			let money = |energy: Wh, price: Price| payment(energy, price);
			let (cost, revenue) = (money(bought, cap), money(sold, tariff.fit + 1));
			(tariff, Position { bought, sold, cost, revenue }, order, net)
		})
}

prop_compose! {
	fn any_limits()(
		max_buy in option::of(energy()),
		max_sell in option::of(energy()),
		spend in option::of(prop_oneof![0..1_000_u128, 0..4_000_000_000_u128, Just(u128::MAX)]),
		locked in option::of(prop_oneof![0..1_000_u128, 0..4_000_000_000_u128, Just(u128::MAX)]),
	) -> LimitRules {
		LimitRules {
			max_buy,
			max_sell,
			max_spend_per_day: spend,
			max_fee_per_day: None,
			max_locked: locked,
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	/// Whatever is expected, the chain takes every wish, and together they keep to the rulebook.
	#[test]
	fn wishes_keep_to_all_limits(
		rows in vec(open(), 1..6),
		minimum in prop_oneof![Just(0), Just(1), 0..2_000_u64],
		node_limits in (energy(), energy()),
		most_sold in option::of(energy()),
		limits in any_limits(),
		demand in prop_oneof![
			Just(DemandRules::Any),
			(0..400_000_u64).prop_map(|price| DemandRules::Fixed { price }),
			(1..=1_000_000_u32).prop_map(|share_ppm| DemandRules::Share { share_ppm }),
			any::<i64>().prop_map(|margin| DemandRules::Follow { margin }),
		],
		spent_today in prop_oneof![Just(0), 0..2_000_000_000_u128],
		max_windows in 1..7_u32,
		prices in vec((5..16_u32, prop_oneof![0..400_000_u64, any::<u64>()]), 0..4),
		battery in option::of((1..20_000_u64, 1..20_000_u64, 500_000..=1_000_000_u32, 0.0..=1.0_f64)),
		stores in any::<bool>(),
	) {
		let mut known = Known::new(&[]);
		(known.node.limits.generation, known.node.limits.consumption) = node_limits;
		known.node.most_sold = most_sold;
		known.spent_today = spent_today;
		known.prices = prices.into_iter().collect();
		let mut rulebook = rulebook("");
		rulebook.limits = limits;
		rulebook.demand = demand;
		rulebook.run.max_windows = max_windows;
		let stores = stores && battery.is_some();
		if stores {
			known.node.roles = Roles { storage: true, ..Roles::default() };
		}
		if let Some((capacity, power, efficiency_ppm, full)) = battery {
			let charge = (capacity as f64 * full) as Wh;
			known.charge = Some(charge);
			rulebook.battery = Some(BatteryRules {
				capacity,
				power,
				efficiency_ppm,
				reserve: 0,
				wear: 0,
				fallback: Duration::ZERO,
				charge: ChargeSource::AtStart(charge),
				end_value: None,
			});
		}
		for (interval, (tariff, position, order, net)) in (10..).zip(rows) {
			known.windows.push(Window { minimum, ..window(interval, tariff) });
			if let Some((to_sell, to_buy)) = net {
				let net = if stores { Net { to_sell: 0, to_buy: 0 } } else { Net { to_sell, to_buy } };
				known.expected.insert(interval, net);
			}
			let ask = tariff.fit + 1;
			let position = if stores { Position::default() } else { position };
			let order = order.and_then(|(buys, wh)| if buys { buy(wh) } else { sell(wh, ask) });
			known = known.open(interval, position, order);
		}
		let decision = match known.decide(&rulebook) {
			Err(PlanError::Empty) if known.expected.is_empty() => return Ok(()),
			decision => decision.unwrap(),
		};
		prop_assert_eq!(
			decision.wishes.len(),
			known.expected.len().min(max_windows as usize)
		);
		let (mut spent, mut locked, mut unavoidable) = (spent_today, 0_u128, 0_u128);
		let mut level = known.charge.unwrap_or(0);
		let limits = &rulebook.limits;
		for open in &known.node.open {
			let window = known.windows.iter().find(|w| w.interval == open.interval).unwrap();
			let bounds = window.tariff.limits().unwrap();
			let wish = decision.wishes.iter().find(|wish| wish.interval == open.interval);
			let order = wish.map_or(open.order, |wish| wish.order);
			locked += open.position.lock(order, &window.tariff, &bounds).unwrap();
			let Position { bought, sold, .. } = open.position;
			unavoidable += match wish {
				Some(_) => open.position.exposure(&window.tariff),
				None => open.locked,
			};
			if let Some(Order::Demand { quantity, limit }) = order {
				spent += payment(quantity, limit.unwrap_or(bounds.cap()) + bounds.fee());
			}
			let Some(wish) = wish else { continue };
			let (quantity, along, against, own, chains) = match wish.order {
				None => continue,
				Some(Order::Demand { quantity, limit }) => {
					prop_assert!(limit.is_none_or(|limit| bounds.check_limit(limit).is_ok()));
					match demand {
						DemandRules::Any => prop_assert_eq!(limit, None),
						DemandRules::Fixed { price } => {
							prop_assert!(limit.unwrap_or(bounds.cap()) <= price);
						},
						_ => {},
					}
					(quantity, bought, sold, limits.max_buy, node_limits.1)
				},
				Some(Order::Offer { capacity, ask }) => {
					prop_assert_eq!(bounds.check_offer(capacity, ask), Ok(()));
					let chains = node_limits.0.min(most_sold.unwrap_or(Wh::MAX));
					(capacity, sold, bought, limits.max_sell, chains)
				},
			};
			prop_assert!(quantity >= minimum.max(1) && quantity <= MAX_ORDER);
			let net = (along + quantity).saturating_sub(against);
			prop_assert!(net <= chains, "{} of {}", net, chains);
			prop_assert!(own.is_none_or(|most| net <= most), "{} of {:?}", net, own);
			if stores {
				let battery = rulebook.battery.as_ref().unwrap();
				let battery = storage_unit(battery, None).battery;
				let (drawn, fed_in) = match wish.order {
					Some(Order::Demand { .. }) => (quantity, 0),
					_ => (0, quantity),
				};
				let after = battery.after(level, drawn, fed_in);
				prop_assert!((0..=i128::from(battery.capacity)).contains(&after), "{}", after);
				prop_assert!(quantity <= battery.within(HOUR));
				level = battery.clamp(after);
			}
		}
		let orders = decision.wishes.iter().any(|w| matches!(w.order, Some(Order::Demand { .. })));
		if let (Some(most), true) = (limits.max_spend_per_day, orders) {
			prop_assert!(spent <= most, "{} of {}", spent, most);
		}
		if let Some(most) = limits.max_locked {
			prop_assert!(locked <= most.max(unavoidable), "{} of {}, {}", locked, most, unavoidable);
		}
		// The call names no window twice.
		let changes = changes(&known.node, &decision.wishes, &rulebook.run);
		let wishes = decision.wishes.iter().map(|wish| (wish.interval, wish.order));
		prop_assert!(changes.iter().all(|change| wishes.clone().filter(|w| w == change).count() == 1));
		prop_assert!(changes.windows(2).all(|pair| pair[0].0 < pair[1].0));
	}

	/// Nothing that a chain could say makes it panic.
	#[test]
	fn nonsense_never_panics(
		numbers in vec(prop_oneof![Just(0), Just(1), Just(1 << 40), any::<u64>(), Just(u64::MAX)], 14),
		money in vec(prop_oneof![Just(0), any::<u128>(), Just(u128::MAX)], 5),
		nets in (any::<i64>(), any::<i64>()),
		alpha_ppm in any::<u32>(),
		sound in any::<bool>(),
	) {
		let mut known = Known::new(&[0]);
		known.expected.insert(10, Net { to_sell: nets.0, to_buy: nets.1 });
		if sound {
			known.expected.insert(10, Net { to_sell: nets.0 >> 30, to_buy: nets.1 >> 30 });
		}
		let window = &mut known.windows[0];
		(window.cap, window.cheapest_ask, window.dearest_ask) = (numbers[0], numbers[1], numbers[2]);
		window.minimum = numbers[3];
		if !sound {
			window.tariff = Tariff {
				tou: numbers[4],
				fit: numbers[5],
				alpha_ppm,
				fee: numbers[6],
				shortfall: numbers[7],
				surplus: numbers[8],
				curtailed: 0,
			};
		}
		let position =
			Position { bought: numbers[9], sold: numbers[10], cost: money[0], revenue: money[1] };
		let order = buy(numbers[11]);
		known.node.open = [10, 11].map(|interval| {
			OpenInterval { interval, locked: money[2], order, position }
		}).to_vec();
		(known.node.locked, known.spent_today) = (money[3], money[4]);
		known.node.limits = EnergyLimits { generation: numbers[12], consumption: numbers[13] };
		known.node.most_sold = Some(numbers[3]);
		let limits = "max_locked_unit = 1\nmax_spend_unit_per_day = 1\nmax_buy_wh = 5";
		let mut rulebook = limited(limits);
		(rulebook.run.repost_threshold, rulebook.run.min_gain) = (numbers[0], money[4]);
		if let Ok(decision) = known.decide(&rulebook) {
			changes(&known.node, &decision.wishes, &rulebook.run);
		}
	}
}
