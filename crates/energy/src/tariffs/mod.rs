// SPDX-License-Identifier: Apache-2.0

//! Tariffs before they hold: by time of day in a zone's own time, within the operator's bounds, and as a timeline of
//! what was published.

mod bounds;
mod day;
mod timeline;

pub use bounds::{BeyondBounds, TariffBounds};
pub use day::{BadDay, Band, Day, OffsetChange};
pub use timeline::Timeline;
