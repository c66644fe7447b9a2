#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plays the paper's day and days of 10 to 120 households with nodes that lie: alone, in pairs, by a second account;
# under the chain's rule and under others. The tables in docs/incentives.md say which lies pay.
#   scripts/incentives.sh            prints the tables
#   scripts/incentives.sh --check    fails if the tables in the docs are others
#   scripts/incentives.sh --write    writes them into the docs
# Takes one to three minutes on 2 cores, after what has to be built.

source "$(dirname "$0")/setup.sh"

need_rust

say "Building (the first time some minutes; then seconds)"
cargo build --locked --quiet --package gridmerit-incentives || fail "the build did not work"

say "Lies: the paper's day, then households"
"$CARGO_TARGET_DIR/debug/gridmerit-incentives" "$@"
