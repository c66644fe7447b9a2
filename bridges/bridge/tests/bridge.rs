// SPDX-License-Identifier: Apache-2.0

//! From telegrams to signed readings.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;

use gridmerit_bridge::{Clock, Directions, Failure, Settings, Signer, SignerError};
use gridmerit_meter::{Meter, Reading, StateFile};
use gridmerit_telegram::{Direction, Format};
use proptest::prelude::*;
use support::{
	FIRST, GENESIS, QUARTER, SETTINGS, Stand, arrival, dutch, key, of_device, open, p1, p1_time,
};

fn folder() -> tempfile::TempDir {
	tempfile::tempdir().unwrap()
}

fn stated(stand: &Stand) -> Vec<(u32, u64, u64)> {
	let readings = stand.readings();
	readings
		.iter()
		.map(|one| (one.reading.interval - FIRST, one.reading.import, one.reading.export))
		.collect()
}

#[test]
fn a_reading_states_the_difference_of_registers_in_whole_wh() {
	let folder = folder();
	let mut stand = Stand::new(folder.path());
	assert_eq!(stand.hear(-3, [4_426_400, 2_399_155], 500), 0);
	assert_eq!(stand.hear(5, [4_426_410, 2_399_155], 500), 0);
	assert_eq!(stand.hear(895, [4_426_600, 2_399_200], 501), 0);
	assert_eq!(stand.hear(902, [4_426_603, 2_399_200], 501), 1);
	let [signed] = stand.readings().try_into().unwrap();
	let import_register = 4_426_603 + 2_399_200;
	let reading = Reading {
		interval: FIRST,
		counter: 1,
		import_register,
		export_register: 501,
		import: 248,
		export: 1,
	};
	assert_eq!((signed.meter, signed.reading), (7, reading));
	assert_eq!(signed.verify(GENESIS, &key().signer()), Ok(()));
	let status = stand.status.get();
	assert_eq!((status.boundary_offset, status.backlog, status.signed), (Some(2.0), 1, 1));
	assert_eq!(status.device.as_deref(), Some("E0001"));
	let said = stand.said.text();
	assert!(
		said.contains("248 Wh drawn, 1 Wh fed in; register read 2.0 s after the boundary"),
		"{said}"
	);
	assert!(said.contains("2026-11-28T12:00:00Z"), "{said}");
}

#[test]
fn a_gap_is_not_stated_and_the_registers_carry_on() {
	let folder = folder();
	let mut stand = Stand::new(folder.path());
	for (seconds, wh) in
		[(0, 0), (900, 100), (1_700, 190), (1_895, 210), (2_700, 300), (3_600, 400)]
	{
		stand.hear(seconds, [wh, 0], 0);
	}
	assert_eq!(stated(&stand), [(0, 100, 0), (3, 100, 0)]);
	let registers: Vec<_> =
		stand.readings().iter().map(|one| one.reading.import_register).collect();
	assert_eq!(registers, [100, 400]);
	assert_eq!(stand.status.get().missed, 1);
	let said = stand.said.text();
	assert!(said.contains("the nearest was 95 s off, --nearest is 30 s"), "{said}");
}

#[test]
fn a_damaged_telegram_is_counted_and_the_next_one_is_used() {
	let folder = folder();
	let mut stand = Stand::new(folder.path());
	stand.hear(0, [1_000, 0], 0);
	let mut damaged = dutch(899, [2_000, 0], 0);
	let place = damaged.windows(6).position(|window| window == b"000002").unwrap();
	damaged.splice(place..place + 6, *b"000009");
	assert_eq!(stand.bridge.bytes(&damaged, arrival(899)).unwrap(), 0);
	assert_eq!(stand.hear(905, [2_000, 0], 0), 1);
	let status = stand.status.get();
	assert_eq!((status.telegrams, status.checksum_errors, status.unused), (2, 1, 0));
	assert_eq!(stated(&stand), [(0, 1_000, 0)]);
}

#[test]
fn line_ends_that_were_changed_are_said_once() {
	let folder = folder();
	let mut stand = Stand::new(folder.path());
	for seconds in [0, 900, 1_800] {
		let text = String::from_utf8(dutch(seconds, [1_000, 0], 0)).unwrap().replace("\r\n", "\n");
		stand.bridge.bytes(text.as_bytes(), arrival(seconds)).unwrap();
	}
	assert_eq!(stated(&stand).len(), 2);
	assert_eq!(stand.said.text().matches("LF in place of CRLF").count(), 1);
}

#[test]
fn another_device_stops_the_bridge_and_one_damaged_number_does_not() {
	let folder = folder();
	let mut stand = Stand::new(folder.path());
	stand.hear(0, [1_000, 0], 0);
	let other = |seconds| of_device("E0002", seconds, [5, 0], 0);
	assert_eq!(stand.bridge.bytes(&other(10), arrival(10)).unwrap(), 0);
	stand.hear(20, [1_001, 0], 0);
	for seconds in [30, 40] {
		assert_eq!(stand.bridge.bytes(&other(seconds), arrival(seconds)).unwrap(), 0);
	}
	let stopped = stand.bridge.bytes(&other(50), arrival(50)).unwrap_err();
	assert!(matches!(stopped, Failure::Stop(_)));
	let text = stopped.to_string();
	assert!(
		text.contains("E0002") && text.contains("E0001") && text.contains("rotateKey"),
		"{text}"
	);
	// The device is remembered.
	drop(stand);
	let mut stand = Stand::again(folder.path());
	let all: Vec<u8> = [60, 70, 80].into_iter().flat_map(other).collect();
	assert!(stand.bridge.bytes(&all, arrival(80)).is_err());
}

#[test]
fn a_register_that_runs_back_stops_the_bridge() {
	let folder = folder();
	let mut stand = Stand::new(folder.path());
	stand.hear(0, [1_000, 0], 70);
	stand.hear(900, [1_100, 0], 70);
	let all: Vec<u8> =
		[910, 920, 930].into_iter().flat_map(|at| dutch(at, [1_200, 0], 69)).collect();
	let text = stand.bridge.bytes(&all, arrival(930)).unwrap_err().to_string();
	assert!(text.contains("the export register ran back, from 70 Wh to 69 Wh"), "{text}");
	assert!(text.contains("rotateKey"), "{text}");
	drop(stand);
	// Also over a restart.
	let mut stand = Stand::again(folder.path());
	let all: Vec<u8> =
		[1_810, 1_820, 1_830].into_iter().flat_map(|at| dutch(at, [900, 0], 70)).collect();
	let text = stand.bridge.bytes(&all, arrival(1_830)).unwrap_err().to_string();
	assert!(text.contains("from 1100 Wh to 900 Wh"), "{text}");
	assert_eq!(stated(&stand), [(0, 100, 0)]);
}

#[test]
fn a_register_that_leaps_is_not_believed() {
	let folder = folder();
	let mut stand = Stand::new(folder.path());
	stand.hear(0, [1_000, 0], 0);
	// 100 kW are 278 Wh in 10 s, and 1 kWh is never doubted.
	assert_eq!(stand.hear(10, [900_000, 0], 0), 0);
	assert_eq!(stand.hear(900, [2_277, 0], 0), 1);
	assert_eq!(stand.status.get().unused, 1);
	assert!(stand.said.text().contains("--max-kw"), "{}", stand.said.text());
	assert_eq!(stated(&stand), [(0, 1_277, 0)]);
}

#[test]
fn clocks_that_differ_sign_nothing() {
	let folder = folder();
	let mut stand = Stand::new(folder.path());
	let mut hear = |seconds: i64, ahead: i64| {
		stand.bridge.bytes(&dutch(seconds + ahead, [1_000, 0], 0), arrival(seconds)).unwrap()
	};
	hear(0, 0);
	assert_eq!(hear(890, 3_600) + hear(900, 3_600) + hear(1_800, 3_600), 0);
	assert_eq!(hear(1_800, 0) + hear(2_700, 0), 1);
	let said = stand.said.text();
	assert!(said.contains("the meter's clock is 3599 s ahead of this computer's"), "{said}");
	assert_eq!(stated(&stand), [(2, 0, 0)]);
}

#[test]
fn a_meter_without_a_clock_goes_by_this_computers() {
	let folder = folder();
	let signer = Signer::create(folder.path(), key(), GENESIS, 7, QUARTER).unwrap();
	let mut stand = Stand::with(folder.path(), signer, SETTINGS, Format::Iec62056, 10).unwrap();
	for (seconds, kwh) in [(0, "1.0009"), (900, "2.0001"), (1_800, "2.9999")] {
		let text = format!("/ABC5\r\n\r\n1.8.0({kwh}*kWh)\r\n2.8.0(0*kWh)\r\n!\r\n");
		stand.bridge.bytes(text.as_bytes(), arrival(seconds)).unwrap();
	}
	// Registers are cut to whole Wh, and then subtracted.
	assert_eq!(stated(&stand), [(0, 1_000, 0), (1, 999, 0)]);
}

#[test]
fn one_direction_is_stated_only_where_it_is_said_so() {
	let line = |seconds| {
		p1(&[format!("0-0:1.0.0({})", p1_time(seconds)), "1-0:1.8.0(000001.000*kWh)".into()])
	};
	let ones: Vec<u8> = [0, 900].into_iter().flat_map(line).collect();
	let run = |directions| {
		let folder = folder();
		let signer = Signer::create(folder.path(), key(), GENESIS, 7, QUARTER).unwrap();
		let settings = Settings { directions, clock: Clock::Meter, ..SETTINGS };
		let mut stand = Stand::with(folder.path(), signer, settings, Format::P1, 10).unwrap();
		stand.bridge.bytes(&ones, arrival(900)).unwrap();
		(stated(&stand), stand.said.text())
	};
	let (none, said) = run(Directions::Both);
	assert_eq!(none, []);
	assert!(said.contains("fed in (2.8.x)") && said.contains("--only import"), "{said}");
	assert_eq!(run(Directions::Only(Direction::Import)).0, [(0, 0, 0)]);
	assert_eq!(run(Directions::Only(Direction::Export)).0, []);
}

#[test]
fn a_tariff_that_is_missing_is_not_counted_as_none() {
	let folder = folder();
	let mut stand = Stand::new(folder.path());
	stand.hear(0, [1_000, 2_000], 0);
	stand.hear(890, [1_100, 2_000], 0);
	let cut = p1(&[
		format!("0-0:1.0.0({})", p1_time(900)),
		"1-0:1.8.0(000009.999*kWh)".into(),
		"1-0:1.8.1(000001.100*kWh)".into(),
		"1-0:2.8.1(000000.000*kWh)".into(),
		"1-0:2.8.2(000000.000*kWh)".into(),
	]);
	stand.bridge.bytes(&cut, arrival(900)).unwrap();
	stand.hear(910, [1_105, 2_000], 0);
	assert_eq!(stated(&stand), [(0, 100, 0)]);
	assert!(stand.said.text().contains("1-0:1.8.2 is missing"), "{}", stand.said.text());
}

#[test]
fn a_restart_goes_on_with_the_same_counter_and_registers() {
	let folder = folder();
	let mut stand = Stand::new(folder.path());
	stand.hear(0, [1_000, 0], 0);
	stand.hear(900, [1_100, 0], 0);
	stand.hear(1_000, [1_110, 0], 0);
	drop(stand);
	let mut stand = Stand::again(folder.path());
	assert_eq!(stand.status.get().last_interval, Some(FIRST));
	stand.hear(1_795, [1_200, 0], 0);
	stand.hear(1_810, [1_201, 0], 0);
	assert_eq!(stated(&stand), [(0, 100, 0), (1, 100, 0)]);
	let counters: Vec<_> = stand.readings().iter().map(|one| one.reading.counter).collect();
	assert_eq!(counters, [1, 2]);
}

#[test]
fn a_power_cut_after_signing_loses_nothing_and_signs_nothing_else() {
	let folder = folder();
	let path = folder.path();
	let mut stand = Stand::new(path);
	stand.hear(0, [1_000, 0], 0);
	let before = fs::read(path.join("bridge.json")).unwrap();
	stand.hear(900, [1_100, 0], 0);
	let signed = stand.readings();
	drop(stand);
	// The state was written, and the power went before the spool and the progress were.
	fs::remove_file(path.join(format!("spool/{FIRST:010}.json"))).unwrap();
	fs::write(path.join("bridge.json"), before).unwrap();
	let mut stand = Stand::again(path);
	assert_eq!(stand.readings(), signed);
	// What comes then is of the next interval, whatever is sent of this one.
	stand.hear(905, [1_150, 0], 0);
	stand.hear(1_800, [1_300, 0], 0);
	assert_eq!(stated(&stand), [(0, 100, 0), (1, 200, 0)]);
}

#[test]
fn a_full_spool_keeps_the_oldest_and_signs_no_more() {
	let folder = folder();
	let signer = Signer::create(folder.path(), key(), GENESIS, 7, QUARTER).unwrap();
	let mut stand = Stand::with(folder.path(), signer, SETTINGS, Format::P1, 2).unwrap();
	for quarter in 0..5 {
		stand.hear(900 * quarter, [100 * u64::try_from(quarter).unwrap(), 0], 0);
	}
	assert_eq!(stated(&stand), [(0, 100, 0), (1, 100, 0)]);
	assert!(stand.said.text().contains("the spool is full"), "{}", stand.said.text());
	stand.spool.delivered(FIRST).unwrap();
	stand.hear(4_500, [500, 0], 0);
	assert_eq!(stated(&stand), [(1, 100, 0), (4, 100, 0)]);
	assert_eq!(stand.readings()[1].reading.import_register, 500);
}

#[test]
fn a_folder_is_one_bridges_and_begun_once() {
	let folder = folder();
	assert!(matches!(open(folder.path()), Err(SignerError::Missing(_))));
	let first = Signer::create(folder.path(), key(), GENESIS, 7, QUARTER).unwrap();
	assert!(matches!(open(folder.path()), Err(SignerError::Locked)));
	drop(first);
	let again = Signer::create(folder.path(), key(), GENESIS, 7, QUARTER);
	assert!(matches!(again, Err(SignerError::Exists)));
	assert_eq!(open(folder.path()).unwrap().interval_length(), QUARTER);
	let stranger =
		gridmerit_meter::Keypair::from_suri(gridmerit_meter::Scheme::Ed25519, "//Other").unwrap();
	assert!(matches!(Signer::open(folder.path(), stranger), Err(SignerError::Meter(_))));
}

#[test]
fn a_meter_that_has_signed_before_goes_on_with_its_counter() {
	let folder = folder();
	let path = folder.path().join("meter.json");
	let mut meter = Meter::new(key(), GENESIS, 7);
	meter.read(FIRST - 10, 400, 0).unwrap();
	let mut file = StateFile::create(&path).unwrap();
	file.save(meter.state()).unwrap();
	drop(file);
	let other = Signer::create(folder.path(), key(), GENESIS, 8, QUARTER);
	assert!(matches!(other, Err(SignerError::Other(7, GENESIS))));
	let mut stand = Stand::new(folder.path());
	stand.hear(0, [1_000, 0], 0);
	stand.hear(900, [1_100, 0], 0);
	// The one from before may not have been delivered.
	let [before, reading] = stand.readings().try_into().unwrap();
	assert_eq!(Some(&before), meter.state().last.as_ref());
	let reading = reading.reading;
	assert_eq!((reading.counter, reading.import, reading.import_register), (2, 100, 1_100));

	// Made, and the power went.
	let empty = self::folder();
	fs::write(empty.path().join("meter.json"), "").unwrap();
	assert!(Signer::create(empty.path(), key(), GENESIS, 7, QUARTER).is_ok());
}

#[test]
fn a_day_of_a_noisy_line_adds_up() {
	let folder = folder();
	let mut stand = Stand::new(folder.path());
	let mut wh = 10_000;
	for telegram in 0..=8_640_i64 {
		let seconds = telegram * 10;
		wh += u64::try_from(telegram % 7).unwrap();
		let mut bytes = dutch(seconds, [wh, 0], wh / 2);
		if telegram % 5 == 3 {
			bytes.truncate(100);
		}
		stand.bridge.bytes(&bytes, arrival(seconds)).unwrap();
	}
	let readings = stand.readings();
	assert_eq!(readings.len(), 96);
	let sum: u64 = readings.iter().map(|one| one.reading.import).sum();
	assert_eq!(sum, readings[95].reading.import_register - 10_000);
	assert!(stand.status.get().checksum_errors > 1_000);
	let lines = stand.said.text().lines().count();
	assert!(lines < 110, "what repeats is said seldom: {lines} lines");
}

proptest! {
	// Each reading is on disk before the next one.
	#![proptest_config(ProptestConfig::with_cases(16))]

	/// The chain takes a reading if its registers leave room for its energy after the reading before.
	#[test]
	fn registers_always_leave_room(flows in prop::collection::vec((0_u64..500_000, 0_u64..500_000, 0_u8..10), 1..40)) {
		let folder = folder();
		let signer = Signer::create(folder.path(), key(), GENESIS, 7, QUARTER).unwrap();
		let settings = Settings { clock: Clock::System, most: 10_000_000, ..SETTINGS };
		let mut stand = Stand::with(folder.path(), signer, settings, Format::Iec62056, 100).unwrap();
		// In tenths of a Wh.
		let (mut import, mut export) = (5, 9);
		for (quarter, (drawn, fed, heard)) in flows.iter().enumerate() {
			import += drawn;
			export += fed;
			if *heard == 0 {
				continue;
			}
			let text = format!(
				"/ABC5\r\n\r\n1.8.0({}.{}*Wh)\r\n2.8.0({}.{}*Wh)\r\n!\r\n",
				import / 10, import % 10, export / 10, export % 10
			);
			let at = arrival(i64::try_from(quarter).unwrap() * 900);
			stand.bridge.bytes(text.as_bytes(), at).unwrap();
		}
		let mut before: Option<Reading> = None;
		for one in stand.readings() {
			let reading = one.reading;
			if let Some(before) = before {
				prop_assert!(reading.counter > before.counter && reading.interval > before.interval);
				prop_assert!(before.import_register + reading.import <= reading.import_register);
				prop_assert!(before.export_register + reading.export <= reading.export_register);
				if reading.interval == before.interval + 1 {
					prop_assert_eq!(before.import_register + reading.import, reading.import_register);
				}
			}
			before = Some(reading);
		}
	}

}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn any_bytes_at_any_time_are_taken(chunks in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..200), any::<i64>()), 0..20)) {
		let folder = folder();
		let mut stand = Stand::new(folder.path());
		for (chunk, system) in chunks {
			let arrival = gridmerit_bridge::Arrival { system, steady: arrival(0).steady };
			stand.bridge.bytes(&chunk, arrival).unwrap();
			stand.bridge.tick(arrival).unwrap();
		}
		prop_assert!(stand.readings().is_empty());
	}
}
