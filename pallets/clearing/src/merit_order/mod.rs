// SPDX-License-Identifier: Apache-2.0

//! Merit order, as in the paper: the market crate decides, page by page, at one price for all.
//!
//! 1. **Price**: passes over the pages until price and level are known: one for books of up to 1,024 offers and
//!    limits, two for large ones with real tariffs, some more where more than 1,024 share;
//! 2. **Assign**: sellers and buyers walk through the pages, each with a cursor of its own. Or **pair**, in one step, where
//!    demands prefer sellers and the book is not too large for that: by choice first, and the rest as they come;
//! 3. **Fill**: one pass that hands the fills to the order books.
//!
//! Each pass compares what it sees with the one before, and orders are filled only when sellers and buyers
//! have both been through the whole book.

mod assign;
mod fill;
mod pair;
mod price;
mod stages;

use alloc::vec::Vec;
use frame_support::weights::Weight;
use gridmerit_energy::{Interval, Order, Rules};
use gridmerit_market::{Filling, PriceSearch};
use gridmerit_pallet_support::{Bus, Page, PageIndex};

use crate::{ClosedBook, Config, Failed, Mechanism, Next, Preview, rows::Rows};

pub use assign::LoadedSides;
pub use stages::{
	AssignStage, FillStage, HasMeritOrder, MeritOrderStage, PairStage, PriceStage, Side,
};

/// Clears by merit order, without a grid.
pub struct MeritOrder;

impl<T: Config> Mechanism<T> for MeritOrder {
	type State = MeritOrderStage;
	type Cache = assign::LoadedSides;

	fn begin(_: Interval, rules: &Rules) -> MeritOrderStage {
		MeritOrderStage::new(rules)
	}

	fn worst(stage: &MeritOrderStage, _: &LoadedSides) -> Weight {
		match stage {
			MeritOrderStage::Price(_) => PriceStage::worst::<T>(),
			MeritOrderStage::Assign(_) => AssignStage::worst::<T>(),
			MeritOrderStage::Fill(_) => FillStage::worst::<T>(),
			MeritOrderStage::Pair(stage) => stage.worst::<T>(),
		}
	}

	fn worst_of_all() -> Weight {
		PriceStage::worst::<T>().max(AssignStage::worst::<T>()).max(FillStage::worst::<T>())
	}

	fn step(
		stage: MeritOrderStage,
		cache: &mut Self::Cache,
		book: &mut ClosedBook<'_, T>,
	) -> Result<Next<MeritOrderStage>, Failed> {
		match stage {
			MeritOrderStage::Price(stage) => stage.step(book),
			MeritOrderStage::Assign(stage) => stage.step(cache, book),
			MeritOrderStage::Fill(stage) => Ok(stage.step(book)),
			MeritOrderStage::Pair(stage) => stage.step(book),
		}
	}

	fn lighten(
		stage: MeritOrderStage,
		book: &ClosedBook<'_, T>,
	) -> Result<Option<MeritOrderStage>, Failed> {
		let stage = match stage {
			MeritOrderStage::Pair(stage) => MeritOrderStage::Assign(stage.set_aside(book)?),
			other => other,
		};
		Ok(Some(stage))
	}

	fn preview(
		_: Interval,
		rules: &Rules,
		pages: &[(PageIndex, Page<Order>)],
		order: Order,
		_: Bus,
	) -> Result<Preview, Failed> {
		let rows = pages.iter().map(|(page, orders)| Rows::new(orders, *page));
		let rows: Vec<_> = rows.chain([Rows::last(&order)]).collect();
		let pages = rows.iter().map(Rows::book).collect::<Result<Vec<_>, _>>()?;
		let mut search = PriceSearch::new(rules);
		let clearing = loop {
			for &page in &pages {
				search.page(page)?;
			}
			if let Some(clearing) = search.end_pass()? {
				break clearing;
			}
		};
		let mut filling = Filling::new(&clearing, rules).map_err(|_| Failed::Unsound)?;
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		for &page in &pages {
			filling.page(page, &mut bought, &mut sold)?;
		}
		Preview::of_last(&order, (&bought, &sold), (clearing.status, clearing.price))
	}
}
