// SPDX-License-Identifier: Apache-2.0

//! Forecasts of a TE node's load and generation, from what its meter said.
//!
//! A [`Forecaster`] back-tests its models on the end of a [`History`] and remembers their errors; with
//! them it gives every forecast quantiles. Calibrate it once a day, forecast every interval.

pub mod accuracy;
mod errors;
mod estimate;
mod forecaster;
mod history;
mod models;
mod outlook;
mod series;
mod smoothing;
pub mod synthetic;
mod table;
mod trial;

pub use estimate::{Estimate, Forecast};
pub use forecaster::{ForecastError, Forecaster, forecast};
pub use history::{History, HistoryError, MAX_ENERGY, Row};
pub use models::{Model, Source};
pub use outlook::{Factors, Outlook, Probabilities, ProbabilityError};
pub use table::{TableError, read_rows};

/// Index of a delivery interval: unix time over the interval's length.
pub type Interval = u32;

/// Energy in watt-hours.
pub type Wh = u64;

#[cfg(test)]
mod tests;
