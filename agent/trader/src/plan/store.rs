// SPDX-License-Identifier: Apache-2.0

//! A battery as a plan uses it: what it draws, gives and keeps, and what its charge is worth.

use gridmerit_energy::{PPM, Price, Wh};

use super::{
	request::{Outlook, StorageUnit},
	trade::Trade,
};

/// A battery, and what is to be done about its reserve.
#[derive(Clone, Copy, Debug)]
pub(super) struct Store {
	pub unit: StorageUnit,
	/// What a Wh is worth that it holds at the end, in planck.
	pub end_value: Price,
	/// What a Wh of its reserve is worth that it has at the end, in planck.
	pub refill: i128,
	/// The same where whole Wh are counted: more by what rounding may cost.
	pub refill_whole: i128,
}

impl Store {
	/// A battery in intervals to come.
	pub fn new(unit: StorageUnit, outlooks: &[Outlook]) -> Self {
		let end_value = unit.value_at_end(outlooks.last());
		// A little more than what it costs at the utility's dearest: then it is refilled, but not with what was promised
		// to neighbours, which costs more as a rule.
		let tou = outlooks.iter().map(|outlook| outlook.tariff.tou).max().unwrap_or_default();
		let stored = u128::from(tou) * u128::from(PPM);
		// At most 2^48 times 10^6.
		let refill = stored.div_ceil(u128::from(unit.battery.efficiency_ppm).max(1)) as i128 + 1;
		let refill = refill.max(end_value.into());
		Self { unit, end_value, refill, refill_whole: refill + i128::from(tou) }
	}

	/// What it holds at least.
	pub fn floor(&self) -> Wh {
		self.unit.reserve.min(self.unit.charge)
	}

	/// Whether it holds less than its reserve.
	pub fn is_low(&self) -> bool {
		self.unit.charge < self.unit.reserve
	}

	/// What of its reserve is missing.
	pub fn missing(&self, level: Wh) -> Wh {
		if self.is_low() { self.unit.reserve.saturating_sub(level) } else { 0 }
	}

	/// What it stores of what it draws.
	pub fn stored(&self, drawn: Wh) -> Wh {
		// At most what it draws.
		self.unit.battery.after(0, drawn, 0) as Wh
	}

	/// The least that it draws to hold so much more: what it stores of it is rounded down.
	pub fn drawn(&self, more: Wh) -> Wh {
		let drawn = (u128::from(more) * u128::from(PPM))
			.div_ceil(u128::from(self.unit.battery.efficiency_ppm).max(1));
		// At most 2^40 times 10^6.
		drawn as Wh
	}
}

/// The most that a battery does in an interval, in Wh.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlowLimit {
	/// What it draws.
	pub charge: Wh,
	/// What of that it stores.
	pub stored: Wh,
	/// What it gives.
	pub discharge: Wh,
}

impl FlowLimit {
	/// What power, capacity and the node's limits allow.
	pub fn new(trade: &Trade, store: &Store, interval_ms: u32) -> Self {
		let battery = store.unit.battery;
		let room = battery.capacity - store.floor();
		let power = battery.within(interval_ms);
		let (least, most) = trade.range();
		let charge = power.min(store.drawn(room)).min(trade.net.abs_diff(least));
		let stored = store.stored(charge).min(room);
		Self {
			// No more than what stores another Wh: the rest would only be wasted.
			charge: store.drawn(stored),
			stored,
			discharge: power.min(room).min(trade.net.abs_diff(most)),
		}
	}
}
