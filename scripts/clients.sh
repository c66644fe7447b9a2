#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tries the clients of docs/clients.md on a node, and prints what each can do; some minutes.

source "$(dirname "$0")/setup.sh"

need_client
need_python tests/client/clients/requirements.txt
say "Installing the clients"
(cd tests/client/clients && npm ci --no-audit --no-fund --loglevel=error) || fail "npm ci did not work"
if [ -z "${GRIDMERIT_NODE:-}" ]; then
	need_rust
	build_node
	GRIDMERIT_NODE=$node_binary
fi
export GRIDMERIT_NODE GRIDMERIT_PYTHON="$venv/bin/python"
exec node tests/client/clients/table.js
