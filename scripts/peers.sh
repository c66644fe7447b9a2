#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# With whom each validator's node keeps in touch, so that the network stays one when some are gone.

set -euo pipefail

fail() {
	printf 'Error: %s\n' "$*" >&2
	exit 1
}

usage() {
	cat <<'TEXT'
Usage: scripts/peers.sh plan MULTIADDRESS...
         prints a plan for nodes at these addresses (/ip4/ADDRESS/tcp/30333/p2p/PEER), one line a node:
         its peer id, and the option that it starts with:
           scripts/validator.sh start ... -- $(sed -n 's/^PEER //p' ID-peers.txt)
         Of four nodes each keeps all others; of more, each keeps four: its neighbours on a ring, and those
         some places further. scripts/chain-spec.sh --peer writes such a file.
       scripts/peers.sh check FILE
         checks a plan: each node keeps at least three others, who keep it, and when any two nodes are gone
         all others are still joined
       scripts/peers.sh node FILE [URL]
         checks the node whose RPC is at URL [default: http://127.0.0.1:9944]: it is in the plan, knows all
         whom it has to keep, and is in touch with three of them at least
TEXT
}

# As many as may be missing, and one more: what the paper asks for.
least=3

plan() {
	local addresses=("$@") count=$# address i step stride=1
	[ "$count" -gt "$least" ] || fail "$((least + 1)) nodes are the fewest of which each can keep $least others"
	local host='(ip4/[0-9.]+|ip6/[0-9A-Fa-f:]+|dns[46]?/[A-Za-z0-9.-]+)'
	declare -A seen=()
	for address in "${addresses[@]}"; do
		[[ $address =~ ^/$host/tcp/[0-9]+(/p2p/[1-9A-HJ-NP-Za-km-z]{40,})$ ]] ||
			fail "\`$address\` is no /ip4/ADDRESS/tcp/PORT/p2p/PEER"
		for i in "${address%/p2p/*}" "${address##*/}"; do
			[ -z "${seen[$i]:-}" ] || fail "\`$i\` stands twice"
			seen[$i]=yes
		done
	done
	# On a ring with chords of about the root of its length, nobody is far from anybody.
	while [ $(((stride + 1) * (stride + 1))) -le "$count" ]; do stride=$((stride + 1)); done
	for ((i = 0; i < count; i++)); do
		printf '%s --reserved-nodes' "${addresses[i]##*/}"
		if [ "$count" = 4 ]; then set -- 1 2 3; else set -- 1 "$stride" $((count - stride)) $((count - 1)); fi
		for step in "$@"; do printf ' %s' "${addresses[(i + step) % count]}"; done
		printf '\n'
	done
}

# The graph of a plan, looked at without each two of its nodes.
check() {
	awk -v least="$least" '
		function complain(text) { print "Error: " text > "/dev/stderr"; bad = 1; exit 1 }
		# How many nodes one can reach that is neither a nor b, without them.
		function reached(a, b,    first, found, queue, head, tail, at, i) {
			for (first = 1; first == a || first == b; first++);
			found[first]; queue[tail = 1] = first
			for (head = 1; head <= tail; head++) {
				at = queue[head]
				for (i = 1; i <= degree[at]; i++)
					if (edge[at, i] != a && edge[at, i] != b && !(edge[at, i] in found)) {
						found[edge[at, i]]; queue[++tail] = edge[at, i]
					}
			}
			return tail
		}
		$2 != "--reserved-nodes" { complain("line " NR ": no `PEER --reserved-nodes ...`") }
		$1 in number { complain($1 " stands twice") }
		{
			number[$1] = NR; id[NR] = $1
			for (i = 3; i <= NF; i++) {
				peer = $i; sub(/.*\/p2p\//, "", peer)
				if (($1, peer) in keeps) complain($1 " keeps " peer " twice")
				if (peer == $1) complain($1 " keeps itself")
				keeps[$1, peer]; wanted[NR, i - 2] = peer
			}
			degree[NR] = NF - 2
			if (degree[NR] < least) complain($1 " keeps " degree[NR] " others; " least " are the fewest")
		}
		END {
			if (bad) exit 1
			if (NR == 0) complain("the plan is empty")
			for (n = 1; n <= NR; n++)
				for (i = 1; i <= degree[n]; i++) {
					peer = wanted[n, i]
					if (!(peer in number)) complain(id[n] " keeps " peer ", which is not in the plan")
					if (!((peer, id[n]) in keeps)) complain(id[n] " keeps " peer ", and not the other way round")
					edge[n, i] = number[peer]
				}
			for (a = 1; a < NR; a++)
				for (b = a + 1; b <= NR; b++)
					if (reached(a, b) < NR - 2) complain("without " id[a] " and " id[b] " the network falls apart")
			print NR " nodes: each keeps " least " others or more, and any two can be gone"
		}' "$1"
}

node() {
	local url=$2 own wanted peer connected reserved up=0 missing=()
	command -v jq >/dev/null || fail "jq is missing: apt-get install jq"
	ask() {
		curl -sS --max-time 20 -H 'Content-Type: application/json' \
			-d '{"id":1,"jsonrpc":"2.0","method":"'"$1"'"}' "$url" 2>&1 | jq -r "$2" 2>/dev/null ||
			fail "the node at $url does not answer $1"
	}
	own=$(ask system_localPeerId '.result // error')
	wanted=$(sed -n "s/^$own --reserved-nodes //p" "$1")
	[ -n "$wanted" ] || fail "the node at $url is $own, which is not in $1"
	connected=$(ask system_peers '.result // error | .[].peerId')
	reserved=$(ask system_reservedPeers '.result // error | .[]')
	for peer in $wanted; do
		grep -qx "${peer##*/}" <<<"$reserved" ||
			fail "the node does not keep $peer: start it with what $1 says"
		if grep -qx "${peer##*/}" <<<"$connected"; then up=$((up + 1)); else missing+=("$peer"); fi
	done
	[ "$up" -ge "$least" ] || fail "in touch with $up of $(wc -w <<<"$wanted"), and not with ${missing[*]}"
	echo "in touch with $up of the $(wc -w <<<"$wanted") that the plan has"
	[ ${#missing[@]} = 0 ] || echo "not with ${missing[*]}"
}

case ${1:-} in
	-h | --help) usage ;;
	plan) shift && plan "$@" ;;
	check | node)
		[ $# -gt 1 ] || fail "$1 needs the file with the plan; see --help"
		[ -r "$2" ] || fail "cannot read $2"
		if [ "$1" = check ]; then check "$2"; else node "$2" "${3:-http://127.0.0.1:9944}"; fi
		;;
	*) fail "plan, check or node; see --help" ;;
esac
