// SPDX-License-Identifier: Apache-2.0

//! Algorithm 1: the clearing price, by counting instead of sorting.

use alloc::vec::Vec;
use core::mem::take;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	book::Book,
	classes::Classes,
	clearing::{Clearing, Margin, Side, Status},
	error::StepError,
	level::{Level, LevelSearch},
	pages::Pages,
	rules::Rules,
	tally::{Group, Tally},
	tariff::Limits,
	units::{Price, Wh},
};

/// The search for the clearing price of a book that comes in pages, and for the level at which those at the margin
/// share.
///
/// Each pass takes the same pages, in order, and ends with [`Self::end_pass`]. Time is linear in the orders of a pass,
/// and the state is 24 KiB at most.
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
/// over takes two. Where more than 1,024 share, up to four passes more find the level in the same way.
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

/// Sums over the whole book, from the first pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
struct Totals {
	/// Demand without a limit.
	firm: Wh,
	/// How many they are that want something.
	firms: u32,
	/// Demand with one that some price keeps.
	limited: Wh,
	/// Eligible supply.
	supply: Wh,
	/// The largest order.
	largest: Wh,
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
		/// Offers and limits by [`Key`].
		tally: Tally,
		/// Energy at the keys before the tally.
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

/// What a pass leaves to compare the next one with: its pages, and energy and number of the orders that the next one
/// counts again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
struct Expected {
	pages: Pages,
	energy: Wh,
	orders: u32,
}

/// Places of offers and limits on one axis, in the order in which supply catches up: 2 (ask - lowest ask), and
/// 2 (limit - lowest ask) + 1, so that at one price offers come before limits.
struct Key;

impl Key {
	/// Of an ask; beyond all keys if it is below the lowest ask.
	#[inline]
	fn of_ask(ask: Price, limits: &Limits) -> u64 {
		ask.wrapping_sub(limits.cheapest_ask()).wrapping_mul(2)
	}

	/// Of a limit; beyond all keys if it is below the lowest ask.
	#[inline]
	fn of_limit(limit: Price, limits: &Limits) -> u64 {
		Self::of_ask(limit, limits).wrapping_add(1)
	}

	/// The price and the side that shares at it.
	fn margin(key: u64, limits: &Limits) -> (Price, Side) {
		let side = if key & 1 == 0 { Side::Supply } else { Side::Demand };
		(limits.cheapest_ask().saturating_add(key.wrapping_shr(1)), side)
	}

	/// The number of keys, and of those up to the dearest ask.
	fn spans(limits: &Limits) -> (u64, u64) {
		let end = Self::of_limit(limits.cap(), limits).saturating_add(1);
		(end, Self::of_ask(limits.dearest_ask(), limits).saturating_add(1))
	}
}

impl PriceSearch {
	/// A search that has seen no page.
	pub fn new(rules: &Rules) -> Self {
		let limits = rules.limits;
		let (span, _) = Key::spans(&limits);
		Self {
			limits,
			pages: Pages::default(),
			totals: Totals::default(),
			stage: Stage::Price { tally: Tally::new(0, span), below: 0, dropped: 0 },
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
		if let Some(Expected { pages, energy, orders }) = self.expected {
			let sums = match &self.stage {
				Stage::Price { tally, .. } => tally.sums(),
				Stage::Level { search, .. } => search.sums(),
				Stage::Done(_) => (energy, orders),
			};
			if pages != self.pages || (energy, orders) != sums {
				return Err(StepError::BookChanged);
			}
		}
		Ok(self.narrow())
	}

	/// [`Self::page`] for a page that is known to be in its place.
	pub(crate) fn tally(&mut self, page: Book<'_>) {
		let limits = &self.limits;
		match &mut self.stage {
			Stage::Price { tally, dropped, .. } => {
				if self.expected.is_none() {
					self.totals.add(page, tally, limits);
				} else {
					if self.totals.limited > 0 {
						for demand in page.demands() {
							let Some(limit) = demand.limit.filter(|limit| *limit <= limits.cap())
							else {
								continue;
							};
							let key = Key::of_limit(limit, limits);
							tally.add(key, demand.quantity);
							if key < tally.from() {
								*dropped = dropped.wrapping_add(demand.quantity);
							}
						}
					}
					let (_, asks) = Key::spans(limits);
					for offer in page.offers() {
						let key = Key::of_ask(offer.ask, limits);
						if key < asks {
							tally.add(key, offer.capacity);
						}
					}
				}
			},
			Stage::Level { clearing, search } => {
				Classes::of(clearing, limits).sharing(page, |order| search.add(order));
			},
			Stage::Done(_) => {},
		}
	}

	/// [`Self::end_pass`] for a pass that is known to have seen the whole book.
	pub(crate) fn narrow(&mut self) -> Option<Clearing> {
		let first = self.expected.is_none();
		let totals = self.totals;
		match &mut self.stage {
			Stage::Price { .. } if first && totals.decides() => {
				let clearing = totals.unbalanced(&self.limits);
				return self.level(clearing, totals.firms, None);
			},
			Stage::Price { tally, below, dropped } => {
				let demand = totals.demand();
				let exact = tally.is_exact();
				let mut reached = *below;
				// Limits below the range of an earlier pass were counted in this one.
				let mut limits_below = *dropped;
				for group in tally.groups() {
					let after = reached.wrapping_add(group.energy);
					if after < demand {
						reached = after;
						let limit = exact && group.from & 1 == 1;
						limits_below =
							limits_below.wrapping_add(if limit { group.energy } else { 0 });
						continue;
					}
					if exact {
						let clearing =
							totals.balanced(&self.limits, &group, reached, limits_below);
						let listed = tally.listed().map(|orders| {
							let own = orders.iter().filter(|order| order.from == group.from);
							own.map(|order| order.energy).collect()
						});
						return self.level(clearing, group.orders, listed);
					}
					(*below, *dropped) = (reached, 0);
					*tally = tally.within(&group);
					self.expect(&group);
					return None;
				}
				// Supply reaches demand at the last key, whatever a state that is none of ours says.
				self.done(totals.unbalanced(&self.limits))
			},
			Stage::Level { clearing, search } => match search.narrow() {
				Ok(level) => {
					let margin = Margin { level, ..clearing.margin };
					let clearing = Clearing { margin, ..*clearing };
					self.done(clearing)
				},
				Err(group) => {
					self.expect(&group);
					None
				},
			},
			Stage::Done(clearing) => Some(*clearing),
		}
	}

	/// Goes on to the level at which `orders` orders share, which may be listed.
	fn level(
		&mut self,
		clearing: Clearing,
		orders: u32,
		listed: Option<Vec<Wh>>,
	) -> Option<Clearing> {
		let Margin { total, amount, .. } = clearing.margin;
		let with = |level| Clearing { margin: Margin { level, ..clearing.margin }, ..clearing };
		if amount == total {
			return self.done(with(Level::FULL));
		}
		if orders == 1 || amount == 0 {
			return self.done(with(Level::equal(amount, orders)));
		}
		let mut search = LevelSearch::new(amount, orders, self.totals.largest);
		if let Some(listed) = listed {
			listed.into_iter().for_each(|order| search.add(order));
			if let Ok(level) = search.narrow() {
				return self.done(with(level));
			}
		}
		self.stage = Stage::Level { clearing, search };
		self.expect(&Group { from: 0, energy: total, orders });
		None
	}

	/// Begins the next pass, in which the orders of a group are counted again.
	fn expect(&mut self, group: &Group) {
		let pages = take(&mut self.pages);
		self.expected = Some(Expected { pages, energy: group.energy, orders: group.orders });
	}

	fn done(&mut self, clearing: Clearing) -> Option<Clearing> {
		self.stage = Stage::Done(clearing);
		Some(clearing)
	}
}

impl Totals {
	/// Counts a page of the first pass.
	fn add(&mut self, page: Book<'_>, tally: &mut Tally, limits: &Limits) {
		let (span, asks) = Key::spans(limits);
		let mut totals = *self;
		for demand in page.demands() {
			let quantity = demand.quantity;
			totals.largest = totals.largest.max(quantity);
			match demand.limit.filter(|limit| *limit <= limits.cap()) {
				None => {
					totals.firm = totals.firm.wrapping_add(quantity);
					totals.firms = totals.firms.wrapping_add((quantity > 0).into());
				},
				Some(limit) => {
					let key = Key::of_limit(limit, limits);
					if key < span {
						tally.add(key, quantity);
						totals.limited = totals.limited.wrapping_add(quantity);
					}
				},
			}
		}
		for offer in page.offers() {
			let key = Key::of_ask(offer.ask, limits);
			if key < asks {
				tally.add(key, offer.capacity);
				totals.supply = totals.supply.wrapping_add(offer.capacity);
				totals.largest = totals.largest.max(offer.capacity);
			}
		}
		*self = totals;
	}

	fn demand(&self) -> Wh {
		self.firm.wrapping_add(self.limited)
	}

	/// Whether they say all by themselves: a side is missing, or demand without a limit exceeds supply.
	fn decides(&self) -> bool {
		self.demand() == 0 || self.supply == 0 || self.supply < self.firm
	}

	/// One side is missing, or demand without a limit exceeds supply (Algorithm 1, line 15).
	fn unbalanced(&self, limits: &Limits) -> Clearing {
		let Self { firm, supply, .. } = *self;
		let none = |status| Clearing {
			status,
			price: None,
			demand: self.demand(),
			firm,
			supply,
			traded: 0,
			margin: Margin::NONE,
		};
		if self.demand() == 0 {
			none(Status::NoDemand)
		} else if supply == 0 {
			none(Status::NoSupply)
		} else {
			let margin =
				Margin { side: Side::Demand, total: firm, amount: supply, level: Level::FULL };
			let price = Some(limits.cap());
			Clearing { price, traded: supply, margin, ..none(Status::Scarcity) }
		}
	}

	/// Supply reaches demand in `group`, all of one key; `reached` Wh of offers and limits come before it, of which
	/// `dropped` are limits.
	fn balanced(&self, limits: &Limits, group: &Group, reached: Wh, dropped: Wh) -> Clearing {
		let Self { firm, supply, .. } = *self;
		let demand = self.demand();
		let (price, side) = Key::margin(group.from, limits);
		let (traded, amount) = match side {
			Side::Supply => (demand.saturating_sub(dropped), demand.saturating_sub(reached)),
			// All offers up to the price sell; what is wanted above it is served first.
			Side::Demand => (
				reached.saturating_sub(dropped),
				reached.wrapping_add(group.energy).saturating_sub(demand),
			),
		};
		let (status, price, margin) = if traded == 0 {
			(Status::NoMatch, None, Margin::NONE)
		} else {
			let margin = Margin { side, total: group.energy, amount, level: Level::FULL };
			(Status::Cleared, Some(price), margin)
		};
		Clearing { status, price, demand, firm, supply, traded, margin }
	}
}
