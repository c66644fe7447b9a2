#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A builder of blocks: from a fresh machine to a candidate, through new keys and other machines, until it leaves.
# docs/validators.md goes through it.

caller=$PWD
source "$(dirname "$0")/setup.sh"

usage() {
	cat <<'TEXT'
Usage: scripts/validator.sh start --chain SPEC --base-path DIRECTORY [--bootnode MULTIADDRESS ...]
         [-- OPTIONS OF THE NODE ...]
       scripts/validator.sh keys   ACCOUNT [--node-rpc URL] [--url URL]
       scripts/validator.sh stand  ACCOUNT [--url URL]
       scripts/validator.sh status ACCOUNT [--node-rpc URL] [--url URL]
       scripts/validator.sh leave  ACCOUNT [--url URL]

  start    installs what is missing, builds the node, makes its network key and runs it until it is asked
           to stop
  keys     has the machine's node make new session keys and sets them: the first ones, others in their
           place, or those of another machine. If the account has a seat, waits until they count: then
           the node with the old ones may stop. To interrupt that does no harm
  stand    stands for election
  status   seat, record, what is missing and what helps; whether the machine could build
  leave    steps down, waits until the last block that the account owes is final, and takes the deposit
           for the keys back: then the node may stop. Can be interrupted and run again

  ACCOUNT     of the TE node, as gridmerit-agent takes it: --suri-file FILE, --keystore FILE (password in
              GRIDMERIT_PASSWORD), or the variable GRIDMERIT_SURI; for a proxy's key --on-behalf-of ADDRESS
              as well; for status --account ADDRESS will do. Nothing of it is kept
  --node-rpc  the machine's node, as it answers on that machine or through a tunnel [default: --url; of
              status: none]
  --url       a node of the chain [default: ws://127.0.0.1:9944]

GRIDMERIT_NODE and GRIDMERIT_AGENT name programs that are built already.
TEXT
}

# Says once what has changed while it waits.
told=''
tell() {
	[ "$told" = "$*" ] || printf '   %s\n' "$*"
	told=$*
}

at_caller() { # path
	[[ $1 = /* ]] && printf '%s\n' "$1" || printf '%s\n' "$caller/$1"
}

# Builds a program unless one is named: its path.
program() { # name path
	[ -n "$2" ] || {
		need_rust
		build_node
	} >&2
	at_caller "${2:-$CARGO_TARGET_DIR/debug/$1}"
}

start() {
	local chain='' base='' bootnodes=()
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		[ $# -gt 1 ] || fail "$1 needs a value; see --help"
		case "$1" in
			--chain) chain=$2 ;;
			--base-path) base=$2 ;;
			--bootnode) bootnodes+=(--bootnodes "$2") ;;
			*) fail "unknown option $1; see --help" ;;
		esac
		shift 2
	done
	[ $# = 0 ] || shift
	[ -n "$chain" ] || fail "--chain is needed"
	[ -n "$base" ] || fail "--base-path is needed"
	# A name that is no file is a chain that the node knows.
	[ ! -e "$(at_caller "$chain")" ] || chain=$(at_caller "$chain")
	base=$(at_caller "$base")
	local reason node_program
	node_program=$(program gridmerit-node "${GRIDMERIT_NODE:-}") || exit 1
	if ! reason=$("$node_program" key generate-node-key --chain "$chain" --base-path "$base" 2>&1); then
		[[ $reason = *"already exists"* ]] || fail "could not make the network key: ${reason##*$'\n'}"
	fi
	say "Starting the node"
	exec "$node_program" --chain "$chain" --base-path "$base" --validator "${bootnodes[@]}" "$@"
}

# Whose seat it is and where; options of the agent.
signer=() real=() account='' url=() machine=()
account_options() {
	while [ $# -gt 0 ]; do
		[ $# -gt 1 ] || fail "$1 needs a value; see --help"
		case "$1" in
			--suri-file | --keystore) signer=("$1" "$(at_caller "$2")") ;;
			--on-behalf-of) real=("$1" "$2") ;;
			--account) account=$2 ;;
			--url) url=("$1" "$2") ;;
			--node-rpc) machine=("$1" "$2") ;;
			*) fail "unknown option $1; see --help" ;;
		esac
		shift 2
	done
	need_packages jq
	agent_program=$(program gridmerit-agent "${GRIDMERIT_AGENT:-}") || exit 1
}

act() { "$agent_program" "$@" "${signer[@]}" "${real[@]}" "${url[@]}"; }

# The builder as of the last final block, in JSON.
seen() {
	if [ -n "$account" ]; then
		"$agent_program" builder --final --json --account "$account" "${url[@]}"
	else
		"$agent_program" builder --final --json "${signer[@]}" "${url[@]}"
	fi
}

# Waits until something is so of the builder; a node that does not answer for a while is asked again.
wait_until() { # condition what-to-say, in jq
	local builder failures=0
	while true; do
		if builder=$(seen); then
			failures=0
			! jq -e "$1" <<<"$builder" >/dev/null || return 0
			tell "$(jq -r "$2" <<<"$builder")"
		else
			failures=$((failures + 1))
			[ "$failures" -lt 50 ] || fail "the node does not answer any more; run this again"
		fi
		sleep 6
	done
}

keys() {
	account_options "$@"
	local set from
	say "New session keys"
	set=$(act set-keys --json "${machine[@]}") || exit 1
	account=$(jq -r .account <<<"$set")
	from=$(jq -r .countFrom <<<"$set")
	printf '   %s has set %s\n' "$account" "$(jq -r .keys <<<"$set")"
	if [ "$(jq -r .hasSeat <<<"$set")" = false ]; then
		say "Done: they count from when the account has a seat"
		return
	fi
	say "They count from session $from. Do not stop the node with the old keys; to interrupt this does no harm"
	wait_until ".session >= $from" \
		"\"session \\(.session): it still builds with the old keys\""
	say "Done: the new keys count, and a node that has only the old ones may stop"
}

stand() {
	account_options "$@"
	act stand
}

status() {
	account_options "$@"
	if [ -n "$account" ]; then
		"$agent_program" builder --account "$account" "${url[@]}" "${machine[@]}"
	else
		"$agent_program" builder "${signer[@]}" "${url[@]}" "${machine[@]}"
	fi
}

leave() {
	account_options "$@"
	[ ${#real[@]} = 0 ] || account=${real[1]}
	local builder
	builder=$(seen) || exit 1
	account=$(jq -r .account <<<"$builder")
	if [ "$(jq -r .stands <<<"$builder")" = true ]; then
		say "Stepping down"
		act step-down || exit 1
	fi
	say "Its node has to run until it has no seat any more; this can be interrupted and run again"
	# shellcheck disable=SC2016 # jq's own words.
	wait_until '(.stands or .now != null or .next != null) | not' '
		def seat: if . == null then "none"
			elif . == "guaranteed" or . == "emergency"
			then "\(.), as too many would leave at once, or too few be left" else . end;
		"session \(.session), its seat: \(.now | seat); in the next: \(.next | seat)"'
	if [ "$(jq -r '.keys != null' <<<"$(seen)")" = true ]; then
		say "Taking the deposit for its keys back"
		act release-keys || exit 1
	fi
	say "Done: its node may stop"
}

[ $# -gt 0 ] || { usage >&2; exit 1; }
for option in "$@"; do
	[ "$option" != -- ] || break
	case "$option" in -h | --help) usage; exit 0 ;; esac
done
command=$1
shift
case "$command" in
	start | keys | stand | status | leave) "$command" "$@" ;;
	*) fail "unknown command $command; see --help" ;;
esac
