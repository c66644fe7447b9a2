// SPDX-License-Identifier: Apache-2.0

//! Which register belongs to which boundary.

use std::time::Duration;

use gridmerit_bridge::{Boundary, Keeper, Metered, Millis, Rules, Sample, Step, Totals};
use proptest::prelude::*;

const QUARTER: Millis = 900_000;
const RULES: Rules = Rules { length: QUARTER, nearest: 30_000, jump: 30_000 };
/// An interval on 28 November 2026.
const FIRST: u32 = 1_995_552;

/// So many seconds after the beginning of the first interval.
fn at(seconds: f64) -> Millis {
	Millis::from(FIRST) * QUARTER + (seconds * 1_000.0) as Millis
}

fn totals(import: u64) -> Totals {
	Totals { import, export: 2 * import }
}

/// Seen live: both clocks go alike.
fn live(seconds: f64, import: u64) -> Sample {
	let steady = Some(Duration::from_secs_f64(10_000.0 + seconds));
	Sample { at: at(seconds), steady, uptime: None, totals: totals(import) }
}

fn recorded(seconds: f64, import: u64) -> Sample {
	Sample { steady: None, ..live(seconds.max(-9_000.0), import) }.moved(at(seconds))
}

trait Moved {
	fn moved(self, at: Millis) -> Self;
}

impl Moved for Sample {
	fn moved(self, at: Millis) -> Self {
		Self { at, ..self }
	}
}

fn keeper() -> Keeper {
	Keeper::new(RULES, None, None)
}

fn run(keeper: &mut Keeper, samples: impl IntoIterator<Item = Sample>) -> Vec<Step> {
	samples.into_iter().flat_map(|sample| keeper.take(sample)).collect()
}

fn metered(steps: &[Step]) -> Vec<(u32, u64)> {
	steps
		.iter()
		.filter_map(|step| match step {
			Step::Metered(Metered { start, end }) => {
				assert_eq!(start.interval + 1, end.interval);
				Some((start.interval - FIRST, end.totals.import - start.totals.import))
			},
			_ => None,
		})
		.collect()
}

fn began(interval: u32, import: u64, off: Millis) -> Step {
	Step::Began(Boundary { interval: FIRST + interval, totals: totals(import), off })
}

#[test]
fn the_nearest_register_is_taken_before_or_after() {
	let mut keeper = keeper();
	let steps =
		run(&mut keeper, [live(-4.0, 100), live(6.0, 110), live(890.0, 200), live(902.0, 215)]);
	assert_eq!(steps[0], began(0, 100, -4_000));
	assert_eq!(metered(&steps), [(0, 115)]);
	assert_eq!(keeper.start().unwrap().off, 2_000);
}

#[test]
fn of_two_as_near_the_earlier_one_counts() {
	assert_eq!(run(&mut keeper(), [live(-5.0, 1), live(5.0, 2)]), [began(0, 1, -5_000)]);
}

#[test]
fn a_register_at_the_limit_is_taken_and_one_beyond_is_not() {
	let mut keeper = keeper();
	assert_eq!(run(&mut keeper, [live(-100.0, 0), live(30.0, 5)]), [began(0, 5, 30_000)]);
	let steps = run(&mut keeper, [live(800.0, 6), live(930.001, 7)]);
	let missed = Step::Missed { first: FIRST + 1, last: FIRST + 1, nearest: Some(30_001) };
	assert_eq!(steps, [missed]);
	// Both intervals beside the boundary are lost; the next one is not.
	let steps = run(&mut keeper, [live(1_800.0, 8), live(2_700.0, 9)]);
	assert_eq!(metered(&steps), [(2, 1)]);
}

#[test]
fn energy_is_stated_once_to_the_last_wh() {
	let mut keeper = keeper();
	let samples = (0..2_000).map(|i| live(f64::from(i) * 7.0 - 3.0, u64::from(i as u32) * 3));
	let stated = metered(&run(&mut keeper, samples));
	let sum: u64 = stated.iter().map(|(_, wh)| wh).sum();
	assert_eq!(stated.len(), 15);
	assert_eq!(sum, keeper.start().unwrap().totals.import);
}

#[test]
fn a_gap_of_days_is_one_gap_and_what_follows_is_stated() {
	let mut keeper = keeper();
	run(&mut keeper, [live(0.0, 0), live(895.0, 90)]);
	let days = 3.0 * 86_400.0;
	let steps = run(&mut keeper, [live(days + 5.0, 9_000)]);
	assert_eq!(metered(&steps), [(0, 90)], "the last register before it was near enough");
	assert_eq!(steps[1], Step::Missed { first: FIRST + 2, last: FIRST + 287, nearest: None });
	assert_eq!(steps[2], began(288, 9_000, 5_000));
	assert_eq!(metered(&run(&mut keeper, [live(days + 900.0, 9_100)])), [(288, 100)]);
}

#[test]
fn silence_after_a_boundary_does_not_hold_up_the_reading() {
	let mut keeper = keeper();
	run(&mut keeper, [live(0.0, 0), live(897.0, 90)]);
	let steady = |seconds: f64| Duration::from_secs_f64(10_000.0 + seconds);
	assert_eq!(keeper.tick(steady(935.0)), []);
	let steps = keeper.tick(steady(941.0));
	assert_eq!(metered(&steps), [(0, 90)]);
	assert_eq!(keeper.tick(steady(950.0)), []);
	// What comes late changes nothing that was signed.
	assert_eq!(run(&mut keeper, [live(960.0, 95)]), []);
	assert_eq!(metered(&run(&mut keeper, [live(1_800.0, 200)])), [(1, 110)]);
}

#[test]
fn silence_without_a_near_register_is_a_gap() {
	let mut keeper = keeper();
	run(&mut keeper, [live(0.0, 0), live(800.0, 90)]);
	let steps = keeper.tick(Duration::from_secs(11_000));
	let missed = Step::Missed { first: FIRST + 1, last: FIRST + 1, nearest: Some(-100_000) };
	assert_eq!(steps, [missed]);
	assert_eq!(keeper.tick(Duration::from_secs(12_000)), []);
}

#[test]
fn a_clock_set_back_signs_nothing_twice() {
	let mut keeper = keeper();
	let steps = run(&mut keeper, [live(0.0, 0), live(900.0, 90), live(1_800.0, 180)]);
	assert_eq!(metered(&steps), [(0, 90), (1, 90)]);
	// An hour back: the same intervals pass once more.
	let back = |seconds: f64, import| live(seconds, import).moved(at(seconds - 3_600.0));
	let samples = (1..30).map(|i| back(1_800.0 + 300.0 * f64::from(i), 180 + u64::from(i as u32)));
	let steps = run(&mut keeper, samples);
	assert_eq!(steps[0], Step::Jumped(-3_600_000));
	let again: Vec<_> = metered(&steps).into_iter().map(|(interval, _)| interval).collect();
	assert!(again.iter().all(|interval| (2..FIRST).contains(interval)), "{again:?}");
	assert!(!again.is_empty(), "time catches up");
}

#[test]
fn a_clock_set_forward_makes_no_intervals() {
	let mut keeper = keeper();
	run(&mut keeper, [live(0.0, 0), live(890.0, 90)]);
	let forward = |seconds: f64, import| live(seconds, import).moved(at(seconds + 7_200.0));
	let steps = run(&mut keeper, [forward(898.0, 91)]);
	assert_eq!(steps, [Step::Jumped(7_200_000)]);
	let steps = run(&mut keeper, [forward(900.0, 92), forward(1_800.0, 192)]);
	assert_eq!(
		metered(&steps),
		[(9, 100)],
		"only what passed on the new clock from boundary to boundary"
	);
}

#[test]
fn a_small_correction_of_a_clock_is_none() {
	let mut keeper = keeper();
	let slow = |seconds: f64, import| live(seconds, import).moved(at(seconds - 5.0));
	let steps = run(&mut keeper, [live(0.0, 0), live(900.0, 90), slow(902.0, 91), slow(906.0, 92)]);
	assert_eq!(metered(&steps), [(0, 90)]);
	assert!(!steps.iter().any(|step| matches!(step, Step::Jumped(_))));
	assert_eq!(
		metered(&run(&mut keeper, [slow(1_805.0, 180)])),
		[(1, 90)],
		"from the register that was signed"
	);
}

#[test]
fn the_meters_own_count_of_seconds_tells_a_delay_from_time() {
	let with = |seconds: f64, uptime: u32, import| Sample {
		uptime: Some(uptime),
		..live(seconds, import)
	};
	let mut keeper = keeper();
	// It was read at second 895 and came two minutes late.
	let steps =
		run(&mut keeper, [with(0.0, 5_000, 0), with(890.0, 5_890, 89), with(1_015.0, 5_895, 90)]);
	assert_eq!(steps[1], Step::Jumped(120_000));
	assert_eq!(metered(&steps), []);
	// A meter that was off begins again.
	let steps = run(
		&mut keeper,
		[with(1_020.0, 3, 90), with(1_800.0, 783, 180), with(2_700.0, 1_683, 270)],
	);
	assert_eq!(metered(&steps), [(2, 90)]);
}

#[test]
fn it_goes_on_after_a_restart() {
	let start = Boundary { interval: FIRST + 4, totals: totals(400), off: 1_000 };
	let after = |seconds: f64, import| {
		let mut keeper = Keeper::new(RULES, Some(FIRST + 3), Some(start));
		run(&mut keeper, [live(seconds, import), live(4_500.0, 500), live(5_400.0, 600)])
	};
	// Within the interval, in the next one near its beginning, and not near.
	assert_eq!(metered(&after(3_700.0, 410)), [(4, 100), (5, 100)]);
	assert_eq!(metered(&after(4_499.0, 499)), [(4, 100), (5, 100)]);
	let mut keeper = Keeper::new(RULES, Some(FIRST + 3), Some(start));
	assert_eq!(metered(&run(&mut keeper, [live(4_510.0, 501)])), [(4, 101)]);
	let mut keeper = Keeper::new(RULES, Some(FIRST + 3), Some(start));
	let steps = run(&mut keeper, [live(4_600.0, 501)]);
	assert_eq!(steps, [Step::Missed { first: FIRST + 5, last: FIRST + 5, nearest: Some(100_000) }]);
	// Ten intervals later.
	let mut keeper = Keeper::new(RULES, Some(FIRST + 3), Some(start));
	let steps = run(&mut keeper, [live(12_602.0, 900)]);
	assert_eq!(steps[0], Step::Missed { first: FIRST + 5, last: FIRST + 13, nearest: None });
	assert_eq!(steps[1], began(14, 900, 2_000));
}

#[test]
fn a_restart_on_a_clock_behind_signs_nothing_twice() {
	let start = Boundary { interval: FIRST + 4, totals: totals(400), off: 0 };
	let mut keeper = Keeper::new(RULES, Some(FIRST + 3), Some(start));
	let steps =
		run(&mut keeper, (0..5).map(|i| live(900.0 * f64::from(i), 400 + u64::from(i as u32))));
	assert_eq!(steps[0], Step::Jumped(-3_600_000));
	assert_eq!(metered(&steps), []);
	assert_eq!(metered(&run(&mut keeper, [live(4_500.0, 500)])), [(4, 96)]);
}

#[test]
fn both_nights_of_the_clock_change_have_all_their_quarters() {
	// UTC knows neither: 92 and 100 quarters are what local days have of them.
	for (first, quarters) in [(1_774_738_800_000_i64, 92), (1_761_429_600_000, 100)] {
		let mut keeper = keeper();
		let begin = first / QUARTER * QUARTER;
		let samples = (0..=quarters * 90)
			.map(|i| recorded(0.0, u64::from(i as u32)).moved(begin + i64::from(i) * 10_000));
		let stated = run(&mut keeper, samples);
		let stated = stated.iter().filter(|step| matches!(step, Step::Metered(_))).count();
		assert_eq!(stated, quarters as usize);
	}
}

#[test]
fn a_recording_goes_on_over_gaps_and_not_backwards() {
	let steps = run(&mut keeper(), [recorded(0.0, 0), recorded(900.0, 9), recorded(90_000.0, 900)]);
	assert_eq!(metered(&steps), [(0, 9)]);
	let steps = run(
		&mut keeper(),
		[recorded(0.0, 0), recorded(900.0, 9), recorded(0.0, 9), recorded(900.0, 18)],
	);
	assert_eq!(metered(&steps), [(0, 9)]);
}

proptest! {
	/// Whatever the clocks do, each interval is stated at most once and later ones later, from registers that were seen,
	/// and together they never state more than the meter counted.
	#[test]
	fn nothing_is_stated_twice(moves in prop::collection::vec((-2_000_i64..4_000, 0_u64..1_200, 0_u64..50), 1..200)) {
		let mut keeper = keeper();
		let (mut at, mut steady, mut import) = (at(0.0), 0, 0);
		let (mut last, mut sum) = (0, 0);
		for (clock, passed, flow) in moves {
			// Mostly the clock goes with time.
			at += if clock % 3 == 0 { clock * 1_000 } else { passed as i64 * 1_000 };
			steady += passed;
			import += flow;
			let sample = Sample { at, steady: Some(Duration::from_secs(steady)), uptime: None, totals: totals(import) };
			let mut steps = keeper.take(sample);
			steps.extend(keeper.tick(Duration::from_secs(steady + passed / 2)));
			for step in steps {
				if let Step::Metered(Metered { start, end }) = step {
					prop_assert!(start.interval > last);
					prop_assert_eq!(end.interval, start.interval + 1);
					prop_assert!(start.off.abs() <= RULES.nearest && end.off.abs() <= RULES.nearest);
					last = start.interval;
					sum += end.totals.import - start.totals.import;
				}
			}
			prop_assert!(sum <= import);
		}
	}

	#[test]
	fn any_moment_is_taken(at in any::<i64>(), steady in any::<u32>(), uptime in any::<Option<u32>>(), then in any::<i64>()) {
		let steady = Some(Duration::from_secs(steady.into()));
		let mut keeper = Keeper::new(RULES, Some(u32::MAX), None);
		let sample = Sample { at, steady, uptime, totals: totals(0) };
		keeper.take(sample);
		keeper.take(sample.moved(then));
		keeper.tick(Duration::from_secs(u32::MAX.into()));
	}
}
