// SPDX-License-Identifier: Apache-2.0

//! Dispatch: how much of each order is filled, and what the lines carry.

use alloc::vec::Vec;

use gridmerit_market::{Limits, Rules, StepError, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	error::GridError,
	feeder::Feeder,
	keys::{Key, Keys},
	page::{Located, Order, Pages},
	share::{Share, Shares},
	zone::{Zone, Zones},
};

/// Fills the orders of a cleared feeder, which come in pages, in one pass.
///
/// In each zone offers below the price sell in full, and what is wanted at a higher limit, or without one, is bought in
/// full. Those at the price, or in scarcity all demand without a limit, share by the zone's level.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct ZoneFilling {
	limits: Limits,
	pages: Pages,
	zones: Vec<Zone>,
	/// By rank.
	shares: Vec<Shares>,
	filled: Vec<Filled>,
}

/// What the orders of a bus come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Filled {
	pub bought: Wh,
	pub sold: Wh,
	/// Firm demand that is not filled.
	pub open: Wh,
	pub sharing: Wh,
	pub shared: Wh,
}

impl Filled {
	/// With those of another bus.
	pub fn with(self, other: Self) -> Self {
		Self {
			bought: self.bought.wrapping_add(other.bought),
			sold: self.sold.wrapping_add(other.sold),
			open: self.open.wrapping_add(other.open),
			sharing: self.sharing.wrapping_add(other.sharing),
			shared: self.shared.wrapping_add(other.shared),
		}
	}

	/// Notes what a demand has got.
	#[inline]
	pub fn bought(&mut self, order: Order, share: Share, scarce: Key) -> Wh {
		let fill = self.shared(order, share);
		self.bought = self.bought.wrapping_add(fill);
		if order.key >= scarce {
			self.open = self.open.wrapping_add(order.energy.wrapping_sub(fill));
		}
		fill
	}

	/// Notes what an offer has sold.
	#[inline]
	pub fn sold(&mut self, order: Order, share: Share) -> Wh {
		let fill = self.shared(order, share);
		self.sold = self.sold.wrapping_add(fill);
		fill
	}

	fn shared(&mut self, order: Order, share: Share) -> Wh {
		if let Share::Part(part) = share {
			self.sharing = self.sharing.wrapping_add(order.energy);
			self.shared = self.shared.wrapping_add(part);
		}
		share.of(order.energy)
	}
}

/// What the line of a bus carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Flow {
	/// Energy that neighbours trade over it away from the bus, in Wh; negative towards it. Within the line's limits.
	pub traded: i64,
	/// By how many Wh the import limit would be passed if the utility serves all firm demand that is left: an alarm for
	/// the grid's operator. Counted at the outermost line that lacks room.
	pub lacking: Wh,
}

impl ZoneFilling {
	/// Fills by the zones that [`ZoneSearch`](crate::ZoneSearch) found of the same feeder under the same rules.
	pub fn new(feeder: &Feeder, zones: &Zones, rules: &Rules) -> Result<Self, GridError> {
		if zones.seats().len() != feeder.buses() {
			return Err(GridError::OtherFeeder);
		}
		Ok(Self {
			limits: rules.limits,
			pages: Pages::default(),
			zones: zones.zones().to_vec(),
			shares: Shares::all(zones.zones(), zones.seats(), rules.turn),
			filled: zones.seats().iter().map(|_| Filled::default()).collect(),
		})
	}

	/// Fills the next page; appends an entry per demand to `bought` and one per offer to `sold`.
	pub fn page(
		&mut self,
		feeder: &Feeder,
		page: Located<'_>,
		bought: &mut Vec<Wh>,
		sold: &mut Vec<Wh>,
	) -> Result<(), GridError> {
		self.check(feeder)?;
		self.pages.accept(page)?;
		let keys = Keys::new(&self.limits);
		let Self { shares, filled, .. } = self;
		let scarce = keys.scarce();
		bought.extend(page.demand(feeder, keys).map(|(_, order)| {
			let rank = usize::from(order.rank);
			let bus = shares.get_mut(rank).zip(filled.get_mut(rank));
			bus.map_or(0, |(shares, filled)| filled.bought(order, shares.demand(order), scarce))
		}));
		sold.extend(page.supply(feeder, keys).map(|(_, order)| {
			let rank = usize::from(order.rank);
			let bus = shares.get_mut(rank).zip(filled.get_mut(rank));
			bus.map_or(0, |(shares, filled)| filled.sold(order, shares.offer(order)))
		}));
		Ok(())
	}

	/// Ends the pass: what the line of each bus carries, bus by bus; the substation's nothing. If the pages did not hold
	/// the orders that were cleared, no fill is valid.
	pub fn finish(self, feeder: &Feeder) -> Result<Vec<Flow>, GridError> {
		self.check(feeder)?;
		let mut sums: Vec<Filled> = self.zones.iter().map(|_| Filled::default()).collect();
		for (shares, filled) in self.shares.iter().zip(&self.filled) {
			if let Some(sum) = sums.get_mut(usize::from(shares.zone)) {
				*sum = sum.with(*filled);
			}
		}
		let same = self.zones.iter().zip(sums).all(|(zone, sum)| {
			let traded = (zone.bought, zone.sold) == (sum.bought, sum.sold);
			let shares = (zone.margin.total, zone.margin.amount) == (sum.sharing, sum.shared);
			traded && (shares || zone.price.is_none())
		});
		if !same {
			return Err(StepError::BookChanged.into());
		}
		Ok(flows(feeder, &self.filled))
	}

	fn check(&self, feeder: &Feeder) -> Result<(), GridError> {
		if feeder.buses() == self.shares.len() { Ok(()) } else { Err(GridError::OtherFeeder) }
	}
}

/// Adds up what the buses behind each line trade, and what they still need.
pub(crate) fn flows(feeder: &Feeder, filled: &[Filled]) -> Vec<Flow> {
	let mut flows: Vec<Flow> = filled.iter().map(|_| Flow::default()).collect();
	let mut sums: Vec<(i64, i64)> = filled
		.iter()
		.map(|filled| {
			let traded = filled.sold.wrapping_sub(filled.bought) as i64;
			(traded, traded.wrapping_sub(filled.open as i64))
		})
		.collect();
	for (rank, spot) in feeder.spots().iter().enumerate().skip(1).rev() {
		let Some(&(traded, needed)) = sums.get(rank) else { continue };
		let room = (spot.import as i64).wrapping_neg();
		if let Some(flow) = flows.get_mut(usize::from(spot.bus)) {
			*flow = Flow { traded, lacking: room.saturating_sub(needed).max(0) as Wh };
		}
		if let Some((sum, need)) = sums.get_mut(usize::from(spot.parent)) {
			*sum = sum.wrapping_add(traded);
			*need = need.wrapping_add(needed.max(room));
		}
	}
	flows
}
