// SPDX-License-Identifier: Apache-2.0

//! Weights of the calls.

use frame_support::weights::Weight;

/// Weights of the calls.
pub trait WeightInfo {
	/// Weight of `apply`.
	fn apply() -> Weight;
	/// Weight of `withdraw_application`.
	fn withdraw_application() -> Weight;
	/// Weight of `approve`.
	fn approve() -> Weight;
	/// Weight of `reject`.
	fn reject() -> Weight;
	/// Weight of `admit`.
	fn admit() -> Weight;
	/// Weight of `change`.
	fn change() -> Weight;
	/// Weight of `suspend`, without the cancelling of orders.
	fn suspend() -> Weight;
	/// Weight of `resume`.
	fn resume() -> Weight;
	/// Weight of `offer_handover`.
	fn offer_handover() -> Weight;
	/// Weight of `accept_handover`.
	fn accept_handover() -> Weight;
	/// Weight of `replace_account`.
	fn replace_account() -> Weight;
	/// Weight of `remove`.
	fn remove() -> Weight;
	/// Weight of `record_violation`.
	fn record_violation() -> Weight;
}

/// Not yet measured.
pub struct SubstrateWeight<T>(core::marker::PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn apply() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn withdraw_application() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn approve() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn reject() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn admit() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn change() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn suspend() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn resume() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn offer_handover() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn accept_handover() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn replace_account() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn remove() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn record_violation() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
impl WeightInfo for () {
	fn apply() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn withdraw_application() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn approve() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn reject() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn admit() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn change() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn suspend() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn resume() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn offer_handover() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn accept_handover() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn replace_account() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn remove() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn record_violation() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
