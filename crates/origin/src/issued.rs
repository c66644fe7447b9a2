// SPDX-License-Identifier: Apache-2.0

//! What a plant is issued for an interval, and which part of it goes to whom it sold to.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::{MeterIndex, SourceKind, Wh};
use scale_info::TypeInfo;

use crate::{BySource, all_sources};

/// Which of `energy` Wh that a plant was issued belong to a sale: from, until. Of `sold` Wh that it sold, `before` were
/// sold in earlier sales, and `traded` in this one. What it was issued is dealt in turn; if it is less than was sold,
/// pro rata, so that all sales together get all of it, and none a Wh more than it bought.
pub fn share(energy: Wh, sold: Wh, before: Wh, traded: Wh) -> (Wh, Wh) {
	let dealt = energy.min(sold);
	let place = |done: Wh| {
		let product = u128::from(dealt).saturating_mul(done.min(sold).into());
		// At most `dealt`.
		let place = product.checked_div(sold.into()).unwrap_or_default();
		Wh::try_from(place).unwrap_or(Wh::MAX)
	};
	(place(before), place(before.saturating_add(traded)))
}

/// What a plant is issued for an interval.
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
pub struct Issued {
	/// The settlement meter that measured it.
	#[codec(compact)]
	pub meter: MeterIndex,
	/// The bus at which the plant was certified.
	#[codec(compact)]
	pub bus: u16,
	/// What the plant is.
	pub source: SourceKind,
	/// What it fed in, as its settlement meter has said, in Wh.
	#[codec(compact)]
	pub fed_in: Wh,
	/// What of that is not issued because it makes good what was issued wrongly before, in Wh.
	#[codec(compact)]
	pub withheld: Wh,
	/// What is issued, in Wh.
	#[codec(compact)]
	pub energy: Wh,
	/// What it had sold to its neighbours, in Wh.
	#[codec(compact)]
	pub sold: Wh,
	/// What of that its certificates are dealt for, in Wh.
	#[codec(compact)]
	pub dealt: Wh,
	/// Whether an auditor has found that this was wrong.
	pub audited: bool,
	/// How much of each source it is; none if all of it is of `source`.
	pub mix: Option<BySource<Wh>>,
}

/// Some of what a plant is issued, of one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
	/// The source.
	pub source: SourceKind,
	/// The first Wh.
	pub from: Wh,
	/// How many.
	pub energy: Wh,
}

impl Issued {
	/// Deals for the next sale: which Wh it gets.
	pub fn deal(&mut self, traded: Wh) -> (Wh, Wh) {
		let range = share(self.energy, self.sold, self.dealt, traded);
		self.dealt = self.dealt.saturating_add(traded).min(self.sold);
		range
	}

	/// Which Wh are the plant's own, when all sales are dealt for.
	pub fn rest(&self) -> (Wh, Wh) {
		(share(self.energy, self.sold, self.dealt, 0).0, self.energy)
	}

	/// Some of its Wh by source.
	pub fn parts(&self, (from, until): (Wh, Wh)) -> Vec<Part> {
		let Some(mix) = &self.mix else {
			let energy = until.saturating_sub(from);
			let part = Part { source: self.source, from, energy };
			return (energy > 0).then_some(part).into_iter().collect();
		};
		let mut begin: Wh = 0;
		let mut parts = Vec::new();
		for (source, energy) in all_sources().into_iter().zip(mix) {
			let end = begin.saturating_add(*energy);
			let (first, last) = (begin.max(from), end.min(until));
			if first < last {
				parts.push(Part { source, from: first, energy: last.saturating_sub(first) });
			}
			begin = end;
		}
		parts
	}

	/// The source of a range of its Wh; none if they are not all issued and of one.
	pub fn source_of(&self, range: (Wh, Wh)) -> Option<SourceKind> {
		match self.parts(range).as_slice() {
			[Part { source, from, energy }]
				if (*from, from.saturating_add(*energy)) == range && range.1 <= self.energy =>
			{
				Some(*source)
			},
			_ => None,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use SourceKind::{Solar, Storage, Wind};
	use proptest::prelude::*;

	fn issued(energy: Wh, sold: Wh) -> Issued {
		Issued {
			meter: 0,
			bus: 1,
			source: Solar,
			fed_in: energy,
			withheld: 0,
			energy,
			sold,
			dealt: 0,
			audited: false,
			mix: None,
		}
	}

	#[test]
	fn what_is_fed_in_beyond_what_is_sold_stays() {
		let mut issued = issued(100, 60);
		assert_eq!([issued.deal(10), issued.deal(50)], [(0, 10), (10, 60)]);
		assert_eq!(issued.rest(), (60, 100));
		// More than was sold is not dealt for.
		assert_eq!(issued.deal(7), (60, 60));
		assert_eq!(issued.rest(), (60, 100));
	}

	#[test]
	fn who_sells_what_it_does_not_feed_in_deals_pro_rata() {
		let mut issued = issued(10, 40);
		assert_eq!([issued.deal(13), issued.deal(14), issued.deal(13)], [(0, 3), (3, 6), (6, 10)]);
		assert_eq!(issued.rest(), (10, 10));
		assert_eq!(issued.parts((3, 3)), []);
	}

	#[test]
	fn who_sells_nothing_keeps_all() {
		let mut issued = issued(10, 0);
		assert_eq!((issued.deal(5), issued.rest()), ((0, 0), (0, 10)));
	}

	#[test]
	fn a_sale_of_a_battery_may_be_of_several_sources() {
		let mut mix = [0; 9];
		(mix[1], mix[2], mix[5]) = (10, 20, 5);
		let issued = Issued { source: Storage, mix: Some(mix), ..issued(35, 35) };
		let part = |source, from, energy| Part { source, from, energy };
		assert_eq!(issued.parts((5, 15)), [part(Solar, 5, 5), part(Wind, 10, 5)]);
		assert_eq!(issued.parts((30, 30)), []);
		assert_eq!(issued.source_of((10, 30)), Some(Wind));
		for range in [(9, 30), (10, 31), (36, 40), (30, 40), (12, 12)] {
			assert_eq!(issued.source_of(range), None);
		}
	}

	proptest! {
		#[test]
		fn shares_are_disjoint_and_none_is_more_than_was_bought(
			energy in 0..1_u64 << 50,
			sales in prop::collection::vec(0..1_u64 << 40, 0..40),
		) {
			let sold: Wh = sales.iter().sum();
			let mut issued = issued(energy, sold);
			let mut end = 0;
			for traded in sales {
				let (from, until) = issued.deal(traded);
				prop_assert_eq!(from, end);
				prop_assert!(from <= until && until - from <= traded);
				// Off by less than a Wh.
				let exact = u128::from(energy.min(sold)) * u128::from(traded);
				let share = u128::from(until - from) * u128::from(sold);
				prop_assert!(share.abs_diff(exact) < u128::from(sold.max(1)));
				end = until;
			}
			prop_assert_eq!(end, energy.min(sold));
			prop_assert_eq!(issued.rest(), (end, energy));
		}

		#[test]
		fn nothing_overflows(energy: u64, sold: u64, before: u64, traded: u64) {
			let (from, until) = share(energy, sold, before, traded);
			prop_assert!(from <= until && until <= energy.min(sold));
		}
	}
}
