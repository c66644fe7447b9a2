// SPDX-License-Identifier: Apache-2.0

//! Plots have a mark for each of the data.

use plotters::style::RGBColor;
use roxmltree::Document;

use super::fixture;
use crate::{
	day::{ClearedRound, Day, Kind},
	report::{
		matrix,
		plot::{self, Bar, Drawn, canvas},
		sums::{accounts, flows},
	},
};

/// Elements of a plot with a name and, if given, a fill.
fn count(drawn: Drawn, name: &str, fill: Option<RGBColor>) -> usize {
	let svg = drawn.unwrap();
	let fill = fill.map(|RGBColor(r, g, b)| format!("#{r:02X}{g:02X}{b:02X}"));
	let document = Document::parse(&svg).unwrap();
	document
		.descendants()
		.filter(|node| node.tag_name().name() == name)
		.filter(|node| fill.as_deref().is_none_or(|fill| node.attribute("fill") == Some(fill)))
		.count()
}

fn with_status(day: &Day, status: &str) -> usize {
	day.slots.iter().flat_map(|slot| &slot.rounds).filter(|round| round.status == status).count()
}

#[test]
fn prices_mark_every_round_that_traded() {
	for (day, cleared, scarce) in [(fixture::perfect(), 7, 5), (fixture::rolling(), 25, 15)] {
		assert_eq!(
			(with_status(&day, "cleared"), with_status(&day, "scarcity")),
			(cleared, scarce)
		);
		for pixels in [356, 900] {
			let prices = || plot::prices(&day, pixels);
			// And one of each in the legend.
			assert_eq!(count(prices(), "circle", Some(canvas::BLUE)), cleared + 1);
			assert_eq!(count(prices(), "polygon", Some(canvas::VERMILLION)), scarce + 1);
		}
		// Where nothing trades there is no mark.
		let mut silent = day.clone();
		silent.slots.iter_mut().for_each(|slot| slot.rounds.retain(|round| round.traded > 0));
		let marks = |day: &Day| {
			let of = |name| count(plot::prices(day, 900), name, None);
			(of("circle"), of("polygon"))
		};
		assert_eq!(marks(&silent), marks(&day));
	}
}

/// Nothing is drawn at a price that nobody paid.
#[test]
fn no_trade_has_no_price() {
	let mut day = fixture::perfect();
	let circles = |day: &Day| count(plot::prices(day, 900), "circle", Some(canvas::BLUE));
	let before = circles(&day);
	let nine = day.slots.iter_mut().find(|slot| slot.slot == 9).unwrap();
	nine.rounds[0].traded = 0;
	assert_eq!(circles(&day), before - 1);
}

#[test]
fn merit_order_marks_price_and_sold_steps() {
	let day = fixture::perfect();
	for slot in &day.slots {
		let round = &slot.rounds[0];
		let points = count(plot::merit_order(&day, slot, round), "circle", None);
		assert_eq!(points, usize::from(round.traded > 0), "{}", slot.slot);
	}
	let nine = day.slots.iter().find(|slot| slot.slot == 9).unwrap();
	let svg = plot::merit_order(&day, nine, &nine.rounds[0]).unwrap();
	let headline = plot::headline(&day, nine, &nine.rounds[0]);
	assert_eq!(headline, "09:00 cleared at 0.1817, Home 33 is marginal");
	assert!(svg.contains("cap 0.19") && svg.contains("FIT 0.107") && svg.contains("TOU 0.2"));
	// Buses 4, 8, 30 and 33; the others offer less than a pixel of energy.
	assert_eq!(count(Ok(svg), "rect", Some(canvas::GREEN)), 4);
}

#[test]
fn marginal_homes_are_those_that_ask_the_price() {
	let day = fixture::perfect();
	let nine = day.slots.iter().find(|slot| slot.slot == 9).unwrap();
	let mut round = nine.rounds[0].clone();
	for order in round.book.iter_mut().filter(|order| day.bus(order.node) == 30) {
		order.ask = round.price;
	}
	assert!(plot::headline(&day, nine, &round).contains("Home 30, Home 33 are marginal"));
}

#[test]
fn both_staircases_are_drawn() {
	let day = fixture::perfect();
	let nine = day.slots.iter().find(|slot| slot.slot == 9).unwrap();
	let mut round = nine.rounds[0].clone();
	// The corners of the line of demand.
	let corners = |round: &ClearedRound| {
		let svg = plot::merit_order(&day, nine, round).unwrap();
		let document = Document::parse(&svg).unwrap();
		let is_demand = |node: &roxmltree::Node<'_, '_>| {
			node.has_tag_name("polyline") && node.attribute("stroke") == Some("#D55E00")
		};
		let line = document.descendants().find(is_demand).unwrap();
		let points = line.attribute("points").unwrap().split_whitespace();
		let heights: Vec<i32> =
			points.map(|point| point.split_once(',').unwrap().1.parse().unwrap()).collect();
		let mut levels = heights.clone();
		levels.dedup();
		levels
	};
	// Without limits: the cap, and down to the ground.
	assert_eq!(corners(&round).len(), 2);
	let mut demands = round.book.iter_mut().filter(|order| order.ask.is_none());
	demands.next().unwrap().limit = Some(150_000);
	demands.next().unwrap().limit = Some(120_000);
	let levels = corners(&round);
	assert_eq!(levels.len(), 4);
	assert!(levels.is_sorted(), "{levels:?}");
}

#[test]
fn a_limit_may_be_marginal() {
	let day = fixture::perfect();
	let nine = day.slots.iter().find(|slot| slot.slot == 9).unwrap();
	let mut round = nine.rounds[0].clone();
	round.price = Some(170_000);
	let demand = round.book.iter_mut().find(|order| order.ask.is_none()).unwrap();
	demand.limit = round.price;
	let says = format!("09:00 cleared at 0.17, Home {} is marginal", day.bus(demand.node));
	assert_eq!(plot::headline(&day, nine, &round), says);
	round.status = "no_match".into();
	assert!(plot::headline(&day, nine, &round).contains("all limits below all asks"));
}

#[test]
fn a_book_beyond_its_round_is_drawn() {
	let day = fixture::perfect();
	let slot = day.slots.iter().find(|slot| slot.slot == 9).unwrap();
	let mut round = slot.rounds[0].clone();
	(round.demand, round.supply) = (1, 1);
	let offer = round.book.iter_mut().find(|order| order.ask.is_some()).unwrap();
	offer.energy = u64::MAX;
	assert_eq!(count(plot::merit_order(&day, slot, &round), "circle", None), 1);
}

#[test]
fn matrix_has_a_cell_for_each_pair() {
	for day in [fixture::perfect(), fixture::rolling()] {
		let flows = flows(&day);
		let total: u128 = flows.values().sum();
		assert_eq!(total, u128::from(day.summary.p2p_energy));
		let shaded = matrix::table(&day).into_string().matches("class=\"shade\"").count();
		assert_eq!(shaded, flows.len());
	}
}

#[test]
fn participants_have_a_bar_for_each_number_but_zero() {
	let day = fixture::perfect();
	for account in accounts(&day) {
		let drawn = || plot::participant(&day, &account, (560, 440));
		let bars = |numbers: &[fn(&crate::day::Bill) -> u64]| {
			let all =
				account.bills.iter().flat_map(|bill| numbers.iter().map(|number| number(bill)));
			all.filter(|number| *number > 0).count()
		};
		let alone = bars(&[|bill| bill.alone_cost, |bill| bill.alone_revenue]);
		let market = bars(&[
			|bill| bill.purchases + bill.utility_cost,
			|bill| bill.sales + bill.utility_revenue,
		]);
		// And one of each in the legend.
		assert_eq!(count(drawn(), "rect", Some(canvas::PALE)), alone + 1);
		assert_eq!(count(drawn(), "rect", Some(canvas::BLUE)), market + 1);
		let drawn_from_grid = bars(&[|bill| bill.imported]);
		assert_eq!(count(drawn(), "rect", Some(canvas::ORANGE)), drawn_from_grid + 1);
		let fed = bars(&[|bill| bill.exported]);
		let named = usize::from(account.participant.kind == Kind::Prosumer);
		assert_eq!(count(drawn(), "rect", Some(canvas::GREEN)), fed + named);
	}
}

#[test]
fn energy_is_stacked_by_source_and_lead() {
	let day = fixture::perfect();
	// Neighbours sold in 12 hours; in the 7 that cleared the utility sold nothing and took the rest.
	assert_eq!(count(plot::by_source(&day, 900), "rect", Some(canvas::BLUE)), 12 + 1);
	assert_eq!(count(plot::by_source(&day, 900), "rect", Some(canvas::PALE)), 14 + 1);
	assert_eq!(count(plot::by_source(&day, 900), "rect", Some(canvas::ORANGE)), 7 + 1);

	let day = fixture::rolling();
	let at = |lead| {
		let rounds = day.slots.iter().flat_map(|slot| &slot.rounds);
		rounds.filter(|round| round.lead == lead && round.traded > 0).count()
	};
	for (lead, color) in
		[(4, canvas::BLUE), (3, canvas::SKY), (2, canvas::GREEN), (1, canvas::ORANGE)]
	{
		assert_eq!(count(plot::by_lead(&day, 900), "rect", Some(color)), at(lead) + 1);
	}
}

#[test]
fn bars_leave_out_what_has_no_number() {
	let bar = |value| Bar { name: "bus 1".into(), value, text: "–".into() };
	let bars = [bar(Some(1.0)), bar(None), bar(Some(-2.0)), bar(Some(f64::NAN))];
	let drawn = plot::bars(&bars, Kind::Consumer);
	assert_eq!(count(drawn, "rect", Some(canvas::BLUE)), 2);
}
