# SPDX-License-Identifier: Apache-2.0
# Sourced by scripts/test.sh: runs what mostly waits at the same time.
# shellcheck shell=bash

outputs=$(mktemp -d)
declare -A running=() begun=() commands=()
failed=()

# start NAME COMMAND...: runs it beside the others, at most $at_most; its output comes when it ends.
start() {
	local name=$1
	shift
	while [ ${#running[@]} -ge "$at_most" ]; do finish_one; done
	commands[$name]=$(printf '%q ' "$@")
	# In a process group of its own, so that it can be ended with all that it has started.
	set -m
	"$@" >"$outputs/$name" 2>&1 </dev/null &
	set +m
	running[$!]=$name
	begun[$!]=$SECONDS
}

finish_one() {
	local pid status=0
	wait -n -p pid "${!running[@]}" || status=$?
	local name=${running[$pid]}
	unset "running[$pid]"
	say "$name ($((SECONDS - begun[$pid])) s)"
	cat "$outputs/$name"
	[ "$status" = 0 ] || failed+=("$name")
}

# Waits for all that was started. What has failed beside others is run once more, alone, and this fails if that fails
# too: on a busy machine nodes, browsers and clients miss each other's deadlines.
finish_all() {
	while [ ${#running[@]} -gt 0 ]; do finish_one; done
	[ ${#failed[@]} = 0 ] && return
	local name first=("${failed[@]}") at_most=1
	failed=()
	for name in "${first[@]}"; do
		say "Failed beside others, once more alone: $name"
		# The words of a command, as they were quoted above.
		eval "start ${name@Q} ${commands[$name]}"
		finish_one
	done
	if [ ${#failed[@]} = 0 ]; then
		say "Failed beside others and passed alone: ${first[*]}"
		return
	fi
	# Once more, where a long output is looked at first: what Node.js and Rust say of what failed.
	for name in "${failed[@]}"; do
		say "Of $name"
		grep -E -A 16 '^ *not ok|panicked at|^Error' "$outputs/$name" | cut -c 1-1000 | tail -n 80 || true
	done
	fail "failed: ${failed[*]}"
}

# Ends what still runs, with all that it has started, when the script ends early.
end_all() {
	local pid
	for pid in "${!running[@]}"; do kill -- "-$pid" 2>/dev/null || true; done
	rm -rf "$outputs"
}
