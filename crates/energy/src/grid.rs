// SPDX-License-Identifier: Apache-2.0

//! What a chain answers about the grid that its market clears on.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use gridmerit_market::{PPM, Planck, Price, Status, Wh};
use scale_info::TypeInfo;

/// How an interval cleared on a grid in a round.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct ZonedResult {
	/// The zones, that of the substation first. Each comes after the one that it meets on the way there, and the line
	/// between them is full.
	pub zones: Vec<ZoneResult>,
	/// For each bus, from 0, the substation, on: its zone, and what its line carries of what it may.
	pub flows: Vec<LineFlow>,
	/// The congestion rent of the round: what buyers pay beyond what sellers get, in planck.
	pub rent: Planck,
}

/// A zone: buses, joined by lines with room, that have one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct ZoneResult {
	/// Its bus next to the substation. The line that it hangs on is full, unless it is the substation itself.
	pub top: u16,
	/// How its orders cleared.
	pub status: Status,
	/// What its buyers pay and its sellers get, in planck per Wh; none if nothing is bought, sold or passes through.
	pub price: Option<Price>,
	/// Energy wanted in it, in Wh; that with a limit included.
	pub demand: Wh,
	/// Energy offered in it, in Wh.
	pub supply: Wh,
	/// Energy that its buyers get, in Wh.
	pub bought: Wh,
	/// Energy that its sellers deliver, in Wh.
	pub sold: Wh,
	/// Supply that it could lose and still serve its firm demand, and what its lines carry away; none unless it cleared.
	/// A seller in it that offers more is pivotal.
	pub spare: Option<Wh>,
}

/// The line that a bus hangs on, and the zone of the bus. Of the substation, which hangs on none, all but the zone is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct LineFlow {
	/// The place of its zone in the list.
	pub zone: u16,
	/// The bus at the other end of its line.
	pub parent: u16,
	/// The most that the line may carry towards the bus in the interval, of what neighbours trade, in Wh.
	pub import: Wh,
	/// The most away from it.
	pub export: Wh,
	/// What the line carries away from the bus of what was traded in this round, in Wh; below 0 towards it.
	pub traded: i64,
	/// The same of all rounds of the interval so far.
	pub carried: i64,
	/// By how many Wh the import limit would be passed if the utility served all firm demand that this round has left: an
	/// alarm for the grid's operator.
	pub lacking: Wh,
}

impl ZonedResult {
	/// The zone of a bus.
	pub fn zone_of(&self, bus: u16) -> Option<&ZoneResult> {
		self.zones.get(usize::from(self.flows.get(usize::from(bus))?.zone))
	}
}

impl LineFlow {
	/// The limit of the line in the direction in which it carries something, in Wh.
	pub fn limit(&self) -> Wh {
		if self.carried < 0 { self.import } else { self.export }
	}

	/// What the line carries in all rounds so far as a part of that limit, in millionths; nothing of nothing is nothing.
	pub fn loading(&self) -> u64 {
		let carried = u128::from(self.carried.unsigned_abs()).saturating_mul(PPM.into());
		let part = carried.checked_div(self.limit().into()).unwrap_or(0);
		u64::try_from(part).unwrap_or(u64::MAX)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const LINE: LineFlow = LineFlow {
		zone: 0,
		parent: 0,
		import: 400,
		export: 100,
		traded: 0,
		carried: 0,
		lacking: 0,
	};

	#[test]
	fn a_line_is_loaded_in_the_direction_in_which_it_carries() {
		let with = |carried| LineFlow { carried, ..LINE };
		assert_eq!((with(75).limit(), with(75).loading()), (100, 750_000));
		assert_eq!((with(-100).limit(), with(-100).loading()), (400, 250_000));
		assert_eq!((with(0).loading(), with(100).loading()), (0, 1_000_000));
		assert_eq!(LineFlow { export: 0, ..LINE }.loading(), 0);
		let most = LineFlow { export: 1, carried: i64::MAX, ..LINE };
		assert_eq!(most.loading(), u64::MAX);
	}

	#[test]
	fn a_bus_is_in_the_zone_that_it_says() {
		let zone = |top, price| ZoneResult {
			top,
			status: Status::Cleared,
			price: Some(price),
			demand: 0,
			supply: 0,
			bought: 0,
			sold: 0,
			spare: None,
		};
		let flows = vec![LINE, LineFlow { zone: 1, ..LINE }, LINE, LineFlow { zone: 2, ..LINE }];
		let result = ZonedResult { zones: vec![zone(0, 9), zone(1, 7)], flows, rent: 0 };
		let prices = (0..5).map(|bus| result.zone_of(bus).and_then(|zone| zone.price));
		assert_eq!(prices.collect::<Vec<_>>(), [Some(9), Some(7), Some(9), None, None]);
	}
}
