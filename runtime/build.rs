// SPDX-License-Identifier: Apache-2.0

//! Compiles the runtime to Wasm. With the `metadata-hash` feature (the production build) the hash of
//! the metadata is compiled in, so that hardware wallets can show what they sign (RFC-78).
//!
//! The Wasm builder passes the crate's features on. With `GRIDMERIT_SHIPPED_WASM` set, those that only
//! tests need stay out of the blob: the tests then compile one native variant of everything, and still
//! run the node with the blob that is shipped.

#[cfg(all(feature = "std", feature = "metadata-hash"))]
#[path = "../crates/energy/src/token.rs"]
mod token;

/// Set by `scripts/setup.sh`.
const SHIPPED: &str = "GRIDMERIT_SHIPPED_WASM";

/// How cargo tells a build script of the features that only tests need.
const TEST_FEATURES: [&str; 2] = ["CARGO_FEATURE_RUNTIME_BENCHMARKS", "CARGO_FEATURE_TRY_RUNTIME"];

fn main() {
	println!("cargo:rerun-if-env-changed={SHIPPED}");
	if std::env::var_os(SHIPPED).is_some_and(|set| !set.is_empty()) {
		for feature in TEST_FEATURES {
			// SAFETY: no other thread runs yet.
			#[allow(unsafe_code)]
			unsafe {
				std::env::remove_var(feature)
			};
		}
	}

	#[cfg(all(feature = "std", feature = "metadata-hash"))]
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash(token::SYMBOL, token::DECIMALS)
		.build();

	#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
	substrate_wasm_builder::WasmBuilder::build_using_defaults();
}
