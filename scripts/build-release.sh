#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds what is shipped: an optimised node, and a runtime with its metadata's hash compiled in. Slow.

source "$(dirname "$0")/setup.sh"

need_rust
say "Building the node and the runtime for shipping (about two hours on 2 cores)"
cargo build --locked --profile production --package gridmerit-node --features metadata-hash ||
	fail "the release did not build"
printf '\nNode:    %s\nRuntime: %s\n' "$CARGO_TARGET_DIR/production/gridmerit-node" \
	"$CARGO_TARGET_DIR/production/wbuild/gridmerit-runtime/gridmerit_runtime.compact.compressed.wasm"
