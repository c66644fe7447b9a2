// SPDX-License-Identifier: Apache-2.0

//! What it takes to take messages of other parachains in.

use crate::Runtime;
use cumulus_pallet_xcmp_queue::weights::{SubstrateWeight, WeightInfo};
use frame_support::weights::Weight;

type Measured = SubstrateWeight<Runtime>;

/// A signal that stops or opens a channel. It changes a list of at most four channels that each block reads and writes
/// anyway. Were that charged for each signal, as the SDK does, a sibling could fill what a block takes in with pages of
/// four bytes, and messages of others behind them would be dropped.
const SIGNAL: Weight = Weight::from_parts(10_000_000, 0);

/// The SDK's weights, but for signals.
pub struct Arrival;

impl WeightInfo for Arrival {
	fn set_config_with_u32() -> Weight {
		Measured::set_config_with_u32()
	}
	fn enqueue_n_bytes_xcmp_message(n: u32) -> Weight {
		Measured::enqueue_n_bytes_xcmp_message(n)
	}
	fn enqueue_n_empty_xcmp_messages(n: u32) -> Weight {
		Measured::enqueue_n_empty_xcmp_messages(n)
	}
	fn enqueue_empty_xcmp_message_at(n: u32) -> Weight {
		Measured::enqueue_empty_xcmp_message_at(n)
	}
	fn enqueue_n_full_pages(n: u32) -> Weight {
		Measured::enqueue_n_full_pages(n)
	}
	fn enqueue_1000_small_xcmp_messages() -> Weight {
		Measured::enqueue_1000_small_xcmp_messages()
	}
	fn suspend_channel() -> Weight {
		SIGNAL
	}
	fn resume_channel() -> Weight {
		SIGNAL
	}
	fn take_first_concatenated_xcm(n: u32) -> Weight {
		Measured::take_first_concatenated_xcm(n)
	}
	fn on_idle_good_msg() -> Weight {
		Measured::on_idle_good_msg()
	}
	fn on_idle_large_msg() -> Weight {
		Measured::on_idle_large_msg()
	}
}
