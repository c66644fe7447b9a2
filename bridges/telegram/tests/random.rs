// SPDX-License-Identifier: Apache-2.0

//! Whatever comes, nothing panics, and the next telegram is found.

use gridmerit_telegram::{Decoder, Format};
use proptest::prelude::*;

const ALPHABET: &[u8] = b"/!\r\n()*.:-0123456789ABFkWh\x02\x03\x1b\x01\x1a\x7e\x68\x16\xff";

fn bytes() -> impl Strategy<Value = Vec<u8>> {
	let byte = prop_oneof![any::<u8>(), prop::sample::select(ALPHABET)];
	prop::collection::vec(byte, 0..600)
}

fn formats() -> impl Strategy<Value = Format> {
	prop::sample::select(Format::ALL.to_vec())
}

proptest! {
	#[test]
	fn any_bytes_are_taken(format in formats(), chunks in prop::collection::vec(bytes(), 0..4)) {
		let mut decoder = Decoder::new(format);
		for chunk in chunks {
			decoder.push(&chunk);
			while decoder.next_telegram().is_some() {}
		}
		decoder.finish();
	}

	#[test]
	fn lines_of_any_text_are_taken(lines in prop::collection::vec("[0-9.:*-]{0,12}\\([0-9.]{0,40}(\\*kWh)?\\)?", 0..8)) {
		let text = format!("/XXX5\r\n\r\n{}\r\n!\r\n", lines.join("\r\n"));
		for format in [Format::P1, Format::Iec62056] {
			let mut decoder = Decoder::new(format);
			decoder.push(text.as_bytes());
			prop_assert!(decoder.next_telegram().is_some());
		}
	}
}

#[test]
fn a_long_stream_of_something_else_is_taken() {
	for format in Format::ALL {
		for byte in [0x00, 0x1b, 0x55, 0xff, b'/', b'\n'] {
			let mut decoder = Decoder::new(format);
			decoder.push(&vec![byte; 200_000]);
			while decoder.next_telegram().is_some() {}
		}
	}
}
