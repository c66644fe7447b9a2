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
