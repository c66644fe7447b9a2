// SPDX-License-Identifier: Apache-2.0

//! Floor 4, the grid: which lines there are, what they carry, and what is paid for where they are full.

use frame_support::weights::Weight;
use gridmerit_energy::{Interval, Planck, Wh};

use crate::Bus;

/// Most buses of a grid on which a chain clears: so many keep the state of a clearing small.
pub const MAX_BUSES: u32 = 1 << 11;

/// The grid that the market's nodes hang on, as it stands for an interval.
pub trait Grid {
	/// The most buses that a feeder of this chain can ever have; zero if there can never be a grid.
	fn max_buses() -> u32;
	/// How many buses the feeder of an interval has; zero: no grid, nothing is limited.
	fn buses(interval: Interval) -> u32;
	/// The most that [`Self::buses`] costs.
	fn buses_weight() -> Weight;
	/// The feeder with the limits of an interval, which are fixed since its first window opened; none without a grid.
	fn feeder(interval: Interval) -> Option<gridmerit_grid::Feeder>;
	/// The most that `feeder` costs with so many buses.
	fn weight(buses: u32) -> Weight;
}

impl Grid for () {
	fn max_buses() -> u32 {
		0
	}

	fn buses(_: Interval) -> u32 {
		0
	}

	fn buses_weight() -> Weight {
		Weight::zero()
	}

	fn feeder(_: Interval) -> Option<gridmerit_grid::Feeder> {
		None
	}

	fn weight(_: u32) -> Weight {
		Weight::zero()
	}
}

/// Whether a chain can have a grid at all: to ask for one costs something then. One that cannot does nothing for it,
/// and pays nothing.
pub fn has_grid<G: Grid>() -> bool {
	G::max_buses() > 0
}

/// Knows the congestion rent: what buyers pay beyond what sellers get, where full lines separate their prices.
pub trait CongestionRent {
	/// Whether there can be any.
	fn has_rent() -> bool;
	/// That of an interval, over all rounds so far, in planck.
	fn rent(interval: Interval) -> Planck;
}

/// Knows whose the lines are.
pub trait LineOwners<AccountId> {
	/// The owner of the line that a bus hangs on, if it is trusted to keep it.
	fn owner(bus: Bus) -> Option<AccountId>;

	/// Has an account own the line of a bus for a benchmark.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_owner(bus: Bus, account: &AccountId);
}

/// Knows who runs the grid.
pub trait GridOperators<AccountId> {
	/// Whether an account runs it, and is trusted to.
	fn is_grid_operator(account: &AccountId) -> bool;

	/// Has an account run it for a benchmark.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_grid_operator(account: &AccountId);
}

/// Knows what lines carry.
pub trait CarriedEnergy {
	/// What the line of a bus carries of what neighbours have traded for an interval in all rounds, on balance, in Wh in
	/// either direction; 0 when it is forgotten.
	fn carried(interval: Interval, bus: Bus) -> Wh;

	/// Has all lines that there can be carry so much for a benchmark.
	#[cfg(feature = "runtime-benchmarks")]
	fn carry(interval: Interval, energy: Wh);
}
