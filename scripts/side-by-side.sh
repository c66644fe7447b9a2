# SPDX-License-Identifier: Apache-2.0
# Sourced by scripts/test.sh: runs what mostly waits at the same time.
# shellcheck shell=bash

outputs=$(mktemp -d)
declare -A running=()
failed=()

# start NAME COMMAND...: runs it beside the others, at most $at_most; its output comes when it ends.
start() {
	local name=$1
	shift
	while [ ${#running[@]} -ge "$at_most" ]; do finish_one; done
	"$@" >"$outputs/$name" 2>&1 &
	running[$!]=$name
}

finish_one() {
	local pid status=0
	wait -n -p pid "${!running[@]}" || status=$?
	local name=${running[$pid]}
	unset "running[$pid]"
	say "$name"
	cat "$outputs/$name"
	[ "$status" = 0 ] || failed+=("$name")
}

# Waits for all that was started, and fails if any of it has.
finish_all() {
	while [ ${#running[@]} -gt 0 ]; do finish_one; done
	[ ${#failed[@]} = 0 ] || fail "failed: ${failed[*]}"
}

# Ends what still runs, by its id, when the script ends early.
end_all() {
	[ ${#running[@]} = 0 ] || kill "${!running[@]}" 2>/dev/null || true
	rm -rf "$outputs"
}
