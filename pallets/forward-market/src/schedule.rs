// SPDX-License-Identifier: Apache-2.0

//! What storage nodes charge and discharge, as far as their batteries can.

use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{BoundedVec, dispatch::WithPostDispatchInfo, ensure, pallet_prelude::*};
use gridmerit_energy::{Battery, Interval, Metered, NodeIndex, Order, Planck, Position};
use gridmerit_pallet_support::{Batteries, Positions, Pot, page_of};

use crate::{
	Config, Error, Event, IntervalLength, Orders, Pallet, Round, ScheduleOrder, WeightInfo,
};

/// A storage node's battery, and the intervals in which it has something open.
pub(crate) struct Storage {
	battery: Battery,
	open: Vec<Interval>,
}

/// Energy that goes through a battery's meter in one interval, without a posting and with it.
struct Flow {
	before: Metered,
	after: Metered,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_post_schedule(
		account: T::AccountId,
		round: Interval,
		mut orders: BoundedVec<ScheduleOrder, T::MaxAhead>,
	) -> DispatchResultWithPostInfo {
		let node = Self::trader(&account)?;
		let battery = node.battery.ok_or(Error::<T>::NoBattery)?;
		orders.sort_by_key(|order| order.interval);
		let rows: Vec<_> = orders.iter().map(|row| (row.interval, row.order)).collect();

		let locks: Vec<(Interval, Planck)> = T::Pot::locks(node.index);
		let named = |interval| rows.binary_search_by_key(&interval, |(other, _)| *other).is_ok();
		let open: Vec<_> = locks.into_iter().map(|(interval, _)| interval).collect();
		let others = open.iter().filter(|interval| !named(**interval)).count();
		let weight = T::WeightInfo::post_schedule(rows.len() as u32, others as u32);
		let storage = Storage { battery, open };
		Self::post(&account, &node, round, rows, Some(storage))
			.map_err(|error| error.with_weight(weight))?;
		Self::deposit_event(Event::SchedulePosted { node: node.index, round, orders });
		Ok(Some(weight).into())
	}

	/// Checks that the node's battery can do what it promises, if all that may still trade fills, also with
	/// `orders` in place of what is open in their intervals; they are open in this round.
	///
	/// The charge is carried on twice, without the orders and with them. Where it is impossible without
	/// them it may stay so, but not get worse; and as it is carried on from empty or full, as the battery
	/// would be, what does no more than make it possible changes nothing in later intervals.
	pub(crate) fn check_charge(
		node: NodeIndex,
		Storage { battery, open }: Storage,
		round: &Round,
		orders: &[(Interval, Order)],
	) -> Result<(), Error<T>> {
		let charge = T::Batteries::charge(node, &battery);
		let page = page_of(node);
		// What has begun trades no more, even if the gate is still to close.
		let first = Self::first_to_clear(round);
		let named = orders.iter().map(|(interval, _)| *interval);
		let intervals = open.into_iter().filter(|interval| charge.from <= *interval).chain(named);
		let mut flows = BTreeMap::new();
		for interval in intervals {
			flows.entry(interval).or_insert_with(|| {
				let position = T::Positions::position(interval, node);
				let trades =
					first <= interval && Self::open_terms(round.number, interval).is_some();
				if !trades {
					let flow = promised(position, None);
					return Flow { before: flow, after: flow };
				}
				let before = Orders::<T>::get(interval, page).get(node).copied();
				let place = orders.binary_search_by_key(&interval, |(interval, _)| *interval).ok();
				let after = place.and_then(|place| orders.get(place)).map(|(_, order)| *order);
				Flow {
					before: promised(position, before),
					after: promised(position, after.or(before)),
				}
			});
		}
		for (interval, metered) in charge.metered {
			flows.insert(interval, Flow { before: metered, after: metered });
		}

		let most = battery.within(IntervalLength::<T>::get());
		let capacity = i128::from(battery.capacity);
		let mut before = battery.clamp(charge.energy.into());
		let mut after = before;
		for flow in flows.into_values() {
			let within = flow.after.import <= most.max(flow.before.import)
				&& flow.after.export <= most.max(flow.before.export);
			ensure!(within, Error::<T>::AbovePower);
			let without = battery.after(before, flow.before.import, flow.before.export);
			let with = battery.after(after, flow.after.import, flow.after.export);
			ensure!(with >= without.min(0), Error::<T>::BatteryEmpty);
			ensure!(with <= without.max(capacity), Error::<T>::BatteryFull);
			before = battery.clamp(without);
			after = battery.clamp(with);
		}
		Ok(())
	}
}

/// What goes through the meter of a storage node that has traded this, if its order fills.
fn promised(position: Position, order: Option<Order>) -> Metered {
	let (demand, offer) = match order {
		None => (0, 0),
		Some(Order::Demand { quantity }) => (quantity, 0),
		Some(Order::Offer { capacity, .. }) => (0, capacity),
	};
	// Positions and orders are below 2^60, so their sums fit.
	let bought = position.bought.saturating_add(demand);
	let sold = position.sold.saturating_add(offer);
	Metered { import: bought.saturating_sub(sold), export: sold.saturating_sub(bought) }
}
