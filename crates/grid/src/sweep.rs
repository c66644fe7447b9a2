// SPDX-License-Identifier: Apache-2.0

//! Algorithm 2 on a feeder: inside zones, and across them.

use alloc::vec::Vec;

use gridmerit_market::{Leg, Price, Side, StepError, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	error::GridError, feeder::Feeder, layout::Layout, transaction::ZonedTransaction, zone::Zone,
};

/// The sweep that pairs sellers with buyers, zone by zone, from the outermost to the substation's.
///
/// In each zone it is the [`Sweep`](gridmerit_market::Sweep) of a market without a grid, over the zone's own legs in
/// ascending node index. What then is left, on one side, is what the zone's line carries: it goes on to the next zone,
/// as a lot, and is used there after that zone's own legs. Every zone leaves one unfinished leg at most, so there are at
/// most sellers + buyers + zones - 2 transactions, none of 0 Wh. Energy goes on only over a full line and towards the
/// higher price, so no buyer pays less than its seller gets.
///
/// The legs of either side are numbered zone after zone, in the order of the zones of
/// [`Zones::zones`](crate::Zones::zones), and within a zone by node. The caller says which leg has a number; the state is
/// small, a lot of 16 bytes for each zone at most, and may be kept between any two steps.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct ZoneSweep {
	stops: Vec<Stop>,
	/// The number of zones that are not begun.
	ahead: u16,
	sellers: Vec<Lot>,
	buyers: Vec<Lot>,
}

/// A zone on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
struct Stop {
	/// The last of the zones behind it, itself if there is none.
	last: u16,
	price: Price,
	/// Where its legs end, of sellers and of buyers.
	sellers: u32,
	buyers: u32,
}

/// Legs of a zone, from one on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
struct Lot {
	zone: u16,
	next: u32,
	end: u32,
	/// What of the next leg is used.
	used: Wh,
}

impl ZoneSweep {
	/// Begins. `legs` has for each zone how many sellers and how many buyers it has, those of 0 Wh included if the
	/// caller numbers them.
	pub fn new(feeder: &Feeder, zones: &[Zone], legs: &[(u32, u32)]) -> Result<Self, GridError> {
		let layout = Layout::new(feeder, zones.iter().map(|zone| zone.top));
		let layout = layout.filter(|_| zones.len() == legs.len()).ok_or(GridError::OtherFeeder)?;
		let (mut sellers, mut buyers) = (0_u32, 0_u32);
		let stops = zones.iter().zip(legs).zip(layout.last()).map(|((zone, legs), last)| {
			sellers = sellers.saturating_add(legs.0);
			buyers = buyers.saturating_add(legs.1);
			Stop { last, price: zone.price.unwrap_or(0), sellers, buyers }
		});
		let stops: Vec<_> = stops.collect();
		let ahead = stops.len() as u16;
		Ok(Self { stops, ahead, sellers: Vec::new(), buyers: Vec::new() })
	}

	/// Goes on to the next transaction; none at the end. `leg` gives the legs by number. Fails if the energy sold and
	/// bought is not what the lines carry.
	pub fn step(
		&mut self,
		leg: impl Fn(Side, u32) -> Option<Leg>,
	) -> Result<Option<ZonedTransaction>, StepError> {
		loop {
			let Some(stop) = self.stops.get(usize::from(self.ahead)).copied() else {
				if self.ahead == 0 {
					return Ok(None);
				}
				self.enter();
				continue;
			};
			let seller = current(&mut self.sellers, stop.last, |number| leg(Side::Supply, number))?;
			let buyer = current(&mut self.buyers, stop.last, |number| leg(Side::Demand, number))?;
			let over = seller.is_some() || buyer.is_some();
			let (Some((sold, seller)), Some((bought, buyer))) = (seller, buyer) else {
				// The substation's zone must leave nothing.
				if self.ahead == 0 {
					return if over { Err(StepError::Uneven) } else { Ok(None) };
				}
				self.enter();
				continue;
			};
			let left = |lot: &Lot, leg: &Leg| leg.energy.saturating_sub(lot.used);
			let energy = left(sold, &seller).min(left(bought, &buyer));
			let price =
				|lot: &Lot| self.stops.get(usize::from(lot.zone)).map_or(0, |stop| stop.price);
			let (selling, buying) = (price(sold), price(bought));
			sold.used = sold.used.wrapping_add(energy);
			bought.used = bought.used.wrapping_add(energy);
			let (seller, buyer) = (seller.node, buyer.node);
			return Ok(Some(ZonedTransaction { seller, buyer, energy, buying, selling }));
		}
	}

	/// Goes on to the next zone, with its legs.
	fn enter(&mut self) {
		self.ahead = self.ahead.saturating_sub(1);
		let zone = self.ahead;
		let before = zone.checked_sub(1).and_then(|zone| self.stops.get(usize::from(zone)));
		let (sellers, buyers) = before.map_or((0, 0), |stop| (stop.sellers, stop.buyers));
		let Some(stop) = self.stops.get(usize::from(zone)) else { return };
		self.sellers.push(Lot { zone, next: sellers, end: stop.sellers, used: 0 });
		self.buyers.push(Lot { zone, next: buyers, end: stop.buyers, used: 0 });
	}
}

/// The leg at hand, with its lot; none if the zones up to `last` have none left.
fn current(
	lots: &mut Vec<Lot>,
	last: u16,
	leg: impl Fn(u32) -> Option<Leg>,
) -> Result<Option<(&mut Lot, Leg)>, StepError> {
	loop {
		// Lots of zones that are not behind this one wait for another.
		match lots.last_mut() {
			Some(lot) if lot.zone <= last => {
				if lot.next >= lot.end {
					lots.pop();
					continue;
				}
				let next = leg(lot.next).ok_or(StepError::Uneven)?;
				if lot.used < next.energy {
					break;
				}
				(lot.next, lot.used) = (lot.next.saturating_add(1), 0);
			},
			_ => return Ok(None),
		}
	}
	let Some(lot) = lots.last_mut() else { return Ok(None) };
	let next = leg(lot.next).ok_or(StepError::Uneven)?;
	Ok(Some((lot, next)))
}
