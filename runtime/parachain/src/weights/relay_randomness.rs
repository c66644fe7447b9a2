// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_relay_randomness`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_relay_randomness::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_relay_randomness`.
pub struct Proven;

impl WeightInfo for Proven {
	fn on_relay_state_proof() -> Weight {
		// By storage:
		// - RelayRandomness::Last: 1529
		// - Session::CurrentIndex: 1485
		proving(Compute::on_relay_state_proof(), 3_014, &[])
	}
}
