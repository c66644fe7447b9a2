#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tries the runtime of this tree on the state of a live chain, and says what is different about it.

caller=$PWD
source "$(dirname "$0")/setup.sh"

usage() {
	cat <<'TEXT'
Usage: scripts/upgrade.sh --url ws://ADDRESS:PORT [--at BLOCK] [--snapshot FILE] [--unverified] [--json FILE]
       scripts/upgrade.sh --snapshot FILE [--json FILE]
       scripts/upgrade.sh changes OLD NEW
       scripts/upgrade.sh release [--write]

The first fetches the state of a chain, solochain or parachain, and runs the upgrade to the runtime of this
tree on it: the migrations of the first block, those of many blocks to their end, then whether all that is
stored decodes and every pallet's try_state. Nothing reaches the chain.
  --url        RPC of a node: of your own, or the answer is no proof
  --at         the block, by number or hash [default: the last one that is final]. Any node has the state of
               the last 256 blocks, an archive node of all
  --snapshot   with --url, a file to keep the state in; without, one in which it was kept
  --unverified takes a state that is not the one whose root the block's header has, as of chopsticks, which makes
               blocks without
  --json       writes the report as JSON to this file, too

changes says how two runtimes differ, each of which is tree:gridmerit or tree:gridmerit-parachain for one of
this tree, ws://... for that of a node, or a file of Wasm or metadata.

release says what is different since the last release, runtime/*/release.txt, and fails if a version or a
migration is missing for it; --write notes that this is the release.

docs/upgrades.md says what to read in all of that, and how to go on. Status 1: a check failed, or it could
not be made.
TEXT
}

case "${1-}" in
	-h | --help) usage; exit 0 ;;
	changes | release) command=() ;;
	-*) command=(try) ;;
	*) usage >&2; exit 1 ;;
esac

need_rust
say "Building (cold: about 25 minutes on 2 cores; then seconds)"
build_all --bins || fail "the build did not work"
cd "$caller"
exec "$CARGO_TARGET_DIR/debug/gridmerit-upgrade" "${command[@]}" "$@"
