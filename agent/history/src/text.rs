// SPDX-License-Identifier: Apache-2.0

//! Bytes to text.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The text of a file, without a byte order mark, and its encoding if it is not UTF-8. What is no UTF-8
/// and has no mark is taken for Windows-1252, as spreadsheets in Western Europe write it: there every
/// byte is a character, and digits and marks are the same.
pub(crate) fn decode(bytes: &[u8]) -> (String, Option<&'static str>) {
	let encoding = match Encoding::for_bom(bytes) {
		Some((encoding, _)) => encoding,
		None if str::from_utf8(bytes).is_ok() => UTF_8,
		None => WINDOWS_1252,
	};
	let (text, _) = encoding.decode_with_bom_removal(bytes);
	// A record ends at a lone carriage return too, so lines are counted alike.
	let text = text.replace("\r\n", "\n").replace('\r', "\n");
	(text, (encoding != UTF_8).then(|| encoding.name()))
}
