// SPDX-License-Identifier: Apache-2.0

//! How much a battery can draw and give in an interval.

use gridmerit_energy::{PPM, Wh};

use super::{request::StorageUnit, trade::Trade};

/// The most that a battery draws and gives in an interval, in Wh.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlowLimit {
	pub charge: Wh,
	pub discharge: Wh,
}

impl FlowLimit {
	/// What power, capacity and the node's limits allow.
	pub fn new(trade: &Trade, store: &StorageUnit, interval_ms: u32) -> Self {
		let room = store.battery.capacity - store.floor();
		let power = store.battery.within(interval_ms);
		let (least, most) = trade.range();
		let charge = power.min(drawn(store, room)).min(trade.net.abs_diff(least));
		Self {
			// No more than what stores another Wh: the rest would only be wasted.
			charge: drawn(store, stored(store, charge)),
			discharge: power.min(room).min(trade.net.abs_diff(most)),
		}
	}
}

/// What a battery stores of what it draws.
pub(super) fn stored(store: &StorageUnit, drawn: Wh) -> Wh {
	// At most what it draws.
	store.battery.after(0, drawn, 0) as Wh
}

/// The least that a battery draws to hold so much more: what it stores of it is rounded down.
pub(super) fn drawn(store: &StorageUnit, more: Wh) -> Wh {
	let drawn = (u128::from(more) * u128::from(PPM))
		.div_ceil(u128::from(store.battery.efficiency_ppm).max(1));
	// At most 2^40 times 10^6.
	drawn as Wh
}
