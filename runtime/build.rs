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
	println!("cargo:rerun-if-changed=../common");
	if std::env::var_os(SHIPPED).is_some_and(|set| !set.is_empty()) {
		for feature in TEST_FEATURES {
			// SAFETY: no other thread runs yet.
			#[allow(unsafe_code)]
			unsafe {
				std::env::remove_var(feature)
			};
		}
	}

	#[cfg(feature = "std")]
	share_wasm_target();

	#[cfg(all(feature = "std", feature = "metadata-hash"))]
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash(token::SYMBOL, token::DECIMALS)
		.build();

	#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
	substrate_wasm_builder::WasmBuilder::build_using_defaults();
}

/// The Wasm builder gives each runtime a target folder of its own, and most of what they are made of is the same. So all
/// use one: cargo sees to it that they do so in turn.
#[cfg(all(feature = "std", unix))]
fn share_wasm_target() {
	use std::{env, fs, os::unix::fs::symlink, path::Path};
	let out = env::var("OUT_DIR").expect("cargo sets it");
	let package = env::var("CARGO_PKG_NAME").expect("cargo sets it");
	// target/PROFILE/build/PACKAGE-HASH/out
	let profile = Path::new(&out).ancestors().nth(3).expect("cargo makes it so deep");
	let (shared, own) = (profile.join("wbuild/target"), profile.join("wbuild").join(package));
	let link = own.join("target");
	let done = fs::create_dir_all(&shared)
		.and_then(|()| fs::create_dir_all(&own))
		.and_then(
			|()| if link.is_symlink() { Ok(()) } else { fs::remove_dir_all(&link).or(Ok(())) },
		)
		.and_then(|()| if link.exists() { Ok(()) } else { symlink(&shared, &link) });
	if let Err(error) = done {
		println!("cargo:warning=the runtimes' Wasm is built apart: {error}");
	}
}

#[cfg(all(feature = "std", not(unix)))]
fn share_wasm_target() {}
