// SPDX-License-Identifier: Apache-2.0

//! What calls and hooks weigh on this chain. Compute is the same code as on a solochain, and was measured there; what
//! they prove depends on the limits of a chain, and was measured with this one's: `scripts/weights.sh --parachain`.

mod authorities;
mod certificates;
mod clearing;
mod committees;
mod forward_market;
mod grid;
mod ledger;
mod meter_attestation;
mod relay_randomness;
mod settlement;
mod te_registry;
mod transmission;
mod trust_staking;

pub use authorities::Proven as Authorities;
pub use certificates::Proven as Certificates;
pub use clearing::Proven as Clearing;
pub use committees::Proven as Committees;
pub use forward_market::Proven as ForwardMarket;
pub use grid::Proven as Grid;
pub use ledger::Proven as Ledger;
pub use meter_attestation::Proven as MeterAttestation;
pub use relay_randomness::Proven as RelayRandomness;
pub use settlement::Proven as Settlement;
pub use te_registry::Proven as TeRegistry;
pub use transmission::Proven as Transmission;
pub use trust_staking::Proven as TrustStaking;

use frame_support::weights::Weight;

/// The compute of a weight with a proof of so many bytes, and so many for one of each component.
fn proving(compute: Weight, base: u64, components: &[(u64, u32)]) -> Weight {
	let add = |sum: u64, (bytes, count): &(u64, u32)| {
		sum.saturating_add(bytes.saturating_mul((*count).into()))
	};
	compute.set_proof_size(components.iter().fold(base, add))
}
