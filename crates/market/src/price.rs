// SPDX-License-Identifier: Apache-2.0

//! Algorithm 1: the clearing price, by counting instead of sorting.

use core::mem::take;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	axis::Axis,
	book::Book,
	classes::Classes,
	clearing::{Clearing, Margin},
	error::StepError,
	level::{Level, LevelSearch},
	pages::Pages,
	rules::Rules,
	tally::{Group, Sums, Tally},
	tariff::Limits,
	totals::Totals,
	units::Wh,
};

/// The search for the clearing price of a book that comes in pages, and for the level at which those at the margin
/// share.
///
/// Each pass takes the same pages, in order, and ends with [`Self::end_pass`]. Time is linear in the orders of a pass,
/// and the state is about 20 KiB at most.
///
/// **Price.** Demand that drops out at its limit is as good as an offer that comes in: both make supply catch up with
/// demand as the price rises. So let all demand be firm and each limit an offer of its own, which the buyer makes to
/// itself. Then the price is that of Algorithm 1, `min { p : offers at up to p reach demand }`, and the two
/// staircases cross there: supply below it is less than what is wanted at it, supply up to it no less than what is
/// wanted above it. At one price offers come before limits, so that as much trades as can.
///
/// **Passes.** The first adds up both sides. A pass lists the orders in its range of prices as long as they are up to
/// 1,024, and is then the last; with more it counts them in 1,024 bins, and the next divides the bin in which
/// supply reaches demand. So a book of 1,024 offers and limits takes one pass, one of 100,000 with asks all
/// over takes two. Where more than 1,024 share, or firm demand is scarce, up to five passes more find the level in the
/// same way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct PriceSearch {
	limits: Limits,
	pages: Pages,
	totals: Totals,
	stage: Stage,
	/// What this pass must see; none in the first.
	expected: Option<Expected>,
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
enum Stage {
	/// The price.
	Price {
		/// Offers and limits by their place on the [`Axis`].
		tally: Tally,
		/// Energy at the places before the tally.
		below: Wh,
		/// The part of it that are limits.
		dropped: Wh,
	},
	/// The level. The clearing lacks only that.
	Level {
		clearing: Clearing,
		search: LevelSearch,
	},
	Done(Clearing),
}

/// What a pass leaves to compare the next one with: its pages, and the orders that the next one counts again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
struct Expected {
	pages: Pages,
	sums: Sums,
}

impl PriceSearch {
	/// A search that has seen no page.
	pub fn new(rules: &Rules) -> Self {
		let limits = rules.limits;
		let tally = Tally::new(0, Axis::new(&limits).span());
		Self {
			limits,
			pages: Pages::default(),
			totals: Totals::default(),
			stage: Stage::Price { tally, below: 0, dropped: 0 },
			expected: None,
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
		if let Some(Expected { pages, sums }) = self.expected {
			let seen = match &self.stage {
				Stage::Price { tally, .. } => tally.sums(|_| true),
				Stage::Level { search, .. } => search.sums(),
				Stage::Done(_) => sums,
			};
			if (pages, sums) != (self.pages, seen) {
				return Err(StepError::BookChanged);
			}
		}
		Ok(self.narrow())
	}

	/// [`Self::page`] for a page that is known to be in its place.
	pub(crate) fn tally(&mut self, page: Book<'_>) {
		let limits = &self.limits;
		match &mut self.stage {
			Stage::Price { tally, .. } if self.expected.is_none() => {
				self.totals.count(page, tally, limits);
			},
			Stage::Price { tally, dropped, .. } => {
				let (axis, cap, from) = (Axis::new(limits), limits.cap(), tally.from());
				if self.totals.limited > 0 {
					tally.extend(page.demands().iter().map(|demand| {
						let (place, quantity) = (axis.limit(demand.most(cap)), demand.quantity);
						*dropped = dropped.wrapping_add(Axis::before(place, from, quantity));
						(place, quantity)
					}));
				}
				let offers = page.offers().iter();
				tally.extend(offers.map(|offer| (axis.ask(offer.ask), offer.capacity)));
			},
			Stage::Level { clearing, search } => {
				let classes = Classes::of(clearing, limits);
				search.extend(classes.sharing_demand(page));
				search.extend(classes.sharing_supply(page));
			},
			Stage::Done(_) => {},
		}
	}

	/// [`Self::end_pass`] for a pass that is known to have seen the whole book.
	pub(crate) fn narrow(&mut self) -> Option<Clearing> {
		let totals = self.totals;
		let unbalanced = totals.unbalanced(&self.limits).filter(|_| self.expected.is_none());
		match &mut self.stage {
			Stage::Price { .. } if let Some(clearing) = unbalanced => {
				self.share(clearing, totals.firm.orders, None)
			},
			Stage::Price { tally, below, dropped } => {
				let demand = totals.demand();
				let found = tally.find(|before, group| {
					let reached = below.wrapping_add(before.energy).wrapping_add(group.sums.energy);
					reached >= demand
				});
				// Supply reaches demand at the last place, whatever a state that is none of ours says.
				let Some((before, group)) = found else { return self.done(totals.idle()) };
				let reached = below.wrapping_add(before.energy);
				if !tally.is_exact() {
					(*below, *dropped) = (reached, 0);
					*tally = tally.within(&group);
					return self.expect(group.sums);
				}
				let Group { from: place, sums } = group;
				let limits = tally.sums(|other| other < place && Axis::is_limit(other));
				let dropped = dropped.wrapping_add(limits.energy);
				let axis = Axis::new(&self.limits);
				let clearing = totals.balanced(&axis, place, sums.energy, reached, dropped);
				self.share(clearing, sums.orders, Some(place))
			},
			Stage::Level { clearing, search } => {
				let clearing = *clearing;
				match search.narrow() {
					Ok(level) => self.done(clearing.with_level(level)),
					Err(sums) => self.expect(sums),
				}
			},
			Stage::Done(clearing) => Some(*clearing),
		}
	}

	/// Goes on to the level at which so many orders share, those at `place` if they stand on the axis.
	fn share(&mut self, clearing: Clearing, orders: u32, place: Option<u64>) -> Option<Clearing> {
		let Margin { total, amount, .. } = clearing.margin;
		if amount == total {
			return self.done(clearing);
		}
		if orders == 1 || amount == 0 {
			return self.done(clearing.with_level(Level::equal(amount, orders)));
		}
		let mut search = LevelSearch::new(amount, orders, self.totals.largest);
		// Orders that are listed need no other pass.
		if let (Stage::Price { tally, .. }, Some(place)) = (&self.stage, place)
			&& tally.is_listed()
		{
			search.extend(tally.listed(place));
			if let Ok(level) = search.narrow() {
				return self.done(clearing.with_level(level));
			}
		}
		self.stage = Stage::Level { clearing, search };
		self.expect(Sums { energy: total, orders })
	}

	/// Begins the next pass, in which these orders are counted again.
	fn expect(&mut self, sums: Sums) -> Option<Clearing> {
		self.expected = Some(Expected { pages: take(&mut self.pages), sums });
		None
	}

	fn done(&mut self, clearing: Clearing) -> Option<Clearing> {
		self.stage = Stage::Done(clearing);
		Some(clearing)
	}
}
