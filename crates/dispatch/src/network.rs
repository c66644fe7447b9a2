// SPDX-License-Identifier: Apache-2.0

//! What a grid lets through in a window.

use alloc::vec::Vec;

use gridmerit_grid::{Bus, Feeder, Line, MAX_BUSES};
use gridmerit_market::{PPM, Wh};

use crate::error::Refusal;
#[cfg(feature = "scale")]
use crate::scale::*;

/// Most of a [`Volts::rise`].
pub const MAX_RISE: u64 = 1 << 40;

/// Most lines of a [`Network::Meshed`].
pub const MAX_LINES: usize = 1 << 14;

/// What a bus is allowed in voltage, and what its line does to it.
///
/// The unit is the statement's own, a fixed part of the square of the nominal voltage; a trillionth, 10^-12, suits grids
/// from 400 V to 110 kV.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct Volts {
	/// By how much the square of the voltage rises over its line for each Wh that the line carries away from the bus, in
	/// units per Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub rise: u64,
	/// How far it may come to lie above where it is if neighbours trade nothing, in units.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub above: u64,
	/// How far below, in units.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub below: u64,
}

/// A line of a meshed grid, by how all buses load it (power transfer distribution factors).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct Row {
	/// The most that it carries in its own direction, in Wh per interval.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub forward: Wh,
	/// The most against it.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub backward: Wh,
	/// How much of a Wh that a bus sells goes over the line, in ppm, negative against its direction; by bus, ascending,
	/// and 0 where there is none.
	pub factors: Vec<(Bus, i32)>,
}

/// The grid in a window. Limits are for what neighbours trade, net of all else that the grid carries; nothing traded is
/// always within them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Network {
	/// A tree: limits of lines, and of voltage (LinDistFlow) if there are `volts`, one for bus 1, 2, and so on.
	Radial {
		/// The tree.
		feeder: Feeder,
		/// Empty: no limits of voltage.
		volts: Vec<Volts>,
	},
	/// Any other: a row for each line that may be full.
	Meshed {
		/// How many.
		buses: usize,
		/// The lines.
		rows: Vec<Row>,
	},
}

/// Why a grid is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkFault {
	/// Neither none, nor one for each bus but the substation.
	#[error("voltage: one entry for each bus but bus 0, or none")]
	Volts,
	/// Above [`MAX_RISE`].
	#[error("bus {0}: the voltage rises by more than 2^40 units per Wh")]
	Rise(Bus),
	/// No bus, or more than [`MAX_BUSES`]; more lines than [`MAX_LINES`].
	#[error("a meshed grid has 1 to 2^14 buses and at most 2^14 lines")]
	Size,
	/// A limit is above [`Line::NO_LIMIT`].
	#[error("line {0}: a limit is above 2^60 Wh")]
	LimitTooHigh(usize),
	/// The factors of a line are not in ascending order of buses, or one is 0, beyond a million, or of no bus.
	#[error(
		"line {0}: factors ascend by bus, each of a bus of the grid and of 1 to 1,000,000 ppm, or negative"
	)]
	Factors(usize),
}

impl Network {
	/// How many buses it has.
	pub fn buses(&self) -> usize {
		match self {
			Self::Radial { feeder, .. } => feeder.buses(),
			Self::Meshed { buses, .. } => *buses,
		}
	}

	/// How many lines and how many voltages have limits.
	pub fn limits(&self) -> (usize, usize) {
		match self {
			Self::Radial { feeder, volts } => (feeder.buses().saturating_sub(1), volts.len()),
			Self::Meshed { rows, .. } => (rows.len(), 0),
		}
	}

	/// Checks the bounds.
	pub(crate) fn check(&self) -> Result<(), NetworkFault> {
		match self {
			Self::Radial { feeder, volts } => {
				if !volts.is_empty() && volts.len() != feeder.buses().saturating_sub(1) {
					return Err(NetworkFault::Volts);
				}
				match volts.iter().position(|volts| volts.rise > MAX_RISE) {
					Some(index) => Err(NetworkFault::Rise(index.saturating_add(1) as Bus)),
					None => Ok(()),
				}
			},
			Self::Meshed { buses, rows } => {
				if !(1..=MAX_BUSES).contains(buses) || rows.len() > MAX_LINES {
					return Err(NetworkFault::Size);
				}
				for (line, row) in rows.iter().enumerate() {
					if row.forward.max(row.backward) > Line::NO_LIMIT {
						return Err(NetworkFault::LimitTooHigh(line));
					}
					let sound = |(bus, factor): &(Bus, i32)| {
						usize::from(*bus) < *buses && (1..=PPM).contains(&factor.unsigned_abs())
					};
					let ascend = row.factors.is_sorted_by(|(bus, _), (next, _)| bus < next);
					if !ascend || !row.factors.iter().all(sound) {
						return Err(NetworkFault::Factors(line));
					}
				}
				Ok(())
			},
		}
	}
}

/// What a bus has in a list by bus. The buses are those of the grid that the list was made for.
pub(crate) fn at<T>(list: &mut [T], bus: Bus) -> Result<&mut T, Refusal> {
	list.get_mut(usize::from(bus)).ok_or(Refusal::Overflow)
}
