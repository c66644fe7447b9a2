// SPDX-License-Identifier: Apache-2.0

//! Names of registers.

use std::fmt;

/// The name of a value by IEC 62056-61, `A-B:C.D.E*F`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obis(pub [u8; 6]);

/// What group F says of a register as it stands now; others are of earlier periods.
const NOW: u8 = 255;

impl Obis {
	/// A register of energy, all phases together: direction 1 or 2 of group C, tariff 0 for the total.
	pub const fn energy(c: u8, tariff: u8) -> Self {
		Self([1, 0, c, 8, tariff, NOW])
	}

	/// Reads `1-0:1.8.0*255`, or the short `1.8.0`, which is of electricity, channel 0, now.
	pub fn parse(text: &str) -> Option<Self> {
		let (medium, rest) = match text.split_once(':') {
			Some((medium, rest)) => {
				let (a, b) = medium.split_once('-')?;
				([number(a)?, number(b)?], rest)
			},
			None => ([1, 0], text),
		};
		let (rest, f) = match rest.split_once(['*', '&']) {
			Some((rest, f)) => (rest, number(f)?),
			None => (rest, NOW),
		};
		let mut groups = rest.split('.');
		let c = number(groups.next()?)?;
		let d = number(groups.next()?)?;
		let (e, f) = match (groups.next(), groups.next(), groups.next()) {
			(Some(e), None, None) => (number(e)?, f),
			(Some(e), Some(f), None) => (number(e)?, number(f)?),
			// IEC 62056-21 lets the last group go.
			(None, None, None) => (0, f),
			_ => return None,
		};
		let [a, b] = medium;
		Some(Self([a, b, c, d, e, f]))
	}

	/// The tariff of a register of energy of all phases, as it stands now: 0 is the total. `c` is 1 for what
	/// was drawn, 2 for what was fed in. Some meters have their registers on channel 1.
	pub(crate) fn tariff(self, c: u8) -> Option<u8> {
		match self.0 {
			[1, 0 | 1, found, 8, tariff @ 0..=63, NOW] if found == c => Some(tariff),
			_ => None,
		}
	}

	/// Whether it is a register that this crate counts.
	pub(crate) fn counts(self) -> bool {
		self.tariff(1).or(self.tariff(2)).is_some()
	}
}

/// `from_str` would take a sign.
fn number(text: &str) -> Option<u8> {
	if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

impl fmt::Display for Obis {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		let [a, b, c, d, e, f] = self.0;
		write!(to, "{a}-{b}:{c}.{d}.{e}")?;
		if f == NOW { Ok(()) } else { write!(to, "*{f}") }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_spelling_is_read() {
		let total = Some(Obis::energy(1, 0));
		for text in ["1-0:1.8.0*255", "1-0:1.8.0", "1.8.0", "1.8.0*255", "1-0:1.8.0.255", "1.8"] {
			assert_eq!(Obis::parse(text), total, "{text}");
		}
		assert_eq!(Obis::parse("1-0:1.8.0*101"), Some(Obis([1, 0, 1, 8, 0, 101])));
		for text in ["", "1-0:", "1.8.0.255.1", "1-0:1.8.256", "+1.8.0", "F.F", "1.8.0*"] {
			assert_eq!(Obis::parse(text), None, "{text}");
		}
	}

	#[test]
	fn registers_of_earlier_months_of_phases_and_of_gas_do_not_count() {
		for text in ["1.8.0*101", "1-0:1.8.0*01", "1-0:21.8.0", "0-1:1.8.0", "7-0:1.8.0", "3.8.0"] {
			assert!(!Obis::parse(text).unwrap().counts(), "{text}");
		}
		assert_eq!(Obis::parse("1-1:2.8.3").unwrap().tariff(2), Some(3));
	}
}
