// SPDX-License-Identifier: Apache-2.0

//! P1 and IEC 62056-21. The telegrams are put together here, in the order of the examples in DSMR P1 5.0.2 (6.13)
//! and IEC 62056-21 (annex); the checksums are computed bit by bit, not with the crate that checks them.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use gridmerit_telegram::{Decoder, Fault, Format, MAX_TELEGRAM, MeterTime, Obis, Telegram};
use support::totals;

/// CRC-16 with the polynomial x^16 + x^15 + x^2 + 1, lowest bit first.
fn crc16(bytes: &[u8]) -> u16 {
	bytes.iter().fold(0, |crc, byte| {
		(0..8).fold(crc ^ u16::from(*byte), |crc, _| {
			if crc & 1 == 1 { (crc >> 1) ^ 0xa001 } else { crc >> 1 }
		})
	})
}

fn p1(lines: &[&str]) -> Vec<u8> {
	let body = format!("/XMX5LGBBFG1009394887\r\n\r\n{}\r\n!", lines.join("\r\n"));
	format!("{body}{:04X}\r\n", crc16(body.as_bytes())).into_bytes()
}

const DUTCH: [&str; 14] = [
	"1-3:0.2.8(50)",
	"0-0:1.0.0(260701120000S)",
	"0-0:96.1.1(4530303334303036393736393431353135)",
	"1-0:1.8.1(004426.400*kWh)",
	"1-0:1.8.2(002399.155*kWh)",
	"1-0:2.8.1(002444.012*kWh)",
	"1-0:2.8.2(000000.001*kWh)",
	"0-0:96.14.0(0002)",
	"1-0:1.7.0(00.244*kW)",
	"1-0:99.97.0()",
	"1-0:21.7.0(00.244*kW)",
	"0-1:24.1.0(003)",
	"0-1:96.1.0(4730303339303031)",
	"0-1:24.2.1(260701120000S)(00671.790*m3)",
];

fn all(format: Format, bytes: &[u8]) -> Vec<Result<Telegram, Fault>> {
	let mut decoder = Decoder::new(format);
	decoder.push(bytes);
	decoder.finish();
	std::iter::from_fn(|| decoder.next_telegram()).collect()
}

fn one(format: Format, bytes: &[u8]) -> Result<Telegram, Fault> {
	let mut all = all(format, bytes);
	assert_eq!(all.len(), 1, "{all:?}");
	all.remove(0)
}

#[test]
fn a_dutch_telegram_is_read() {
	let telegram = one(Format::P1, &p1(&DUTCH)).unwrap();
	assert_eq!(totals(&telegram), (6_825_555, 2_444_013));
	assert_eq!(telegram.device.as_deref(), Some("E0034006976941515"));
	// 1 July 2026, 10:00 UTC.
	assert_eq!(telegram.time, Some(MeterTime::Utc(1_782_900_000_000)));
	assert!(!telegram.line_ends_changed);
}

#[test]
fn lines_that_only_belgian_meters_send_are_passed_over() {
	// The lines after e-MUCS P1 1.7: its version, the quarter's average demand, gas by another name, phases.
	let belgian = [
		"0-0:96.1.4(50217)",
		"0-0:96.1.1(3153414733313031303231363035)",
		"0-0:1.0.0(251026023000W)",
		"1-0:1.8.1(000000.034*kWh)",
		"1-0:1.8.2(000015.758*kWh)",
		"1-0:2.8.1(000000.000*kWh)",
		"1-0:2.8.2(000000.011*kWh)",
		"1-0:1.4.0(02.351*kW)",
		"1-0:1.6.0(250509134558S)(02.589*kW)",
		"0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(250401000000S)(250331221500S)(06.123*kW)",
		"1-0:31.7.0(002.34*A)",
		"0-1:24.2.3(250509134558S)(00112.384*m3)",
		"0-0:96.13.0()",
	];
	let telegram = one(Format::P1, &p1(&belgian)).unwrap();
	assert_eq!(totals(&telegram), (15_792, 11));
	assert_eq!(telegram.device.as_deref(), Some("1SAG3101021605"));
}

#[test]
fn a_swedish_telegram_has_the_total_alone_and_winter_time_in_july() {
	let swedish = [
		"0-0:1.0.0(260701120000W)",
		"1-0:1.8.0(00006136.721*kWh)",
		"1-0:2.8.0(00000000.000*kWh)",
		"1-0:3.8.0(00000000.022*kvarh)",
		"1-0:4.8.0(00000020.123*kvarh)",
	];
	let telegram = one(Format::P1, &p1(&swedish)).unwrap();
	assert_eq!(totals(&telegram), (6_136_721, 0));
	assert_eq!(telegram.time, Some(MeterTime::Utc(1_782_903_600_000)), "11:00 UTC");
}

#[test]
fn the_doubled_hour_is_two_hours() {
	let at = |time: &str| {
		let lines = [time, "1-0:1.8.0(000001.000*kWh)", "1-0:2.8.0(000001.000*kWh)"];
		one(Format::P1, &p1(&lines)).unwrap().time
	};
	let utc = |ms| Some(MeterTime::Utc(ms));
	assert_eq!(at("0-0:1.0.0(251026023000S)"), utc(1_761_438_600_000), "00:30 UTC");
	assert_eq!(at("0-0:1.0.0(251026023000W)"), utc(1_761_442_200_000), "01:30 UTC");
	assert_eq!(
		at("0-0:1.0.0(260329015959W)"),
		utc(1_774_745_999_000),
		"a second before the hour that is left out"
	);
	assert_eq!(at("0-0:1.0.0(260329030000S)"), utc(1_774_746_000_000), "and the next one");
	// Neither summer nor winter, and no date.
	for time in ["0-0:1.0.0(251026023000)", "0-0:1.0.0(251326023000S)", "0-0:1.0.0(2510260230S)"] {
		assert_eq!(at(time), None, "{time}");
	}
}

#[test]
fn a_digit_that_was_changed_is_noticed_and_the_next_telegram_is_read() {
	let mut damaged = p1(&DUTCH);
	let place = damaged.windows(6).position(|window| window == b"004426").unwrap();
	damaged[place + 5] = b'7';
	let found = all(Format::P1, &[damaged, p1(&DUTCH)].concat());
	assert!(matches!(found[0], Err(Fault::Checksum { .. })), "{found:?}");
	assert_eq!(totals(found[1].as_ref().unwrap()), (6_825_555, 2_444_013));
}

#[test]
fn a_file_with_other_line_ends_is_read_and_said_so() {
	let text = String::from_utf8(p1(&DUTCH)).unwrap().replace("\r\n", "\n");
	let telegram = one(Format::P1, text.as_bytes()).unwrap();
	assert!(telegram.line_ends_changed);
	assert_eq!(totals(&telegram), (6_825_555, 2_444_013));
	let damaged = text.replace("004426", "004427");
	assert!(matches!(one(Format::P1, damaged.as_bytes()), Err(Fault::Checksum { .. })));
}

#[test]
fn the_first_and_the_last_line_may_be_missing() {
	let telegram = p1(&DUTCH);
	let stream = [&telegram[300..], &telegram, &telegram[..telegram.len() - 2]].concat();
	let found = all(Format::P1, &stream);
	assert_eq!(found.len(), 2, "{found:?}");
	assert!(found.iter().all(Result::is_ok), "{found:?}");
	let cut = [&telegram[..200], b"\r\n", &telegram].concat();
	let found = all(Format::P1, &cut);
	assert_eq!(found[0], Err(Fault::Format("a telegram is cut off".into())));
	assert!(found[1].is_ok());
}

#[test]
fn a_checksum_is_wanted_of_those_meters_that_send_one() {
	let text = String::from_utf8(p1(&DUTCH)).unwrap();
	let (body, _) = text.rsplit_once('!').unwrap();
	let without = format!("{body}!\r\n");
	assert!(matches!(one(Format::P1, without.as_bytes()), Err(Fault::Format(_))));
	let wrong = format!("{body}!12\r\n");
	assert!(matches!(one(Format::P1, wrong.as_bytes()), Err(Fault::Format(_))));
	let old = without.replace("1-3:0.2.8(50)\r\n", "");
	assert_eq!(totals(&one(Format::P1, old.as_bytes()).unwrap()), (6_825_555, 2_444_013));
}

/// A block as mode C sends it; the check character is over everything behind STX, ETX included.
fn block(data: &str) -> Vec<u8> {
	let block = format!("{data}!\r\n\x03");
	let check = block.bytes().fold(0, |check, byte| check ^ byte);
	[b"/ISk5MT174-0001\r\n\x02".as_slice(), block.as_bytes(), &[check]].concat()
}

const READ_OUT: &str = "C.1.0(12345678)\r\n0.0.0(87654321)\r\n0.9.1(023000)\r\n0.9.2(251026)\r\n\
	1.8.1(0001234.567*kWh)\r\n1.8.2(0000000.433*kWh)\r\n1.8.0(0001235.000*kWh)\r\n1.8.0*101(0001000.000*kWh)\r\n\
	1.8.0*102(0000900.000*kWh)\r\n2.8.0(0000002.5*kWh)\r\n1.6.1(1.23*kW)(2510201415)\r\nF.F(00000000)\r\n";

#[test]
fn a_read_out_is_checked_and_registers_of_earlier_months_do_not_count() {
	let telegram = one(Format::Iec62056, &block(READ_OUT)).unwrap();
	assert_eq!(totals(&telegram), (1_235_000, 2_500));
	assert_eq!(telegram.device.as_deref(), Some("12345678"));
	assert_eq!(telegram.time, None, "local time without its offset");
	assert_eq!(telegram.registers.get(Obis([1, 0, 1, 8, 0, 101])), None);

	let mut damaged = block(READ_OUT);
	let place = damaged.windows(7).position(|window| window == b"1235.00").unwrap();
	damaged[place] = b'7';
	let stream = [damaged, block(READ_OUT)].concat();
	let found = all(Format::Iec62056, &stream);
	assert!(matches!(found[0], Err(Fault::Checksum { .. })), "{found:?}");
	assert!(found[1].is_ok());
}

#[test]
fn a_check_character_may_be_any_byte() {
	// The check character becomes whatever the last digits make of it, a line's end and a slash too.
	let mut seen = std::collections::BTreeSet::new();
	for number in 0..1_000 {
		let data = format!("1.8.0({number:04}.{:03}*kWh)\r\n2.8.0(0*kWh)\r\n", number * 7 % 1_000);
		let bytes = block(&data);
		seen.insert(*bytes.last().unwrap());
		let twice = all(Format::Iec62056, &[bytes.clone(), bytes].concat());
		assert_eq!(twice.iter().filter(|one| one.is_ok()).count(), 2, "{number}");
	}
	assert!(seen.len() > 8, "{seen:?}");
}

#[test]
fn mode_d_has_no_check_and_a_parity_bit_is_taken_off() {
	let plain = b"/ESY5Q3DA1004 V3.04\r\n\r\n1-0:0.0.0*255(0273011003684)\r\n1-0:1.8.0*255(00026107.7034*kWh)\r\n\
		1-0:2.8.0*255(00000012.0001*kWh)\r\n1-0:21.7.0*255(000200.13*W)\r\n0-0:96.1.255*255(1ESY1011003684)\r\n!\r\n";
	let telegram = one(Format::Iec62056, plain).unwrap();
	assert_eq!(totals(&telegram), (26_107_703, 12_000));
	assert_eq!(telegram.device.as_deref(), Some("0273011003684"));
	let even: Vec<u8> =
		plain.iter().map(|byte| byte | ((byte.count_ones() as u8 & 1) << 7)).collect();
	assert_eq!(one(Format::Iec62056, &even).unwrap(), telegram);
}

#[test]
fn a_register_that_cannot_be_read_is_refused() {
	let with = |line: &str| one(Format::Iec62056, &block(&format!("{line}\r\n2.8.0(1*kWh)\r\n")));
	assert_eq!(with("1.8.0(0001235.000)"), Err(Fault::Unit(String::new())));
	assert_eq!(with("1.8.0(0001235,000*kWh)"), Err(Fault::Number("0001235,000".into())));
	assert_eq!(with("1.8.0(1*kWh)\r\n1.8.0(2*kWh)"), Err(Fault::Twice(Obis::energy(1, 0))));
	assert!(with("1.8.0()").unwrap().registers.get(Obis::energy(1, 0)).is_none());
}

#[test]
fn noise_without_end_is_given_up() {
	let mut noise = b"/XMX5 without an end\r\n".to_vec();
	noise.resize(MAX_TELEGRAM + 100, b'x');
	noise.extend_from_slice(b"\r\n");
	noise.extend(p1(&DUTCH));
	let found = all(Format::P1, &noise);
	assert_eq!(found[0], Err(Fault::TooLong(MAX_TELEGRAM)));
	assert!(found[1].is_ok());
}

#[test]
fn the_last_line_may_lack_its_end_and_a_block_begins_with_a_line() {
	let without = block("C.1.0(12345678)\r\n1.8.0(0001234.5*kWh)\r\n2.8.0(0*kWh)");
	let telegram = one(Format::Iec62056, &without).unwrap();
	assert_eq!(totals(&telegram), (1_234_500, 0));
	// STX inside of a line begins none: the telegram ends with its line, not with ETX.
	let stray = b"/ABC5\x02meter\r\n\r\n1.8.0(1*kWh)\r\n2.8.0(0*kWh)\r\n!\r\n";
	assert_eq!(totals(&one(Format::Iec62056, stray).unwrap()), (1_000, 0));
	assert_eq!(totals(&one(Format::P1, stray).unwrap()), (1_000, 0));
}
