// SPDX-License-Identifier: Apache-2.0

//! Market rules, tariffs, rounds, orders as they travel, and what batteries hold.

use core::marker::PhantomData;
use frame_support::pallet_prelude::*;
use gridmerit_energy::{
	Band, Battery, Charge, Interval, Metered, NodeIndex, OffsetChange, Order, Planck, Tariff,
	TariffBounds, Wh, tariffs::Day,
};
use gridmerit_pallet_support::{Locks, PageSet};
use serde::{Deserialize, Serialize};

use crate::Config;

/// What the operator decides about the market. A change holds for intervals whose window has not opened, after the
/// notice of `bounds`.
#[frame_support::stored]
#[derive(Copy, Serialize, Deserialize)]
#[scale_info(capture_docs = "always")]
pub struct MarketRules {
	/// The utility that stands behind the market; it may publish tariffs.
	pub utility: NodeIndex,
	/// First interval that is open in round t: t + lead (m).
	pub lead: u16,
	/// Number of intervals that are open in a round (n).
	pub windows: u16,
	/// How long before interval t + 1 begins round t closes, in milliseconds; at least `MinGateLead` and
	/// less than an interval. Clearing must begin before the interval does, or that is void.
	pub gate_lead: u32,
	/// Least quantity of an order, in Wh; at least 1.
	pub minimum: Wh,
	/// What the utility's tariffs may be.
	pub bounds: TariffBounds,
}

impl MarketRules {
	/// How many intervals ahead the last window is.
	pub(crate) fn ahead(&self) -> u32 {
		u32::from(self.lead).saturating_add(self.windows.into()).saturating_sub(1)
	}
}

/// Most bands of a day: one for each quarter of an hour.
pub type MaxBands = ConstU32<96>;

/// Most changes of a zone's clocks that a daily tariff knows: two a year, for twenty years.
pub type MaxOffsetChanges = ConstU32<40>;

/// A day's tariff.
#[frame_support::stored]
#[derive(Serialize, Deserialize)]
#[scale_info(capture_docs = "always")]
pub struct Profile {
	/// Who gets the service fee; the utility if nobody is named.
	pub grid: Option<NodeIndex>,
	/// How many minutes the zone in whose time the bands are is ahead of UTC, before the first change of its
	/// clocks; negative west of it.
	#[serde(default)]
	pub offset: i16,
	/// When the zone's clocks are changed, in ascending order. After the last one they are not.
	#[serde(default)]
	pub changes: BoundedVec<OffsetChange, MaxOffsetChanges>,
	/// Prices by time of day, in ascending order.
	pub bands: BoundedVec<Band, MaxBands>,
}

impl Profile {
	/// To look at.
	pub(crate) fn day(&self) -> Day<'_> {
		let Self { offset, changes, bands, .. } = self;
		Day { offset: *offset, changes, bands }
	}
}

/// Most rules, and daily tariffs, that hold or are to hold: one, and three that wait for theirs.
pub type MaxScheduled = ConstU32<4>;

/// What holds from an interval on until the next, in ascending order.
pub type Schedule<V> = BoundedVec<(Interval, V), MaxScheduled>;

/// Most intervals whose tariff was corrected and that are not settled anew.
pub type MaxCorrections = ConstU32<128>;

/// Tariffs of single intervals.
pub type OwnTariffsOf<T> = BoundedVec<(Interval, Tariff), <T as Config>::MaxOwnTariffs>;

/// Orders of a call by interval, each on top of the position; none takes an order back.
pub type OrdersOf<T> = BoundedVec<(Interval, Option<Order>), <T as Config>::MaxAhead>;

/// The most intervals in which a node can have something open.
pub struct MaxOpen<T>(PhantomData<T>);

impl<T: Config> Get<u32> for MaxOpen<T> {
	fn get() -> u32 {
		T::Locks::max_open()
	}
}

/// What trust waives of a node's locks, in planck, in ascending order of intervals.
pub type WaivedOf<T> = BoundedVec<(Interval, Planck), MaxOpen<T>>;

/// The round that takes orders, or is being cleared.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Round {
	/// Its number t.
	pub number: Interval,
	/// When its gate closes, in milliseconds since 1970.
	pub gate: u64,
	/// The block in which it opened: it stays open for a few, however late that was.
	pub opened_in: u32,
	/// The first interval that is open in it; the one after `last` if none is.
	pub first: Interval,
	/// The last interval that may have opened, in this round or before.
	pub last: Interval,
	/// The first interval that clears, once the gate has closed.
	pub closed_from: Option<Interval>,
	/// The pages on which there may be orders for an open interval.
	pub pages: PageSet,
}

/// What the operator has paused.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Pauses {
	/// No orders are taken; they may be cancelled.
	pub posting: bool,
	/// No round is cleared. Gates still close, so nothing is traded or posted until it goes on. Intervals
	/// that begin meanwhile are void, unless the clearing of their round had begun: that is finished.
	pub clearing: bool,
}

/// [`StoredCharge`] of a runtime.
pub type StoredChargeOf<T> = StoredCharge<BoundedVec<(Interval, Metered), <T as Config>::MaxFlows>>;

/// What a battery holds, as far as its meter has said.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct StoredCharge<Flows> {
	/// The battery that was declared. Another declaration starts anew.
	pub battery: Battery,
	/// What it held when interval `from` began, in Wh.
	pub energy: Wh,
	/// From this interval on settlements may change.
	pub from: Interval,
	/// What was metered since, in ascending order of intervals.
	pub metered: Flows,
}

impl<S> From<StoredCharge<BoundedVec<(Interval, Metered), S>>> for Charge {
	fn from(stored: StoredCharge<BoundedVec<(Interval, Metered), S>>) -> Self {
		let StoredCharge { energy, from, metered, .. } = stored;
		Self { energy, from, metered: metered.into_inner() }
	}
}
