#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures what a light client takes, for docs/light-clients.md: some ten minutes.

source "$(dirname "$0")/setup.sh"

need_packages curl jq zstd
need_client
need_python tests/client/light/requirements.txt
if [ -z "${GRIDMERIT_NODE:-}" ]; then
	need_rust
	build_node
	GRIDMERIT_NODE=$node_binary
fi
export GRIDMERIT_NODE GRIDMERIT_PYTHON="$venv/bin/python"
exec node tests/client/light/figures.js
