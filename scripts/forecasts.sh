#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How good the agent's forecasts are on public profiles: in 23 homes, in the weeks around a change of the clocks, and
# of new PV. Fetches the profiles (110 MB of packages, read as files), and prints the tables that
# docs/forecasts.md describes. With --check it fails where a bound is broken. Slow; no part of CI.

source "$(dirname "$0")/setup.sh"

need_rust
need_profiles
build_all --bin gridmerit-agent || fail "the build did not work"
folder="$cache/public-histories"
rm -rf "$folder"
mkdir -p "$folder"
python3 agent/forecast/public/evaluate.py "$profiles" "$folder" "$CARGO_TARGET_DIR/debug/gridmerit-agent" "$@"
