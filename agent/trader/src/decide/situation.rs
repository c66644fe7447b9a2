// SPDX-License-Identifier: Apache-2.0

//! What a decision rests on.

use std::collections::BTreeMap;

use gridmerit_energy::{Battery, Interval, NodeMeter, NodeStatus, Planck, Price, Wh, Window};
use serde::Serialize;

use crate::{
	plan::{Room, StorageUnit},
	rulebook::BatteryRules,
};

/// What is expected of an interval, in Wh: generation less load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Net {
	/// At the rulebook's quantile for selling: what is offered if positive.
	pub to_sell: i64,
	/// At its quantile for buying: what is bought if negative.
	pub to_buy: i64,
}

impl Net {
	/// What to plan with: a surplus or a need only if it is one at its own quantile.
	pub(super) fn planned(self) -> i64 {
		if self.to_sell > 0 { self.to_sell } else { self.to_buy.min(0) }
	}
}

/// What a decision rests on.
#[derive(Clone, Debug)]
pub struct Situation<'a> {
	/// The open windows, the nearest first.
	pub windows: &'a [Window],
	/// The node.
	pub node: &'a NodeStatus,
	/// Its meters.
	pub meters: &'a [NodeMeter],
	/// Length of an interval, in milliseconds.
	pub interval_ms: u32,
	/// What is expected of the windows; nothing is planned for one that is not there.
	pub expected: &'a BTreeMap<Interval, Net>,
	/// Clearing prices by interval; none of one in which nothing traded.
	pub prices: &'a BTreeMap<Interval, Price>,
	/// What windows are expected to have room for behind a full line of the grid; none of one in which no line is.
	pub rooms: &'a BTreeMap<Interval, Room>,
	/// What the battery holds, in Wh.
	pub charge: Option<Wh>,
	/// What was spent on energy today, in planck.
	pub spent_today: Planck,
	/// What the account can bring into the market, in planck.
	pub funds: Planck,
}

/// Whether a reading of one of these meters will settle an interval.
pub fn proven(meters: &[NodeMeter], interval: Interval) -> bool {
	meters.iter().any(|meter| {
		meter.settles_from.is_some_and(|from| from <= interval)
			&& meter.settles_to.is_none_or(|to| interval <= to)
			&& meter.revoked_from.is_none_or(|from| interval < from)
	})
}

/// The rulebook's battery as a plan uses it, with what it holds.
pub(super) fn storage_unit(battery: &BatteryRules, charge: Option<Wh>) -> StorageUnit {
	StorageUnit {
		battery: Battery {
			capacity: battery.capacity,
			power: battery.power,
			efficiency_ppm: battery.efficiency_ppm,
			initial: 0,
		},
		charge: charge.unwrap_or_default().min(battery.capacity),
		reserve: battery.reserve,
		wear: battery.wear,
		end_value: battery.end_value,
	}
}
