#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Faults on a network of real nodes: the slow tests, and the table of docs/network.md.

caller=$PWD
source "$(dirname "$0")/setup.sh"

usage() {
	cat <<'TEXT'
Usage: scripts/network.sh [--write] [NAME]
  --write   puts the table of what the faults have cost into docs/network.md
  NAME      only the faults whose names match this pattern; the others' rows stay as they are

Makes network namespaces, and so needs root. Four or five nodes run at a time, an hour in all.
GRIDMERIT_NODE and GRIDMERIT_CLEAR name programs that are built already. In the folder that GRIDMERIT_NETWORK_LOGS
names the nodes' logs are left, of what GRIDMERIT_NETWORK_LOG says (as the node's --log).
TEXT
}

write='' name=''
while [ $# -gt 0 ]; do
	case $1 in
		-h | --help) usage; exit 0 ;;
		--write) write=yes ;;
		-*) fail "unknown option $1; see --help" ;;
		*) name=$1 ;;
	esac
	shift
done

need_packages iproute2 python3 util-linux
need_client
if [ -z "${GRIDMERIT_NODE:-}" ] || [ -z "${GRIDMERIT_CLEAR:-}" ]; then
	need_rust
	build_node
	GRIDMERIT_NODE=$node_binary GRIDMERIT_CLEAR=$CARGO_TARGET_DIR/debug/gridmerit-clear
fi
for program in GRIDMERIT_NODE GRIDMERIT_CLEAR; do
	[[ ${!program} = /* ]] || declare "$program=$caller/${!program}"
done
GRIDMERIT_NETWORK_ROWS=$(mktemp)
trap 'rm -f "$GRIDMERIT_NETWORK_ROWS"' EXIT
export GRIDMERIT_NODE GRIDMERIT_CLEAR GRIDMERIT_NETWORK_ROWS

status=0
for file in tests/network/*.test.js; do
	node --test --test-reporter=spec ${name:+--test-name-pattern "$name"} "$file" || status=1
done
machine="$(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort -u | paste -sd ,), Linux $(uname -r)"
node tests/network/table.js "$GRIDMERIT_NETWORK_ROWS" "$machine" ${write:+docs/network.md} || status=1
exit $status
