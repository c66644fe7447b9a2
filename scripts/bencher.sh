# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts that measure the runtime's Wasm: builds it and the bencher.
# shellcheck shell=bash

build_bencher() {
	# In the place of the ordinary Wasm, so the next ordinary build compiles that again.
	say "Building the runtime with its benchmarks"
	cargo build --locked --package gridmerit-runtime --features runtime-benchmarks ||
		fail "the runtime did not build"

	# One of its dependencies carries a runtime of its own, which is not needed here.
	say "Building the bencher (the first time about a quarter of an hour on 2 cores; then seconds)"
	SKIP_WASM_BUILD=1 cargo build --locked --config tools/bencher/optimised.toml \
		--package gridmerit-bencher --features run || fail "the bencher did not build"
}

# Measures benchmarks of the development chain. A solochain records no proof while it executes.
bencher() {
	"$CARGO_TARGET_DIR/debug/gridmerit-bencher" \
		--runtime "$CARGO_TARGET_DIR/debug/wbuild/gridmerit-runtime/gridmerit_runtime.wasm" \
		--genesis-builder runtime --genesis-builder-preset development \
		--wasm-execution compiled --disable-proof-recording --runtime-log off --quiet "$@"
}
