#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds what is shipped: an optimised node, and both runtimes with their metadata's hash compiled in. Slow.

source "$(dirname "$0")/setup.sh"

need_rust
need_client
need_client tests/parachain
say "Building the node and the runtimes for shipping (about two hours on 2 cores)"
cargo build --locked --profile production --package gridmerit-node --package gridmerit-parachain-spec \
	--features gridmerit-node/metadata-hash,gridmerit-parachain-runtime/metadata-hash ||
	fail "the release did not build"
release="$CARGO_TARGET_DIR/production"
export GRIDMERIT_NODE="$release/gridmerit-node"
for tests in tests/client tests/parachain; do
	say "Checking that the runtime knows its metadata's hash: $tests"
	node --test "$tests/release/metadata-hash.js" || fail "the metadata hash is not in the runtime"
done
printf '\nNode: %s\n' "$GRIDMERIT_NODE"
for runtime in "$release"/wbuild/gridmerit{,-parachain}-runtime/*.compact.compressed.wasm; do
	printf 'Runtime: %s\n' "$runtime"
done
