// SPDX-License-Identifier: Apache-2.0

//! The feeder, with what former rounds have left of its limits.

use alloc::{boxed::Box, vec::Vec};
use gridmerit_grid::{Feeder, Line, ZoneSearch};
use gridmerit_pallet_support::{Bus, MAX_BUSES};

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
		let feeder = left_of(&feeder.ok_or(Failed::Unsound)?, &book.line_flows())?;
		let search = ZoneSearch::new(&feeder, &book.rules().limits);
		let stage = Self { feeder: Stored(feeder), search: Stored(search), pages };
		let used = weights::open::<T>(buses);
		Ok(Next { state: Some(ZonesStage::Search(Box::new(stage))), used })
	}
}

/// The same feeder with what is left of its limits when its lines carry so much away from their buses already.
pub(crate) fn left_of(feeder: &Feeder, flows: &[i64]) -> Result<Feeder, Failed> {
	let lines = (1..feeder.buses()).map(|bus| {
		let Line { parent, import, export } = feeder.line(bus as Bus)?;
		let flow = flows.get(bus).copied().unwrap_or(0);
		// What flows one way makes room for the other.
		let room = |limit: u64| limit.min(Line::NO_LIMIT);
		let import = room(import.saturating_add_signed(flow));
		let export = room(export.saturating_add_signed(flow.saturating_neg()));
		Some(Line { parent, import, export })
	});
	let lines = lines.collect::<Option<Vec<_>>>().ok_or(Failed::Unsound)?;
	Feeder::new(&lines).map_err(|_| Failed::Unsound)
}
