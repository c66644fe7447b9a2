// SPDX-License-Identifier: Apache-2.0

//! The result of the search: zones, each with its price and its level.

use alloc::vec::Vec;

use gridmerit_market::{Level, Limits, Margin, Planck, Price, Side, Status, Wh, payment};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	feeder::{Bus, Feeder},
	keys::{Key, Keys},
	layout::Layout,
	levels::Sharers,
	narrow::Reach,
};

/// Buses, joined by lines with room on them, that have the same price and the same level.
///
/// The line from [`Self::top`] to the next zone is full. Where two zones that meet have the same price they differ in
/// the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Zone {
	/// Its bus next to the substation.
	pub top: Bus,
	/// Where it stands on the axis of prices, also where nothing trades.
	pub key: Key,
	/// How its orders cleared. In scarcity firm demand exceeds its supply and what its lines can bring.
	pub status: Status,
	/// What buyers in it pay and sellers in it get, in planck per Wh, the fee not included; none if nothing is bought
	/// or sold in it, and nothing passes through.
	pub price: Option<Price>,
	/// All demand in it that some price would serve.
	pub demand: Wh,
	/// The part of it without a limit.
	pub firm: Wh,
	/// All eligible supply in it.
	pub supply: Wh,
	/// Energy that its buyers get.
	pub bought: Wh,
	/// Energy that its sellers deliver.
	pub sold: Wh,
	/// Who of it shares.
	pub margin: Margin,
}

impl Zone {
	/// Firm demand that is left to the utility.
	pub fn unmet_demand(&self) -> Wh {
		if self.status == Status::Scarcity {
			self.firm.saturating_sub(self.bought)
		} else if self.price.is_none() {
			self.firm
		} else {
			0
		}
	}

	/// Supply that its firm demand, and what its lines carry away from it net, can spare: a seller in it that offers more
	/// is pivotal, without it the zone would be in scarcity or its lines would carry something else. None unless it
	/// cleared. Small zones are small markets: this says how small.
	pub fn spare(&self) -> Option<Wh> {
		let due = self.firm.saturating_add(self.sold).saturating_sub(self.bought);
		(self.status == Status::Cleared).then(|| self.supply.saturating_sub(due))
	}

	/// By which level its orders at the price share. Where nothing trades they get nothing.
	pub(crate) fn shared_by(&self) -> Level {
		match self.price {
			Some(_) => self.margin.level,
			None => Level { level: 0, above: 1, rest: 0 },
		}
	}

	/// Without orders.
	pub(crate) const IDLE: Self = Self {
		top: 0,
		key: 0,
		status: Status::NoDemand,
		price: None,
		demand: 0,
		firm: 0,
		supply: 0,
		bought: 0,
		sold: 0,
		margin: Margin::NONE,
	};

	/// With status and price, and without who shares where nothing trades. `passes`: its lines carry something.
	pub(crate) fn with_price(self, keys: &Keys, passes: bool) -> Self {
		let trades = self.bought > 0 || self.sold > 0;
		let status = match self {
			_ if trades && self.key >= keys.scarce() => Status::Scarcity,
			_ if trades || passes => Status::Cleared,
			Self { demand: 0, .. } => Status::NoDemand,
			Self { supply: 0, .. } => Status::NoSupply,
			_ => Status::NoMatch,
		};
		let price = (trades || passes).then(|| keys.price(self.key));
		let margin = if price.is_some() { self.margin } else { Margin::NONE };
		Self { status, price, margin, ..self }
	}

	/// What all its buyers pay, the fee not included.
	pub fn paid(&self) -> Planck {
		payment(self.bought, self.price.unwrap_or(0))
	}

	/// What all its sellers get.
	pub fn earned(&self) -> Planck {
		payment(self.sold, self.price.unwrap_or(0))
	}
}

/// The congestion rent: what all buyers pay beyond what all sellers get, the fee not included. Energy only ever flows
/// over full lines from a lower price to a higher one, so of a cleared feeder it is never negative; none if it is.
pub fn rent(zones: &[Zone]) -> Option<Planck> {
	let sum = |part: fn(&Zone) -> Planck| zones.iter().map(part).fold(0, Planck::wrapping_add);
	sum(Zone::paid).checked_sub(sum(Zone::earned))
}

/// For each bus of `feeder`, from the substation on, the place of its zone in `zones`, in which the feeder has cleared;
/// none if these are not zones of this feeder. In time linear in the buses.
pub fn zones_of_buses(feeder: &Feeder, zones: &[Zone]) -> Option<Vec<u16>> {
	let layout = Layout::new(feeder, zones.iter().map(|zone| zone.top))?;
	let of = |bus: usize| layout.zones().get(usize::from(feeder.rank(bus as Bus)?)).copied();
	(0..feeder.buses()).map(of).collect()
}

/// A bus within its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Seat {
	/// Number of the zone.
	pub zone: u16,
	/// How many of its orders are above the level.
	pub above: u32,
}

/// How a feeder cleared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct Zones {
	zones: Vec<Zone>,
	/// By rank.
	seats: Vec<Seat>,
}

impl Zones {
	/// The zones; each comes after the one that it meets on the way to the substation.
	pub fn zones(&self) -> &[Zone] {
		&self.zones
	}

	/// The zone of a bus of `feeder`.
	pub fn of(&self, feeder: &Feeder, bus: Bus) -> Option<&Zone> {
		let seat = self.seats.get(usize::from(feeder.rank(bus)?))?;
		self.zones.get(usize::from(seat.zone))
	}

	/// The buses, by rank.
	pub(crate) fn seats(&self) -> &[Seat] {
		&self.seats
	}
}

/// What all orders of a bus come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Totals {
	/// Demand without a limit.
	pub firm: Wh,
	/// Demand with one.
	pub limited: Wh,
	/// Eligible supply.
	pub supply: Wh,
	/// The demand whose limit is below the price.
	pub dropped: Wh,
}

/// What a zone's buses come to.
#[derive(Clone, Copy, Default)]
struct Sums {
	totals: Totals,
	/// What the zone passes on over its line.
	flow: i64,
	/// What comes from the zones behind it.
	inflow: i64,
	/// Whether any of its lines to others carries anything.
	passes: bool,
	sharing: Wh,
	given: Wh,
	above: u32,
	/// What its buses have to spare at the level in whole Wh, turned round if they share demand.
	spare: i64,
	beyond: bool,
	level: Wh,
}

/// The zones that a search has found.
pub(crate) fn zones(
	feeder: &Feeder,
	limits: &Limits,
	totals: &[Totals],
	reaches: &[Reach],
	sharers: &[Sharers],
) -> Zones {
	let keys = Keys::new(limits);
	let mut seats: Vec<Seat> = Vec::with_capacity(reaches.len());
	let mut found: Vec<(Bus, Key, Sums)> = Vec::new();
	for ((reach, sharers), (totals, spot)) in
		reaches.iter().zip(sharers).zip(totals.iter().zip(feeder.spots()))
	{
		let turned = |energy: i64| if sharers.buy { energy.wrapping_neg() } else { energy };
		let parent = seats.get(usize::from(spot.parent)).map(|seat| seat.zone);
		let zone = match parent.filter(|_| reach.full.is_none()) {
			Some(zone) => zone,
			None => {
				let flow = turned(reach.low);
				if let Some((.., above)) = parent.and_then(|zone| found.get_mut(usize::from(zone)))
				{
					above.inflow = above.inflow.wrapping_add(flow);
					above.passes |= flow != 0;
				}
				let (passes, beyond, level) = (flow != 0, reach.beyond, reach.from);
				let sums = Sums { flow, passes, beyond, level, ..Sums::default() };
				found.push((spot.bus, sharers.key, sums));
				found.len().saturating_sub(1) as u16
			},
		};
		seats.push(Seat { zone, above: if reach.beyond { 0 } else { sharers.above } });
		if let Some((.., sums)) = found.get_mut(usize::from(zone)) {
			sums.add(totals, reach, sharers);
		}
	}
	let zones = found.iter().map(|(top, key, sums)| sums.zone(*top, *key, &keys)).collect();
	Zones { zones, seats }
}

impl Sums {
	/// Adds a bus.
	fn add(&mut self, totals: &Totals, reach: &Reach, sharers: &Sharers) {
		let Totals { firm, limited, supply, dropped } = totals;
		self.totals.firm = self.totals.firm.wrapping_add(*firm);
		self.totals.limited = self.totals.limited.wrapping_add(*limited);
		self.totals.supply = self.totals.supply.wrapping_add(*supply);
		self.totals.dropped = self.totals.dropped.wrapping_add(*dropped);
		self.sharing = self.sharing.wrapping_add(sharers.total);
		self.given = self.given.wrapping_add(sharers.given(reach));
		self.above = self.above.wrapping_add(sharers.above);
		self.spare = self.spare.wrapping_add(reach.own);
	}

	/// The zone.
	fn zone(&self, top: Bus, key: Key, keys: &Keys) -> Zone {
		let Totals { firm, limited, supply, dropped } = self.totals;
		let demand = firm.wrapping_add(limited);
		let side = keys.side(key);
		let net = self.flow.wrapping_sub(self.inflow);
		let due = if side == Side::Demand { net.wrapping_neg() } else { net };
		let rest = if self.beyond { 0 } else { due.wrapping_sub(self.spare) as u32 };
		let amount = self.given.wrapping_add(rest.into());
		let refused = if side == Side::Demand { self.sharing.wrapping_sub(amount) } else { 0 };
		let bought = demand.wrapping_sub(dropped).wrapping_sub(refused);
		let sold = bought.wrapping_add_signed(net);
		let level = if amount == self.sharing {
			Level::FULL
		} else {
			Level { level: self.level, above: self.above, rest }
		};
		let margin = Margin { side, total: self.sharing, amount, level };
		let zone = Zone { top, key, demand, firm, supply, bought, sold, margin, ..Zone::IDLE };
		zone.with_price(keys, self.passes)
	}
}
