// SPDX-License-Identifier: Apache-2.0

//! Merit order within the limits of the grid's lines (eq. 1e): the grid crate decides, page by page, at one price for
//! each zone. An interval without a grid, or with a single bus, clears as [`MeritOrder`] has it, and costs as much, but for
//! the look at how many buses it has.
//!
//! 1. **Open**: the feeder is read, and what former rounds have traded over its lines is taken off its limits, so that
//!    all rounds together keep them;
//! 2. **Search**: passes over the pages until all prices and levels are known. A pass is one step, as what it has
//!    tallied is too large to be stored: the whole book has to fit into a block, or it does not clear;
//! 3. **Assign**: one pass in each block that finds who buys and who sells in which zone, in memory; then Algorithm 2
//!    inside zones and across them. Or **pair**, in one step, where demands prefer sellers and the book is not too large
//!    for that: by choice first, inside zones;
//! 4. **Fill**: one pass that hands the fills to the order books;
//! 5. **Search rights** and **grant**, after the last round of an interval: what is left of the offers shares what is
//!    left of the export limits, in passes as before; and if any line is full then, one pass hands the rights of those
//!    behind it to the order books.
//!
//! Each pass compares what it sees with the one before, and orders are filled only when everything is assigned.

mod assign;
mod fill;
mod open;
mod pair;
mod read;
mod rights;
mod rows;
mod search;
mod stages;
mod weights;

use alloc::{boxed::Box, vec::Vec};
use frame_support::{traits::Get, weights::Weight};
use gridmerit_energy::{Interval, Order, RoundResult, Rules, Wh};
use gridmerit_grid::Zone;
#[cfg(any(feature = "try-runtime", test))]
use gridmerit_grid::{Feeder, Zones};
use gridmerit_market::Status;
use gridmerit_pallet_support::{Bus, Grid, MAX_BUSES, Page, PageIndex, has_grid};

use crate::{
	ClosedBook, Config, Failed, HasMeritOrder, LoadedSides, Mechanism, MeritOrder, MeritOrderStage,
	Next, Pallet, Preview,
};

pub use assign::Legs;
use read::preview;
pub use rights::{GrantRights, RightSearchStage};
pub(crate) use rows::PlacedRows;
pub use stages::{AssignZones, FillZones, PairZones, Stored, ZoneSearchStage, ZonesStage};
#[cfg(test)]
pub(crate) use weights::pass as weight_of_pass;

/// Clears by merit order within the limits of the grid's lines, where there are any.
pub struct OnGrid;

impl OnGrid {
	/// Whether a book of so many pages can clear on so many buses: whether its largest step fits into a block, with
	/// what is kept between blocks.
	pub fn fits<T: Config>(pages: u32, buses: u32) -> bool {
		weights::largest_pass::<T>(pages, buses as usize)
			.saturating_add(Pallet::<T>::poll_weight())
			.saturating_add(weights::state(buses as usize))
			.all_lte(T::MaxClearingWeight::get())
	}
}

/// How far it has come with a book.
#[frame_support::stored]
pub enum OnGridStage {
	/// Without a grid.
	MeritOrder(Box<MeritOrderStage>),
	/// On one.
	Zones(ZonesStage),
}

impl From<MeritOrderStage> for OnGridStage {
	fn from(stage: MeritOrderStage) -> Self {
		Self::MeritOrder(Box::new(stage))
	}
}

impl HasMeritOrder for OnGridStage {
	fn merit_order(&self) -> Option<&MeritOrderStage> {
		match self {
			Self::MeritOrder(stage) => Some(stage),
			Self::Zones(_) => None,
		}
	}
}

/// What it keeps in memory until the end of a block.
#[derive(Default)]
pub struct OnGridCache {
	sides: LoadedSides,
	legs: Option<Legs>,
}

impl<T: Config> Mechanism<T> for OnGrid {
	type State = OnGridStage;
	type Cache = OnGridCache;

	fn begin(interval: Interval, rules: &Rules) -> OnGridStage {
		match T::Grid::buses(interval) {
			// On a single bus nothing passes a line.
			0 | 1 => MeritOrderStage::new(rules).into(),
			buses => OnGridStage::Zones(ZonesStage::Open { buses }),
		}
	}

	fn begin_weight() -> Weight {
		T::Grid::buses_weight()
	}

	fn state_weight(stage: &OnGridStage) -> Weight {
		match stage {
			OnGridStage::MeritOrder(_) => Weight::zero(),
			OnGridStage::Zones(stage) => stage.state_weight(),
		}
	}

	fn most_state_weight() -> Weight {
		match has_grid::<T::Grid>() {
			true => weights::state(T::Grid::max_buses().min(MAX_BUSES) as usize),
			false => Weight::zero(),
		}
	}

	fn worst(stage: &OnGridStage, cache: &OnGridCache) -> Weight {
		match stage {
			OnGridStage::MeritOrder(stage) => {
				<MeritOrder as Mechanism<T>>::worst(stage, &cache.sides)
			},
			OnGridStage::Zones(stage) => stage.worst::<T>(cache.legs.is_some()),
		}
	}

	fn worst_of_all() -> Weight {
		let merit_order = <MeritOrder as Mechanism<T>>::worst_of_all();
		if has_grid::<T::Grid>() { merit_order.max(ZonesStage::least::<T>()) } else { merit_order }
	}

	fn step(
		stage: OnGridStage,
		cache: &mut OnGridCache,
		book: &mut ClosedBook<'_, T>,
	) -> Result<Next<OnGridStage>, Failed> {
		match stage {
			OnGridStage::MeritOrder(stage) => {
				let Next { state, used } = MeritOrder::step(*stage, &mut cache.sides, book)?;
				Ok(Next { state: state.map(OnGridStage::from), used })
			},
			OnGridStage::Zones(stage) => {
				let Next { state, used } = stage.step(&mut cache.legs, book)?;
				Ok(Next { state: state.map(OnGridStage::Zones), used })
			},
		}
	}

	fn lighten(
		stage: OnGridStage,
		book: &ClosedBook<'_, T>,
	) -> Result<Option<OnGridStage>, Failed> {
		Ok(match stage {
			OnGridStage::MeritOrder(stage) => {
				MeritOrder::lighten(*stage, book)?.map(OnGridStage::from)
			},
			OnGridStage::Zones(stage) => stage.lighten(book)?.map(OnGridStage::Zones),
		})
	}

	#[cfg(any(feature = "try-runtime", test))]
	fn zones(stage: &OnGridStage) -> Option<(&Feeder, &Zones)> {
		match stage {
			OnGridStage::Zones(ZonesStage::Assign(stage)) => {
				Some((&stage.feeder.0, &stage.zones.0))
			},
			OnGridStage::Zones(ZonesStage::Pair(stage)) => Some((&stage.feeder.0, &stage.zones.0)),
			_ => None,
		}
	}

	fn preview(
		interval: Interval,
		rules: &Rules,
		pages: &[(PageIndex, Page<Order>)],
		order: Order,
		bus: Bus,
	) -> Result<Preview, Failed> {
		match T::Grid::buses(interval) {
			0 | 1 => <MeritOrder as Mechanism<T>>::preview(interval, rules, pages, order, bus),
			_ => preview::<T>(interval, rules, pages, order, bus),
		}
	}
}

/// What all zones came to together, with so many transactions and pivotal sellers. The price is the one of all zones
/// that trade, none if they have different ones.
pub(crate) fn sum_of_zones(zones: &[Zone], transactions: u32, pivotal: u32) -> RoundResult {
	let sum = |part: fn(&Zone) -> Wh| zones.iter().map(part).fold(0, Wh::saturating_add);
	let (demand, supply) = (sum(|zone| zone.demand), sum(|zone| zone.supply));
	let traded = sum(|zone| zone.bought);
	let scarce = zones.iter().any(|zone| zone.status == Status::Scarcity);
	let status = match (traded, demand, supply) {
		(1.., ..) if scarce => Status::Scarcity,
		(1.., ..) => Status::Cleared,
		(0, 0, _) => Status::NoDemand,
		(0, _, 0) => Status::NoSupply,
		_ => Status::NoMatch,
	};
	let trading: Vec<_> = zones
		.iter()
		.filter(|zone| zone.bought > 0 || zone.sold > 0)
		.map(|zone| zone.price)
		.collect();
	let first = trading.first().copied().flatten();
	RoundResult {
		status,
		price: first.filter(|_| trading.iter().all(|price| *price == first)),
		demand,
		supply,
		traded,
		payment: zones.iter().map(Zone::paid).fold(0, u128::saturating_add),
		utility_import: sum(Zone::unmet_demand),
		utility_export: supply.saturating_sub(sum(|zone| zone.sold)),
		transactions,
		pivotal,
	}
}
