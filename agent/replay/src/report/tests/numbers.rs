// SPDX-License-Identifier: Apache-2.0

//! Numbers of the page against the independent reference, and how they are written.

use proptest::prelude::*;

use super::fixture;
use crate::{
	day::{Day, Kind, Total, share},
	report::{
		format::{decimal, kwh, percent, price, tick, unit},
		sums::{accounts, chosen, groups, typical, utility},
	},
};

/// Thousandths of a per cent, as the reference has them.
fn thousandths(value: &serde_json::Value) -> i128 {
	(value.as_f64().unwrap() * 1e3).round() as i128
}

fn matches_reference(day: &Day) {
	let reference = fixture::reference(&day.mode);
	let rounds: Vec<_> = day
		.slots
		.iter()
		.flat_map(|slot| slot.rounds.iter().map(move |round| (slot.slot, round)))
		.map(|(slot, r)| {
			let pivotal: Vec<_> = r.pivotal.iter().map(|node| day.bus(*node)).collect();
			let row = (slot, r.lead, &r.status, r.price, r.traded, r.transactions, pivotal);
			serde_json::json!(row)
		})
		.collect();
	assert_eq!(&rounds, reference["rounds"].as_array().unwrap());
	let summary = day.expected.as_ref().unwrap();
	assert_eq!(day.summary.trades, summary.trades);
	assert_eq!(day.summary.clearings, summary.clearings);
	assert_eq!(day.summary.p2p_energy, summary.p2p_energy);
	assert_eq!(day.summary.p2p_payment, summary.p2p_payment);
	assert_eq!(day.summary.community_gain, summary.community_gain);

	for account in accounts(day) {
		let bus = account.participant.bus.to_string();
		match account.participant.kind {
			Kind::Consumer => {
				let saving = thousandths(&reference["per_consumer"][&bus]);
				assert_eq!(
					account.total.cost_saving(account.participant.kind),
					Some(saving),
					"{bus}"
				);
			},
			Kind::Prosumer => {
				let expected = &reference["per_prosumer"][&bus];
				assert_eq!(
					account.total.cost_saving(account.participant.kind),
					Some(thousandths(&expected[0])),
					"{bus}"
				);
				assert_eq!(account.total.sale_profit(), Some(thousandths(&expected[1])), "{bus}");
			},
		}
	}
	let (consumers, prosumers) =
		(day.total_of_all(Kind::Consumer), day.total_of_all(Kind::Prosumer));
	let percentage = |name: &str| Some(thousandths(&reference[name]));
	assert_eq!(consumers.cost_saving(Kind::Consumer), percentage("consumer_saving_pct"));
	assert_eq!(prosumers.cost_saving(Kind::Prosumer), percentage("prosumer_cost_saving_pct"));
	assert_eq!(prosumers.sale_profit(), percentage("prosumer_sale_profit_pct"));
	assert_eq!(consumers.gain() + prosumers.gain(), day.summary.community_gain.into());
	assert_eq!(Total::of(&day.bills).gain(), day.summary.community_gain.into());
}

#[test]
fn perfect_day_is_that_of_the_reference() {
	let day = fixture::perfect();
	assert_eq!((day.summary.clearings, day.summary.trades), (21, 171));
	assert_eq!(day.summary.community_gain, 878_260_768_000);
	assert_eq!(day.gain_of_trades(), 878_260_768_000);
	matches_reference(&day);
}

#[test]
fn rolling_day_is_that_of_the_reference() {
	let day = fixture::rolling();
	assert_ne!(day.gain_of_trades(), day.summary.community_gain.into());
	matches_reference(&day);
}

#[test]
fn utility_gets_what_the_trades_leave() {
	for day in [fixture::perfect(), fixture::rolling()] {
		for bill in &day.bills {
			let slot = day.slots.iter().find(|slot| slot.slot == bill.slot).unwrap();
			let (from, to) = utility(bill);
			assert_eq!(from * i128::from(slot.tou), bill.utility_cost.into());
			assert_eq!(to * i128::from(slot.fit), bill.utility_revenue.into());
		}
	}
}

/// Prices of the paper's day as they were before demand could have limits and before the uniform rule, by hour.
#[test]
fn prices_of_the_papers_day_are_what_they_were() {
	let day = fixture::perfect();
	let prices: Vec<_> =
		day.slots.iter().filter_map(|slot| Some((slot.slot, slot.rounds[0].price?))).collect();
	let before = [
		(6, 190_000),
		(7, 190_000),
		(8, 190_000),
		(9, 181_700),
		(10, 176_957),
		(11, 176_957),
		(12, 167_471),
		(13, 176_957),
		(14, 209_535),
		(15, 216_992),
		(16, 237_500),
		(17, 237_500),
	];
	assert_eq!(prices, before);
	let sums = (day.summary.p2p_energy, day.summary.p2p_payment, day.summary.trades);
	assert_eq!(sums, (8_374_126, 1_575_099_929_095, 171));
}

#[test]
fn typical_participants_are_in_the_middle() {
	let day = fixture::perfect();
	let accounts = accounts(&day);
	let bus = |kind| typical(&accounts, kind).unwrap().participant.bus;
	assert_eq!(bus(Kind::Consumer), 6);
	let middle = typical(&accounts, Kind::Prosumer).unwrap();
	assert_eq!(middle.participant.bus, 18);
	let prosumers = accounts.iter().filter(|account| account.participant.kind == Kind::Prosumer);
	let below = prosumers.filter(|account| account.relative_gain() < middle.relative_gain());
	assert_eq!(below.count(), 3);
	assert!(typical(&[], Kind::Consumer).is_none());
}

#[test]
fn who_has_the_same_curve_is_one_group() {
	let day = fixture::perfect();
	let accounts = accounts(&day);
	let groups = groups(&accounts);
	let of = |bus| {
		let group = groups.iter().find(|group| group[0].participant.bus == bus).unwrap();
		group.iter().map(|account| account.participant.bus).collect::<Vec<_>>()
	};
	assert_eq!(of(6), [6, 10, 12, 16, 20, 28]);
	assert_eq!(of(4), [4]);
	let all: usize = groups.iter().map(Vec::len).sum();
	assert_eq!(all, accounts.len());
	assert!(super::super::sums::groups(&[]).is_empty());
}

#[test]
fn chosen_hours_are_in_order_and_named() {
	let day = fixture::perfect();
	let hours: Vec<_> =
		chosen(&day).iter().map(|(slot, _, why)| (slot.slot, why.clone())).collect();
	let expected = [
		(8, "most traded in scarcity"),
		(9, "most traded"),
		(12, "cheapest cleared"),
		(15, "dearest cleared"),
	];
	assert_eq!(hours, expected.map(|(hour, why)| (hour, why.to_owned())));

	let mut day = day;
	day.slots.retain(|slot| slot.slot == 9);
	let all = "dearest cleared, cheapest cleared, most traded";
	assert_eq!(chosen(&day)[0].2, all);
	day.slots[0].rounds.clear();
	assert!(chosen(&day).is_empty());
}

#[test]
fn numbers_read_well() {
	assert_eq!(decimal(1_234_567, 3, 3), "1,234.567");
	assert_eq!(decimal(-1_500, 3, 0), "−2");
	assert_eq!(decimal(499, 3, 0), "0");
	assert_eq!(decimal(-499, 3, 0), "0");
	assert_eq!(decimal(0, 9, 3), "0.000");
	assert_eq!(decimal(i128::MIN, 0, 0), "−170,141,183,460,469,231,731,687,303,715,884,105,728");
	assert_eq!(unit(1_575_099_929_095_u64), "1,575.100");
	assert_eq!(price(176_957), "0.176957");
	assert_eq!(kwh(7_294_u64), "7.294");
	assert_eq!(percent(Some(-9_214)), "−9.214 %");
	assert_eq!(percent(None), "–");
	assert_eq!(tick(0.1 + 0.2), "0.3");
	assert_eq!(tick(-0.000_000_01), "0");
}

#[test]
fn shares_round_half_away_from_zero() {
	assert_eq!(share(1, 3), Some(33_333));
	assert_eq!(share(2, 3), Some(66_667));
	assert_eq!(share(-2, 3), Some(-66_667));
	assert_eq!(share(1, 200_000), Some(1));
	assert_eq!(share(-1, 200_000), Some(-1));
	assert_eq!(share(1, 0), None);
	assert_eq!(share(i128::MAX, 1), None);
}

proptest! {
	#[test]
	fn decimals_lose_nothing(value: i128, exponent in 0_usize..12) {
		let digits: String = decimal(value, exponent, exponent)
			.replace('−', "-")
			.chars()
			.filter(|c| *c != ',' && *c != '.')
			.collect();
		prop_assert_eq!(digits.parse::<i128>().unwrap(), value);
	}

	#[test]
	fn rounding_is_off_by_half_at_most(value in -1_i128 << 100..1 << 100, places in 0_usize..9) {
		let unit = 10_i128.pow(9 - places as u32);
		let digits: String = decimal(value, 9, places)
			.replace('−', "-")
			.chars()
			.filter(|c| *c != ',' && *c != '.')
			.collect();
		let off = digits.parse::<i128>().unwrap() * unit - value;
		prop_assert!(2 * off.abs() <= unit);
	}
}
