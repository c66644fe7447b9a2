// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]

use std::{path::PathBuf, process::ExitCode};

use clap::Parser;
use gridmerit_energy::token;
use gridmerit_parachain_runtime::{
	WASM_BINARY,
	genesis_config_presets::{PARA_ID, preset_names},
};
use sc_chain_spec::{ChainSpecExtension, ChainType, GenericChainSpec, Properties};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Prints the chain spec of a parachain.
#[derive(Parser)]
#[command(version)]
struct Options {
	/// What the chain begins with: development, local_testnet or consortium
	#[arg(long, default_value = "development")]
	preset: String,
	/// The parachain's number on its relay chain
	#[arg(long, default_value_t = PARA_ID)]
	para_id: u32,
	/// The relay chain, by the name that the omni-node knows or the path of its spec
	#[arg(long, default_value = "rococo-local")]
	relay_chain: String,
	/// Prints this plain spec raw: with the state that the chain begins with
	#[arg(long, value_name = "FILE", conflicts_with_all = ["preset", "para_id", "relay_chain"])]
	raw: Option<PathBuf>,
}

/// What a collator has to know beside the chain.
#[derive(Clone, Debug, Serialize, Deserialize, ChainSpecExtension)]
pub struct Extensions {
	/// The relay chain, as the omni-node finds it.
	relay_chain: String,
	/// The parachain's number there.
	para_id: u32,
}

type ParachainSpec = GenericChainSpec<Extensions>;

fn main() -> ExitCode {
	let options = Options::parse();
	let spec = match &options.raw {
		Some(file) => raw(file.clone()),
		None => plain(&options),
	};
	match spec {
		Ok(spec) => {
			println!("{spec}");
			ExitCode::SUCCESS
		},
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		},
	}
}

fn raw(file: PathBuf) -> Result<String, String> {
	let name = file.display().to_string();
	let spec = ParachainSpec::from_json_file(file)
		.map_err(|error| format!("`{name}` is no chain spec of a parachain: {error}"))?;
	// It would go on with all of the genesis.
	let short = |error: String| error.split(" for blob:").next().unwrap_or_default().to_string();
	spec.as_json(true).map_err(|error| format!("`{name}`: {}", short(error)))
}

fn plain(options: &Options) -> Result<String, String> {
	let Options { preset, para_id, relay_chain, .. } = options;
	let known = preset_names();
	if !known.iter().any(|name| name == preset) {
		let known: Vec<&str> = known.iter().map(String::as_str).collect();
		return Err(format!("unknown preset `{preset}`: there are {}", known.join(", ")));
	}
	let wasm =
		WASM_BINARY.ok_or("built without the Wasm runtime (SKIP_WASM_BUILD): build it again")?;
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), token::SYMBOL.into());
	properties.insert("tokenDecimals".into(), token::DECIMALS.into());
	properties.insert("ss58Format".into(), 42.into());
	let extensions = Extensions { relay_chain: relay_chain.clone(), para_id: *para_id };
	let spec = ParachainSpec::builder(wasm, extensions)
		.with_name("Gridmerit Parachain")
		.with_id("gridmerit_parachain")
		.with_chain_type(if preset == "consortium" { ChainType::Live } else { ChainType::Local })
		.with_genesis_config_preset_name(preset)
		.with_properties(properties)
		.build();
	let spec = spec.as_json(false)?;
	let mut spec: Value = serde_json::from_str(&spec).map_err(|error| error.to_string())?;
	let patch = spec.pointer_mut("/genesis/runtimeGenesis/patch").ok_or("a spec has a patch")?;
	patch["parachainInfo"] = json!({ "parachainId": para_id });
	serde_json::to_string_pretty(&spec).map_err(|error| error.to_string())
}
