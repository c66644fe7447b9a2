// SPDX-License-Identifier: Apache-2.0

//! The seam between the pallet and what decides who trades at which price.

use frame_support::{Parameter, pallet_prelude::MaxEncodedLen, weights::Weight};
use gridmerit_energy::{Interval, Order, Price, Rules, Wh};
#[cfg(any(feature = "try-runtime", test))]
use gridmerit_grid::{Feeder, Zones};
use gridmerit_grid::{GridError, LocationError};
use gridmerit_market::{Status, StepError};
use gridmerit_pallet_support::{Bus, Page, PageIndex};

use crate::{ClosedBook, Config};

/// Clears the book of an interval in steps, each of a weight that is known before. The pallet leads it
/// through the intervals of a round, stops it where a block is full, and keeps what it writes.
pub trait Mechanism<T: Config> {
	/// How far it has come with a book; stored between blocks.
	type State: Parameter + MaxEncodedLen;

	/// What it keeps in memory until the end of a block: all of it can be found again from the state.
	type Cache: Default;

	/// The state before the first step in an interval.
	fn begin(interval: Interval, rules: &Rules) -> Self::State;

	/// The most that [`Self::begin`] costs, if it looks anything up.
	fn begin_weight() -> Weight {
		Weight::zero()
	}

	/// The most that it costs to go on in another block: to read this state, and to store what becomes of it in the
	/// interval, as far as a poll has no room for that.
	fn state_weight(_: &Self::State) -> Weight {
		Weight::zero()
	}

	/// The most that [`Self::state_weight`] can be.
	fn most_state_weight() -> Weight {
		Weight::zero()
	}

	/// The most that the next step can cost.
	fn worst(state: &Self::State, cache: &Self::Cache) -> Weight;

	/// The most that any step can cost.
	fn worst_of_all() -> Weight;

	/// Takes a step. If it fails, the pallet removes the transactions of the interval, and the orders stay;
	/// so a mechanism that has begun to fill orders may not fail any more.
	fn step(
		state: Self::State,
		cache: &mut Self::Cache,
		book: &mut ClosedBook<'_, T>,
	) -> Result<Next<Self::State>, Failed>;

	/// What to go on with where the next step does not fit into any block: an upgrade may have made steps dearer, or blocks
	/// smaller, since the state was stored, and would else stop the market for good. None if the interval is done; the
	/// state as it is where nothing smaller is to be had, so that it waits for another upgrade. It costs no more than
	/// [`turn`](crate::WeightInfo::turn). If it fails, it is as if a step did.
	///
	/// Of use to mechanisms with steps that grow with the book: all others fit, as
	/// [`worst_of_all`](Self::worst_of_all) does.
	fn lighten(state: Self::State, _: &ClosedBook<'_, T>) -> Result<Option<Self::State>, Failed> {
		Ok(Some(state))
	}

	/// The zones that it has found of a book, on which feeder, if nothing of the book is filled yet. For `try_state`.
	#[cfg(any(feature = "try-runtime", test))]
	fn zones(_: &Self::State) -> Option<(&Feeder, &Zones)> {
		None
	}

	/// What would trade of an order if the book of an interval, which comes whole, in pages, cleared now with it: posted
	/// on `bus` by a node behind all others. Fails if the book is not sound, and if there is no such bus where there is
	/// a grid.
	fn preview(
		interval: Interval,
		rules: &Rules,
		pages: &[(PageIndex, Page<Order>)],
		order: Order,
		bus: Bus,
	) -> Result<Preview, Failed>;
}

/// What would trade of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preview {
	/// How the book would clear, or the zone in which the order hangs.
	pub status: Status,
	/// At what price, in planck per Wh; none if nothing would trade.
	pub price: Option<Price>,
	/// How much of the order would trade, in Wh.
	pub traded: Wh,
}

impl Preview {
	/// Of the last of all orders, given what all would buy and sell.
	pub(crate) fn of_last(
		order: &Order,
		(bought, sold): (&[Wh], &[Wh]),
		(status, price): (Status, Option<Price>),
	) -> Result<Self, Failed> {
		let fills = match order {
			Order::Demand { .. } => bought,
			Order::Offer { .. } => sold,
		};
		let traded = *fills.last().ok_or(Failed::Unsound)?;
		Ok(Self { status, price, traded })
	}
}

/// What comes after a step.
#[derive(Debug)]
pub struct Next<State> {
	/// The state after it; none if the interval is done.
	pub state: Option<State>,
	/// What the step cost.
	pub used: Weight,
}

/// Why the book of an interval does not clear.
#[derive(Debug)]
pub enum Failed {
	/// It is not sound, or changed while it was cleared.
	Unsound,
	/// It has too many pages for a step of it to fit into a block.
	TooLarge,
}

impl From<StepError> for Failed {
	fn from(_: StepError) -> Self {
		Self::Unsound
	}
}

impl From<GridError> for Failed {
	fn from(_: GridError) -> Self {
		Self::Unsound
	}
}

impl From<LocationError> for Failed {
	fn from(_: LocationError) -> Self {
		Self::Unsound
	}
}
