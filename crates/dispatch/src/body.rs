// SPDX-License-Identifier: Apache-2.0

//! What a proposer posts: first what it claims, then what proves it.

use alloc::vec::Vec;

use gridmerit_grid::Bus;
use gridmerit_market::{Planck, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	error::Refusal,
	units::{Nano, Window},
};

/// What a body is said to come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct DispatchClaim {
	/// Of the dispatch, in planck.
	pub welfare: Planck,
	/// That no dispatch exceeds, in planck.
	pub bound: Planck,
}

/// What a unit of a limit that binds is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct Multiplier {
	/// When.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub window: Window,
	/// Which line or voltage: on a tree 0 is that of bus 1, and so on; in a meshed grid the number of the line.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub row: u32,
	/// In nano-planck, per Wh of a line of a tree, per millionth of a Wh of one of a meshed grid, per unit of voltage.
	/// Positive if the limit for export, forward, or above binds, negative if the other one does; never 0.
	pub value: Nano,
}

/// What trades of the orders that stand at the price of a bus in a window; they share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct AtPrice {
	/// When.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub window: Window,
	/// Where.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub bus: Bus,
	/// Of the offers, in Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub sold: Wh,
	/// Of the demand, in Wh. One of both is not 0.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub bought: Wh,
}

/// What a store does, and what energy in it is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct Plan {
	/// Its number.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub store: u32,
	/// By window, in Wh: what it gives if positive, what it takes if negative. Empty: it rests.
	pub moves: Vec<i64>,
	/// By window, in nano-planck: what a Wh in it is worth at the end of the window, never negative. Empty: the highest
	/// price at its bus from that window on, which is right for a store that is not worth its losses.
	pub values: Vec<Nano>,
}

/// What proves a claim. All lists are strictly ascending in what they name, and name nothing that is 0, so there is one
/// body for one dispatch with one set of multipliers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct Body {
	/// By window, in nano-planck per Wh: the price at the substation of a tree; in a meshed grid that of a bus which loads
	/// no line.
	pub prices: Vec<Nano>,
	/// Full lines.
	pub lines: Vec<Multiplier>,
	/// Voltages at their limit.
	pub voltages: Vec<Multiplier>,
	/// What trades at the price.
	pub margins: Vec<AtPrice>,
	/// The blocks that trade.
	pub blocks: Vec<u32>,
	/// The stores that do something, and those whose energy is worth something else than without a plan.
	pub plans: Vec<Plan>,
}

impl Body {
	/// Whether all lists are in order.
	pub(crate) fn check_order(&self) -> Result<(), Refusal> {
		let of = |list: &[Multiplier]| {
			list.is_sorted_by(|a, b| (a.window, a.row) < (b.window, b.row))
				&& list.iter().all(|multiplier| multiplier.value != 0)
		};
		let margins = self.margins.is_sorted_by(|a, b| (a.window, a.bus) < (b.window, b.bus))
			&& self.margins.iter().all(|margin| margin.sold.max(margin.bought) > 0);
		let blocks = self.blocks.is_sorted_by(|a, b| a < b);
		let plans = self.plans.is_sorted_by(|a, b| a.store < b.store);
		if of(&self.lines) && of(&self.voltages) && margins && blocks && plans {
			Ok(())
		} else {
			Err(Refusal::Untidy)
		}
	}

	/// The multipliers of a window in a list that is in order.
	pub(crate) fn within(list: &[Multiplier], window: Window) -> &[Multiplier] {
		let from = list.partition_point(|multiplier| multiplier.window < window);
		let to = list.partition_point(|multiplier| multiplier.window <= window);
		list.get(from..to).unwrap_or(&[])
	}
}
