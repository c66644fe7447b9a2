// SPDX-License-Identifier: Apache-2.0

//! Forecasts of a TE node's load and generation, from what its meter said. No chain is needed.
//!
//! A [`Forecaster`] back-tests its models on the end of a [`History`] and remembers their errors; with
//! them it gives every forecast quantiles. Calibrate it once a day, forecast every interval. What is known of
//! the future besides the past, the weather's effect or a forecast made elsewhere, is [`Exogenous`]; how good
//! forecasts are, [`accuracy`] says.
//!
//! ```
//! use gridmerit_forecast::{Exogenous, Forecaster, History, Model, Probabilities, Row};
//!
//! // Five days of 24 hours: a load that follows the clock, the sun from 8 to 16 h.
//! let rows = (0..120_u32).map(|interval| {
//!     let hour = u64::from(interval % 24);
//!     let generation_wh = if (8..16).contains(&hour) { 2_000 } else { 0 };
//!     Row { interval, load_wh: 300 + 10 * hour, generation_wh }
//! });
//! let history = History::from_rows(24, rows)?;
//! let forecaster = Forecaster::calibrate(&history, Model::Auto, 4)?;
//! let quantiles = Probabilities::default();
//! let forecasts = forecaster.forecast(&history, [120, 121], &quantiles, &Exogenous::default())?;
//! assert_eq!(forecasts[1].load.mean, 310);
//! assert_eq!(forecasts[1].generation.mean, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod accuracy;
mod clock;
pub mod clock_change;
mod errors;
mod estimate;
mod exogenous;
mod forecaster;
mod habits;
mod history;
mod models;
mod probabilities;
mod row;
mod series;
mod smoothing;
mod source;
pub mod synthetic;
mod table;
mod trial;

pub use estimate::{Estimate, Forecast};
pub use exogenous::{Exogenous, Factors};
pub use forecaster::{ForecastError, Forecaster};
pub use history::{History, HistoryError};
pub use models::Model;
pub use probabilities::{Probabilities, ProbabilityError};
pub use row::Row;
pub use source::Source;
pub use table::TableError;

#[cfg(test)]
mod tests;
