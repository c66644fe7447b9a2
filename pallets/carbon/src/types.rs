// SPDX-License-Identifier: Apache-2.0

//! What is stored of emissions.

use frame_support::{BoundedVec, traits::ConstU32};
use gridmerit_carbon::{Bound, Footprint, GridFootprint, Vouched, counted};
use gridmerit_energy::{Interval, NodeIndex};
use serde::{Deserialize, Serialize};

/// The most certifications of a plant that are remembered.
pub const MAX_VOUCHED: u32 = 8;

/// A plant of a runtime.
pub type PlantOf<T> = Plant<<T as frame_system::Config>::AccountId>;

/// What a plant's energy emits.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Plant<AccountId> {
	/// What its owner says.
	pub declared: Footprint,
	/// What is certified of that or was, in the order of the intervals for which it counts; none counts together.
	pub vouched: BoundedVec<Vouched<AccountId>, ConstU32<MAX_VOUCHED>>,
}

impl<AccountId> Plant<AccountId> {
	/// What its energy of an interval counts at, and whether that is certified.
	pub fn counted(&self, interval: Interval, default: &Footprint) -> (Footprint, bool) {
		counted(Some(&self.declared), self.vouched.iter(), interval, default)
	}

	/// The place of what is certified of an interval or of later ones; none if nothing is.
	pub(crate) fn open(&self, since: Interval) -> Option<usize> {
		self.vouched.iter().position(|one| since < one.until)
	}

	/// Nothing is certified from an interval on.
	pub(crate) fn cut(&mut self, since: Interval) {
		self.vouched.retain(|one| one.from < since);
		for one in self.vouched.iter_mut() {
			one.until = one.until.min(since);
		}
	}
}

/// What a publisher has said of an interval.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Published {
	/// What a kWh out of the grid emits.
	pub grid: GridFootprint,
	/// Whether that was corrected.
	pub corrected: bool,
}

/// A node's bound.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct BoundSince {
	/// What it takes.
	pub bound: Bound,
	/// The first interval for which it counts.
	#[codec(compact)]
	pub from: Interval,
}

/// What an authority has done lately.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Recent {
	/// From this interval on.
	#[codec(compact)]
	pub since: Interval,
	/// How often.
	#[codec(compact)]
	pub count: u32,
}

/// A plant whose footprint the operator certifies from the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenesisFootprint {
	/// The node.
	pub node: NodeIndex,
	/// What a kWh emits.
	pub footprint: Footprint,
	/// The first interval for which that does not count any more.
	pub until: Interval,
}
