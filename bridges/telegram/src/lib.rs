// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
//! ```
//! use gridmerit_telegram::{Decoder, Direction, Format, Total};
//!
//! let mut decoder = Decoder::new(Format::Iec62056);
//! decoder.push(b"/ABC5meter\r\n\r\n1-0:1.8.0*255(0001234.567*kWh)\r\n!\r\n");
//! let telegram = decoder.next_telegram().expect("it is complete")?;
//! let total = Total::find(&telegram.registers, Direction::Import)?.expect("it has a register");
//! assert_eq!(total.energy.whole_wh(), 1_234_567);
//! # Ok::<(), gridmerit_telegram::Fault>(())
//! ```

mod decoder;
mod dlms;
mod energy;
mod fault;
mod iec62056;
mod mbus;
mod obis;
mod p1;
mod registers;
mod sml;
mod sunspec;
mod text;

pub use decoder::{Decoder, Format, MAX_TELEGRAM};
pub use dlms::{Key, Keys};
pub use energy::Energy;
pub use fault::Fault;
pub use obis::Obis;
pub use registers::{Basis, Direction, Registers, Total};

/// When a meter says that it read its registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeterTime {
	/// Milliseconds since 1970, UTC.
	Utc(i64),
	/// Seconds since the meter was started, by its own count.
	Uptime(u32),
}

/// What a meter has sent at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Telegram {
	/// The device, as it names itself: its serial number, in the meter's own spelling.
	pub device: Option<String>,
	/// When it read its registers; none where it does not say, or not from which offset to UTC.
	pub time: Option<MeterTime>,
	/// The energy registers.
	pub registers: Registers,
	/// Whether its line ends were changed on the way: the checksum is right only with those that the meter sent.
	pub line_ends_changed: bool,
}
