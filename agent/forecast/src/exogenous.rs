// SPDX-License-Identifier: Apache-2.0

//! What is known of the future besides the past: forecasts made elsewhere, the weather's effect.

use std::{collections::BTreeMap, io::Read, path::Path};

use gridmerit_energy::Interval;
use serde::Deserialize;

use crate::{
	estimate::Forecast,
	row::Row,
	table::{TableError, open, read},
};

/// Largest factor on generation.
const MAX_FACTOR: f64 = 2.0;

/// What is known of the future besides the past (exogenous data). The default knows nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exogenous {
	/// A forecast made elsewhere, as by a user's command that knows the weather.
	pub external: BTreeMap<Interval, Row>,
	/// What the weather does to generation.
	pub factors: Factors,
}

impl Exogenous {
	/// With a forecast made elsewhere; a later row of an interval replaces an earlier one. Rows of past
	/// intervals are welcome: they tell how good such forecasts are.
	pub fn with_external(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
		self.external.extend(rows.into_iter().map(|row| (row.interval, row)));
		self
	}

	/// What is known of intervals without any history: forecasts made elsewhere, whose errors nobody knows.
	pub fn alone(&self, intervals: impl IntoIterator<Item = Interval>) -> Vec<Forecast> {
		let known =
			|interval| self.external.get(&interval).map(|row| Forecast::sure(interval, row));
		intervals.into_iter().filter_map(known).collect()
	}

	/// With factors on generation.
	pub fn with_factors(mut self, factors: Factors) -> Self {
		self.factors = factors;
		self
	}
}

/// Factors by interval, 0 to 2, that a model's forecast of generation is multiplied with, mean and
/// quantiles alike: 1 leaves it as it is, as does an interval without one. Nothing is fitted to them, and a
/// forecast made elsewhere is not touched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Factors(BTreeMap<Interval, f64>);

#[derive(Deserialize)]
struct FactorRow {
	interval: Interval,
	factor: f64,
}

impl Factors {
	/// Reads a CSV file with the header `interval,factor`.
	pub fn from_file(path: &Path) -> Result<Self, TableError> {
		let (file, name) = open(path)?;
		Self::read(file, &name)
	}

	/// Reads CSV with the header `interval,factor`; `name` is what errors call it.
	pub fn read(from: impl Read, name: &str) -> Result<Self, TableError> {
		let rows = read(from, name, "interval,factor", |row: &FactorRow| {
			let good = (0.0..=MAX_FACTOR).contains(&row.factor);
			(row.interval, (!good).then(|| (row.factor.to_string(), MAX_FACTOR.to_string())))
		})?;
		Ok(Self(rows.into_iter().map(|row| (row.interval, row.factor)).collect()))
	}

	/// The factor of an interval.
	pub fn get(&self, interval: Interval) -> f64 {
		self.0.get(&interval).copied().unwrap_or(1.0)
	}
}
