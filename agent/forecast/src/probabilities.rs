// SPDX-License-Identifier: Apache-2.0

//! Which quantiles a forecast gives.

use serde::{Deserialize, Serialize};

/// Probabilities of the quantiles wanted: strictly ascending, each between 0 and 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<f64>", into = "Vec<f64>")]
pub struct Probabilities(Vec<f64>);

/// Those are no probabilities for quantiles.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("probabilities have to ascend strictly between 0 and 1, as 0.1, 0.5, 0.9; got {0:?}")]
pub struct ProbabilityError(Vec<f64>);

impl Default for Probabilities {
	/// 0.1, 0.5, 0.9.
	fn default() -> Self {
		Self(vec![0.1, 0.5, 0.9])
	}
}

impl TryFrom<Vec<f64>> for Probabilities {
	type Error = ProbabilityError;

	fn try_from(values: Vec<f64>) -> Result<Self, Self::Error> {
		let inside = values.iter().all(|p| 0.0 < *p && *p < 1.0);
		if inside && values.is_sorted_by(|a, b| a < b) {
			Ok(Self(values))
		} else {
			Err(ProbabilityError(values))
		}
	}
}

impl From<Probabilities> for Vec<f64> {
	fn from(Probabilities(values): Probabilities) -> Self {
		values
	}
}

impl Probabilities {
	/// Them, ascending.
	pub fn iter(&self) -> impl ExactSizeIterator<Item = f64> + '_ {
		self.0.iter().copied()
	}
}
