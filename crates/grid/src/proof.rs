// SPDX-License-Identifier: Apache-2.0

//! What must hold of the sums of a feeder's buses for zones to be the right ones.

use alloc::vec::Vec;
use core::cmp::Ordering;

use gridmerit_market::{Level, Margin};

use crate::{
	error::GridViolation,
	feeder::{Feeder, Spot},
	keys::Keys,
	layout::Layout,
	replay::Replay,
	sums::{BusSums, Sum},
	zone::{Seat, Zone},
};

/// The sums of all buses, given the zones that are claimed.
pub(crate) struct Proof {
	keys: Keys,
	/// The level of each zone; also where nothing trades, and none is claimed.
	levels: Vec<Level>,
	/// By rank.
	buses: Vec<BusSums>,
}

impl Proof {
	/// Of the sums of a pass over the orders.
	pub fn new(
		feeder: &Feeder,
		keys: Keys,
		zones: &[Zone],
		layout: &Layout,
		replay: &Replay,
	) -> Self {
		let claimed = |zone: &Zone| match zone.price {
			Some(_) => zone.margin.level,
			None => Level { level: 0, above: 0, rest: 0 },
		};
		let mut levels: Vec<Level> = zones.iter().map(claimed).collect();
		let bus = |(rank, (zone, spot)): (usize, (&u16, &Spot))| {
			let parent = layout.zones().get(usize::from(spot.parent));
			replay.sums(spot, *zone, rank == 0 || parent != Some(zone), keys)
		};
		let buses = layout.zones().iter().zip(feeder.spots());
		let buses: Vec<BusSums> = buses.enumerate().map(bus).collect();
		// Where nothing trades all that want something are above level 0.
		let idle =
			|zone: u16| zones.get(usize::from(zone)).is_some_and(|zone| zone.price.is_none());
		for bus in buses.iter().filter(|bus| idle(bus.zone)) {
			if let Some(level) = levels.get_mut(usize::from(bus.zone)) {
				level.above = level.above.wrapping_add(bus.above);
			}
		}
		let levels = levels
			.into_iter()
			.zip(0..)
			.map(|(level, zone)| if idle(zone) && level.above == 0 { Level::FULL } else { level });
		let levels = levels.collect();
		Self { keys, levels, buses }
	}

	/// The sums of each bus, by rank.
	pub fn buses(&self) -> &[BusSums] {
		&self.buses
	}

	/// The buses in their zones.
	pub fn seats(&self) -> Vec<Seat> {
		self.buses.iter().map(|bus| Seat { zone: bus.zone, above: bus.above }).collect()
	}

	/// The prices: that each is the least.
	///
	/// By induction from the leaves: what a bus and all behind it have to spare just below the key of its zone and at it,
	/// with the lines of other zones as they are claimed, is what it would be with every bus behind it at that key. For a
	/// zone behind that stands lower reaches its export limit at its own key already, and one that stands higher does not
	/// reach its import limit below its own.
	pub fn check_prices(&self, feeder: &Feeder) -> Result<(), GridViolation> {
		let mut spare: Vec<(i64, i64)> = self.buses.iter().map(BusSums::spare).collect();
		for (rank, (bus, spot)) in self.buses.iter().zip(feeder.spots()).enumerate().rev() {
			let Some(&(below, at)) = spare.get(rank) else { return Err(GridViolation::Layout) };
			let (low, high) = spot.bounds();
			let parent = self.buses.get(usize::from(spot.parent));
			let parent = parent.filter(|_| rank > 0).map(|parent| parent.key);
			let carried = match parent {
				// Both on one place, so far.
				Some(key) if key == bus.key => {
					if at < low || (below >= high && key > 0) {
						return Err(GridViolation::Line(spot.bus));
					}
					(below.max(low).min(high), at.max(low).min(high))
				},
				_ => {
					let due = parent.map_or(0, |key| if bus.key < key { high } else { low });
					if at < due || (below >= due && bus.key > 0) {
						return Err(GridViolation::Price(spot.bus));
					}
					(due, due)
				},
			};
			if rank > 0
				&& let Some((below, at)) = spare.get_mut(usize::from(spot.parent))
			{
				*below = below.wrapping_add(carried.0);
				*at = at.wrapping_add(carried.1);
			}
		}
		Ok(())
	}

	/// The levels: that each is the highest at which no line carries too much, and that all there is is shared. Returns
	/// what the full line of each zone carries, by zone.
	pub fn check_levels(&self, feeder: &Feeder) -> Result<Vec<i64>, GridViolation> {
		let mut sums: Vec<Sum> = self.buses.iter().map(BusSums::sum).collect();
		let mut flows: Vec<i64> = self.levels.iter().map(|_| 0).collect();
		for (rank, (bus, spot)) in self.buses.iter().zip(feeder.spots()).enumerate().rev() {
			let (Some(&sum), Some(level)) =
				(sums.get(rank), self.levels.get(usize::from(bus.zone)))
			else {
				return Err(GridViolation::Layout);
			};
			let parent = self.buses.get(usize::from(spot.parent)).filter(|_| rank > 0);
			let passed_on = if bus.top {
				let flow = parent.map_or(Ok(0), |parent| self.full(bus, parent, spot))?;
				if let Some(own) = flows.get_mut(usize::from(bus.zone)) {
					*own = flow;
				}
				if !sum.shares(level, bus.turned(flow)) {
					return Err(GridViolation::Level(spot.bus));
				}
				parent.map(|parent| Sum { spare: parent.turned(flow), above: 0, rises: 0 })
			} else {
				let (low, high) = spot.bounds();
				let (low, high) =
					if bus.buys { (bus.turned(high), bus.turned(low)) } else { (low, high) };
				let passed_on = sum.within(level, low, high);
				Some(passed_on.ok_or(GridViolation::Line(spot.bus))?)
			};
			if let Some((to, passed_on)) = sums.get_mut(usize::from(spot.parent)).zip(passed_on) {
				*to = to.with(passed_on);
			}
		}
		Ok(flows)
	}

	/// What the line of a zone's top carries away from it, as it is full: it separates two keys or, at one key, levels.
	fn full(&self, bus: &BusSums, parent: &BusSums, spot: &Spot) -> Result<i64, GridViolation> {
		let (low, high) = spot.bounds();
		let order = match bus.key.cmp(&parent.key) {
			// Who sells to others has the lower level of supply, or the higher one of demand.
			Ordering::Equal if bus.buys => self.compare(bus, parent).reverse(),
			Ordering::Equal => self.compare(bus, parent),
			order => order,
		};
		match order {
			Ordering::Less => Ok(high),
			Ordering::Greater => Ok(low),
			Ordering::Equal => Err(GridViolation::Layout),
		}
	}

	/// Which of two buses has the lower level.
	fn compare(&self, bus: &BusSums, other: &BusSums) -> Ordering {
		let level = |bus: &BusSums| self.levels.get(usize::from(bus.zone)).copied();
		let (own, other) = (level(bus), level(other));
		let (own, other) = (own.unwrap_or(Level::FULL), other.unwrap_or(Level::FULL));
		let fraction =
			|of: Level, by: Level| u64::from(of.rest).wrapping_mul(by.above.max(1).into());
		let order = own.level.cmp(&other.level);
		order.then_with(|| fraction(own, other).cmp(&fraction(other, own)))
	}

	/// The zones as they follow from the sums, and from what their lines carry.
	pub fn zones(&self, feeder: &Feeder, flows: &[i64]) -> Vec<Zone> {
		let mut found: Vec<(Zone, BusSums, i64, bool)> = Vec::new();
		for (bus, spot) in self.buses.iter().zip(feeder.spots()) {
			if bus.top {
				let flow = flows.get(usize::from(bus.zone)).copied().unwrap_or(0);
				let parent = self.buses.get(usize::from(spot.parent)).map(|bus| bus.zone);
				let parent = parent.and_then(|zone| found.get_mut(usize::from(zone)));
				if let Some((.., net, passes)) = parent {
					*net = net.wrapping_sub(flow);
					*passes |= flow != 0;
				}
				let zone = Zone { top: spot.bus, key: bus.key, ..Zone::IDLE };
				let sums = BusSums { key: bus.key, buys: bus.buys, ..BusSums::default() };
				found.push((zone, sums, flow, flow != 0));
			}
			if let Some((_, sums, ..)) = found.get_mut(usize::from(bus.zone)) {
				sums.join(bus);
			}
		}
		let zone = |((zone, sums, net, passes), level): ((Zone, BusSums, i64, bool), &Level)| {
			let BusSums { demand, firm, supply, at: total, within, dropped, buys, .. } = sums;
			let amount = within.wrapping_add(level.rest.into());
			let refused = if buys { total.wrapping_sub(amount) } else { 0 };
			let bought = demand.wrapping_sub(dropped).wrapping_sub(refused);
			let sold = bought.wrapping_add_signed(net);
			let margin = Margin { side: self.keys.side(zone.key), total, amount, level: *level };
			let zone = Zone { demand, firm, supply, bought, sold, margin, ..zone };
			zone.with_price(&self.keys, passes)
		};
		found.into_iter().zip(&self.levels).map(zone).collect()
	}
}
