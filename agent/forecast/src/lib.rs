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
pub use forecaster::{ForecastError, Forecaster};
pub use history::{History, HistoryError, Row};
pub use models::{Model, Source};
pub use outlook::{Factors, Outlook, Probabilities, ProbabilityError};
pub use table::{TableError, read_rows};

#[cfg(test)]
mod tests;
