// SPDX-License-Identifier: Apache-2.0

//! The parachains that the runtime can start. A preset is a JSON patch of the genesis configuration.

use crate::{
	AccountId, Balance, BalancesConfig, CollatorSelectionConfig, ForwardMarketConfig,
	ParachainInfoConfig, PolkadotXcmConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys,
	SudoConfig, TeRegistryConfig,
	genesis::{Beginning, CONSORTIUM_RUNTIME_PRESET},
	units::UNIT,
	xcm::transfers::SAFE_VERSION,
};
use alloc::{string::ToString, vec, vec::Vec};
use cumulus_primitives_core::ParaId;
use frame_support::build_struct_json_patch;
use serde_json::Value;
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET, PresetId};
use sp_keyring::Sr25519Keyring;

/// Number of the parachain in the presets: the first that local networks give.
pub const PARA_ID: u32 = 2_000;

/// What a candidate reserves: as much as a validator of a solochain has bonded.
const CANDIDACY_BOND: Balance = 1_000 * UNIT;

struct Network {
	/// Collators of the operator's own, with the keys they build with.
	collators: Vec<(AccountId, SessionKeys)>,
	beginning: Beginning,
}

impl Network {
	/// A network of the well-known development accounts, the first of them collating.
	fn of_well_known(collators: usize) -> Self {
		let keys = Sr25519Keyring::iter().take(collators);
		let collators =
			keys.map(|key| (key.to_account_id(), SessionKeys { aura: key.public().into() }));
		Self { collators: collators.collect(), beginning: Beginning::of_well_known() }
	}

	fn genesis(self) -> Value {
		let invulnerables: Vec<AccountId> =
			self.collators.iter().map(|(account, _)| account.clone()).collect();
		let keys = self
			.collators
			.into_iter()
			.map(|(account, keys)| (account.clone(), account, keys))
			.collect();
		build_struct_json_patch!(RuntimeGenesisConfig {
			balances: BalancesConfig { balances: self.beginning.balances() },
			parachain_info: ParachainInfoConfig { parachain_id: ParaId::from(PARA_ID) },
			collator_selection: CollatorSelectionConfig {
				invulnerables,
				candidacy_bond: CANDIDACY_BOND,
			},
			polkadot_xcm: PolkadotXcmConfig { safe_xcm_version: Some(SAFE_VERSION) },
			session: SessionConfig { keys },
			certificates: self.beginning.certificates(),
			forward_market: ForwardMarketConfig {
				rules: self.beginning.rules(),
				tariff: self.beginning.tariff(),
			},
			meter_attestation: self.beginning.meter_attestation(),
			sudo: SudoConfig { key: self.beginning.operator },
			te_registry: TeRegistryConfig { nodes: self.beginning.nodes },
		})
	}
}

/// JSON patch of the preset `id`, or none if there is no such preset.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let network = match id.as_ref() {
		DEV_RUNTIME_PRESET => Network::of_well_known(1),
		LOCAL_TESTNET_RUNTIME_PRESET => Network::of_well_known(2),
		CONSORTIUM_RUNTIME_PRESET => Network { collators: vec![], beginning: Beginning::default() },
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
