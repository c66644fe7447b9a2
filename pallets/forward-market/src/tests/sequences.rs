// SPDX-License-Identifier: Apache-2.0

//! Random calls by random accounts, clocks that jump, and rounds that clear at random.

use super::*;
use frame_support::storage::with_storage_layer;
use gridmerit_energy::{Charge, Choice, Terms};
use gridmerit_pallet_support::Trust;
use gridmerit_trust::Lock;
use proptest::{collection::vec, prelude::*, sample::select};
use std::collections::BTreeMap;
use storage_sequences::{judge, settle};

/// An order with whether it is a demand; none takes one back.
type Wanted = Option<(bool, Wh, Price)>;

/// What happens, with numbers of intervals as distances from now.
#[derive(Clone, Debug)]
enum Step {
	/// With limits, or without.
	Demand(AccountId, i64, Vec<(u32, Wh, Option<Price>)>),
	Offers(AccountId, i64, Vec<(u32, Wh, Price)>),
	Post(AccountId, i64, Vec<(u32, Wanted)>),
	Cancel(AccountId, Vec<u32>),
	CancelAll(AccountId),
	/// From whom a node would rather buy.
	Prefer(AccountId, Vec<Choice>),
	Rules(MarketRules),
	Tariff(bool),
	OwnTariff(u32, Price),
	NoOwnTariff(u32),
	Pause(Pauses),
	Suspend(NodeIndex, bool),
	Arrears(NodeIndex),
	Limits(NodeIndex, Wh),
	/// What counts of a node's trust, in thousandths, and what it has bonded.
	Trust(NodeIndex, u32, Planck),
	/// In thousandths.
	Discount(u32, u32),
	Tiers(Vec<(u32, Wh)>),
	/// Time goes on by this many milliseconds, and a block begins.
	Block(u64),
	/// The round at hand clears if it has closed: how much of each order fills, in 256ths, and at which
	/// price between the cheapest and the dearest there can be.
	Clear(Vec<u8>, u8),
	/// What is over is settled, with so much more or less metered of a battery than it has traded; whether
	/// for good.
	Settle(i64, bool),
	Idle(u64),
}

fn step() -> impl Strategy<Value = Step> {
	let account = || select(vec![1, 2, 3, 200, 7, 1, 2, 3, 200, 7, 5, UTILITY_ACCOUNT, 77]);
	let node = || select([&TRADERS[..], &[STORAGE; 2]].concat());
	let storage = select(vec![STORAGE, STORAGE, STORAGE, STORAGE, STORAGE, 1]);
	let part = select(vec![9_u64, 10, 11, 50, 90, 100, 101, 160]);
	let ahead = || 0_u32..7;
	let late = || select(vec![0_i64, 0, 0, 0, 0, 0, -1, 1]);
	let quantity = || select(vec![9_u64, 10, 50, 300, 1_000, 2_000]);
	let ask = || select(vec![80_u64, 81, 100, 150, 189, 190, 260]);
	let limit = || {
		select(vec![None, None, Some(80_u64), Some(81), Some(120), Some(190), Some(191), Some(267)])
	};
	let choice = select(vec![
		Choice::Node(1),
		Choice::Node(200),
		Choice::Node(77),
		Choice::Bus(0),
		Choice::Source(gridmerit_energy::SourceKind::Wind),
	]);
	let gate_lead = select(vec![0, 1, 60_000, 300_000, 899_999]);
	let rules =
		(0_u16..4, 0_u16..6, gate_lead, 0_u16..4).prop_map(|(lead, windows, gate_lead, notice)| {
			MarketRules { lead, windows, gate_lead, ..bounded(notice) }
		});
	let order = prop_oneof![
		6 => (any::<bool>(), part, ask()).prop_map(Some),
		1 => Just(None),
	];
	let jump = select(vec![1, 30_000, 400_000, 840_000, 900_000, 2_000_000, 9_000_000]);
	prop_oneof![
		8 => (account(), late(), vec((ahead(), quantity(), limit()), 0..4))
			.prop_map(|(account, late, orders)| Step::Demand(account, late, orders)),
		8 => (account(), late(), vec((ahead(), quantity(), ask()), 0..4))
			.prop_map(|(account, late, orders)| Step::Offers(account, late, orders)),
		8 => (storage, late(), vec((ahead(), order), 0..4))
			.prop_map(|(node, late, orders)| Step::Post(node.into(), late, orders)),
		3 => (account(), vec(ahead(), 0..3))
			.prop_map(|(account, intervals)| Step::Cancel(account, intervals)),
		2 => account().prop_map(Step::CancelAll),
		2 => (account(), vec(choice, 0..4))
			.prop_map(|(account, choices)| Step::Prefer(account, choices)),
		1 => rules.prop_map(Step::Rules),
		1 => any::<bool>().prop_map(Step::Tariff),
		1 => (ahead(), 100..400_u64).prop_map(|(ahead, tou)| Step::OwnTariff(ahead, tou)),
		1 => ahead().prop_map(Step::NoOwnTariff),
		1 => (any::<bool>(), any::<bool>()).prop_map(|(posting, clearing)| {
			Step::Pause(Pauses { posting: posting && clearing, clearing: clearing && !posting })
		}),
		1 => (node(), any::<bool>()).prop_map(|(node, suspended)| Step::Suspend(node, suspended)),
		1 => node().prop_map(Step::Arrears),
		1 => (node(), select(vec![0, 500, 2_000]))
			.prop_map(|(node, limit)| Step::Limits(node, limit)),
		4 => (node(), select(vec![0, 1, 400, 1_000]), select(vec![0, 100, 3_000, 80_000, 9_999_999]))
			.prop_map(|(node, effective, own)| Step::Trust(node, effective, own)),
		2 => (select(vec![0, 500, 900, 1_000]), select(vec![0, 300, 1_000]))
			.prop_map(|(most, cover)| Step::Discount(most, cover)),
		1 => select(vec![vec![], vec![], vec![(1, 300)], vec![(400, 100), (500, 2_000)]])
			.prop_map(Step::Tiers),
		8 => jump.prop_map(Step::Block),
		8 => (vec(any::<u8>(), 1..9), any::<u8>())
			.prop_map(|(fills, price)| Step::Clear(fills, price)),
		2 => (-120_i64..120, any::<bool>()).prop_map(|(off, good)| Step::Settle(off, good)),
		2 => (0_u64..9).prop_map(Step::Idle),
	]
}

/// What a seller does that is mostly taken, while its trust, bond and the rules change.
fn of_a_seller() -> impl Strategy<Value = Step> {
	let ahead = || 1_u32..5;
	let offer = (ahead(), 10..300_u64, 81..189_u64);
	let demand = (ahead(), 10..300_u64, Just(None));
	prop_oneof![
		8 => vec(offer, 1..3).prop_map(|orders| Step::Offers(1, 0, orders)),
		2 => vec(demand, 1..2).prop_map(|orders| Step::Demand(1, 0, orders)),
		4 => vec(ahead(), 1..2).prop_map(|intervals| Step::Cancel(1, intervals)),
		1 => Just(Step::CancelAll(1)),
		1 => any::<bool>().prop_map(|suspended| Step::Suspend(1, suspended)),
		2 => (select(vec![0, 400, 1_000]), select(vec![0, 3_000, 20_000, 9_999_999]))
			.prop_map(|(effective, own)| Step::Trust(1, effective, own)),
		2 => (select(vec![0, 500, 1_000]), select(vec![300, 1_000]))
			.prop_map(|(most, cover)| Step::Discount(most, cover)),
		4 => Just(Step::Block(900_000)),
		4 => (vec(any::<u8>(), 1..9), any::<u8>())
			.prop_map(|(fills, price)| Step::Clear(fills, price)),
		1 => Just(Step::Settle(0, true)),
	]
}

/// What is refused is refused; the state is checked either way.
fn call(account: AccountId, call: Call<Test>) -> DispatchResult {
	let call = RuntimeCall::from(call);
	with_storage_layer(|| {
		call.dispatch(Origin::signed(account)).map(|_| ()).map_err(|error| error.error)
	})
}

/// Posts; if that succeeds, all that is posted is locked for by today's trust, within what the bond covers.
fn post(account: AccountId, round: Interval, rows: &[(Interval, Option<Order>)]) -> DispatchResult {
	let node = account as NodeIndex;
	let expected = match rows {
		[(interval, Some(order))] => ForwardMarket::lock_for(node, *interval, *order),
		_ => None,
	};
	call(account, Call::post { round, orders: super::orders(rows), unmetered: false })?;
	let (waived, sum) = ForwardMarket::waived_of(node);
	let of = |interval| waived.iter().find(|(other, _)| *other == interval);
	let anew = rows.iter().filter(|(_, order)| order.is_some());
	if anew.clone().any(|(interval, _)| of(*interval).is_some()) {
		assert!(sum <= World::discount().room(World::own_bond(node), 0), "more than is covered");
	}
	let most_sold = World::seller(node).most_sold.unwrap_or(Wh::MAX);
	for (interval, order) in anew {
		let position = ForwardMarket::position(*interval, node);
		let sold = position.promised(*order).export;
		assert!(sold <= most_sold || sold <= position.short(), "more than is trusted");
	}
	if let [(interval, Some(_))] = rows {
		let locks = World::locks(node);
		let locked = locks.iter().find(|(other, _)| other == interval).unwrap().1;
		let waived = of(*interval).map_or(0, |(_, waived)| *waived);
		assert_eq!(expected, Some(Lock { locked, waived }));
	}
	Ok(())
}

/// Takes orders back: nothing is drawn for it, and nothing more is waived.
fn without_money(node: NodeIndex, take_back: impl FnOnce()) {
	let amounts = |rows: Vec<(Interval, Planck)>| rows.into_iter().collect::<BTreeMap<_, _>>();
	let now = || (amounts(World::locks(node)), amounts(ForwardMarket::waived_of(node).0));
	let before = now();
	take_back();
	let after = now();
	let least = |after: BTreeMap<Interval, Planck>, before: BTreeMap<Interval, Planck>| {
		after.iter().all(|(interval, amount)| before.get(interval) >= Some(amount))
	};
	assert!(least(after.0, before.0), "something is drawn");
	assert!(least(after.1, before.1), "more is waived");
}

fn take(step: Step) {
	let now = ForwardMarket::interval_now();
	let number = |late: i64| {
		let round = CurrentRound::<Test>::get().map_or(now, |round| round.number);
		(i64::from(round) + late) as Interval
	};
	match step {
		Step::Demand(account, late, orders) => {
			let demand =
				|&(ahead, quantity, limit)| (now + ahead, Some(Order::Demand { quantity, limit }));
			let rows: Vec<_> = orders.iter().map(demand).collect();
			let _ = post(account, number(late), &rows);
		},
		Step::Offers(account, late, orders) => {
			let orders: Vec<_> = orders.iter().map(|row| (now + row.0, row.1, row.2)).collect();
			let _ = post(account, number(late), &offers(&orders));
		},
		Step::Post(account, late, rows) => {
			let order = |(buys, energy, ask)| match buys {
				true => Order::Demand { quantity: energy, limit: Some(ask) },
				false => Order::Offer { capacity: energy, ask },
			};
			let rows: Vec<_> =
				rows.into_iter().map(|(ahead, row)| (now + ahead, row.map(order))).collect();
			let expected = judge(&rows);
			let found = post(account, number(late), &rows);
			if account != AccountId::from(STORAGE) {
				return;
			}
			let of_the_battery = [
				Error::<Test>::AbovePower.into(),
				Error::<Test>::BatteryEmpty.into(),
				Error::<Test>::BatteryFull.into(),
			];
			if found.is_ok() || of_the_battery.iter().any(|error| Err(*error) == found) {
				assert_eq!(found, expected.map_err(Into::into));
			}
		},
		Step::Cancel(account, intervals) => {
			let intervals: Vec<_> = intervals.iter().map(|ahead| now + ahead).collect();
			let intervals = intervals.try_into().unwrap();
			without_money(account as NodeIndex, || {
				let _ = call(account, Call::cancel { intervals });
			});
		},
		Step::CancelAll(account) => {
			without_money(account as NodeIndex, || {
				let _ = call(account, Call::cancel_all {});
			});
		},
		Step::Prefer(account, choices) => {
			let choices = choices.try_into().unwrap();
			let _ = call(account, Call::prefer { choices });
		},
		Step::Rules(rules) => drop(call(OPERATOR, Call::set_rules { rules })),
		Step::Tariff(day) => {
			let tariff = if day { profile(&[(0, DAY)]) } else { profile(&[(0, NIGHT)]) };
			let _ = call(UTILITY_ACCOUNT, Call::set_tariff { tariff });
		},
		Step::OwnTariff(ahead, tou) => {
			let tariff = Tariff { tou, shortfall: tou + 10, ..NIGHT };
			let own = vec![(now + ahead, tariff), (now + ahead + 2, DAY)];
			let tariffs = own.try_into().unwrap();
			let _ = call(UTILITY_ACCOUNT, Call::set_interval_tariffs { tariffs });
		},
		Step::NoOwnTariff(ahead) => {
			let _ = call(UTILITY_ACCOUNT, Call::remove_interval_tariff { interval: now + ahead });
		},
		Step::Pause(paused) => drop(call(OPERATOR, Call::set_pauses { paused })),
		Step::Suspend(node, suspended) => {
			without_money(node, || World::suspend(node, suspended));
		},
		Step::Trust(node, effective, own) => World::set_trust(node, effective, own),
		Step::Discount(most, cover) => World::set_discount(most, cover),
		Step::Tiers(tiers) => World::set_tiers(&tiers),
		Step::Arrears(node) => World::set_arrears(node),
		Step::Limits(node, limit) => World::change_node(node, |_, _, limits| {
			*limits = gridmerit_energy::EnergyLimits { generation: limit, consumption: limit }
		}),
		Step::Block(passed) => {
			System::set_block_number(System::block_number() + 1);
			World::set_now(ForwardMarket::millis() + passed);
			poll();
			ForwardMarket::closed_round();
		},
		Step::Clear(fills, at) => {
			if ForwardMarket::closed_round().is_none() {
				return;
			}
			clear(|interval, node, order| {
				let limits = ForwardMarket::rules(interval).unwrap().limits;
				let room = limits.cap() - limits.cheapest_ask();
				let price = limits.cheapest_ask() + room * u64::from(at) / 255;
				let place = node as usize + interval as usize;
				let filled = u64::from(fills[place % fills.len()]) + 1;
				match order {
					Order::Demand { limit: Some(limit), .. } if limit < price => (0, price),
					Order::Demand { quantity, .. } => (quantity * filled / 256, price),
					Order::Offer { ask, .. } if price < ask => (0, price),
					Order::Offer { capacity, .. } => (capacity * filled / 256, price),
				}
			});
		},
		Step::Settle(off, for_good) => {
			let round = CurrentRound::<Test>::get().map_or(now, |round| round.number);
			let first =
				(round..now).find(|interval| !ForwardMarket::is_final(*interval)).unwrap_or(now);
			for node in TRADERS {
				for (interval, _) in World::locks(node) {
					if interval < first {
						World::set_lock(node, interval, None);
					}
				}
			}
			settle(first, off, for_good);
			World::settle_before(first);
		},
		Step::Idle(steps) => {
			ForwardMarket::on_idle(System::block_number(), Weight::from_parts(steps, 0));
		},
	}
}

/// What holds beyond `try_state`, which knows nothing of the past.
fn check(fixed: &mut BTreeMap<Interval, Terms>) {
	for (interval, terms) in IntervalTerms::<Test>::iter() {
		let before = *fixed.entry(interval).or_insert(terms);
		assert_eq!(terms, before, "terms have changed");
		if let Some(previous) = interval.checked_sub(1).and_then(|interval| fixed.get(&interval)) {
			let step = bounded(0).bounds.check_change(&previous.tariff, &terms.tariff);
			assert_eq!(step, Ok(()), "a tariff that jumps");
		}
	}
	for event in System::read_events_for_pallet::<Event<Test>>() {
		assert!(!matches!(event, Event::TariffHeldBack { .. }), "published, and not as it opened");
	}
	for node in TRADERS.into_iter().chain([STORAGE]) {
		let waived: BTreeMap<_, _> = ForwardMarket::waived_of(node).0.into_iter().collect();
		for (interval, lock) in World::locks(node) {
			let Some(terms) = IntervalTerms::<Test>::get(interval) else { continue };
			let position = ForwardMarket::position(interval, node);
			let covered = lock + waived.get(&interval).unwrap_or(&0);
			assert!(position.exposure(&terms.tariff) <= covered, "a trade is not covered");
			let Position { cost, revenue, .. } = position;
			let owed = (cost + position.fee(terms.tariff.fee)).saturating_sub(revenue);
			assert!(owed <= lock, "a neighbour is not covered");
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	#[test]
	fn a_sellers_locks_are_waived_within_bounds(steps in vec(of_a_seller(), 1..40)) {
		run_round(|| {
			World::set_discount(900, 1_000);
			World::set_trust(1, 1_000, 20_000);
			for step in steps {
				take(step);
				ForwardMarket::do_try_state().unwrap();
			}
		});
	}

	#[test]
	fn the_state_stays_sound_and_every_order_and_trade_is_covered(steps in vec(step(), 1..80)) {
		let market =
			Genesis { rules: Some(bounded(0)), tariff: Some(daily()), ..Default::default() };
		with_genesis(market).execute_with(|| {
			World::set_charge(STORAGE, Charge { energy: 120, from: T, metered: Vec::new() });
			World::set_discount(900, 1_000);
			for node in TRADERS.into_iter().chain([STORAGE]) {
				World::set_trust(node, 800, 100_000);
			}
			let mut fixed = BTreeMap::new();
			for step in steps {
				take(step);
				ForwardMarket::do_try_state().unwrap();
				check(&mut fixed);
			}
		});
	}
}
