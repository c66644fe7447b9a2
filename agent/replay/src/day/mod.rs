// SPDX-License-Identifier: Apache-2.0

//! What a day on the chain came to: every number of the report, as `report.json` holds it.

mod grid;
mod record;
mod rounds;
mod total;

pub use grid::{Feeder, Line, Zone, ZonedRound};
pub(crate) use record::status_name;
pub use record::{
	Balance, Bill, BookOrder, ChainInfo, ClearedRound, Day, Kind, Participant, Slot, Summary, Time,
	Trade,
};
pub use total::{Total, share};
