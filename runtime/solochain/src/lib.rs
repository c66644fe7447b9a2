// SPDX-License-Identifier: Apache-2.0

//! # Gridmerit runtime
//!
//! The state transition function of a blockchain for local electricity markets. Blocks are built by
//! BABE and finalised by GRANDPA; the operator acts through Sudo until governance replaces it.
//!
//! - [`common`]: what it shares with the runtime of a parachain: the market, money, accounts
//! - [`chain`]: what is different about this chain
//! - [`carbon`]: what energy emits
//! - [`consensus`], [`validators`]: who builds and finalises blocks, and how sessions end
//! - [`proposals`]: dispatches that are proposed with wagers
//! - [`randomness`]: what nobody knows beforehand
//! - [`subsidies`]: who is paid for what was generated
//! - [`apis`]: the calls that a node and its clients can make into the runtime
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
mod benchmarks;
pub mod carbon;
pub mod chain;
#[path = "../../common/mod.rs"]
pub mod common;
pub mod consensus;
pub mod genesis_config_presets;
pub mod proposals;
pub mod randomness;
pub mod subsidies;
#[cfg(all(test, feature = "try-runtime"))]
#[path = "../../common/tests/upgrade.rs"]
mod upgrade;
pub mod validators;

use alloc::vec::Vec;
use sp_runtime::impl_opaque_keys;
use sp_version::{RuntimeVersion, runtime_version};

pub use apis::RuntimeApi;
pub use common::{configs, genesis, market, migrations, treasury, types::*, units};

// The runtime compiled to Wasm: `WASM_BINARY`, none if the build was told to skip it.
#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

/// What is checked around every transaction.
pub type TxExtension = (Checks, frame_system::WeightReclaim<Runtime>);

impl_opaque_keys! {
	/// Keys with which a validator takes part in consensus.
	pub struct SessionKeys {
		pub babe: Babe,
		pub grandpa: Grandpa,
	}
}

/// Version of this runtime. `spec_version` grows with every change of logic, `transaction_version`
/// with every change of a call's or an extension's encoding.
#[runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: alloc::borrow::Cow::Borrowed("gridmerit"),
	impl_name: alloc::borrow::Cow::Borrowed("gridmerit"),
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

	// An index is part of every encoded call and does not change once a chain is live. Hooks and genesis
	// run in the order of the indices, whatever the order here. 40 and up belong to the market.

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	// Before Timestamp and Session, which rely on the slot.
	#[runtime::pallet_index(1)]
	pub type Babe = pallet_babe;

	#[runtime::pallet_index(2)]
	pub type Timestamp = pallet_timestamp;

	// Before Session: the account of a genesis validator must exist to hold a reference to.
	#[runtime::pallet_index(3)]
	pub type Balances = pallet_balances;

	#[runtime::pallet_index(4)]
	pub type TransactionPayment = pallet_transaction_payment;

	// Before Session: the author of a session's first block is looked up among the validators of the session before. All that
	// it gets is dust; Validators counts blocks itself.
	#[runtime::pallet_index(5)]
	pub type Authorship = pallet_authorship;

	#[runtime::pallet_index(6)]
	pub type Offences = pallet_offences;

	#[runtime::pallet_index(8)]
	pub type Session = pallet_session;

	#[runtime::pallet_index(9)]
	pub type Grandpa = pallet_grandpa;

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

	// The market stands on floors: each pallet asks only those with a lower index, but for
	// the grid and the committees that it asks, and the bounds that certificates ask. So at genesis the
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

	// Builders are TE nodes that are trusted. After Session, so that a block is counted in the session it belongs to.
	#[runtime::pallet_index(48)]
	pub type Validators = pallet_validators;

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

	// Of this chain alone: a parachain's blocks have no room to prove what a check reads.
	#[runtime::pallet_index(53)]
	pub type Proposals = pallet_proposals;

	// Above settlement, which says what was measured.
	#[runtime::pallet_index(55)]
	pub type Subsidies = pallet_subsidies;

	// Between the authorities and certificates, which ask it.
	#[runtime::pallet_index(56)]
	pub type Carbon = pallet_carbon;
}
