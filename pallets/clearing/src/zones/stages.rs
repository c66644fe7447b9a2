// SPDX-License-Identifier: Apache-2.0

//! How far the clearing of zones has come with a book: what is stored between blocks.

use alloc::boxed::Box;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::weights::Weight;
use gridmerit_grid::{Feeder, ZoneFilling, ZoneSearch, ZoneSweep, Zones};
use gridmerit_pallet_support::{Grid, MAX_BUSES, PageIndex};
use scale_info::TypeInfo;

use super::{
	assign::Legs,
	rights::{GrantRights, RightSearchStage, failed},
	weights,
};
use crate::{ClosedBook, Config, Curve, Failed, Next, PivotalSellers, Scope, ZonedPage};

/// A state of the grid crate. It grows with the buses, of which there are [`MAX_BUSES`] at most.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Stored<S>(pub S);

/// What such a state takes for each bus at most, in bytes, and beside that: more than any does, also if each bus is a
/// zone of its own. Tests encode such states.
const BYTES_OF_BUS: usize = 192;
const BYTES_BESIDE: usize = 256;

/// The most bytes of such a state with so many buses.
const fn bytes_of_stored(buses: usize) -> usize {
	BYTES_OF_BUS.saturating_mul(buses).saturating_add(BYTES_BESIDE)
}

/// The most bytes of all that is stored of an interval between blocks, with so many buses: three such states, and what
/// does not grow with them.
pub(super) fn bytes_of_stage(buses: usize) -> usize {
	let beside = ZonesStage::max_encoded_len()
		.saturating_sub(bytes_of_stored(MAX_BUSES as usize).saturating_mul(3));
	bytes_of_stored(buses).saturating_mul(3).saturating_add(beside)
}

impl<S: Encode> MaxEncodedLen for Stored<S> {
	fn max_encoded_len() -> usize {
		bytes_of_stored(MAX_BUSES as usize)
	}
}

/// What is to be done with a book on a grid.
#[frame_support::stored]
pub enum ZonesStage {
	/// Read its feeder, of so many buses.
	Open {
		/// The number of buses.
		buses: u32,
	},
	/// Find the prices of its zones.
	Search(Box<ZoneSearchStage>),
	/// Pair sellers and buyers (Algorithm 2).
	Assign(Box<AssignZones>),
	/// Fill its orders.
	Fill(Box<FillZones>),
	/// Find what may be fed in of what is left.
	SearchRights(Box<RightSearchStage>),
	/// Hand the rights out.
	Grant(Box<GrantRights>),
	/// Pair sellers and buyers where demands prefer sellers.
	Pair(Box<PairZones>),
}

/// The prices of zones are looked for.
#[frame_support::stored]
pub struct ZoneSearchStage {
	/// The feeder, with what is left of its limits.
	pub(super) feeder: Stored<Feeder>,
	/// The search, between two passes.
	pub(super) search: Stored<ZoneSearch>,
	/// How many pages a pass has.
	pub(super) pages: u32,
}

/// Sellers are paired with buyers.
#[frame_support::stored]
pub struct AssignZones {
	/// The feeder, with what is left of its limits.
	pub(crate) feeder: Stored<Feeder>,
	/// Its zones.
	pub(crate) zones: Stored<Zones>,
	/// Who is paired next; none before the first pair.
	pub(super) sweep: Option<Stored<ZoneSweep>>,
	/// How many pages a pass has.
	pub(super) pages: u32,
	/// Transactions that are not written.
	pub(super) unwritten: ZonedPage,
}

/// Sellers are paired with buyers that prefer some.
#[frame_support::stored]
pub struct PairZones {
	/// The feeder, with what is left of its limits.
	pub(crate) feeder: Stored<Feeder>,
	/// Its zones.
	pub(crate) zones: Stored<Zones>,
	/// What is looked at.
	pub(super) scope: Scope,
}

/// Orders are filled.
#[frame_support::stored]
pub struct FillZones {
	/// The feeder, with what is left of its limits.
	pub(super) feeder: Stored<Feeder>,
	/// Its zones.
	pub(super) zones: Stored<Zones>,
	/// The fills so far.
	pub(super) filling: Stored<ZoneFilling>,
	/// Supply and demand so far.
	pub(super) curve: Curve,
	/// The pivotal sellers so far.
	pub(super) pivotal: PivotalSellers,
	/// The next page.
	pub(crate) page: PageIndex,
}

impl ZonesStage {
	/// What it costs to go on from it in another block.
	pub(super) fn state_weight(&self) -> Weight {
		match self {
			// It has read nothing.
			Self::Open { .. } => Weight::zero(),
			Self::Search(stage) => weights::state(stage.feeder.0.buses()),
			Self::Assign(stage) => weights::state(stage.feeder.0.buses()),
			Self::Fill(stage) => weights::state(stage.feeder.0.buses()),
			Self::SearchRights(stage) => weights::state(stage.feeder.0.buses()),
			Self::Grant(stage) => weights::state(stage.feeder.0.buses()),
			Self::Pair(stage) => weights::state(stage.feeder.0.buses()),
		}
	}

	/// The most that the next step can cost, if the legs of the assignment are at hand or not.
	pub(super) fn worst<T: Config>(&self, legs: bool) -> Weight {
		match self {
			Self::Open { buses } => weights::open::<T>((*buses).min(MAX_BUSES)),
			Self::Search(stage) => weights::pass::<T>(stage.pages, stage.feeder.0.buses()),
			Self::Assign(stage) => {
				let load = if legs {
					Weight::zero()
				} else {
					weights::loading::<T>(stage.pages, stage.feeder.0.buses())
				};
				load.saturating_add(weights::assign::<T>(stage.feeder.0.buses()))
			},
			Self::Fill(stage) => weights::fill::<T>(stage.feeder.0.buses()),
			Self::SearchRights(stage) => {
				weights::rights_pass::<T>(stage.pages, stage.feeder.0.buses())
			},
			Self::Grant(stage) => weights::grant::<T>(stage.feeder.0.buses()),
			Self::Pair(stage) => stage.worst::<T>(),
		}
	}

	/// The most that any step costs for a book of one page.
	pub(super) fn least<T: Config>() -> Weight {
		let most = T::Grid::max_buses().min(MAX_BUSES);
		let buses = most as usize;
		weights::open::<T>(most)
			.max(weights::largest_pass::<T>(1, buses))
			.max(weights::fill::<T>(buses))
			.max(weights::grant::<T>(buses))
	}

	/// What to go on with where the next step fits into no block. Before anything is filled the book is too large, and
	/// waits for a later round; when it is, rights are left, and orders are filled whenever there is room.
	pub(super) fn lighten<T: Config>(
		self,
		book: &ClosedBook<'_, T>,
	) -> Result<Option<Self>, Failed> {
		match self {
			Self::Open { .. } | Self::Search(_) | Self::Assign(_) => Err(Failed::TooLarge),
			Self::Pair(stage) => Ok(Some(Self::Assign(Box::new(stage.set_aside(book))))),
			Self::Fill(_) => Ok(Some(self)),
			Self::SearchRights(_) | Self::Grant(_) => Ok(failed(book)),
		}
	}

	/// Takes a step.
	pub(super) fn step<T: Config>(
		self,
		legs: &mut Option<Legs>,
		book: &mut ClosedBook<'_, T>,
	) -> Result<Next<Self>, Failed> {
		match self {
			Self::Open { buses } => ZoneSearchStage::open(buses, book),
			Self::Search(stage) => stage.step(book),
			Self::Assign(stage) => stage.step(legs, book),
			Self::Fill(stage) => Ok(stage.step(book)),
			Self::SearchRights(stage) => Ok(stage.step(book)),
			Self::Grant(stage) => Ok(stage.step(book)),
			Self::Pair(stage) => stage.step(book),
		}
	}
}
