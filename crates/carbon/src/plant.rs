// SPDX-License-Identifier: Apache-2.0

//! What a plant's energy counts at: as it is certified, and otherwise not in its favour.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::Interval;
use scale_info::TypeInfo;

use crate::Footprint;

/// That a footprint is certified, by whom and for which intervals.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Vouched<AccountId> {
	/// What a kWh emits.
	pub footprint: Footprint,
	/// The issuer who vouches for it; none if it was the operator.
	pub by: Option<AccountId>,
	/// The first interval for which it counts.
	#[codec(compact)]
	pub from: Interval,
	/// The first interval for which it does not count any more.
	#[codec(compact)]
	pub until: Interval,
}

impl<AccountId> Vouched<AccountId> {
	/// Whether it counts for an interval.
	pub fn holds(&self, interval: Interval) -> bool {
		self.from <= interval && interval < self.until
	}
}

/// What a plant's energy of an interval counts at, and whether that is certified. What nobody vouches for counts at the
/// larger of what is declared and the default, part by part; so it is never better than the default.
pub fn counted<'a, AccountId: 'a>(
	declared: Option<&Footprint>,
	vouched: impl IntoIterator<Item = &'a Vouched<AccountId>>,
	interval: Interval,
	default: &Footprint,
) -> (Footprint, bool) {
	match vouched.into_iter().find(|one| one.holds(interval)) {
		Some(one) => (one.footprint, true),
		None => (declared.map_or(*default, |declared| declared.worse(default)), false),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const DEFAULT: Footprint = Footprint { operating: 1_000, embodied: 100, travel: 10 };

	fn vouched(operating: u32, from: Interval, until: Interval) -> Vouched<u64> {
		Vouched { footprint: Footprint { operating, ..Default::default() }, by: None, from, until }
	}

	#[test]
	fn boundary_of_a_certification() {
		let one = [vouched(7, 10, 12)];
		let at = |interval| {
			let (footprint, certified) = counted(Some(&one[0].footprint), &one, interval, &DEFAULT);
			(footprint.operating, certified)
		};
		let default = (1_000, false);
		assert_eq!([9, 10, 11, 12].map(at), [default, (7, true), (7, true), default]);
	}

	#[test]
	fn each_interval_counts_at_what_was_certified_for_it() {
		let some = [vouched(7, 10, 12), vouched(9, 15, 20)];
		let at = |interval| counted(None, &some, interval, &DEFAULT).0.operating;
		assert_eq!([11, 12, 15, 20].map(at), [7, 1_000, 9, 1_000]);
	}

	proptest! {
		#[test]
		fn what_nobody_certifies_is_never_in_the_plants_favour(
			operating: u32, embodied: u32, travel: u32, interval: u32,
		) {
			let declared = Footprint { operating, embodied, travel };
			let none: [Vouched<u64>; 0] = [];
			let (footprint, certified) = counted(Some(&declared), &none, interval, &DEFAULT);
			prop_assert!(!certified);
			prop_assert!(declared.is_within(&footprint) && DEFAULT.is_within(&footprint));
			// Who declares nothing is not better off than who declares something small.
			prop_assert_eq!(counted(None, &none, interval, &DEFAULT), (DEFAULT, false));
		}
	}
}
