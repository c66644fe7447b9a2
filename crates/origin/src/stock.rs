// SPDX-License-Identifier: Apache-2.0

//! What a battery holds, and of which sources that is certified.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::{Battery, PPM, SourceKind, Wh};
use scale_info::TypeInfo;

use crate::{BySource, SOURCES, place_of};

/// What a battery holds. Of what nobody knows the origin it has no certificate: that is in `total` alone.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Stock {
	/// The most energy that it holds, in Wh.
	#[codec(compact)]
	pub capacity: Wh,
	/// What of the energy that it is charged with it gives back, in millionths.
	#[codec(compact)]
	pub efficiency_ppm: u32,
	/// What it holds, in Wh, as its settlement meter has said.
	#[codec(compact)]
	pub total: Wh,
	/// What it was charged with in the interval whose certificates are dealt, in Wh, as far as none came with that yet.
	#[codec(compact)]
	pub charging: Wh,
	/// What of `total` is certified, in Wh, by kind of source.
	pub parts: BySource<Wh>,
}

/// `part` of so many parts of `of`, rounded down; `of` is not 0.
fn scaled(part: Wh, of: Wh, to: Wh) -> Wh {
	let product = u128::from(part).saturating_mul(to.into());
	// No more than `part`, as `to` is no more than `of`.
	let scaled = product.checked_div(of.into()).unwrap_or_default();
	Wh::try_from(scaled).unwrap_or(Wh::MAX)
}

impl Stock {
	/// A battery as it was declared. Where what it holds then comes from nobody knows.
	pub fn new(battery: &Battery) -> Self {
		let Battery { capacity, efficiency_ppm, initial, .. } = *battery;
		let total = initial.min(capacity);
		Self { capacity, efficiency_ppm, total, charging: 0, parts: [0; SOURCES] }
	}

	/// What is certified of what it holds, in Wh.
	pub fn certified(&self) -> Wh {
		self.parts.iter().fold(0, |sum: Wh, part| sum.saturating_add(*part))
	}

	/// It gives so much back: how much of each source is certified of that. What it gives beyond what it held is of no
	/// known source. Both what goes and what stays is rounded down.
	pub fn discharge(&mut self, energy: Wh) -> BySource<Wh> {
		let (before, given) = (self.total, energy.min(self.total));
		let left = before.saturating_sub(given);
		let gone = self.parts.map(|part| scaled(part, before, given));
		self.parts = self.parts.map(|part| scaled(part, before, left));
		self.total = left;
		gone
	}

	/// It is charged with so much, of which nothing is certified yet: [`Self::store`] says what is. What the one before
	/// was charged with is over. If that is more than it can hold, its efficiency is worse than declared, and of all that
	/// it holds something is lost.
	pub fn charge(&mut self, drawn: Wh) {
		self.charging = drawn;
		let total = self.total.saturating_add(scaled(drawn, PPM.into(), self.efficiency()));
		if total > self.capacity {
			self.parts = self.parts.map(|part| scaled(part, total, self.capacity));
		}
		self.total = total.min(self.capacity);
	}

	/// What it is being charged with came with certificates of so much: how many of them are used up for that.
	pub fn store(&mut self, source: SourceKind, energy: Wh) -> Wh {
		let used = energy.min(self.charging);
		self.charging = self.charging.saturating_sub(used);
		let kept = scaled(used, PPM.into(), self.efficiency());
		let room = self.total.saturating_sub(self.certified());
		if let Some(part) = self.parts.get_mut(place_of(source)) {
			*part = part.saturating_add(kept.min(room));
		}
		used
	}

	/// No battery gives back more than it was charged with.
	fn efficiency(&self) -> Wh {
		self.efficiency_ppm.min(PPM).into()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use SourceKind::{Solar, Wind};
	use proptest::prelude::*;

	fn battery() -> Battery {
		Battery { capacity: 10_000, power: 5_000, efficiency_ppm: 900_000, initial: 1_000 }
	}

	#[test]
	fn a_battery_hands_on_what_it_was_charged_with_less_losses() {
		let mut stock = Stock::new(&battery());
		assert_eq!((stock.total, stock.certified()), (1_000, 0));
		stock.charge(2_000);
		assert_eq!(stock.total, 2_800);
		assert_eq!(stock.store(Solar, 1_000), 1_000);
		assert_eq!(stock.store(Wind, 500), 500);
		// Of what it drew 500 Wh came without certificates, or later.
		assert_eq!((stock.charging, stock.certified()), (500, 900 + 450));
		let gone = stock.discharge(1_400);
		assert_eq!((gone[1], gone[2]), (450, 225));
		assert_eq!((stock.total, stock.parts[1], stock.parts[2]), (1_400, 450, 225));
		let gone = stock.discharge(5_000);
		assert_eq!((gone[1], gone[2]), (450, 225));
		assert_eq!((stock.total, stock.certified()), (0, 0));
		assert_eq!(stock.discharge(1), [0; SOURCES]);
	}

	#[test]
	fn no_more_certificates_are_used_up_than_it_was_charged_with() {
		let mut stock = Stock::new(&battery());
		assert_eq!(stock.store(Solar, 1_000), 0);
		stock.charge(100);
		assert_eq!((stock.store(Solar, 99), stock.store(Wind, 99)), (99, 1));
		assert_eq!(stock.store(Wind, 99), 0);
		assert_eq!((stock.parts[1], stock.parts[2]), (89, 0));
		// What was left of it is over with the next.
		stock.charge(7);
		stock.charge(0);
		assert_eq!(stock.store(Wind, 99), 0);
	}

	#[test]
	fn what_is_charged_beyond_its_capacity_takes_something_of_all() {
		let mut stock = Stock { total: 9_000, ..Stock::new(&battery()) };
		stock.parts[1] = 9_000;
		stock.charge(10_000);
		assert_eq!((stock.total, stock.parts[1]), (10_000, 5_000));
		assert_eq!(stock.store(Wind, 10_000), 10_000);
		assert_eq!((stock.parts[1], stock.parts[2]), (5_000, 5_000));
	}

	#[test]
	fn the_largest_numbers_overflow_nothing() {
		let most =
			Battery { capacity: Wh::MAX, power: 0, efficiency_ppm: u32::MAX, initial: Wh::MAX };
		let mut stock = Stock::new(&most);
		stock.charge(Wh::MAX);
		assert_eq!(stock.store(Solar, Wh::MAX), Wh::MAX);
		assert_eq!(stock.discharge(Wh::MAX)[1], Wh::MAX);
		assert_eq!(stock.certified(), 0);
	}

	proptest! {
		#[test]
		fn it_gives_out_no_more_certificates_than_came_in(
			flows in prop::collection::vec((0..6_000_u64, 0..6_000_u64, 0..6_000_u64, 0..2_usize), 1..60),
			efficiency_ppm in 500_000..1_100_000_u32,
		) {
			let mut stock = Stock::new(&Battery { efficiency_ppm, ..battery() });
			let (mut came, mut went) = ([0_u64; 2], [0_u64; 2]);
			for (given, drawn, with, source) in flows {
				let gone = stock.discharge(given);
				prop_assert!(gone.iter().sum::<u64>() <= given);
				went[0] += gone[1];
				went[1] += gone[2];
				stock.charge(drawn);
				let used = stock.store([Solar, Wind][source], with);
				prop_assert!(used <= with.min(drawn));
				came[source] += used * u64::from(efficiency_ppm.min(PPM)) / u64::from(PPM);
				prop_assert!(stock.certified() <= stock.total && stock.total <= stock.capacity);
				prop_assert!(went[0] + stock.parts[1] <= came[0] && went[1] + stock.parts[2] <= came[1]);
			}
		}
	}
}
