#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the market crate: clearing, assigning and verifying from 100 to a million orders, beside
# sorting the same offers and beside a Python peer; the same on a feeder. Then the market on chain: whole
# rounds in Wasm, and what posting and readings cost beside a transfer; and the paper's day. Takes about 20
# minutes, after what has to be built; other load spoils it.
# scripts/weights.sh measures what the calls of the chain weigh, scripts/bench-against.sh compares with an earlier
# commit.

source "$(dirname "$0")/setup.sh"

need_rust

need_python crates/market/benches/requirements.txt

say "Benchmarks of the market crate"
cargo bench --locked --quiet --package gridmerit-market --bench clearing -- --quiet ||
	fail "the benchmarks did not run"

say "The same books for the peer"
books="$cache/bench-books"
rm -rf "$books"
mkdir -p "$books"
cargo build --locked --release --package gridmerit-clear --bin gridmerit-clear --example book ||
	fail "the build did not work"
for orders in 100 1000 10000; do
	"$CARGO_TARGET_DIR/release/examples/book" mixed "$orders" >"$books/$orders.json"
	"$CARGO_TARGET_DIR/release/gridmerit-clear" <"$books/$orders.json" >"$books/$orders.result"
done

say "Results"
report="$PWD/crates/market/benches/report.py"
# ASSUME writes a log where it runs.
(cd "$books" && "$venv/bin/python" "$report" "$CARGO_TARGET_DIR/criterion" "$books") ||
	fail "no report"

say "The grid crate beside the market crate and beside a sort"
cargo bench --locked --quiet --package gridmerit-grid --bench clearing -- --quiet ||
	fail "the benchmarks did not run"
python3 crates/grid/benches/report.py "$CARGO_TARGET_DIR/criterion" || fail "no report"

say "An island beside a sort of as many rows"
cargo bench --locked --quiet --package gridmerit-island --bench clearing || fail "the benchmarks did not run"

say "The market on chain, in Wasm"
# shellcheck source=scripts/bencher.sh
source scripts/bencher.sh
build_bencher
results="$cache/bench-chain"
rm -rf "$results"
mkdir -p "$results"
for orders in 100 1000 2000 10000 100000; do
	rounds=round,round_with_limits,round_that_shares,round_without_transactions
	bencher --pallet pallet_clearing --extrinsic "$rounds" --extra \
		--low "$orders" --high "$orders" --steps 2 --repeat 5 --json-file "$results/clearing-$orders.json" \
		>/dev/null || fail "no round of $orders orders"
done
for intervals in 1 4 96; do
	bencher --pallet pallet_balances,pallet_forward_market \
		--extrinsic transfer_keep_alive,post --low "$intervals" --high "$intervals" \
		--steps 2 --repeat 20 --json-file "$results/posting-$intervals.json" >/dev/null ||
		fail "no profile of $intervals"
done
for readings in 1 10 100 500; do
	bencher --pallet pallet_balances,pallet_meter_attestation \
		--extrinsic transfer_keep_alive,deliver,verify_signature --low "$readings" --high "$readings" \
		--steps 2 --repeat 20 --json-file "$results/reading-$readings.json" >/dev/null ||
		fail "no batch of $readings"
done
python3 scripts/bench-report.py "$results" || fail "no report"

export GRIDMERIT_SHIPPED_WASM=1
say "What a clearing is charged for, block by block, and what it leaves in the state"
cargo test --locked --quiet --workspace --features "$test_features" --test market -- --nocapture charge_of_a_clearing || fail "no report"

say "What readings are charged for, and what they leave in the state"
cargo test --locked --quiet --workspace --features "$test_features" --test metering -- --nocapture by_the_piece || fail "no report"

say "The paper's day: building blocks, other answers of the node, agent"
build_node
for mode in perfect rolling rolling+haircut; do
	day=$("$CARGO_TARGET_DIR/debug/gridmerit-agent" replay scenarios/ieee33 --node "$node_binary" \
		--mode "$mode" --report "$results/$mode") || fail "the day ($mode)"
	printf '%s: %s\n' "$mode" "$(grep ' s building ' <<<"$day")"
done
