// SPDX-License-Identifier: Apache-2.0

//! Algorithm 1: the clearing price, by counting instead of sorting.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	book::Book,
	clearing::{Clearing, Status},
	error::StepError,
	pages::Pages,
	rules::{Rules, Scarcity},
	tariff::Limits,
	units::{Price, Wh},
};

const BUCKET_BITS: u32 = 10;
/// Price buckets of one pass.
const BUCKETS: usize = 1 << BUCKET_BITS;

/// The search for the clearing price of a book that comes in pages.
///
/// Each pass takes the same pages, in order, and ends with [`Self::end_pass`]. The first adds up demand
/// and supply, the supply in 1,024 price buckets; each further pass divides the bucket in which supply
/// reaches demand, until it is one price wide: two passes where the eligible asks span up to 2^20
/// prices, five at most. Time is linear in the orders of a pass; the state is 8 KiB.
///
/// Algorithm 1, lines 4 to 18, takes the cheapest offer off a list one by one and so needs it sorted.
/// The price is the same: `min { p : supply at asks <= p reaches demand }`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct PriceSearch {
	limits: Limits,
	scarcity: Scarcity,
	pages: Pages,
	/// Demand, eligible supply and the dearest eligible ask of the whole book, from the first pass.
	demand: Wh,
	supply: Wh,
	dearest: Price,
	/// The bucket that this pass divides: `span` prices from `from` on, `2^shift` to each part, with
	/// `below` Wh of eligible supply before it. In the first pass it is all eligible prices.
	from: Price,
	span: u64,
	shift: u32,
	below: Wh,
	/// What the pass before has seen; none in the first.
	before: Option<Seen>,
	counted: Wh,
	buckets: [Wh; BUCKETS],
}

/// What a pass leaves to compare the next one with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
struct Seen {
	pages: Pages,
	/// Supply in the bucket that is divided next.
	supply: Wh,
}

impl PriceSearch {
	/// A search that has seen no page.
	pub fn new(rules: &Rules) -> Self {
		let from = rules.limits.cheapest_ask();
		let span = rules.limits.dearest_ask().saturating_add(1).saturating_sub(from);
		Self {
			limits: rules.limits,
			scarcity: rules.scarcity,
			pages: Pages::default(),
			demand: 0,
			supply: 0,
			dearest: 0,
			from,
			span,
			shift: shift(span),
			below: 0,
			before: None,
			counted: 0,
			buckets: [0; BUCKETS],
		}
	}

	/// Counts the next page of this pass.
	pub fn page(&mut self, page: Book<'_>) -> Result<(), StepError> {
		self.pages.accept(page)?;
		self.tally(page);
		Ok(())
	}

	/// Ends a pass: the result, or none if the same pages are wanted once more. Where there is a result,
	/// the state stays as it is, and asking again gives it again.
	pub fn end_pass(&mut self) -> Result<Option<Clearing>, StepError> {
		let seen = Seen { pages: self.pages, supply: self.counted };
		if self.before.is_some_and(|before| before != seen) {
			return Err(StepError::BookChanged);
		}
		Ok(self.narrow())
	}

	/// [`Self::page`] for a page that is known to be in its place.
	pub(crate) fn tally(&mut self, page: Book<'_>) {
		if self.before.is_none() {
			for demand in page.demands() {
				self.demand = self.demand.wrapping_add(demand.quantity);
			}
		}
		let (mut counted, mut dearest) = (self.counted, self.dearest);
		for offer in page.offers() {
			let offset = offer.ask.wrapping_sub(self.from);
			if offset < self.span
				&& let Some(bucket) =
					self.buckets.get_mut((offset.wrapping_shr(self.shift)) as usize)
			{
				*bucket = bucket.wrapping_add(offer.capacity);
				counted = counted.wrapping_add(offer.capacity);
				dearest = dearest.max(if offer.capacity == 0 { 0 } else { offer.ask });
			}
		}
		(self.counted, self.dearest) = (counted, dearest);
	}

	/// [`Self::end_pass`] for a pass that is known to have seen the whole book.
	pub(crate) fn narrow(&mut self) -> Option<Clearing> {
		if self.before.is_none() {
			self.supply = self.counted;
			if self.supply < self.demand || self.demand == 0 {
				return Some(self.unbalanced());
			}
		}
		// The bucket in which supply reaches demand; the last one if no other does.
		let (mut below, mut part, mut amount) = (self.below, 0_usize, 0);
		for (index, &bucket) in self.buckets.iter().enumerate() {
			below = below.wrapping_add(amount);
			(part, amount) = (index, bucket);
			if below.wrapping_add(bucket) >= self.demand {
				break;
			}
		}
		let offset = (part as u64).wrapping_shl(self.shift);
		let from = self.from.wrapping_add(offset);
		if self.shift == 0 {
			return Some(Clearing {
				status: Status::Cleared,
				price: Some(from),
				demand: self.demand,
				supply: self.supply,
				inframarginal: below,
				marginal: amount,
			});
		}
		(self.from, self.below) = (from, below);
		// The last bucket may reach beyond the dearest eligible ask: cut it there.
		self.span = self.span.wrapping_sub(offset).min(1_u64.wrapping_shl(self.shift));
		self.shift = shift(self.span);
		self.before = Some(Seen { pages: self.pages, supply: amount });
		self.counted = 0;
		self.buckets = [0; BUCKETS];
		self.pages = Pages::default();
		None
	}

	/// No demand, or more than there is supply (Algorithm 1, line 15).
	fn unbalanced(&self) -> Clearing {
		let (status, price) = if self.demand == 0 {
			(Status::NoDemand, None)
		} else {
			let price = self.scarcity.price(&self.limits, self.demand, self.supply, self.dearest);
			(if self.supply == 0 { Status::NoSupply } else { Status::Scarcity }, Some(price))
		};
		Clearing {
			status,
			price,
			demand: self.demand,
			supply: self.supply,
			inframarginal: if self.demand == 0 { 0 } else { self.supply },
			marginal: 0,
		}
	}
}

/// The least shift that puts `span` prices into the buckets.
fn shift(span: u64) -> u32 {
	let bits = u64::BITS.saturating_sub(span.saturating_sub(1).leading_zeros());
	bits.saturating_sub(BUCKET_BITS)
}
