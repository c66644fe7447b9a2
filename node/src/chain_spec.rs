// SPDX-License-Identifier: Apache-2.0

//! The chains that the node knows by name, and chain specs from files.

use gridmerit_runtime::{WASM_BINARY, genesis::CONSORTIUM_RUNTIME_PRESET, units::token};
use sc_chain_spec::{ChainSpecExtension, GenericChainSpec};
use sc_service::{ChainType, Properties};
use sc_sync_state_rpc::LightSyncStateExtension;
use serde::{Deserialize, Serialize};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use std::path::Path;

/// What a spec may have beside what every node reads.
#[derive(Clone, Default, Deserialize, Serialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
	/// A checkpoint, from which light clients begin. Full nodes begin at the genesis all the same.
	#[serde(skip_serializing_if = "Option::is_none")]
	light_sync_state: LightSyncStateExtension,
}

pub type ChainSpec = GenericChainSpec<Extensions>;

/// A chain spec by the name or the path that `--chain` was given.
pub fn load(id: &str) -> Result<ChainSpec, String> {
	match id {
		"" => Err("no chain chosen: use --dev, --chain local or --chain FILE".into()),
		"dev" => built_in("Gridmerit Development", id, ChainType::Development, DEV_RUNTIME_PRESET),
		"local" => built_in("Gridmerit Local", id, ChainType::Local, LOCAL_TESTNET_RUNTIME_PRESET),
		"consortium" => {
			built_in("Gridmerit Consortium", id, ChainType::Live, CONSORTIUM_RUNTIME_PRESET)
		},
		path if Path::new(path).is_file() => ChainSpec::from_json_file(path.into())
			.map_err(|error| format!("chain spec `{path}` is malformed: {error}")),
		unknown => Err(format!(
			"unknown chain `{unknown}`: neither built in (dev, local, consortium) nor a file"
		)),
	}
}

fn built_in(
	name: &str,
	id: &str,
	chain_type: ChainType,
	preset: &str,
) -> Result<ChainSpec, String> {
	let wasm = WASM_BINARY
		.ok_or("this node was built without the Wasm runtime (SKIP_WASM_BUILD): build it again")?;
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), token::SYMBOL.into());
	properties.insert("tokenDecimals".into(), token::DECIMALS.into());
	properties.insert("ss58Format".into(), 42.into());
	Ok(ChainSpec::builder(wasm, Extensions::default())
		.with_name(name)
		.with_id(&format!("gridmerit_{id}"))
		.with_chain_type(chain_type)
		.with_genesis_config_preset_name(preset)
		.with_properties(properties)
		.build())
}
