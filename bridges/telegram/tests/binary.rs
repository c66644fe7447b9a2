// SPDX-License-Identifier: Apache-2.0

//! SML, DLMS and M-Bus. The telegrams are put together here, byte by byte as the standards have them; checksums are
//! computed bit by bit, not with the crate that checks them.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use gridmerit_telegram::{Decoder, Fault, Format, Key, Keys, MeterTime, Telegram};
use support::totals;

/// CRC-16 of HDLC and SML (ISO 13239).
fn x25(bytes: &[u8]) -> [u8; 2] {
	let crc = bytes.iter().fold(0xffff_u16, |crc, byte| {
		(0..8).fold(crc ^ u16::from(*byte), |crc, _| {
			if crc & 1 == 1 { (crc >> 1) ^ 0x8408 } else { crc >> 1 }
		})
	});
	(crc ^ 0xffff).to_le_bytes()
}

fn all(mut decoder: Decoder, bytes: &[u8]) -> Vec<Result<Telegram, Fault>> {
	decoder.push(bytes);
	std::iter::from_fn(|| decoder.next_telegram()).collect()
}

fn one(decoder: Decoder, bytes: &[u8]) -> Result<Telegram, Fault> {
	let mut all = all(decoder, bytes);
	assert_eq!(all.len(), 1, "{all:?}");
	all.remove(0)
}

/// Any bit that is wrong is noticed, and the next telegram is read.
fn damage_is_noticed(new: impl Fn() -> Decoder, telegram: &[u8]) {
	let right = one(new(), telegram).unwrap();
	for at in 0..telegram.len() {
		let mut damaged = telegram.to_vec();
		damaged[at] ^= 0x04;
		let found = all(new(), &[damaged.as_slice(), telegram, telegram].concat());
		assert_eq!(found.last(), Some(&Ok(right.clone())), "byte {at}");
		let wrong = found.iter().flatten().filter(|one| **one != right).count();
		assert_eq!(wrong, 0, "byte {at}: {found:?}");
	}
}

// SML

fn entry(obis: [u8; 6], unit_and_scaler: &[u8], value: &[u8]) -> Vec<u8> {
	[&[0x77, 0x07], obis.as_slice(), &[0x01, 0x01], unit_and_scaler, value, &[0x01]].concat()
}

fn sml(entries: &[Vec<u8>]) -> Vec<u8> {
	let message = message(entries);
	let padding = (4 - message.len() % 4) % 4;
	framed(&message, padding, x25)
}

fn message(entries: &[Vec<u8>]) -> Vec<u8> {
	let mut message =
		vec![0x76, 0x05, 1, 2, 3, 4, 0x62, 0, 0x62, 0, 0x72, 0x63, 0x07, 0x01, 0x77, 0x01];
	message.extend([0x0b, 0x0a, 0x01, b'E', b'M', b'H', 0, 0, 0x1a, 0x2b, 0x3c]);
	message.extend([0x01, 0x72, 0x62, 0x01, 0x65, 0x00, 0x01, 0x51, 0x80]);
	// Four bits of the count in each byte.
	let count = u8::try_from(entries.len()).unwrap();
	if count > 15 {
		message.extend([0xf0 | count >> 4, count & 0x0f]);
	} else {
		message.push(0x70 | count);
	}
	message.extend(entries.concat());
	message.extend([0x01, 0x01]);
	let check = x25(&message);
	message.push(0x63);
	message.extend(check);
	message.push(0x00);
	message
}

fn framed(message: &[u8], padding: usize, check: impl Fn(&[u8]) -> [u8; 2]) -> Vec<u8> {
	let mut frame = vec![0x1b, 0x1b, 0x1b, 0x1b, 1, 1, 1, 1];
	frame.extend(message);
	frame.extend(vec![0; padding]);
	frame.extend([0x1b, 0x1b, 0x1b, 0x1b, 0x1a, u8::try_from(padding).unwrap()]);
	let check = check(&frame);
	frame.extend(check);
	frame
}

const TENTHS: [u8; 4] = [0x62, 0x1e, 0x52, 0xff];

fn german() -> Vec<u8> {
	sml(&[
		entry([1, 0, 96, 50, 1, 1], &[0x01, 0x01], &[0x04, b'E', b'M', b'H']),
		entry([1, 0, 1, 8, 0, 255], &TENTHS, &[0x59, 0, 0, 0, 0, 0, 0x01, 0xe2, 0x4f]),
		entry([1, 0, 2, 8, 0, 255], &TENTHS, &[0x56, 0, 0, 0, 0x30, 0x39]),
		// Power that is fed in is negative, and no register.
		entry([1, 0, 16, 7, 0, 255], &[0x62, 0x1b, 0x52, 0x00], &[0x53, 0xff, 0x38]),
	])
}

#[test]
fn tenths_of_a_wh_are_read_and_shortened_integers() {
	let telegram = one(Decoder::new(Format::Sml), &german()).unwrap();
	assert_eq!(totals(&telegram), (12_347, 1_234));
	assert_eq!(telegram.device.as_deref(), Some("0a01454d4800001a2b3c"));
	assert_eq!(telegram.time, Some(MeterTime::Uptime(86_400)));
}

/// Another checksum of the same polynomial, as some Holley meters have it: CRC-16/KERMIT, its highest byte first.
fn kermit(bytes: &[u8]) -> [u8; 2] {
	let crc = bytes.iter().fold(0_u16, |crc, byte| {
		(0..8).fold(crc ^ u16::from(*byte), |crc, _| {
			if crc & 1 == 1 { (crc >> 1) ^ 0x8408 } else { crc >> 1 }
		})
	});
	crc.to_be_bytes()
}

#[test]
fn sml_counts_as_meters_send_it_and_not_only_by_the_standard() {
	assert_eq!(kermit(b"123456789"), [0x21, 0x89], "the catalogue's example");
	let register = entry([1, 0, 1, 8, 0, 255], &TENTHS, &[0x63, 0x30, 0x39]);
	let read = |frame: &[u8]| one(Decoder::new(Format::Sml), frame);
	let by_the_standard = read(&sml(std::slice::from_ref(&register))).unwrap();
	assert_eq!(totals(&by_the_standard), (1_234, 0));
	let mut message = message(std::slice::from_ref(&register));
	let filling = (4 - message.len() % 4) % 4;
	assert_eq!(read(&framed(&message, filling + 4, x25)), Ok(by_the_standard.clone()));
	assert_eq!(read(&framed(&message, filling, kermit)), Ok(by_the_standard.clone()));
	// The checksum of the message alone, which the one of the whole covers.
	let at = message.len() - 2;
	message[at] ^= 0xff;
	assert_eq!(read(&framed(&message, filling, x25)), Ok(by_the_standard));
	let swapped = |bytes: &[u8]| {
		let [low, high] = x25(bytes);
		[high, low]
	};
	assert!(matches!(read(&framed(&message, filling, swapped)), Err(Fault::Checksum { .. })));
}

#[test]
fn escapes_long_lists_and_telegrams_that_are_cut_off_are_read_in_sml() {
	// 0x1b1b1b1b tenths are sent with the escape before them.
	let value = [0x65, 0x1b, 0x1b, 0x1b, 0x1b, 0x1b, 0x1b, 0x1b, 0x1b];
	let mut entries = vec![entry([1, 0, 1, 8, 0, 255], &TENTHS, &value)];
	// One more than four bits count.
	entries
		.extend((0..15).map(|at| entry([1, 0, at, 7, 0, 255], &[0x62, 27, 0x52, 0], &[0x62, 1])));
	let telegram = sml(&entries);
	let right = one(Decoder::new(Format::Sml), &telegram).unwrap();
	assert_eq!(totals(&right), (0x1b1b_1b1b / 10, 0));
	let (cut, _) = telegram.split_at(60);
	let found = all(Decoder::new(Format::Sml), &[cut, &telegram].concat());
	assert!(matches!(found.as_slice(), [Err(Fault::Format(_)), Ok(found)] if *found == right));
	// An escape that is none of them, and elements within each other without end.
	let odd = [telegram.get(..40).unwrap(), &[0x1b, 0x1b, 0x1b, 0x1b, 7, 7, 7, 7]].concat();
	assert!(matches!(one(Decoder::new(Format::Sml), &odd), Err(Fault::Format(_))));
	let deep = framed(&[0x71; 100], 0, x25);
	assert!(matches!(one(Decoder::new(Format::Sml), &deep), Err(Fault::Format(_))));
}

#[test]
fn damaged_sml_is_noticed() {
	damage_is_noticed(|| Decoder::new(Format::Sml), &german());
}

#[test]
fn sml_without_unit_or_below_zero_is_refused() {
	let with = |unit: &[u8], value: &[u8]| {
		one(Decoder::new(Format::Sml), &sml(&[entry([1, 0, 1, 8, 0, 255], unit, value)]))
	};
	assert!(matches!(with(&[0x01, 0x01], &[0x62, 5]), Err(Fault::Unit(_))));
	assert!(matches!(with(&[0x62, 0x1b, 0x52, 0], &[0x62, 5]), Err(Fault::Unit(_))));
	assert_eq!(with(&TENTHS, &[0x52, 0xff]), Err(Fault::Negative));
	assert!(matches!(with(&TENTHS, &[0x02, b'x']), Err(Fault::Number(_))));
	assert_eq!(totals(&with(&[0x62, 0x1e, 0x01], &[0x62, 5]).unwrap()), (5, 0));
}

// DLMS

/// 26 October 2025, 02:30 in winter: an hour ahead of UTC.
const DATE: [u8; 12] = [0x07, 0xe9, 10, 26, 7, 2, 30, 0, 0, 0xff, 0xc4, 0x00];

fn register(obis: [u8; 6], value: &[u8], scaler: i8) -> Vec<u8> {
	[
		&[0x02, 3, 0x09, 6],
		obis.as_slice(),
		value,
		&[0x02, 2, 0x0f, scaler.to_le_bytes()[0], 0x16, 30],
	]
	.concat()
}

fn notification(date: &[u8], values: &[Vec<u8>]) -> Vec<u8> {
	let head = [&[0x0f, 0x40, 0, 0, 0, u8::try_from(date.len()).unwrap()], date].concat();
	let count = [0x01, u8::try_from(values.len()).unwrap()];
	[head, count.into(), values.concat()].concat()
}

fn push() -> Vec<u8> {
	let device =
		[&[0x02, 2, 0x09, 6, 0, 0, 96, 1, 0, 255, 0x0a, 8], b"73590001".as_slice()].concat();
	let power =
		[0x02, 3, 0x09, 6, 1, 0, 1, 7, 0, 255, 0x06, 0, 0, 1, 0, 0x02, 2, 0x0f, 0, 0x16, 27];
	notification(
		&DATE,
		&[
			device,
			power.into(),
			register([1, 0, 1, 8, 0, 255], &[0x06, 0, 0, 0x30, 0x39], 1),
			register([1, 0, 2, 8, 0, 255], &[0x15, 0, 0, 0, 0, 0, 0, 0, 7], 0),
		],
	)
}

fn hdlc(information: &[u8], segmented: bool) -> Vec<u8> {
	// Client 16, server 1 in two bytes, an unnumbered frame of information.
	let form = 0xa000 | u16::from(segmented) << 11 | u16::try_from(information.len() + 10).unwrap();
	let mut content = form.to_be_bytes().to_vec();
	content.extend([0x21, 0x02, 0x03, 0x13]);
	let check = x25(&content);
	content.extend(check);
	content.extend(information);
	let check = x25(&content);
	content.extend(check);
	[&[0x7e], content.as_slice(), &[0x7e]].concat()
}

fn in_hdlc(unit: &[u8]) -> Vec<u8> {
	hdlc(&[&[0xe6, 0xe7, 0x00], unit].concat(), false)
}

fn dlms() -> Decoder {
	Decoder::new(Format::Dlms)
}

#[test]
fn a_push_is_read_in_hdlc_and_in_the_wrapper() {
	let telegram = one(dlms(), &in_hdlc(&push())).unwrap();
	assert_eq!(totals(&telegram), (123_450, 7));
	assert_eq!(telegram.device.as_deref(), Some("73590001"));
	assert_eq!(telegram.time, Some(MeterTime::Utc(1_761_442_200_000)), "01:30 UTC");
	let length = u16::try_from(push().len()).unwrap().to_be_bytes();
	let wrapped = [&[0, 1, 0, 1, 0, 16], length.as_slice(), &push()].concat();
	assert_eq!(one(dlms(), &wrapped).unwrap(), telegram);
	// Two frames with one flag between them, and noise before.
	let frame = in_hdlc(&push());
	let stream = [&[0x00, 0x7e, 0xa0, 0x13], frame.as_slice(), &frame[1..], &frame].concat();
	let found = all(dlms(), &stream);
	assert!(found.iter().filter(|one| one.is_ok()).count() >= 2, "{found:?}");
}

#[test]
fn segments_are_put_together() {
	let unit = [&[0xe6, 0xe7, 0x00], push().as_slice()].concat();
	let (first, second) = unit.split_at(40);
	let stream = [hdlc(first, true), hdlc(second, false)].concat();
	assert_eq!(totals(&one(dlms(), &stream).unwrap()), (123_450, 7));
}

#[test]
fn damaged_hdlc_is_noticed() {
	let frame = in_hdlc(&push());
	for at in 1..frame.len() - 1 {
		let mut damaged = frame.clone();
		damaged[at] ^= 0x10;
		let found = all(dlms(), &damaged);
		assert!(found.iter().all(Result::is_err), "byte {at}: {found:?}");
	}
}

#[test]
fn a_deviation_says_which_hour_and_without_one_there_is_no_time() {
	let with = |date: &[u8]| one(dlms(), &in_hdlc(&notification(date, &[]))).unwrap().time;
	let deviation = |high, low, status| {
		let mut date = DATE;
		date[9..].copy_from_slice(&[high, low, status]);
		with(&date)
	};
	assert_eq!(
		deviation(0xff, 0x88, 0x80),
		Some(MeterTime::Utc(1_761_438_600_000)),
		"00:30 UTC, summer"
	);
	assert_eq!(deviation(0, 0, 0), Some(MeterTime::Utc(1_761_445_800_000)), "02:30 UTC");
	assert_eq!(deviation(0x80, 0x00, 0), None);
	assert_eq!(with(&[]), None);
	assert_eq!(with(&DATE[..11]), None);
}

#[test]
fn registers_without_scaler_and_values_of_unknown_kinds_are_refused() {
	let push = |value: Vec<u8>| one(dlms(), &in_hdlc(&notification(&DATE, &[value])));
	let name = [0x09, 6, 1, 1, 1, 8, 0, 255];
	let bare = [&[0x02, 2], name.as_slice(), &[0x06, 0, 0, 0, 1]].concat();
	assert!(matches!(push(bare), Err(Fault::Unit(_))));
	assert!(matches!(push(vec![0x13, 0]), Err(Fault::Format(_))));
	assert!(matches!(push(vec![0x02, 200, 0x11]), Err(Fault::Format(_))));
	let deep = [0x01, 1].repeat(40);
	assert!(matches!(push(deep), Err(Fault::Format(_))));
	let channel = register([1, 1, 1, 8, 0, 255], &[0x06, 0, 0, 0, 1], 1);
	assert_eq!(totals(&push(channel).unwrap()), (10, 0));
}

// Encrypted DLMS. The units were made with Python's package cryptography: AES-128 in GCM with the tag cut to its first
// 12 bytes, and in CTR. Inside is a push of 123450 Wh and 7 Wh, and a telegram of P1.

const KEY: &str = "feffe9928665731c6d6a8f9467308308";
const AUTHENTICATION: &str = "d0d1d2d3d4d5d6d7d8d9dadbdcdddedf";
const SIGNED: &str = "db084b464d00000001024f3000000007176f4b10396bf483940fe8e9ab68abbcd44504887c6dc6a25a9e32959b346993d7ce54f32f4c70204a7b48e6e91e3d90f1914cc7b8c62985ecba672c38ace89d984bf9add202a8f23e99";
const HIDDEN: &str = "db084b464d00000001028200432000000007176f4b10396bf483940fe8e9ab68abbcd44504887c6dc6a25a9e32959b346993d7ce54f32f4c70204a7b48e6e91e3d90f1914cc7b8c62985ecba672c38ac";
/// The authentication key is the one that Luxembourg's meters have, 00112233445566778899AABBCCDDEEFF.
const LUXEMBOURG: &str = "db084b464d0000000102820093300000000737633e680c3bc15fad23d9d8835a921c54480f87745ee29461af1dadb5fb47a1e1ce5ac11c72430664497bbcc61237a2d4a189f58ae819acde905d1f1a83e423d3fe1d51701193fabf9006eafac7679be311995a519883506bcb01d9cbb5829b9156b190d490ab9d23908f870c665b941a5da533e1c51d0ec2ae5cd90d32179a9c9e93048ac3d52341828fa41c5c";

fn with_keys(format: Format, encryption: &str, authentication: Option<&str>) -> Decoder {
	let key = |text: &str| text.parse::<Key>().unwrap();
	let keys = Keys { encryption: key(encryption), authentication: authentication.map(key) };
	Decoder::with_keys(format, Some(keys))
}

#[test]
fn what_is_encrypted_opens_with_the_households_key() {
	let unit = hex::decode(SIGNED).unwrap();
	let new = || with_keys(Format::Dlms, KEY, Some(AUTHENTICATION));
	for bytes in [unit.clone(), in_hdlc(&unit)] {
		assert_eq!(totals(&one(new(), &bytes).unwrap()), (123_450, 7));
	}
	let hidden = in_hdlc(&hex::decode(HIDDEN).unwrap());
	assert_eq!(totals(&one(with_keys(Format::Dlms, KEY, None), &hidden).unwrap()), (123_450, 7));
	let p1 = with_keys(Format::P1, KEY, Some("00112233445566778899AABBCCDDEEFF"));
	let telegram = one(p1, &hex::decode(LUXEMBOURG).unwrap()).unwrap();
	assert_eq!(totals(&telegram), (123_456, 7_001));
	assert_eq!(telegram.device.as_deref(), Some("SAG1"));
}

#[test]
fn the_second_security_suite_opens_alike_and_the_third_does_not() {
	let control_of = |control: u8| {
		let mut unit = hex::decode(HIDDEN).unwrap();
		unit[13] = control;
		one(with_keys(Format::Dlms, KEY, None), &unit)
	};
	assert_eq!(totals(&control_of(0x21).unwrap()), (123_450, 7));
	for other in [0x22, 0xa0, 0x00] {
		assert!(matches!(control_of(other), Err(Fault::Format(_))), "{other:02X}");
	}
}

#[test]
fn without_the_right_keys_nothing_opens() {
	let unit = hex::decode(SIGNED).unwrap();
	let refused = |decoder, unit: &[u8]| assert!(matches!(one(decoder, unit), Err(Fault::Key(_))));
	refused(dlms(), &unit);
	refused(with_keys(Format::Dlms, KEY, None), &unit);
	refused(with_keys(Format::Dlms, KEY, Some(KEY)), &unit);
	refused(with_keys(Format::Dlms, AUTHENTICATION, Some(AUTHENTICATION)), &unit);
	for at in 13..unit.len() {
		let mut changed = unit.clone();
		changed[at] ^= 1;
		assert!(
			one(with_keys(Format::Dlms, KEY, Some(AUTHENTICATION)), &changed).is_err(),
			"byte {at}"
		);
	}
	assert!(KEY[1..].parse::<Key>().is_err() && "x".repeat(32).parse::<Key>().is_err());
	assert_eq!(format!("{:?}", KEY.parse::<Key>().unwrap()), "Key");
}

// M-Bus

fn answer(records: &[&[u8]]) -> Vec<u8> {
	let header =
		[0x08, 0x01, 0x72, 0x78, 0x56, 0x34, 0x12, 0x24, 0x40, 0x01, 0x02, 0x05, 0x00, 0x00, 0x00];
	let user = [header.as_slice(), &records.concat()].concat();
	let length = u8::try_from(user.len()).unwrap();
	let check = user.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
	[&[0x68, length, length, 0x68], user.as_slice(), &[check, 0x16]].concat()
}

fn mbus() -> Decoder {
	Decoder::new(Format::Mbus)
}

#[test]
fn registers_of_both_directions_are_read() {
	let telegram = answer(&[
		// 1234 units of 10 Wh; the same backwards: fed in; power; a register of the last month; a time.
		&[0x04, 0x04, 0xd2, 0x04, 0x00, 0x00],
		&[0x04, 0x84, 0x3c, 0x07, 0x00, 0x00, 0x00],
		&[0x0a, 0x2b, 0x34, 0x02],
		&[0x44, 0x04, 0x01, 0x00, 0x00, 0x00],
		&[0x04, 0x6d, 0x00, 0x00, 0x21, 0x17],
		&[0x2f, 0x2f],
		// What only the maker knows.
		&[0x0f, 0xff, 0xff, 0xff],
	]);
	let found = one(mbus(), &telegram).unwrap();
	assert_eq!(totals(&found), (12_340, 70));
	assert_eq!(found.device.as_deref(), Some("12345678"));
	assert_eq!(found.time, None);
	// A short yes before it, and noise that looks like a start.
	let stream = [&[0xe5, 0x68, 0x10, 0x68], telegram.as_slice(), &telegram].concat();
	assert_eq!(all(mbus(), &stream), [Ok(found.clone()), Ok(found)]);
}

#[test]
fn every_unit_and_length_is_read() {
	let wh = |record: &[u8]| one(mbus(), &answer(&[record])).map(|one| totals(&one).0);
	assert_eq!(wh(&[0x04, 0x02, 0xd2, 0x04, 0, 0]), Ok(123), "tenths of a Wh");
	assert_eq!(wh(&[0x04, 0x06, 0xd2, 0x04, 0, 0]), Ok(1_234_000), "kWh");
	assert_eq!(wh(&[0x02, 0xfb, 0x00, 0x07, 0x00]), Ok(700_000), "a tenth of a MWh");
	assert_eq!(wh(&[0x0c, 0x03, 0x78, 0x56, 0x34, 0x12]), Ok(12_345_678), "digits");
	assert_eq!(wh(&[0x0e, 0x03, 0x78, 0x56, 0x34, 0x12, 0, 0]), Ok(12_345_678));
	assert_eq!(wh(&[0x06, 0x03, 1, 0, 0, 0, 0, 0]), Ok(1));
	assert_eq!(wh(&[0x07, 0x03, 1, 0, 0, 0, 0, 0, 0, 0]), Ok(1));
	assert_eq!(wh(&[0x02, 0x03, 0xff, 0xff]), Err(Fault::Negative));
	assert!(matches!(wh(&[0x0a, 0x03, 0x34, 0xf2]), Err(Fault::Number(_))));
	assert!(matches!(wh(&[0x04, 0x03, 0x34]), Err(Fault::Format(_))));
	// A thousand in a byte of its own is not guessed at.
	assert_eq!(wh(&[0x04, 0x83, 0x7d, 1, 0, 0, 0]), Ok(0));
	// Two tariffs are added.
	let tariffs = answer(&[&[0x84, 0x10, 0x03, 1, 0, 0, 0], &[0x84, 0x20, 0x03, 2, 0, 0, 0]]);
	assert_eq!(totals(&one(mbus(), &tariffs).unwrap()), (3, 0));
}

#[test]
fn what_is_no_electricity_meter_on_a_wire_is_refused() {
	let refused = |bytes: &[u8]| match one(mbus(), bytes) {
		Err(Fault::Format(why)) => why,
		other => panic!("{other:?}"),
	};
	let of = |medium: u8| {
		let mut telegram = answer(&[&[0x04, 0x06, 0xd2, 0x04, 0x00, 0x00]]);
		// 02 is electricity.
		let at = telegram.len() - 2;
		telegram[at] = telegram[at].wrapping_add(medium).wrapping_sub(telegram[14]);
		telegram[14] = medium;
		telegram
	};
	assert!(one(mbus(), &of(0x02)).is_ok());
	// A heat meter counts kWh too.
	assert!(refused(&of(0x04)).contains("for heat or cold"));
	assert!(refused(&of(0x07)).contains("for water"));
	assert!(refused(&of(0x31)).contains("the medium 31"));
	// By radio: length, control, maker, number, version, medium, kind, and data.
	let radio = [
		0x12, 0x44, 0x24, 0x40, 0x78, 0x56, 0x34, 0x12, 0x01, 0x02, 0x7a, 0x05, 0x00, 0x00, 0x00,
		0x04, 0x03, 0x01, 0x00,
	];
	assert!(refused(&radio).contains("wireless"));
	let right = of(0x02);
	let found = all(mbus(), &[radio.as_slice(), &right].concat());
	assert_eq!(found.last(), Some(&one(mbus(), &right)));
}

#[test]
fn damaged_and_encrypted_answers_are_refused() {
	let telegram = answer(&[&[0x04, 0x04, 0xd2, 0x04, 0x00, 0x00]]);
	for at in 4..telegram.len() - 1 {
		let mut damaged = telegram.clone();
		damaged[at] ^= 0x20;
		assert!(matches!(one(mbus(), &damaged), Err(Fault::Checksum { .. })), "byte {at}");
	}
	damage_is_noticed(mbus, &telegram);
	let mut encrypted = telegram;
	encrypted[18] = 0x05;
	let at = encrypted.len() - 2;
	encrypted[at] = encrypted[at].wrapping_add(5);
	assert!(matches!(one(mbus(), &encrypted), Err(Fault::Key(_))));
}

// SunSpec

fn model(number: u16, count: u16, values: &[(usize, &[u8])]) -> Vec<u8> {
	let mut model = vec![0; usize::from(count) * 2 + 4];
	model[..2].copy_from_slice(&number.to_be_bytes());
	model[2..4].copy_from_slice(&count.to_be_bytes());
	for (register, bytes) in values {
		model[register * 2..register * 2 + bytes.len()].copy_from_slice(bytes);
	}
	model
}

fn chain(models: &[Vec<u8>]) -> Vec<u8> {
	[b"SunS".as_slice(), &models.concat(), &[0xff, 0xff, 0, 0]].concat()
}

fn common() -> Vec<u8> {
	model(1, 66, &[(2, b"Maker"), (50, b"SN-1234")])
}

fn sunspec() -> Decoder {
	Decoder::new(Format::SunSpec)
}

fn chain_of(models: &[Vec<u8>]) -> Result<Telegram, Fault> {
	one(sunspec(), &chain(models))
}

#[test]
fn an_inverter_and_a_meter_are_read() {
	let inverter =
		model(103, 50, &[(24, &1_234_567_u32.to_be_bytes()), (26, &1_i16.to_be_bytes())]);
	let alone = chain_of(&[common(), inverter.clone()]).unwrap();
	assert_eq!(totals(&alone), (0, 12_345_670));
	assert_eq!(alone.device.as_deref(), Some("SN-1234"));
	// A meter beside it counts what goes over the connection.
	let meter = model(
		203,
		105,
		&[
			(38, &70_u32.to_be_bytes()),
			(46, &9_005_u32.to_be_bytes()),
			(54, &(-1_i16).to_be_bytes()),
		],
	);
	assert_eq!(totals(&chain_of(&[common(), inverter, meter]).unwrap()), (900, 7));
	let der = model(
		701,
		153,
		&[(19, &5_u64.to_be_bytes()), (23, &6_u64.to_be_bytes()), (120, &0_i16.to_be_bytes())],
	);
	assert_eq!(totals(&chain_of(&[common(), der]).unwrap()), (6, 5));
}

#[test]
fn models_without_scale_cut_off_or_double_are_refused() {
	let with = |scale: i16| model(103, 50, &[(24, &[0, 0, 0, 1]), (26, &scale.to_be_bytes())]);
	assert!(matches!(chain_of(&[with(i16::MIN)]), Err(Fault::Unit(_))));
	assert!(matches!(chain_of(&[model(103, 10, &[])]), Err(Fault::Format(_))));
	assert!(matches!(chain_of(&[with(0), with(1)]), Err(Fault::Twice(_))));
	assert!(chain_of(&[common()]).unwrap().registers.is_empty());
	let stream = [b"SuSunS".as_slice(), &chain(&[with(0)])[4..], &chain(&[with(0)])].concat();
	assert_eq!(all(sunspec(), &stream).iter().filter(|one| one.is_ok()).count(), 2);
}
