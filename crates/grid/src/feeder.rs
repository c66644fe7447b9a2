// SPDX-License-Identifier: Apache-2.0

//! The grid: a tree of buses, joined by lines with limits.

use alloc::{vec, vec::Vec};

use gridmerit_market::{MAX_TOTAL, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;

/// Number of a bus, where nodes hang on the grid. Bus 0 is the substation.
pub type Bus = u16;

/// Most buses of a feeder.
pub const MAX_BUSES: usize = 1 << 14;

/// The line from a bus to the next one on the way to the substation.
///
/// Its limits are for the energy that neighbours trade in one delivery interval, net of everything else that the line
/// has to carry: that is the grid operator's part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Line {
	/// The bus at its other end.
	pub parent: Bus,
	/// Most energy towards this bus, in Wh per interval.
	pub import: Wh,
	/// Most energy from this bus, in Wh per interval.
	pub export: Wh,
}

impl Line {
	/// A limit that no book reaches.
	pub const NO_LIMIT: Wh = MAX_TOTAL;
}

/// The number of a bus in depth-first order: parents come before their children, and the buses behind a line follow
/// each other.
pub(crate) type Rank = u16;

/// A bus in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Spot {
	pub bus: Bus,
	/// Of the bus at the other end of its line; the substation's own.
	pub parent: Rank,
	pub import: Wh,
	pub export: Wh,
}

impl Spot {
	/// The least and the most that its line carries away from it.
	pub fn bounds(&self) -> (i64, i64) {
		((self.import as i64).wrapping_neg(), self.export as i64)
	}
}

/// A radial feeder: every bus but the substation hangs on one line.
///
/// Nothing that neighbours trade passes the substation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct Feeder {
	/// By rank.
	spots: Vec<Spot>,
	/// By bus.
	ranks: Vec<Rank>,
}

impl Feeder {
	/// The feeder in which bus 1 hangs on the first of `lines`, bus 2 on the second, and so on; in time linear in the
	/// lines. Without a line it is the substation alone.
	pub fn new(lines: &[Line]) -> Result<Self, FeederError> {
		let buses = lines.len().saturating_add(1);
		if buses > MAX_BUSES {
			return Err(FeederError::TooManyBuses);
		}
		// Children of bus b begin at `starts[b]`, in ascending order.
		let mut starts = vec![0_usize; buses.saturating_add(1)];
		for (bus, line) in (1..).zip(lines) {
			if line.import.max(line.export) > Line::NO_LIMIT {
				return Err(FeederError::LimitTooHigh(bus));
			}
			match starts.get_mut(usize::from(line.parent).saturating_add(1)) {
				Some(count) => *count = count.saturating_add(1),
				None => return Err(FeederError::NoSuchBus { bus, parent: line.parent }),
			}
		}
		let mut sum = 0_usize;
		for start in &mut starts {
			sum = sum.saturating_add(*start);
			*start = sum;
		}
		let (mut children, mut ends) = (vec![0; lines.len()], starts.clone());
		for (bus, line) in (1..).zip(lines) {
			if let Some(end) = ends.get_mut(usize::from(line.parent))
				&& let Some(child) = children.get_mut(*end)
			{
				*child = bus;
				*end = end.saturating_add(1);
			}
		}

		let mut ranks = vec![None; buses];
		let mut spots = Vec::with_capacity(buses);
		let mut open: Vec<Bus> = vec![0];
		while let Some(bus) = open.pop() {
			let line = usize::from(bus).checked_sub(1).and_then(|index| lines.get(index));
			let parent = line.and_then(|line| *ranks.get(usize::from(line.parent))?);
			let (import, export) = line.map_or((0, 0), |line| (line.import, line.export));
			if let Some(rank) = ranks.get_mut(usize::from(bus)) {
				*rank = Some(spots.len() as Rank);
			}
			spots.push(Spot { bus, parent: parent.unwrap_or(0), import, export });
			let own =
				starts.get(usize::from(bus)).zip(starts.get(usize::from(bus).saturating_add(1)));
			let own = own.and_then(|(start, end)| children.get(*start..*end));
			open.extend(own.unwrap_or(&[]).iter().rev());
		}
		match ranks.iter().position(Option::is_none) {
			Some(bus) => Err(FeederError::NoWayToSubstation(bus as Bus)),
			None => Ok(Self { spots, ranks: ranks.into_iter().flatten().collect() }),
		}
	}

	/// How many buses it has, the substation included.
	pub fn buses(&self) -> usize {
		self.spots.len()
	}

	/// The line that a bus hangs on; none for the substation, and for what is no bus of this feeder.
	pub fn line(&self, bus: Bus) -> Option<Line> {
		let Spot { parent, import, export, .. } = *self.spot(self.rank(bus)?)?;
		(bus > 0).then_some(Line { parent: self.spot(parent)?.bus, import, export })
	}

	/// The same feeder with what is left of its limits when its lines carry so much away from their buses already, bus by
	/// bus. What flows one way makes room for the other.
	pub fn left(&self, flows: &[i64]) -> Self {
		let mut left = self.clone();
		for spot in left.spots.iter_mut().skip(1) {
			let flow = flows.get(usize::from(spot.bus)).copied().unwrap_or(0);
			let room = |limit: Wh| limit.min(Line::NO_LIMIT);
			spot.import = room(spot.import.saturating_add_signed(flow));
			spot.export = room(spot.export.saturating_add_signed(flow.saturating_neg()));
		}
		left
	}

	/// The same for what is fed in beside these flows: the export limits are what is left, and there are no import limits,
	/// as nothing that is fed in flows away from the substation.
	pub fn feeding(&self, flows: &[i64]) -> Self {
		let mut feeding = self.left(flows);
		feeding.spots.iter_mut().skip(1).for_each(|spot| spot.import = Line::NO_LIMIT);
		feeding
	}

	/// The buses from the substation outwards, each after the one that its line leads to. The substation's line leads to
	/// itself and carries nothing.
	pub fn outwards(&self) -> impl DoubleEndedIterator<Item = (Bus, Line)> {
		self.spots.iter().map(|spot| {
			let parent = self.spot(spot.parent).map_or(0, |parent| parent.bus);
			(spot.bus, Line { parent, import: spot.import, export: spot.export })
		})
	}

	/// The buses with their places, by rank.
	pub(crate) fn spots(&self) -> &[Spot] {
		&self.spots
	}

	/// The bus with a rank.
	pub(crate) fn spot(&self, rank: Rank) -> Option<&Spot> {
		self.spots.get(usize::from(rank))
	}

	/// The rank of a bus.
	#[inline]
	pub(crate) fn rank(&self, bus: Bus) -> Option<Rank> {
		self.ranks.get(usize::from(bus)).copied()
	}
}

/// Why lines are no radial feeder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeederError {
	/// More than [`MAX_BUSES`].
	#[error("more than 2^14 buses")]
	TooManyBuses,
	/// A limit is above [`Line::NO_LIMIT`].
	#[error("bus {0}: a limit of its line is above 2^60 Wh")]
	LimitTooHigh(Bus),
	/// A line leads to a bus that does not exist.
	#[error("bus {bus} hangs on bus {parent}, which does not exist")]
	NoSuchBus {
		/// The bus.
		bus: Bus,
		/// Where its line leads to.
		parent: Bus,
	},
	/// Following the lines from a bus leads back to it.
	#[error("no way leads from bus {0} to the substation")]
	NoWayToSubstation(Bus),
}
