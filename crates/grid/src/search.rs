// SPDX-License-Identifier: Apache-2.0

//! The prices of all buses, by counting instead of sorting.

use alloc::vec::Vec;
use core::mem::take;

use gridmerit_market::{Limits, StepError, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	error::GridError,
	feeder::Feeder,
	keys::{Key, Keys},
	levels::{self, Sharers},
	narrow::{Division, Reach, narrow},
	page::{Located, Order, Pages},
	tally::{Buckets, Tally},
	window::{Window, sort},
	zone::{Totals, Zones, zones},
};

/// The search for the zones of a feeder, with the orders in pages.
///
/// Each pass takes the same pages, in order, and ends with [`Self::end_pass`]. Time is linear in the orders of a pass and
/// in the buses times the buckets of each, of which there are 2^19 at most.
///
/// **Passes.** A pass keeps the orders that lie within the brackets of their buses: one by one up to 131,072, and then it
/// is the last; beyond, what they come to in buckets, up to 1,024 for each bus, and the next pass sees those of one
/// bucket. So a book of 131,072 orders takes one pass, one of a million with asks all over the range two. Where more than
/// 131,072 orders share, as where firm demand is scarce everywhere, one or two more find the level; and one pass is for
/// the prices alone where so many share on one part of the feeder only.
///
/// **Memory.** In a pass the list of up to 3 MiB and, beyond it, buckets of up to 4 MiB, or 6 where a level is looked
/// for. Between passes some 140 bytes for each bus.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct ZoneSearch {
	limits: Limits,
	pages: Pages,
	/// What this pass must see; none in the first.
	expected: Option<Expected>,
	/// The largest order.
	largest: Wh,
	totals: Vec<Totals>,
	reaches: Vec<Reach>,
	/// Which orders count in this pass, by rank; in the first all do.
	windows: Vec<Window>,
	/// How wide the brackets are.
	span: u64,
	tally: Tally,
	/// What was tallied.
	seen: Seen,
	stage: Stage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
enum Stage {
	Prices,
	Levels {
		sharers: Vec<Sharers>,
		/// Whether what they come to has been added up.
		begun: bool,
	},
	Done(Zones),
}

/// What a pass tallies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
struct Seen {
	energy: Wh,
	orders: u32,
}

/// What a pass leaves to compare the next one with: its pages, and what the next one tallies again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
struct Expected {
	pages: Pages,
	energy: Option<Wh>,
	orders: Option<u32>,
}

impl ZoneSearch {
	/// A search that has seen no page. The limits bound the prices.
	pub fn new(feeder: &Feeder, limits: &Limits) -> Self {
		let spots = feeder.spots();
		Self {
			limits: *limits,
			pages: Pages::default(),
			expected: None,
			largest: 0,
			totals: spots.iter().map(|_| Totals::default()).collect(),
			windows: spots.iter().map(|_| Window::default()).collect(),
			reaches: (0..).zip(spots).map(|(rank, spot)| Reach::new(spot, rank)).collect(),
			span: Keys::new(limits).scarce().max(1),
			tally: Tally::default(),
			seen: Seen::default(),
			stage: Stage::Prices,
		}
	}

	/// Counts the next page of this pass.
	pub fn page(&mut self, feeder: &Feeder, page: Located<'_>) -> Result<(), GridError> {
		self.check(feeder)?;
		self.pages.accept(page)?;
		let rows = page.buyers().len().saturating_add(page.sellers().len());
		self.tally.reserve(rows);
		let keys = Keys::new(&self.limits);
		let scarce = keys.scarce();
		let (buyers, sellers) = (page.demand(feeder, keys), page.supply(feeder, keys));
		if self.expected.is_none() {
			buyers.for_each(|(_, order)| {
				self.count(order, |totals| {
					if order.key >= scarce { &mut totals.firm } else { &mut totals.limited }
				});
				self.tally(order, scarce);
			});
			sellers.for_each(|(_, order)| {
				self.count(order, |totals| &mut totals.supply);
				self.tally(order, scarce);
			});
		} else {
			buyers.for_each(|(_, order)| self.tally_again(order, scarce));
			sellers.for_each(|(_, order)| self.tally_again(order, scarce));
		}
		Ok(())
	}

	/// Ends a pass: the result, or none if the same pages are wanted once more. Where there is a result,
	/// the state stays as it is, and asking again gives it again.
	pub fn end_pass(&mut self, feeder: &Feeder) -> Result<Option<Zones>, GridError> {
		self.check(feeder)?;
		if let Some(Expected { pages, energy, orders }) = self.expected {
			let same = pages == self.pages
				&& energy.is_none_or(|energy| energy == self.seen.energy)
				&& orders.is_none_or(|orders| orders == self.seen.orders);
			if !same && !matches!(self.stage, Stage::Done(_)) {
				return Err(StepError::BookChanged.into());
			}
		} else {
			// All demand is lacking at first.
			for (reach, totals) in self.reaches.iter_mut().zip(&self.totals) {
				reach.own = (totals.firm.wrapping_add(totals.limited) as i64).wrapping_neg();
			}
		}
		match take(&mut self.tally) {
			Tally::List(list) => self.settle(feeder, list),
			Tally::Buckets(buckets) => {
				let (energy, orders) = match self.stage {
					Stage::Prices => (Some(self.divide(feeder, buckets)), None),
					_ => (None, Some(self.divide_levels(feeder, buckets))),
				};
				self.expected = Some(Expected { pages: take(&mut self.pages), energy, orders });
				self.seen = Seen::default();
				self.totals.iter_mut().for_each(|totals| totals.dropped = 0);
			},
		}
		Ok(match &self.stage {
			Stage::Done(zones) => Some(zones.clone()),
			_ => None,
		})
	}

	fn check(&self, feeder: &Feeder) -> Result<(), GridError> {
		if feeder.buses() == self.totals.len() { Ok(()) } else { Err(GridError::OtherFeeder) }
	}

	/// Adds an order up, in the first pass.
	#[inline]
	fn count(&mut self, order: Order, part: impl Fn(&mut Totals) -> &mut Wh) {
		if let Some(totals) = self.totals.get_mut(usize::from(order.rank)) {
			let sum = part(totals);
			*sum = sum.wrapping_add(order.energy);
		}
		self.largest = order.energy.max(self.largest);
	}

	/// Tallies an order in a later pass, if it lies within the bracket of its bus.
	#[inline]
	fn tally_again(&mut self, order: Order, scarce: Key) {
		let rank = usize::from(order.rank);
		let Some(window) = self.windows.get(rank) else { return };
		if window.holds(order) {
			self.tally(order, scarce);
		} else if window.drops(order)
			&& let Some(totals) = self.totals.get_mut(rank)
		{
			totals.dropped = totals.dropped.wrapping_add(order.energy);
		}
	}

	/// Tallies an order that counts.
	#[inline]
	fn tally(&mut self, order: Order, scarce: Key) {
		if order.energy == 0 {
			return;
		}
		self.seen.energy = self.seen.energy.wrapping_add(order.energy);
		self.seen.orders = self.seen.orders.wrapping_add(1);
		if let Some(order) = self.tally.list(order) {
			self.sort(order, scarce);
		}
	}

	/// Tallies one that does not fit the list.
	fn sort(&mut self, order: Order, scarce: Key) {
		let levels = matches!(self.stage, Stage::Levels { .. });
		let scarce = (!levels).then_some(scarce);
		let (windows, span) = (&self.windows, self.span);
		let divide = || {
			let division = Division::new(span, windows.len(), usize::MAX);
			Buckets::new(division, windows.len(), levels)
		};
		let listed = |buckets: &mut Buckets, order| sort(buckets, order, windows, scarce);
		if let Some(buckets) = self.tally.buckets(divide, listed) {
			sort(buckets, order, windows, scarce);
		}
	}

	/// Ends the search with all orders within the brackets at hand.
	fn settle(&mut self, feeder: &Feeder, mut list: Vec<Order>) {
		let scarce = Keys::new(&self.limits).scarce();
		while !matches!(self.stage, Stage::Done(_)) {
			let levels = matches!(self.stage, Stage::Levels { .. });
			let division = Division::new(self.span, feeder.buses(), list.len());
			let mut buckets = Buckets::new(division, feeder.buses(), levels);
			let below = (!levels).then_some(scarce);
			list.iter().for_each(|order| sort(&mut buckets, *order, &self.windows, below));
			if levels {
				self.divide_levels(feeder, buckets);
			} else {
				self.divide(feeder, buckets);
			}
			let Self { windows, totals, .. } = self;
			list.retain(|order| {
				let rank = usize::from(order.rank);
				let Some((window, totals)) = windows.get(rank).zip(totals.get_mut(rank)) else {
					return false;
				};
				if window.drops(*order) {
					totals.dropped = totals.dropped.wrapping_add(order.energy);
				}
				window.holds(*order)
			});
		}
	}

	/// A round of the search for prices: the energy of all orders within the new brackets.
	fn divide(&mut self, feeder: &Feeder, mut buckets: Buckets) -> Wh {
		let division = buckets.division;
		for row in division.rows_mut(&mut buckets.amounts) {
			let mut sum = 0_i64;
			for amount in row {
				sum = sum.wrapping_add(*amount);
				*amount = sum;
			}
		}
		// The least price at which as much is to spare as a line takes.
		let reached = |spare, limit| spare >= limit;
		let narrowed = narrow(feeder, &mut self.reaches, division, &mut buckets.amounts, reached);
		let firm = self.reaches.iter().zip(&self.totals).filter(|(reach, _)| reach.beyond);
		let inside = firm.fold(narrowed.inside, |sum, (_, totals)| sum.wrapping_add(totals.firm));
		self.span = division.width();
		// Where all is scarce there is no price to look for.
		if self.span == 1 || self.reaches.iter().all(|reach| reach.beyond) {
			self.begin_levels();
		}
		self.look();
		inside
	}

	/// Sets the windows to the brackets.
	fn look(&mut self) {
		let scarce = Keys::new(&self.limits).scarce();
		let Self { windows, reaches, stage, span, .. } = self;
		for (rank, (window, reach)) in windows.iter_mut().zip(reaches).enumerate() {
			*window = match stage {
				Stage::Levels { sharers, .. } => {
					let key = sharers.get(rank).map_or(0, |sharers| sharers.key);
					Window::of_sizes(key, reach, *span)
				},
				_ => Window::of_keys(reach, *span, scarce),
			};
		}
	}

	/// Goes on to the levels, as all prices are known.
	fn begin_levels(&mut self) {
		let keys = Keys::new(&self.limits);
		let sharers = self.reaches.iter_mut().map(|reach| {
			let key = if reach.beyond { keys.scarce() } else { reach.from };
			(reach.from, reach.beyond) = (0, false);
			Sharers::new(key, keys.side(key))
		});
		self.stage = Stage::Levels { sharers: sharers.collect(), begun: false };
		self.span = self.largest.max(1);
	}

	/// A round of the search for levels: how many orders are within the new brackets.
	fn divide_levels(&mut self, feeder: &Feeder, buckets: Buckets) -> u32 {
		let Self { reaches, stage: Stage::Levels { sharers, begun }, .. } = self else { return 0 };
		let division = buckets.division;
		if !*begun {
			let rows = division.rows(&buckets.amounts).zip(division.rows(&buckets.orders));
			for (sharers, (amounts, orders)) in sharers.iter_mut().zip(rows) {
				sharers.total =
					amounts.iter().fold(0_i64, |sum, amount| sum.wrapping_add(*amount)) as Wh;
				sharers.above = orders.iter().sum();
			}
			levels::begin(reaches, sharers);
			*begun = true;
		}
		let inside = levels::round(feeder, reaches, sharers, buckets);
		self.span = division.width();
		let last = inside == 0 || self.span == 1;
		if last && levels::end(feeder, reaches, sharers, self.span) {
			let zones = zones(feeder, &self.limits, &self.totals, reaches, sharers);
			self.stage = Stage::Done(zones);
		} else {
			self.look();
		}
		inside
	}
}
