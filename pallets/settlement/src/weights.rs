// SPDX-License-Identifier: Apache-2.0

//! Weights of the calls.

use frame_support::weights::Weight;

/// Weights of the calls.
pub trait WeightInfo {
	/// `deposit`.
	fn deposit() -> Weight;
	/// `withdraw`.
	fn withdraw() -> Weight;
	/// `collect`.
	fn collect() -> Weight;
	/// `Settlement::settle`, for whoever calls it with a reading.
	fn settle() -> Weight;
}

impl WeightInfo for () {
	fn deposit() -> Weight {
		Weight::zero()
	}
	fn withdraw() -> Weight {
		Weight::zero()
	}
	fn collect() -> Weight {
		Weight::zero()
	}
	fn settle() -> Weight {
		Weight::zero()
	}
}
