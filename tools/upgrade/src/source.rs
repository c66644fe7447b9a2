// SPDX-License-Identifier: Apache-2.0

//! A runtime to compare: of this tree, of a live chain, or in a file.

use std::{borrow::Cow, path::Path};

use codec::Encode;
use sc_executor::WasmExecutor;
use sp_core::traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode};
use sp_io::TestExternalities;

use crate::{
	chain::Node,
	describe::{self, Description},
	runtimes,
};

/// What Wasm begins with, and what it begins with when it is compressed.
const WASM: [&[u8]; 2] = [b"\0asm", &[82, 188, 83, 118, 70, 219, 142, 5]];

/// A runtime by what it is named: `tree:NAME`, ws://…, or a file with a description, metadata or Wasm.
pub async fn describe(name: &str) -> Result<Description, String> {
	if let Some(runtime) = name.strip_prefix("tree:") {
		return Description::of_runtime(&runtimes::by_name(runtime)?);
	}
	if name.contains("://") {
		return Description::of_metadata(&Node::connect(name).await?.metadata().await?);
	}
	of_file(Path::new(name)).map_err(|error| format!("{name}: {error}"))
}

fn of_file(path: &Path) -> Result<Description, String> {
	let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
	if WASM.iter().any(|begin| bytes.starts_with(begin)) {
		return Description::of_metadata(&metadata_of(&bytes)?);
	}
	match std::str::from_utf8(&bytes) {
		Ok(text) => Description::parse(text),
		Err(_) => Description::of_metadata(&bytes),
	}
}

/// The metadata that a runtime in Wasm has.
fn metadata_of(wasm: &[u8]) -> Result<Vec<u8>, String> {
	let executor = WasmExecutor::<sp_io::SubstrateHostFunctions>::builder()
		.with_allow_missing_host_functions(true)
		.build();
	let fetcher = WrappedRuntimeCode(Cow::Borrowed(wasm));
	let code = RuntimeCode { code_fetcher: &fetcher, heap_pages: None, hash: vec![0] };
	let mut state = TestExternalities::default();
	let (answer, _) = executor.call(
		&mut state.ext(),
		&code,
		"Metadata_metadata_at_version",
		&describe::METADATA.encode(),
		CallContext::Offchain,
	);
	let answer = answer.map_err(|error| format!("this Wasm is no runtime: {error}"))?;
	describe::opaque(&answer).ok_or("its metadata is too old".into())
}
