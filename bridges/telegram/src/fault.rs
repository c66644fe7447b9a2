// SPDX-License-Identifier: Apache-2.0

//! What is wrong with a telegram.

use crate::obis::Obis;

/// Why a telegram is not used. The next one may be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
	/// It was changed on the way.
	#[error(
		"the checksum is wrong ({found} instead of {expected}): the line or the reading head disturbs"
	)]
	Checksum {
		/// What the telegram says.
		found: String,
		/// What its bytes come to.
		expected: String,
	},
	/// It does not end.
	#[error("no telegram ends within {0} bytes: is it this format, and the right baud rate?")]
	TooLong(usize),
	/// It is not laid out as its format wants it.
	#[error("{0}")]
	Format(String),
	/// A register is no number.
	#[error("{0:?} is no number of a register")]
	Number(String),
	/// A register has no unit of energy.
	#[error("{0:?} is no unit of energy: Wh, kWh or MWh")]
	Unit(String),
	/// A register is below zero.
	#[error("a register is negative")]
	Negative,
	/// A register, or a sum of registers, has no room.
	#[error("a register is beyond what can be counted")]
	TooLarge,
	/// Two values for one register.
	#[error("{0} is there twice, with different values")]
	Twice(Obis),
	/// A register that was counted before is not there.
	#[error("{0} is missing, and it was counted before")]
	Missing(Obis),
	/// It is encrypted, and there is no key, or not the right one.
	#[error("{0}")]
	Key(&'static str),
}
