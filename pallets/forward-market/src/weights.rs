// SPDX-License-Identifier: Apache-2.0

//! Weights of the calls.

use frame_support::weights::Weight;

/// Weights of the calls.
pub trait WeightInfo {
	/// `post_demand` with `w` intervals.
	fn post_demand(w: u32) -> Weight;
	/// `post_offers` with `w` intervals.
	fn post_offers(w: u32) -> Weight;
	/// `cancel` with `w` intervals.
	fn cancel(w: u32) -> Weight;
	/// `cancel_all` with `w` orders.
	fn cancel_all(w: u32) -> Weight;
	/// Taking out `w` orders of a node that is suspended, before the next round opens.
	fn leave(w: u32) -> Weight;
	/// `set_rules`.
	fn set_rules() -> Weight;
	/// `set_tariff` with `b` bands.
	fn set_tariff(b: u32) -> Weight;
	/// `set_interval_tariff`.
	fn set_interval_tariff() -> Weight;
	/// `remove_interval_tariff`.
	fn remove_interval_tariff() -> Weight;
	/// `set_breaker`.
	fn set_breaker() -> Weight;
	/// Opening a round with `w` new intervals.
	fn open_round(w: u32) -> Weight;
	/// A look at whether there is a round to open.
	fn on_poll() -> Weight;
	/// One step of tidying up.
	fn tidy() -> Weight;
}

impl WeightInfo for () {
	fn post_demand(_: u32) -> Weight {
		Weight::zero()
	}
	fn post_offers(_: u32) -> Weight {
		Weight::zero()
	}
	fn cancel(_: u32) -> Weight {
		Weight::zero()
	}
	fn cancel_all(_: u32) -> Weight {
		Weight::zero()
	}
	fn leave(_: u32) -> Weight {
		Weight::zero()
	}
	fn set_rules() -> Weight {
		Weight::zero()
	}
	fn set_tariff(_: u32) -> Weight {
		Weight::zero()
	}
	fn set_interval_tariff() -> Weight {
		Weight::zero()
	}
	fn remove_interval_tariff() -> Weight {
		Weight::zero()
	}
	fn set_breaker() -> Weight {
		Weight::zero()
	}
	fn open_round(_: u32) -> Weight {
		Weight::zero()
	}
	fn on_poll() -> Weight {
		Weight::zero()
	}
	fn tidy() -> Weight {
		Weight::zero()
	}
}
