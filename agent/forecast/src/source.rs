// SPDX-License-Identifier: Apache-2.0

//! Which model a number came from.

use serde::{Deserialize, Serialize};

/// What a forecast came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
	/// The last value: the history is shorter than a day.
	Last,
	/// [`Model::Naive`](crate::Model::Naive).
	Naive,
	/// [`Model::Ets`](crate::Model::Ets).
	Ets,
	/// [`Model::Mstl`](crate::Model::Mstl).
	Mstl,
	/// [`Model::External`](crate::Model::External).
	External,
}
