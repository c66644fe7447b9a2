// SPDX-License-Identifier: Apache-2.0

//! The paper's day on lines with limits: where they come from, what it comes to, and what of a day differs from that.

use gridmerit_grid::Line as Limits;
use serde_json::json;

use super::*;
use crate::{
	FeederError, Mode, Reference,
	day::{Day, Feeder, ZonedRound},
	patch, reckon,
};

fn feeder(percent: u8) -> Feeder {
	Feeder::load(&folder(), &ieee33(), percent).unwrap()
}

fn day(percent: u8, mode: Mode) -> Day {
	reckon(&ieee33(), mode, Some(&feeder(percent))).unwrap()
}

fn rounds(day: &Day) -> impl Iterator<Item = &ZonedRound> {
	day.slots.iter().flat_map(|slot| &slot.rounds).filter_map(|round| round.grid.as_ref())
}

/// A folder with lines like this.
fn refused(lines: &str, percent: u8) -> String {
	let folder = with("lines.json", lines);
	Feeder::load(folder.path(), &ieee33(), percent).unwrap_err().to_string()
}

#[test]
fn limits_are_a_part_of_the_peaks() {
	let (whole, part) = (feeder(100), feeder(80));
	assert_eq!((part.percent, part.lines.len()), (80, 33));
	let peaks = json("lines.json");
	for (line, peak) in whole.lines.iter().zip(1..).skip(1).zip(peaks.as_array().unwrap()) {
		let ((line, number), peak) = (line, peak);
		assert_eq!(
			(line.bus, u64::from(line.parent)),
			(number, peak["parent"].as_u64().unwrap() + 1)
		);
		assert_eq!(line.limit, peak["peak_wh"].as_u64());
		let limit = line.limit.unwrap() * 80 / 100;
		assert_eq!(part.lines[usize::from(line.bus) - 1].limit, Some(limit));
	}
	// The transformer.
	assert_eq!((part.lines[0].bus, part.lines[0].parent, part.lines[0].limit), (1, 0, None));
	assert_eq!(part.lines[0].limits().export, Limits::NO_LIMIT);
}

#[test]
fn what_is_no_feeder_is_refused() {
	let line = r#"{"parent": 0, "peak_wh": 7}"#;
	for percent in [0, 101, 255] {
		assert!(refused("[]", percent).starts_with(&format!("{percent} % of what a line carries")));
	}
	let nowhere = tempfile::tempdir().unwrap();
	let error = Feeder::load(nowhere.path(), &ieee33(), 80).unwrap_err();
	assert!(matches!(error, FeederError::NoLines(_)), "{error}");
	assert_eq!(refused("[]", 80), "lines.json: bus 4 takes part and hangs on no line");
	let few = format!("[{line}, {line}, {line}]");
	assert_eq!(refused(&few, 80), "lines.json: bus 6 takes part and hangs on no line");
	let far = r#"[{"parent": 9, "peak_wh": 7}]"#;
	assert_eq!(refused(far, 80), "lines.json: bus 2 hangs on bus 10, which does not exist");
	let own = r#"[{"parent": 1, "peak_wh": 7}]"#;
	assert_eq!(refused(own, 80), "lines.json: no way leads from bus 2 to the substation");
	for wrong in ["", "5", r#"[{"parent": 0}]"#, r#"[{"parent": 0, "peak_wh": -1}]"#] {
		let error = refused(wrong, 80);
		assert!(error.contains("lines.json: "), "{error}");
	}
}

#[test]
fn a_chain_begins_with_the_lines() {
	let mut spec = genesis::spec();
	patch(&mut spec, &ieee33(), Some(&feeder(80))).unwrap();
	let genesis = &spec["genesis"]["runtimeGenesis"]["patch"];
	let lines = genesis["grid"]["lines"].as_array().unwrap();
	let owner = genesis["teRegistry"]["nodes"][0][0].clone();
	assert_eq!(lines.len(), 33);
	let line = |parent: u16, rating: u64| json!({ "owner": owner, "parent": parent, "rating": rating, "limits": null });
	assert_eq!(lines[0], line(0, Limits::NO_LIMIT));
	// Bus 2 hangs on bus 1, and bus 33 on bus 32: 80 % of 1,505,701 and of 152,256 Wh.
	assert_eq!((&lines[1], &lines[32]), (&line(1, 1_204_560), &line(32, 121_804)));
	// And nodes on the buses of the scenario.
	assert_eq!(genesis["teRegistry"]["nodes"][16][1]["bus"], 33);
	let mut without = genesis::spec();
	patch(&mut without, &ieee33(), None).unwrap();
	assert!(without["genesis"]["runtimeGenesis"]["patch"].get("grid").is_none());
}

/// Hours with more than one price, most zones of an hour, Wh traded, planck of rent, Wh beyond what lines bring. The
/// tests of the grid crate compare the same days with a linear program.
#[test]
fn the_day_at_five_ratings() {
	for (percent, expected) in [
		(100, (1, 2, 8_374_126, 1_263_724_800, 0)),
		(90, (5, 5, 8_333_218, 28_561_187_410, 466_121)),
		(80, (6, 5, 8_292_311, 36_323_944_547, 1_184_025)),
		(60, (8, 7, 7_888_517, 72_069_776_296, 3_276_647)),
		(50, (9, 10, 7_445_563, 87_967_974_621, 4_752_987)),
	] {
		let day = day(percent, Mode::Perfect);
		let parted = day.slots.iter().filter(|slot| slot.rounds[0].prices().len() > 1).count();
		let zones = rounds(&day).map(|round| round.zones.len()).max().unwrap();
		let lacking: u64 = rounds(&day).flat_map(|round| &round.lacking).sum();
		let rent: u64 = day.slots.iter().map(|slot| slot.rent()).sum();
		assert_eq!((parted, zones, day.summary.p2p_energy, rent, lacking), expected, "{percent} %");
	}
}

#[test]
fn lines_keep_their_limits_and_earn_the_rent() {
	for mode in [Mode::Perfect, Mode::Rolling, Mode::Haircut] {
		let (feeder, day) = (feeder(60), day(60, mode));
		for slot in &day.slots {
			for line in &feeder.lines {
				let flow = slot.flows()[usize::from(line.bus)];
				assert!(line.limit.is_none_or(|limit| flow.unsigned_abs() <= limit));
			}
			for round in slot.rounds.iter().filter_map(|round| round.grid.as_ref()) {
				let rents = feeder.rents(round);
				assert!(rents.iter().all(|rent| *rent >= 0));
				assert_eq!(rents.iter().sum::<i128>(), round.rent.into());
			}
		}
		let rent: u64 = day.slots.iter().map(|slot| slot.rent()).sum();
		assert!(rent > 0);
		assert_eq!((day.balance.pending, day.balance.sum()), (i64::try_from(rent).unwrap(), 0));
	}
}

/// What earns FIT fits over the lines, and who gets less has a line above it that is full to the Wh. The tariff of the
/// scenario pays nothing for the rest.
#[test]
fn only_what_fits_over_the_lines_earns_the_feed_in_tariff() {
	let scenario = ieee33();
	for (percent, expected) in [(100, 1_950_131), (80, 2_622_602)] {
		let (feeder, day) = (feeder(percent), day(percent, Mode::Perfect));
		let above = |bus: u16| {
			let line = |bus: u16| feeder.lines.iter().find(|line| line.bus == bus);
			std::iter::successors(line(bus), move |below| line(below.parent))
		};
		let mut curtailed = 0;
		for slot in &day.slots {
			let bills = day.bills.iter().filter(|bill| bill.slot == slot.slot);
			let fed = bills.map(|bill| {
				let left = (bill.exported + bill.bought).saturating_sub(bill.sold + bill.imported);
				let bus = day.participants.iter().find(|who| who.node == bill.node).unwrap().bus;
				assert_eq!(bill.utility_revenue % scenario.fit, 0);
				(bus, left, bill.utility_revenue / scenario.fit)
			});
			let fed: Vec<_> = fed.collect();
			let mut carried = slot.flows();
			for (bus, _, paid) in &fed {
				above(*bus).for_each(|line| carried[usize::from(line.bus)] += *paid as i64);
			}
			let room = |line: &crate::day::Line| {
				line.limit.map(|limit| limit as i64 - carried[usize::from(line.bus)])
			};
			assert!(feeder.lines.iter().all(|line| room(line).is_none_or(|room| room >= 0)));
			for (bus, left, paid) in &fed {
				let full = above(*bus).any(|line| room(line) == Some(0));
				assert!(paid <= left && (paid == left || full), "{percent} %, bus {bus}");
				curtailed += left - paid;
			}
		}
		assert_eq!(curtailed, expected, "{percent} %");
	}
}

#[test]
fn each_difference_from_the_day_without_a_chain_is_reported() {
	type Change = fn(&mut Day);
	fn grid(day: &mut Day) -> &mut ZonedRound {
		day.slots[11].rounds[0].grid.as_mut().unwrap()
	}
	let cases: [(Change, &str); 14] = [
		(|day| grid(day).zones[1].price = Some(1), "zone of bus"),
		(|day| grid(day).zones[1].top += 1, "first buses of zones"),
		(|day| grid(day).flows[7] += 1, "flows"),
		(|day| grid(day).lacking[7] += 1, "what lines lack"),
		(|day| grid(day).rent += 1, "rent, planck"),
		(|day| day.slots[11].rounds[0].grid = None, "zones"),
		(|day| day.slots[11].rounds[0].traded += 1, "hour 12, 4 ahead"),
		(|day| day.slots[11].rounds[0].pivotal.push(9), "hour 12, 4 ahead"),
		(|day| drop(day.slots[11].rounds.pop()), "hour 12, 4 ahead"),
		(|day| *day.slots[11].trades[0].earned.as_mut().unwrap() += 1, "hour 12: transactions"),
		(|day| day.bills[50].sales += 1, "bill of bus"),
		(|day| day.balance.pending += 1, "balance of all sides"),
		(|day| day.summary.trades += 1, "sums"),
		(|day| day.feeder.as_mut().unwrap().lines[5].limit = None, "lines"),
	];
	let (scenario, feeder) = (ieee33(), feeder(80));
	let reference =
		Reference::load(&folder(), &scenario, Mode::Perfect, Some(&feeder)).unwrap().unwrap();
	let right = day(80, Mode::Perfect);
	assert_eq!(reference.differences(&right), []);
	assert_eq!(reference.summary(), right.summary);
	for (place, (change, what)) in cases.into_iter().enumerate() {
		let mut day = right.clone();
		change(&mut day);
		let found = reference.differences(&day);
		assert!(
			found.iter().any(|difference| difference.what.contains(what)),
			"{place}: {found:?}"
		);
	}
	// Without a feeder it is what is written.
	let written = Reference::load(&folder(), &scenario, Mode::Perfect, None).unwrap().unwrap();
	assert!(matches!(written, Reference::Written(_)));
	assert!(written.differences(&right).len() > 10);
}
