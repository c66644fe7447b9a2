# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts that measure the runtime's Wasm: builds it and the bencher.
# shellcheck shell=bash

# The blob with benchmarks of the checkout in a folder, copied to a file: the next ordinary build takes its place.
build_measured_wasm() {
	local features=$test_features
	# An earlier commit may be without some of the runtimes.
	local runtime
	for runtime in tests/other-runtime:gridmerit-other-runtime runtime/parachain:gridmerit-parachain-runtime; do
		[ -d "$1/${runtime%%:*}" ] || features=$(sed -E "s@,${runtime##*:}/[^,]+@@g" <<<"$features")
	done
	say "Building the runtime of $1 with its benchmarks"
	(
		cd "$1" && unset GRIDMERIT_SHIPPED_WASM
		WASM_BUILD_WORKSPACE_HINT=$1 \
			cargo build --locked --workspace --features "$features" --examples --lib
	) || fail "the runtime did not build"
	cp "$CARGO_TARGET_DIR/debug/wbuild/gridmerit-runtime/gridmerit_runtime.wasm" "$2"
}

build_bencher() {
	measured_wasm="$cache/measured.wasm"
	build_measured_wasm "$PWD" "$measured_wasm"
	measured_parachain="$cache/measured-parachain.wasm"
	cp "$CARGO_TARGET_DIR/debug/wbuild/gridmerit-parachain-runtime/gridmerit_parachain_runtime.wasm" "$measured_parachain"

	# One of its dependencies carries a runtime of its own, which is not needed here.
	say "Building the bencher (the first time about a quarter of an hour on 2 cores; then seconds)"
	SKIP_WASM_BUILD=1 cargo build --locked --config tools/bencher/optimised.toml \
		--package gridmerit-bencher --features run || fail "the bencher did not build"
}

# Measures benchmarks of the development chain. A solochain records no proof while it executes.
bencher() { bencher_of "$measured_wasm" "$@"; }
# The bencher asks its host for no proof, and has no function that tells its size.
bencher_of_parachain() { bencher_of "$measured_parachain" --allow-missing-host-functions "$@"; }
bencher_of() {
	"$CARGO_TARGET_DIR/debug/gridmerit-bencher" \
		--runtime "$1" --genesis-builder runtime --genesis-builder-preset development \
		--wasm-execution compiled --disable-proof-recording --runtime-log off --quiet "${@:2}"
}
