#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds what is shipped: an optimised node, and a runtime with its metadata's hash compiled in. Slow.

source "$(dirname "$0")/setup.sh"

need_rust
need_client
say "Building the node and the runtime for shipping (about two hours on 2 cores)"
cargo build --locked --profile production --package gridmerit-node --features metadata-hash ||
	fail "the release did not build"
release="$CARGO_TARGET_DIR/production"
say "Checking that the runtime knows its metadata's hash"
GRIDMERIT_NODE="$release/gridmerit-node" node --test tests/client/release/metadata-hash.js ||
	fail "the metadata hash is not in the runtime"
printf '\nNode:    %s\nRuntime: %s\n' "$release/gridmerit-node" \
	"$release/wbuild/gridmerit-runtime/gridmerit_runtime.compact.compressed.wasm"
