// SPDX-License-Identifier: Apache-2.0

//! The feeder, with what former rounds have left of its limits.

use alloc::boxed::Box;
use gridmerit_grid::ZoneSearch;
use gridmerit_pallet_support::MAX_BUSES;

use super::{
	OnGrid,
	stages::{Stored, ZoneSearchStage, ZonesStage},
	weights,
};
use crate::{ClosedBook, Config, Failed, Next};

impl ZoneSearchStage {
	/// Reads the feeder. Fails if it is not there or too large, and if the book is too large for a pass in one block.
	pub(super) fn open<T: Config>(
		buses: u32,
		book: &ClosedBook<'_, T>,
	) -> Result<Next<ZonesStage>, Failed> {
		let pages = book.pages();
		if buses > MAX_BUSES {
			return Err(Failed::Unsound);
		}
		// A step that never fits would stop the market for good.
		if !OnGrid::fits::<T>(pages, buses) {
			return Err(Failed::TooLarge);
		}
		let feeder = book.feeder().filter(|feeder| feeder.buses() == buses as usize);
		let feeder = feeder.ok_or(Failed::Unsound)?.left(&book.line_flows());
		let search = ZoneSearch::new(&feeder, &book.rules().limits);
		let stage = Self { feeder: Stored(feeder), search: Stored(search), pages };
		let used = weights::open::<T>(buses);
		Ok(Next { state: Some(ZonesStage::Search(Box::new(stage))), used })
	}
}
