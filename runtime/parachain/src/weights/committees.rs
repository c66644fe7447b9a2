// SPDX-License-Identifier: Apache-2.0

//! Not measured yet: `scripts/weights.sh --parachain` writes what `pallet_committees` proves.

/// Weights of `pallet_committees`.
pub type Proven = pallet_committees::weights::SubstrateWeight<crate::Runtime>;
