#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the market crate: clearing, assigning and verifying from 100 to a million orders, beside
# sorting the same offers and beside a Python peer. Takes about 10 minutes; other load spoils it.
# What the calls of the chain weigh, scripts/weights.sh measures.

source "$(dirname "$0")/setup.sh"

need_rust
need_packages python3 python3-venv

say "Setting up the Python peer"
venv="$cache/bench-venv" wanted=market/benches/requirements.txt
if ! cmp -s "$wanted" "$venv/installed.txt"; then
	python3 -m venv "$venv" || fail "could not make a Python environment"
	"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted" ||
		fail "could not install the Python peer"
	cp "$wanted" "$venv/installed.txt"
fi

say "Benchmarks of the market crate"
cargo bench --locked --quiet --package gridmerit-market --bench clearing -- --quiet ||
	fail "the benchmarks did not run"

say "The same books for the peer"
books="$cache/bench-books"
rm -rf "$books"
mkdir -p "$books"
cargo build --locked --release --package gridmerit-market --features cli \
	--bin gridmerit-clear --example book || fail "the build did not work"
for orders in 100 1000 10000; do
	"$CARGO_TARGET_DIR/release/examples/book" mixed "$orders" >"$books/$orders.json"
	"$CARGO_TARGET_DIR/release/gridmerit-clear" <"$books/$orders.json" >"$books/$orders.result"
done

say "Results"
report="$PWD/market/benches/report.py"
# ASSUME writes a log where it runs.
(cd "$books" && "$venv/bin/python" "$report" "$CARGO_TARGET_DIR/criterion" "$books") ||
	fail "no report"
