#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tries the clients of docs/clients.md on a solochain and on a parachain, and fills the page's tables.

caller=$PWD
source "$(dirname "$0")/setup.sh"

usage() {
	cat <<'TEXT'
Usage: scripts/clients.sh [--write] [NAME]
  --write   puts the tables into docs/clients.md; without it, fails if they differ from those of the page
  NAME      only clients whose names have this in them; prints their rows

Some minutes. GRIDMERIT_NODE names a node that is built already; the agent and gridmerit-parachain-spec lie beside it.
TEXT
}

arguments=()
while [ $# -gt 0 ]; do
	case $1 in
		-h | --help) usage; exit 0 ;;
		--write) arguments+=(--write) ;;
		-*) fail "unknown option $1; see --help" ;;
		*) arguments+=("$1") ;;
	esac
	shift
done

need_client
need_client tests/parachain
need_client tests/client/clients
need_python examples/requirements.txt
GRIDMERIT_PYTHON_ASYNC=$venv/bin/python
need_python tests/client/clients/py_substrate.txt
GRIDMERIT_PYTHON=$venv/bin/python
if [ -z "${GRIDMERIT_NODE:-}" ]; then
	need_rust
	build_node
	GRIDMERIT_NODE=$node_binary
fi
[[ $GRIDMERIT_NODE = /* ]] || GRIDMERIT_NODE=$caller/$GRIDMERIT_NODE
export GRIDMERIT_NODE GRIDMERIT_PYTHON GRIDMERIT_PYTHON_ASYNC
exec node tests/client/clients/table.js "${arguments[@]}"
