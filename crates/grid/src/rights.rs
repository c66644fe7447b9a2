// SPDX-License-Identifier: Apache-2.0

//! Rights to feed in: how what neighbours do not buy shares the room that is left on the lines.
//!
//! It is a clearing without prices, in which the utility at the substation wants more than it can get. So the same
//! search finds the levels, the same fills are the rights, and a full line ends a zone: all zones but the substation's
//! have one above them.

use alloc::vec::Vec;

use gridmerit_market::{Book, BookError, Demand, Limits, MAX_ORDER, NodeIndex, Offer, Rules, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	error::GridError,
	feeder::{Bus, Feeder},
	fill::ZoneFilling,
	page::{Located, LocationError},
	search::ZoneSearch,
	zone::Zones,
};

/// What a node would feed in beyond what it trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
	/// The node. The last 2^20 indices are not for nodes here.
	pub node: NodeIndex,
	/// The bus that it hangs on.
	pub bus: Bus,
	/// How much, in Wh; at most [`MAX_ORDER`].
	pub energy: Wh,
}

/// What may be fed in over the lines of a feeder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedIn {
	/// The right of each node, in Wh, in their order.
	pub rights: Vec<Wh>,
	/// Of each bus whether a line above it is full: there is room for nothing more.
	pub full: Vec<bool>,
	/// What all rights together have the line of each bus carry away from it, in Wh; the substation's nothing.
	pub flows: Vec<Wh>,
}

/// Shares what the lines of `feeder` have left, when they carry `flows` away from their buses already, among those who
/// want to feed in; in time linear in these and in the buses.
///
/// Everybody gets what it wants up to a level, as high as the lines allow: the level behind a full line is the one at
/// which that is full, if the lines above it do not set a lower one. So all that fits is given, and nobody can get
/// more but from somebody who has no more than it (max-min fairness). The odd Wh behind a full line go round with
/// `turn` over those who want more than the level, in depth-first order of buses and on a bus by node.
///
/// `wanted` is in strictly ascending order of nodes and comes to less than 2^60 Wh.
pub fn rights(
	feeder: &Feeder,
	flows: &[i64],
	wanted: &[Wanted],
	turn: u32,
) -> Result<FeedIn, RightsError> {
	let feeder = feeder.feeding(flows);
	let mut search = RightSearch::new(&feeder);
	let found = loop {
		search.page(&feeder, wanted)?;
		if let Some(found) = search.end_pass(&feeder)? {
			break found;
		}
	};
	let full = (0..feeder.buses()).map(|bus| found.is_full_above(&feeder, bus as Bus)).collect();
	let mut rights = Vec::with_capacity(wanted.len());
	let mut shares = RightShares::new(&feeder, &found, turn)?;
	shares.page(&feeder, wanted, &mut rights)?;
	Ok(FeedIn { rights, full, flows: shares.finish(&feeder)? })
}

/// The search for the levels of rights, with what is wanted in pages, as [`ZoneSearch`] takes them; on a feeder for
/// [feeding](Feeder::feeding).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct RightSearch {
	search: ZoneSearch,
	/// What this pass has seen, in Wh.
	wanted: Wh,
}

impl RightSearch {
	/// A search that has seen no page.
	pub fn new(feeder: &Feeder) -> Self {
		Self { search: ZoneSearch::new(feeder, &Limits::ONE_ASK), wanted: 0 }
	}

	/// Counts the next page of this pass.
	pub fn page(&mut self, feeder: &Feeder, wanted: &[Wanted]) -> Result<(), RightsError> {
		let rows = Rows::new(wanted);
		self.search.page(feeder, rows.located(feeder)?)?;
		self.wanted = self.wanted.saturating_add(rows.sum());
		Ok(())
	}

	/// Ends a pass: what was found, or none if the same pages are wanted once more.
	pub fn end_pass(&mut self, feeder: &Feeder) -> Result<Option<Rights>, RightsError> {
		let wanted = core::mem::take(&mut self.wanted);
		self.search.page(feeder, Rows::utility(wanted).located(feeder)?)?;
		let zones = self.search.end_pass(feeder)?;
		Ok(zones.map(|zones| Rights { zones, wanted }))
	}
}

/// The levels of rights, and which lines are full.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct Rights {
	zones: Zones,
	wanted: Wh,
}

impl Rights {
	/// Whether any line is full.
	pub fn limits(&self) -> bool {
		self.zones.zones().len() > 1
	}

	/// Whether a line above a bus is full, so that there is room for nothing more behind it.
	pub fn is_full_above(&self, feeder: &Feeder, bus: Bus) -> bool {
		self.zones.of(feeder, bus).is_some_and(|zone| zone.top != 0)
	}
}

/// Gives the rights out, page by page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct RightShares {
	filling: ZoneFilling,
	wanted: Wh,
}

impl RightShares {
	/// Begins with the first page. The odd Wh go round with `turn`.
	pub fn new(feeder: &Feeder, found: &Rights, turn: u32) -> Result<Self, RightsError> {
		let rules = Rules { limits: Limits::ONE_ASK, turn };
		let filling = ZoneFilling::new(feeder, &found.zones, &rules)?;
		Ok(Self { filling, wanted: found.wanted })
	}

	/// Appends the right of each node of the next page, in Wh.
	pub fn page(
		&mut self,
		feeder: &Feeder,
		wanted: &[Wanted],
		rights: &mut Vec<Wh>,
	) -> Result<(), RightsError> {
		let rows = Rows::new(wanted);
		self.filling.page(feeder, rows.located(feeder)?, &mut Vec::new(), rights)?;
		Ok(())
	}

	/// Ends the pass: what the rights have the line of each bus carry away from it, in Wh. If the pages did not hold what
	/// the search saw, no right is valid.
	pub fn finish(self, feeder: &Feeder) -> Result<Vec<Wh>, RightsError> {
		let Self { mut filling, wanted } = self;
		let utility = Rows::utility(wanted);
		filling.page(feeder, utility.located(feeder)?, &mut Vec::new(), &mut Vec::new())?;
		let flows = filling.finish(feeder)?;
		Ok(flows.iter().map(|flow| flow.traded.max(0).unsigned_abs()).collect())
	}
}

/// A page of the book in which rights are found.
struct Rows {
	demands: Vec<Demand>,
	buyers: Vec<Bus>,
	offers: Vec<Offer>,
	sellers: Vec<Bus>,
}

impl Rows {
	/// What is wanted: everybody asks the same.
	fn new(wanted: &[Wanted]) -> Self {
		let ask = Limits::ONE_ASK.cheapest_ask();
		let offer = |row: &Wanted| Offer { node: row.node, capacity: row.energy, ask };
		Self {
			demands: Vec::new(),
			buyers: Vec::new(),
			offers: wanted.iter().map(offer).collect(),
			sellers: wanted.iter().map(|row| row.bus).collect(),
		}
	}

	/// The utility, behind all nodes. It wants a Wh more than there is: as it lacks something in any case, a line that is
	/// full to the Wh ends a zone, too.
	fn utility(wanted: Wh) -> Self {
		let mut left = wanted.saturating_add(1);
		let rows = left.div_ceil(MAX_ORDER) as NodeIndex;
		let demands = (0..rows).map(|row| {
			let node = NodeIndex::MAX.wrapping_sub(rows).wrapping_add(row);
			let quantity = left.min(MAX_ORDER);
			left = left.wrapping_sub(quantity);
			Demand { node, quantity, limit: None }
		});
		let demands: Vec<_> = demands.collect();
		let buyers = demands.iter().map(|_| 0).collect();
		Self { demands, buyers, offers: Vec::new(), sellers: Vec::new() }
	}

	fn located(&self, feeder: &Feeder) -> Result<Located<'_>, RightsError> {
		let book = Book::new(&self.demands, &self.offers)?;
		Ok(Located::new(feeder, book, &self.buyers, &self.sellers)?)
	}

	fn sum(&self) -> Wh {
		self.offers.iter().map(|row| row.capacity).fold(0, Wh::saturating_add)
	}
}

/// Why rights are not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RightsError {
	/// Nodes are not in ascending order, are too many, or one wants too much.
	#[error(transparent)]
	Book(#[from] BookError),
	/// A node hangs on no bus of the feeder.
	#[error(transparent)]
	Location(#[from] LocationError),
	/// A page does not come after the one before, or the pages are not those of the pass before.
	#[error(transparent)]
	Step(#[from] GridError),
}
