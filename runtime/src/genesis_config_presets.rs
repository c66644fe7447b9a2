// SPDX-License-Identifier: Apache-2.0

//! The chains that the runtime can start. A preset is a JSON patch of the genesis configuration; the
//! node, `scripts/chain-spec.sh` and the tests all take it from here.

use crate::{
	AccountId, BabeConfig, Balance, BalancesConfig, RuntimeGenesisConfig, SessionConfig,
	SessionKeys, SudoConfig,
	configs::fees::ExistentialDeposit,
	units::{PRIMARY_PROBABILITY, TreasuryAccount, UNIT},
};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use serde_json::Value;
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET, PresetId};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// Template of a network run by a consortium: everything that all Gridmerit chains share and nobody's
/// keys. Without authorities no node starts it; `scripts/chain-spec.sh` fills in the operator, the
/// authorities and their endowment.
pub const CONSORTIUM_RUNTIME_PRESET: &str = "consortium";

/// Secondary slots have one assigned author each and carry a VRF output as primary ones do, so that
/// every block adds to the randomness.
pub const BABE_EPOCH_CONFIG: BabeEpochConfiguration = BabeEpochConfiguration {
	c: PRIMARY_PROBABILITY,
	allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
};

const DEV_ENDOWMENT: Balance = 1_000_000 * UNIT;

struct Network {
	/// Validators' accounts, with the keys they build and finalise blocks with.
	authorities: Vec<(AccountId, SessionKeys)>,
	/// Account behind Sudo.
	operator: Option<AccountId>,
	endowed: Vec<(AccountId, Balance)>,
}

impl Network {
	/// A network of the well-known development accounts Alice, Bob, Charlie..., whose keys everybody
	/// has, the first of them validating.
	fn of_well_known(validators: usize) -> Self {
		Self {
			authorities: Sr25519Keyring::iter()
				.zip(Ed25519Keyring::iter())
				.take(validators)
				.map(|(babe, grandpa)| {
					let keys = SessionKeys {
						babe: babe.public().into(),
						grandpa: grandpa.public().into(),
					};
					(babe.to_account_id(), keys)
				})
				.collect(),
			operator: Some(Sr25519Keyring::Alice.to_account_id()),
			endowed: Sr25519Keyring::well_known()
				.map(|account| (account.to_account_id(), DEV_ENDOWMENT))
				.collect(),
		}
	}

	fn genesis(self) -> Value {
		// The treasury starts with the existential deposit: money sent to a dead account is lost.
		let balances = self
			.endowed
			.into_iter()
			.chain([(TreasuryAccount::get(), ExistentialDeposit::get())])
			.collect();
		let keys = self
			.authorities
			.into_iter()
			.map(|(account, keys)| (account.clone(), account, keys))
			.collect();
		build_struct_json_patch!(RuntimeGenesisConfig {
			balances: BalancesConfig { balances },
			babe: BabeConfig { epoch_config: BABE_EPOCH_CONFIG },
			session: SessionConfig { keys },
			sudo: SudoConfig { key: self.operator },
		})
	}
}

/// JSON patch of the preset `id`, or none if there is no such preset.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let network = match id.as_ref() {
		DEV_RUNTIME_PRESET => Network::of_well_known(1),
		LOCAL_TESTNET_RUNTIME_PRESET => Network::of_well_known(4),
		CONSORTIUM_RUNTIME_PRESET => {
			Network { authorities: vec![], operator: None, endowed: vec![] }
		},
		_ => return None,
	};
	Some(network.genesis().to_string().into_bytes())
}

/// Ids of all presets.
pub fn preset_names() -> Vec<PresetId> {
	[DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET, CONSORTIUM_RUNTIME_PRESET]
		.map(PresetId::from)
		.to_vec()
}
