#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Reads recordings of real meters with the bridge's decoder, and compares what it makes of them with other readers.

source "$(dirname "$0")/setup.sh"

usage() {
	cat <<'TEXT'
Usage: scripts/dumps.sh [--write] [--no-node]
  Fetches packages whose archives hold telegrams that somebody has recorded at a meter (of Python and Rust; 5 MB, once).
  Each goes through the decoder of the bridge, and every register and time has to be what a reader of somebody else
  makes of it. Then those of P1 and SML, moved on over two quarters of an hour, go through the bridge to settled intervals
  on a node, each by a meter of its own: some minutes, as the clock of the bridges is told what time it is (libfaketime).
  --write     puts the table into docs/bridge.md; without it, fails if it differs from that of the page
  --no-node   leaves out the node
GRIDMERIT_NODE names a node that is built already; the other programs lie beside it.
TEXT
}

arguments=()
with_node=yes
while [ $# -gt 0 ]; do
	case $1 in
		-h | --help) usage; exit 0 ;;
		--write) arguments+=(--write) ;;
		--no-node) with_node= ;;
		*) fail "unknown option $1; see --help" ;;
	esac
	shift
done

need_packages python3 python3-venv
need_rust
dumps="$cache/dumps-$(cat scripts/dumps/*.txt scripts/dumps/Cargo.toml | sha256sum | cut -c1-16)"
if [ ! -e "$dumps/complete" ]; then
	say "Fetching recordings, and readers to compare with"
	rm -rf "$dumps"
	mkdir -p "$dumps/crates/src"
	python3 -m venv "$dumps/venv" || fail "could not make a Python environment"
	pip=("$dumps/venv/bin/pip" --quiet --disable-pip-version-check)
	"${pip[@]}" install --requirement scripts/dumps/readers.txt || fail "could not install the readers"
	# The source archives alone: a wheel leaves the tests out, and what the packages need is not needed.
	"${pip[@]}" download --no-deps --no-binary :all: --no-build-isolation --dest "$dumps/sdists" \
		--requirement scripts/dumps/recordings.txt || fail "could not fetch the recordings"
	cp scripts/dumps/Cargo.toml "$dumps/crates"
	touch "$dumps/crates/src/lib.rs"
	cargo metadata --quiet --format-version 1 --manifest-path "$dumps/crates/Cargo.toml" >"$dumps/crates.json" ||
		fail "could not fetch the crates"
	touch "$dumps/complete"
fi
programs="$CARGO_TARGET_DIR/debug"
[ -e "$programs/examples/telegrams" ] || build_all || fail "the decoder did not build"
"$dumps/venv/bin/python" scripts/dumps/read.py "$programs/examples/telegrams" "$dumps" "${arguments[@]}"
[ -n "$with_node" ] || exit 0

need_client
need_packages libfaketime
GRIDMERIT_FAKETIME=$(dpkg -L libfaketime | grep '/libfaketimeMT\.so\.1$')
export GRIDMERIT_NODE=${GRIDMERIT_NODE:-$programs/gridmerit-node} GRIDMERIT_DUMPS=$dumps GRIDMERIT_FAKETIME
[ -e "$GRIDMERIT_NODE" ] || build_node
say "From recorded telegrams to settled intervals"
exec timeout 2700 node --test tests/client/dumps/settled.js
