// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]

mod bridge;
mod clock;
mod delivery;
mod files;
mod guard;
mod home;
mod keeper;
mod log;
mod signer;
pub mod source;
mod spool;
mod status;

pub use bridge::{Bridge, Failure, Settings};
pub use clock::{Arrival, Clock, ClockFault, moment};
pub use delivery::{Delivery, Relay, Round, Waits};
pub use guard::{Directions, Doubt, Guard, Identity, Stop};
pub use home::Home;
pub use keeper::{Boundary, Keeper, Metered, Millis, Rules, Sample, Step, Totals};
pub use log::Log;
pub use signer::{Signer, SignerError};
pub use spool::Spool;
pub use status::{Shared, Status};

/// The environment variable that may hold the meter's secret.
pub const SECRET: &str = "GRIDMERIT_METER_SURI";
