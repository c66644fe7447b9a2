// SPDX-License-Identifier: Apache-2.0

//! Not measured yet: `scripts/weights.sh --parachain` writes what `pallet_transmission` proves.

/// Weights of `pallet_transmission`.
pub type Proven = pallet_transmission::weights::SubstrateWeight<crate::Runtime>;
