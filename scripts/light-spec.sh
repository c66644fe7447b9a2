#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Writes a chain spec of some kB for light clients, with a checkpoint, from what any node's public RPC says.

set -euo pipefail

fail() {
	printf 'Error: %s\n' "$*" >&2
	exit 1
}

usage() {
	cat <<'TEXT'
Usage: scripts/light-spec.sh --bootnode MULTIADDRESS [--bootnode ...] [--url URL]
         [--at BLOCK] [--check URL ...] [--out FILE]

  --bootnode   where a light client finds the network: /ip4/ADDRESS/tcp/PORT/p2p/PEER, or with /ws before
               /p2p for WebSocket, which is all that a web page can do (from a page of https: /wss, and a
               proxy with a certificate before the node). Each address that a node listens on is one:
                 gridmerit-node ... --listen-addr /ip4/0.0.0.0/tcp/30333 --listen-addr /ip4/0.0.0.0/tcp/30334/ws
               Three or more, of different people: a client that only meets liars learns nothing
  --url        RPC of the node that is asked [default: http://127.0.0.1:9944]
  --at         number of the block to begin at [default: the last final one]. Any node has the state of the
               last 256 blocks, an archive node of all
  --check      RPC of another node, which has to say the same
  --out        where to write [default: ID-light.json here]

The checkpoint is trusted: a light client takes the block in it for final, and the authorities in it for
those who finalise what comes after. From there on it verifies all by itself. So make it from a node of
your own, or let nodes of others --check it, and hand it on as you would a program: signed, or built in.
It may be three weeks old, no more: then those who finalised that block may have their bonds back.
TEXT
}

url=http://127.0.0.1:9944 number='' out='' bootnodes=() checks=()
while [ $# -gt 0 ]; do
	option=$1
	case "$option" in -h | --help) usage; exit 0 ;; esac
	[ $# -gt 1 ] || fail "$option needs a value; see --help"
	case "$option" in
		--bootnode) bootnodes+=("$2") ;;
		--url) url=$2 ;;
		--at) number=$2 ;;
		--check) checks+=("$2") ;;
		--out) out=$2 ;;
		*) fail "unknown option $option; see --help" ;;
	esac
	shift 2
done
[ ${#bootnodes[@]} -gt 0 ] || fail "at least one --bootnode is needed"
[[ $number =~ ^([1-9][0-9]{0,9})?$ ]] || fail "--at: \`$number\` is no number of a block from 1 on"
for program in curl jq b2sum timeout; do
	command -v "$program" >/dev/null || fail "$program is missing: apt-get install curl jq coreutils"
done

# A node answers on one port by HTTP and by WebSocket.
http() { sed -E 's#^ws(s?)://#http\1://#' <<<"$1"; }

# What a node's RPC says: its URL, the method, the parameters as JSON.
ask() {
	local url answer
	url=$(http "$1")
	answer=$(curl -sS --max-time 30 -H 'Content-Type: application/json' \
		-d '{"id":1,"jsonrpc":"2.0","method":"'"$2"'","params":'"${3:-[]}"'}' "$url" 2>&1) ||
		fail "no node answers at $1: $answer"
	jq -e 'type == "object" and (has("result") or has("error"))' <<<"$answer" >/dev/null 2>&1 ||
		fail "what answers at $1 is no node's RPC"
	jq -e 'has("result")' <<<"$answer" >/dev/null ||
		fail "the node at $1 refuses $2: $(jq -r '.error | .data // .message | tostring' <<<"$answer")"
	jq -c '.result' <<<"$answer"
}
# The same for an answer that is bytes, as hex without 0x.
ask_hex() {
	local answer
	answer=$(ask "$@") || exit 1
	[[ $answer =~ ^\"0x(([0-9a-f]{2})*)\"$ ]] || fail "the node at $1 answers $2 with $answer"
	printf %s "${BASH_REMATCH[1]}"
}

# The number of the last block that is final.
last_final() {
	local head number
	head=$(ask_hex "$1" chain_getFinalizedHead) || exit 1
	number=$(ask "$1" chain_getHeader "[\"0x$head\"]" | jq -r '.number') || exit 1
	[[ $number =~ ^0x[0-9a-f]{1,8}$ ]] || fail "the last final block at $1 has no number"
	printf %d "$number"
}

# SCALE: an integer in so many bytes, and one as short as it can be written.
little_endian() {
	local value=$1 bytes=$2
	for (( ; bytes > 0; bytes--)); do
		printf %02x $((value & 255))
		value=$((value >> 8))
	done
}
compact() {
	if [ "$1" -lt 64 ]; then little_endian $(($1 << 2)) 1
	elif [ "$1" -lt 16384 ]; then little_endian $(($1 << 2 | 1)) 2
	elif [ "$1" -lt 1073741824 ]; then little_endian $(($1 << 2 | 2)) 4
	else printf 03 && little_endian "$1" 4; fi
}
# shellcheck disable=SC2059 # The hex is the format: printf alone can print a zero.
hash_of() { printf "$(sed 's/../\\x&/g' <<<"$1")" | b2sum --length 256 | cut -d ' ' -f 1; }

host='(ip4/[0-9]{1,3}(\.[0-9]{1,3}){3}|ip6/[0-9A-Fa-f:]+|dns[46]?/[A-Za-z0-9.-]+)'
silent=()
for address in "${bootnodes[@]}"; do
	[[ $address =~ ^/$host/tcp/([0-9]{1,5})(/ws|/wss|/tls/ws)?/p2p/(12D3KooW[1-9A-HJ-NP-Za-km-z]{44}|Qm[1-9A-HJ-NP-Za-km-z]{44})$ ]] ||
		fail "--bootnode: \`$address\` is no /ip4/ADDRESS/tcp/PORT/p2p/PEER, nor one with /ws or /wss before /p2p"
	at=${BASH_REMATCH[1]#*/} port=${BASH_REMATCH[3]}
	[ "$port" -ge 1 ] && [ "$port" -le 65535 ] || fail "--bootnode: there is no port $port, as in \`$address\`"
	timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$at" "$port" 2>/dev/null || silent+=("$address")
done
[ ${#silent[@]} -lt ${#bootnodes[@]} ] || fail "--bootnode: nobody listens at ${silent[*]}"

name=$(ask "$url" system_chain) || exit 1
version=$(ask "$url" state_getRuntimeVersion) || exit 1
# As a runtime names its APIs: the first 8 bytes of BLAKE2b of the name.
for api in BabeApi/cbca25e39f142387 GrandpaApi/ed99c5acb25eedf5; do
	jq -e --arg id "0x${api#*/}" '.apis | any(.[0] == $id)' <<<"$version" >/dev/null ||
		fail "the chain at $url has no ${api%/*}: light clients need BABE and GRANDPA"
done

genesis=0x$(ask_hex "$url" chain_getBlockHash '[0]') || exit 1
# Its header follows from the root of its state, or a light client could not know its hash.
state_root=$(ask "$url" chain_getHeader "[\"$genesis\"]" | jq -r '.stateRoot') || exit 1
[[ $state_root =~ ^0x[0-9a-f]{64}$ ]] || fail "the genesis block at $url has no root of its state"
zero=$(printf '0%.0s' {1..64})
nothing=03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314
[ "0x$(hash_of "$zero"00"${state_root#0x}${nothing}00")" = "$genesis" ] ||
	fail "the genesis block at $url is not made as those of Substrate are"

last=$(last_final "$url") || exit 1
[ "$last" -gt 0 ] || fail "nothing is final yet on the chain at $url: wait for its first final block"
number=${number:-$last}
[ "$number" -le "$last" ] || fail "block $number is not final: the last one that is final at $url is $last"
final=$(ask_hex "$url" chain_getBlockHash "[$number]") || exit 1
header=$(ask "$url" chain_getHeader "[\"0x$final\"]") || exit 1
mapfile -t logs < <(jq -r '.digest.logs[] | .[2:]' <<<"$header")
encoded=$(jq -r '.parentHash[2:]' <<<"$header")$(compact "$number")
encoded+=$(jq -r '.stateRoot[2:] + .extrinsicsRoot[2:]' <<<"$header")$(compact ${#logs[@]})$(printf %s "${logs[@]}")
[[ $encoded =~ ^[0-9a-f]+$ ]] && [ "$(hash_of "$encoded")" = "$final" ] || fail "the node at $url gives block $number a header of another hash"

# What a checkpoint has to say of the state at that block, as a node says it.
functions=(BabeApi_current_epoch BabeApi_next_epoch GrandpaApi_grandpa_authorities GrandpaApi_current_set_id)
pending=$(ask "$url" state_getStorage \
	"[\"0x5f9cc45b7a00c5899361e1c6099678dc2ff65991b1c915dd6cc8d4825eacfcb4\",\"0x$final\"]") || exit 1
[ "$pending" = null ] || fail "a change of authorities is under way at block $number: try again when it is over"
states=()
for function in "${functions[@]}"; do
	state=$(ask_hex "$url" state_call "[\"$function\",\"0x\",\"0x$final\"]") || exit 1
	states+=("$state")
done
for check in "${checks[@]}"; do
	there=$(ask_hex "$check" chain_getBlockHash '[0]') || exit 1
	[ "0x$there" = "$genesis" ] || fail "--check: the node at $check is on another chain"
	there=$(last_final "$check") || exit 1
	[ "$number" -le "$there" ] || fail "--check: block $number is not final at $check; the last that is is $there"
	there=$(ask "$check" chain_getBlockHash "[$number]") || exit 1
	[ "$there" = "\"0x$final\"" ] || fail "--check: block $number is 0x$final at $url, and $there at $check"
	for i in "${!functions[@]}"; do
		there=$(ask_hex "$check" state_call "[\"${functions[i]}\",\"0x\",\"0x$final\"]") || exit 1
		[ "$there" = "${states[i]}" ] || fail "--check: ${functions[i]} at block $number is something else at $check"
	done
done

# Forks: none. The epochs as two that were announced in blocks, one after the other, and not after the checkpoint:
# smoldot looks at no more of that.
no_forks=0000
first=$zero$(little_endian 0 4)01${states[0]}
second=$zero$(little_endian 1 4)01${states[1]}
id=$(jq -r 'ascii_downcase | gsub("[^a-z0-9]+"; "_")' <<<"$name")
out=${out:-$id-light.json}
properties=$(ask "$url" system_properties) || exit 1
type=$(ask "$url" system_chainType) || exit 1
spec=$(jq -nc --argjson name "$name" --arg id "$id" --argjson type "$type" --argjson properties "$properties" \
	--arg root "$state_root" --arg header "0x$encoded" \
	--arg epochs "0x$no_forks$(compact 2)$first$second" \
	--arg authorities "0x${states[2]}${states[3]}${no_forks}$(compact 0)$(compact 0)" '{
		name: $name, id: $id, chainType: $type, bootNodes: $ARGS.positional, properties: $properties,
		genesis: {stateRootHash: $root},
		lightSyncState: {
			finalizedBlockHeader: $header, babeEpochChanges: $epochs, babeFinalizedBlockWeight: 0,
			grandpaAuthoritySet: $authorities
		}
	}' --args "${bootnodes[@]}")
printf '%s\n' "$spec" 2>/dev/null >"$out" || fail "cannot write to $out"

printf 'Wrote %s: %s bytes, with a checkpoint at block %s\n' "$out" "$(wc -c <"$out")" "$number"
printf 'Whoever uses it trusts that 0x%s is final\n' "$final"
[ ${#silent[@]} = 0 ] || printf 'Warning: nobody listens at %s\n' "${silent[*]}" >&2
