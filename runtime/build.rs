// SPDX-License-Identifier: Apache-2.0

//! Compiles the runtime to Wasm. With the `metadata-hash` feature (the production build) the hash of
//! the metadata is compiled in, so that hardware wallets can show what they sign (RFC-78).

fn main() {
	#[cfg(all(feature = "std", feature = "metadata-hash"))]
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("UNIT", 9)
		.build();

	#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
	substrate_wasm_builder::WasmBuilder::build_using_defaults();
}
