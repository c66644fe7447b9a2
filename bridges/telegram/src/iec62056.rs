// SPDX-License-Identifier: Apache-2.0

//! The data read-out of IEC 62056-21 (modes A and C behind a request, mode D by itself).
//!
//! Source: IEC 62056-21:2002, 5.9 (read-out) and 5.8 (check character). Its clock (0.9.1, 0.9.2) is local time
//! without an offset, so it does not say which of the two hours it is in autumn: it is not used.

use crate::{
	Telegram,
	fault::Fault,
	text::{self, Frame},
};

const STX: u8 = 0x02;

/// Checks a frame and reads it.
pub(crate) fn read(frame: &Frame) -> Result<Telegram, Fault> {
	if let (true, [rest @ .., found]) = (frame.block, frame.tail.as_slice()) {
		let block = frame.body.iter().skip_while(|byte| **byte != STX).skip(1);
		let expected = block.chain(rest).fold(0, |check, byte| check ^ byte);
		if *found != expected {
			let [found, expected] = [*found, expected].map(|check| format!("{check:02X}"));
			return Err(Fault::Checksum { found, expected });
		}
	}
	text::lines(&frame.body)
}
