// SPDX-License-Identifier: Apache-2.0

//! Days that no chain plays still give a page.

use proptest::{collection::vec, option, prelude::*};

use super::{checked, feeder, fixture};
use crate::day::{Bill, BookOrder, ClearedRound, Day, Kind, Participant, Slot, Trade};

fn number() -> impl Strategy<Value = u64> + Clone {
	prop_oneof![Just(0), Just(1), 0..3_000_000_u64, Just(1 << 48), Just(u64::MAX)]
}

fn node() -> impl Strategy<Value = u32> {
	prop_oneof![0..6_u32, any::<u32>()]
}

fn round() -> impl Strategy<Value = ClearedRound> {
	let status = prop::sample::select(vec![
		"cleared",
		"scarcity",
		"no_supply",
		"no_demand",
		"no_match",
		"<?>",
	]);
	let order = (node(), number(), option::of(number()), option::of(number()))
		.prop_map(|(node, energy, ask, limit)| BookOrder { node, energy, ask, limit });
	let numbers = [number(), number(), number()];
	let listed = (vec(node(), 0..3), option::of(feeder::zoned()));
	(any::<u8>(), status, option::of(number()), numbers, vec(order, 0..8), listed).prop_map(
		|(lead, status, price, [demand, supply, traded], book, (pivotal, grid))| ClearedRound {
			lead,
			status: status.into(),
			price,
			demand,
			supply,
			traded,
			payment: traded,
			transactions: 1,
			pivotal,
			book,
			grid,
		},
	)
}

fn slot() -> impl Strategy<Value = Slot> {
	let trade = (any::<u8>(), node(), node(), number(), number()).prop_map(
		|(lead, seller, buyer, energy, payment)| Trade {
			lead,
			seller,
			buyer,
			energy,
			payment,
			earned: None,
		},
	);
	(any::<u16>(), [number(), number(), number()], vec(round(), 0..4), vec(trade, 0..6)).prop_map(
		|(slot, [tou, fit, cap], rounds, trades)| Slot {
			slot,
			interval: 0,
			tou,
			fit,
			cap,
			rounds,
			trades,
		},
	)
}

fn bill() -> impl Strategy<Value = Bill> {
	(node(), any::<u16>(), any::<bool>(), vec(number(), 10)).prop_map(
		|(node, slot, estimated, n)| Bill {
			node,
			slot,
			estimated,
			imported: n[0],
			exported: n[1],
			bought: n[2],
			sold: n[3],
			purchases: n[4],
			sales: n[5],
			utility_cost: n[6],
			utility_revenue: n[7],
			alone_cost: n[8],
			alone_revenue: n[9],
		},
	)
}

fn participant() -> impl Strategy<Value = Participant> {
	(node(), any::<bool>(), ".{0,20}", number()).prop_map(|(node, consumes, account, fees)| {
		let kind = if consumes { Kind::Consumer } else { Kind::Prosumer };
		// XML, which the test reads the page as, has no control characters.
		let account = account.replace(|c: char| c.is_control() || c >= '\u{fffe}', "");
		let name = account.clone();
		Participant { node, bus: 7, name, kind, account, transaction_fees: Some(fees) }
	})
}

fn day() -> impl Strategy<Value = Day> {
	let base = fixture::perfect();
	let percentage = prop_oneof![any::<f64>(), Just(f64::NAN), Just(f64::MAX)];
	(
		vec(participant(), 0..6),
		vec(slot(), 0..6),
		vec(bill(), 0..12),
		percentage,
		any::<i64>(),
		([number(), number()], option::of(feeder::feeders())),
	)
		.prop_map(
			move |(participants, slots, bills, percentage, gain, ([total, chain], feeder))| {
				let mut day = Day { participants, slots, bills, feeder, ..base.clone() };
				day.summary.consumer_saving_pct = percentage;
				day.summary.community_gain = gain;
				(day.time.total, day.time.chain, day.time.blocks) = (total, chain, total as u32);
				day
			},
		)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]
	#[test]
	fn every_day_gives_a_page(day in day()) {
		checked(&day);
	}
}

#[test]
fn empty_days_give_a_page() {
	let full = fixture::perfect();
	let empty = Day { participants: vec![], slots: vec![], bills: vec![], ..full.clone() };
	assert!(checked(&empty).contains("Nobody sold anything."));
	let mut alone = full.clone();
	alone.participants.truncate(1);
	checked(&alone);
	let mut silent = full;
	for slot in &mut silent.slots {
		slot.trades.clear();
		for round in &mut slot.rounds {
			(round.price, round.traded) = (None, 0);
			round.book.clear();
		}
	}
	assert!(checked(&silent).contains("Nobody sold anything."));
}

#[test]
fn large_days_stay_small() {
	let mut day = fixture::rolling();
	let (participants, bills) = (day.participants.clone(), day.bills.clone());
	for copy in 1..40_u32 {
		let other = |node| node + 100 * copy;
		day.participants
			.extend(participants.iter().cloned().map(|p| Participant { node: other(p.node), ..p }));
		day.bills.extend(bills.iter().map(|b| Bill { node: other(b.node), ..b.clone() }));
		for slot in &mut day.slots {
			let own: Vec<_> =
				slot.trades.iter().filter(|trade| trade.seller < 100).cloned().collect();
			slot.trades.extend(own.into_iter().map(|trade| Trade {
				seller: other(trade.seller),
				buyer: other(trade.buyer),
				..trade
			}));
		}
	}
	let page = checked(&day);
	assert!(page.contains("1,000 of 15,760 rows"));
	assert!(page.contains(">others</th>"));
}
