// SPDX-License-Identifier: Apache-2.0

//! The chains that the runtime can start. A preset is a JSON patch of the genesis configuration; the
//! node, `scripts/chain-spec.sh` and the tests all take it from here.

use crate::{
	AccountId, BabeConfig, BalancesConfig, CarbonConfig, ForwardMarketConfig, RuntimeGenesisConfig,
	SessionConfig, SessionKeys, SudoConfig, TeRegistryConfig, TrustStakingConfig, ValidatorsConfig,
	consensus::PRIMARY_PROBABILITY,
	genesis::{Beginning, CONSORTIUM_RUNTIME_PRESET},
	units::UNIT,
};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use gridmerit_carbon::Footprint;
use gridmerit_energy::{Interval, NodeIndex, Planck};
use gridmerit_trust::{Part, SeatRules};
use pallet_carbon::GenesisFootprint;
use serde_json::Value;
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET, PresetId};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// Secondary slots have one assigned author each, whom only VRF outputs of former epochs choose. Only primary blocks
/// add to the randomness.
pub const BABE_EPOCH_CONFIG: BabeEpochConfiguration = BabeEpochConfiguration {
	c: PRIMARY_PROBABILITY,
	allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
};

/// A probability as BABE takes it: below 1.
const ALMOST_CERTAIN: (u64, u64) = (999_999_999, 1_000_000_000);

/// What validators have bonded as nodes: as much as counts at all.
const VALIDATOR_BOND: Planck = 1_000 * UNIT;
/// And how far they are trusted: to stay in office for a year in which they earn no more.
const VALIDATOR_INDEX: Part = Part::thousandths(500);

struct Network {
	/// Validators' accounts, with the keys they build and finalise blocks with.
	authorities: Vec<(AccountId, SessionKeys)>,
	beginning: Beginning,
}

impl Network {
	/// A network of the well-known development accounts, the first of them validating.
	fn of_well_known(validators: usize) -> Self {
		let keys = Sr25519Keyring::iter().zip(Ed25519Keyring::iter()).take(validators);
		let authorities = keys.map(|(babe, grandpa)| {
			let keys = SessionKeys { babe: babe.public().into(), grandpa: grandpa.public().into() };
			(babe.to_account_id(), keys)
		});
		Self { authorities: authorities.collect(), beginning: Beginning::of_well_known() }
	}

	/// Validators are nodes, bonded and trusted.
	fn bonds(&self) -> Vec<(NodeIndex, Planck, Part)> {
		let validates = |account| self.authorities.iter().any(|(other, _)| other == account);
		let nodes = (0..).zip(&self.beginning.nodes);
		nodes
			.filter(|(_, (account, _))| validates(account))
			.map(|(node, _)| (node, VALIDATOR_BOND, VALIDATOR_INDEX))
			.collect()
	}

	fn genesis(self) -> Value {
		let bonds = self.bonds();
		let alone = self.authorities.len() == 1;
		let keys = self
			.authorities
			.into_iter()
			.map(|(account, keys)| (account.clone(), account, keys))
			.collect();
		let epoch_config = BabeEpochConfiguration {
			// Who builds alone has no rival for a slot. So each of its blocks may be primary, and add to the
			// randomness, also where an epoch has one block only: in sealed chains, whose clock jumps.
			c: if alone { ALMOST_CERTAIN } else { PRIMARY_PROBABILITY },
			..BABE_EPOCH_CONFIG
		};
		build_struct_json_patch!(RuntimeGenesisConfig {
			balances: BalancesConfig { balances: self.beginning.balances() },
			babe: BabeConfig { epoch_config },
			session: SessionConfig { keys },
			carbon: footprints(&self.beginning),
			certificates: self.beginning.certificates(),
			forward_market: ForwardMarketConfig {
				rules: self.beginning.rules(),
				tariff: self.beginning.tariff(),
			},
			meter_attestation: self.beginning.meter_attestation(),
			sudo: SudoConfig { key: self.beginning.operator },
			te_registry: TeRegistryConfig { nodes: self.beginning.nodes },
			trust_staking: TrustStakingConfig { bonds },
			validators: ValidatorsConfig { rules: seat_rules() },
		})
	}
}

/// Networks begin with four builders: of those and up to three more none stays who does not run.
fn seat_rules() -> SeatRules {
	SeatRules { seats: 7, least: SeatRules::FEWEST, ..Default::default() }
}

/// What Charlie's roof and Dave's turbine emit, certified by the operator: the medians of a life cycle (IPCC, AR5 WG III,
/// annex III), all of it embodied.
fn footprints(beginning: &Beginning) -> CarbonConfig {
	let one = |node: NodeIndex, embodied| {
		let footprint = Footprint { operating: 0, embodied, travel: 0 };
		GenesisFootprint { node, footprint, until: Interval::MAX }
	};
	let footprints = match beginning.nodes.is_empty() {
		true => vec![],
		false => vec![one(2, 41_000), one(3, 11_000)],
	};
	CarbonConfig { footprints, ..Default::default() }
}

/// JSON patch of the preset `id`, or none if there is no such preset.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let network = match id.as_ref() {
		DEV_RUNTIME_PRESET => Network::of_well_known(1),
		LOCAL_TESTNET_RUNTIME_PRESET => Network::of_well_known(4),
		CONSORTIUM_RUNTIME_PRESET => {
			Network { authorities: vec![], beginning: Beginning::default() }
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
