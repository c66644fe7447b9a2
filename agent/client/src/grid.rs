// SPDX-License-Identifier: Apache-2.0

//! What the chain says of the grid that it clears on: lines with what they may carry, zones with their prices.

use gridmerit_energy::{Interval, Price, RoundResult, Wh};
pub use gridmerit_energy::{LineFlow, ZoneResult, ZonedResult};
use scale_decode::DecodeAsType;

use crate::{error::ChainError, view::View};

/// The line from a bus to the next one on the way to the substation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
pub struct Line {
	/// The bus at its other end.
	pub parent: u16,
	/// The most that it may carry towards its bus in an interval, of what neighbours trade, in Wh.
	pub import: Wh,
	/// The most away from it.
	pub export: Wh,
}

/// A value, and from which interval on it holds.
type Scheduled = Vec<(Interval, u16)>;

impl View {
	/// How many buses the grid has, the substation's counted: the most, now or at some time to come; none if there is
	/// no grid.
	pub async fn buses(&self) -> Result<Option<u32>, ChainError> {
		if self.at.metadata_ref().pallet_by_name("Grid").is_none() {
			return Ok(None);
		}
		let sizes: Option<Scheduled> = self.stored("Grid", "Sizes", ()).await?;
		let lines = sizes.unwrap_or_default().iter().map(|(_, lines)| *lines).max();
		Ok(lines.filter(|lines| *lines > 0).map(|lines| u32::from(lines).saturating_add(1)))
	}

	/// Whether there is a grid, now or at some time to come.
	pub async fn has_grid(&self) -> Result<bool, ChainError> {
		Ok(self.buses().await?.is_some())
	}

	/// The lines of an interval that is traded or still to come, of buses 1, 2, and so on; none: no grid.
	pub async fn lines(&self, interval: Interval) -> Result<Vec<Line>, ChainError> {
		match self.at.metadata_ref().pallet_by_name("Grid") {
			Some(_) => self.viewed("Grid", "lines", (interval,)).await,
			None => Ok(Vec::new()),
		}
	}

	/// In which zones an interval cleared in a round, and what each line carries of what it may; none if it did not
	/// clear on a grid.
	pub async fn zones(
		&self,
		interval: Interval,
		round: Interval,
	) -> Result<Option<ZonedResult>, ChainError> {
		self.market("zones", (interval, round)).await
	}

	/// At what price an interval cleared in a round for who hangs on a bus; none if nothing traded there. Of `result`,
	/// which is that of the round, if it is not on a grid.
	pub async fn price_at(
		&self,
		(interval, round): (Interval, Interval),
		result: &RoundResult,
		bus: u16,
	) -> Result<Option<Price>, ChainError> {
		Ok(match self.zones(interval, round).await? {
			Some(grid) => grid.zone_of(bus).and_then(|zone| zone.price),
			None => result.price,
		})
	}
}
