// SPDX-License-Identifier: Apache-2.0

//! # Gridmerit runtime of a parachain
//!
//! The same market on a chain whose blocks a relay chain checks and finalises. Collators build them by Aura, in the
//! slots of the relay chain's clock. No node of ours serves it: the SDK's omni-node does.
//!
//! - [`common`]: what it shares with the runtime of a solochain: the market, money, accounts
//! - [`chain`]: what is different about this chain
//! - [`collators`], [`sessions`]: who builds blocks, and how sessions end
//! - [`xcm`]: messages from and to other chains: the token goes out and comes home
//! - [`apis`]: the calls that a collator and its clients can make into the runtime
//! - [`weights`]: what calls and hooks prove; `benchmarks`, if compiled in: what is measured for that
//! - [`genesis_config_presets`]: the chains that the runtime can start

#![cfg_attr(not(feature = "std"), no_std)]
// `frame_support::runtime` expands to deep types, and to items without docs.
#![recursion_limit = "256"]
#![allow(missing_docs)]

extern crate alloc;
// The tests of upgrades need a runtime with migrations, and are the same for both.
#[cfg(all(test, feature = "try-runtime"))]
extern crate self as gridmerit_runtime;

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarks;
pub mod chain;
pub mod collators;
#[path = "../../common/mod.rs"]
pub mod common;
pub mod genesis_config_presets;
pub mod sessions;
#[cfg(all(test, feature = "try-runtime"))]
#[path = "../../common/tests/upgrade.rs"]
mod upgrade;
pub mod weights;
pub mod xcm;

use alloc::vec::Vec;
use sp_runtime::impl_opaque_keys;
use sp_version::{RuntimeVersion, runtime_version};

pub use apis::RuntimeApi;
pub use common::{configs, genesis, market, migrations, treasury, types::*, units};
pub use sp_consensus_aura::sr25519::AuthorityId as AuraId;

// The runtime compiled to Wasm: `WASM_BINARY`, none if the build was told to skip it.
#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

/// What is checked around every transaction. What it did not use of the proof is given back to the block.
pub type TxExtension = cumulus_pallet_weight_reclaim::StorageWeightReclaim<Runtime, Checks>;

impl_opaque_keys! {
	/// Key with which a collator builds blocks.
	pub struct SessionKeys {
		pub aura: Aura,
	}
}

/// Version of this runtime. `spec_version` grows with every change of logic, `transaction_version`
/// with every change of a call's or an extension's encoding.
#[runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: alloc::borrow::Cow::Borrowed("gridmerit-parachain"),
	impl_name: alloc::borrow::Cow::Borrowed("gridmerit-parachain"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	// A pallet has the index that it has on a solochain, and those that a solochain has not have others. Hooks and
	// genesis run in the order of the indices.

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	// In the place of Babe: before Session, which relies on the slot.
	#[runtime::pallet_index(1)]
	pub type Aura = pallet_aura;

	#[runtime::pallet_index(2)]
	pub type Timestamp = pallet_timestamp;

	#[runtime::pallet_index(3)]
	pub type Balances = pallet_balances;

	#[runtime::pallet_index(4)]
	pub type TransactionPayment = pallet_transaction_payment;

	#[runtime::pallet_index(5)]
	pub type Authorship = pallet_authorship;

	// Before Session, which asks it for the collators of the genesis.
	#[runtime::pallet_index(7)]
	pub type CollatorSelection = pallet_collator_selection;

	#[runtime::pallet_index(8)]
	pub type Session = pallet_session;

	#[runtime::pallet_index(10)]
	pub type AuraExt = cumulus_pallet_aura_ext;

	#[runtime::pallet_index(11)]
	pub type ParachainSystem = cumulus_pallet_parachain_system;

	#[runtime::pallet_index(12)]
	pub type ParachainInfo = staging_parachain_info;

	#[runtime::pallet_index(13)]
	pub type WeightReclaim = cumulus_pallet_weight_reclaim;

	#[runtime::pallet_index(14)]
	pub type RelayRandomness = pallet_relay_randomness;

	#[runtime::pallet_index(20)]
	pub type Sudo = pallet_sudo;

	#[runtime::pallet_index(21)]
	pub type Utility = pallet_utility;

	#[runtime::pallet_index(22)]
	pub type Proxy = pallet_proxy;

	#[runtime::pallet_index(23)]
	pub type Multisig = pallet_multisig;

	#[runtime::pallet_index(24)]
	pub type MultiBlockMigrations = pallet_migrations;

	#[runtime::pallet_index(30)]
	pub type XcmpQueue = cumulus_pallet_xcmp_queue;

	#[runtime::pallet_index(31)]
	pub type PolkadotXcm = pallet_xcm;

	#[runtime::pallet_index(33)]
	pub type MessageQueue = pallet_message_queue;

	// The market stands on floors: each pallet asks only those with a lower index, but for
	// the grid. So at genesis the
	// registry knows the nodes before the forward market names its utility and meters are bound.

	#[runtime::pallet_index(40)]
	pub type TeRegistry = pallet_te_registry;

	#[runtime::pallet_index(41)]
	pub type Ledger = pallet_ledger;

	#[runtime::pallet_index(42)]
	pub type TrustStaking = pallet_trust_staking;

	#[runtime::pallet_index(43)]
	pub type ForwardMarket = pallet_forward_market;

	#[runtime::pallet_index(44)]
	pub type Clearing = pallet_clearing;

	#[runtime::pallet_index(45)]
	pub type Settlement = pallet_settlement;

	#[runtime::pallet_index(46)]
	pub type MeterAttestation = pallet_meter_attestation;

	#[runtime::pallet_index(47)]
	pub type Authorities = pallet_authorities;

	// Below the forward market. It came after all of these, and needs nothing of them at genesis.
	#[runtime::pallet_index(49)]
	pub type Grid = pallet_grid;

	// Between trust and the grid, which asks it.
	#[runtime::pallet_index(50)]
	pub type Committees = pallet_committees;

	#[runtime::pallet_index(51)]
	pub type Transmission = pallet_transmission;

	#[runtime::pallet_index(52)]
	pub type Certificates = pallet_certificates;
}

cumulus_pallet_parachain_system::register_validate_block! {
	Runtime = Runtime,
	BlockExecutor = cumulus_pallet_aura_ext::BlockExecutor::<Runtime, Executive>,
}
