#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Writes the chain spec of a consortium's network or parachain, plain and raw, from the runtime's template.

caller=$PWD
source "$(dirname "$0")/setup.sh"

usage() {
	cat <<'TEXT'
Usage: scripts/chain-spec.sh --id ID --name NAME --operator ADDRESS
         --authority ADDRESS,BABE,GRANDPA [--authority ...]
         [--owner ADDRESS=REFERENCE ...] [--endow ADDRESS=UNITS ...] [--bootnode MULTIADDRESS ...]
         [--peer MULTIADDRESS ...]
         [--type Live|Local|Development] [--out DIRECTORY]

  --operator    account behind Sudo: admits participants, sets tariffs
  --authority   a validator: its account and its public keys for BABE (sr25519) and GRANDPA (ed25519),
                in SS58. Each validator makes its own, where they will stay:
                  gridmerit-node key generate --scheme sr25519
                  gridmerit-node key generate --scheme ed25519
                and puts their secret phrases, each alone in a file, into its node's keystore:
                  gridmerit-node key insert --chain ID-raw.json --base-path PATH \
                    --scheme sr25519 --key-type babe --suri FILE
                  gridmerit-node key insert --chain ID-raw.json --base-path PATH \
                    --scheme ed25519 --key-type gran --suri FILE
                Four authorities are the fewest of which one may fail. Each is a TE node, of index 0
                and up in this order, with a bond of 1,000 UNIT and a trust index of 0.5. It may not
                trade before the operator gives it limits (teRegistry.change).
  --owner       whose node an authority is: the customer's reference, with its salt. Authorities of one
                owner have one seat. Unless told each is a customer of its own
  --endow       money at genesis, in whole UNIT, beside bonds; the operator and every authority get
                1,000 UNIT unless endowed by name
  --bootnode    where others find the network: /ip4/ADDRESS/tcp/30333/p2p/PEER, with the peer that
                gridmerit-node key generate-node-key prints; also given later, to each node, as
                --bootnodes
  --peer        where an authority's node listens, written as a bootnode is, for each authority one:
                then ID-peers.txt is written, too, which says with whom each of them keeps in touch
                (docs/network.md)
  --out         where to write [default: here]

A parachain instead (docs/parachain.md):
  --parachain   its number on the relay chain. Then an --authority is a collator, ADDRESS,AURA: its
                account and its public key for Aura (sr25519), made as above and put into the
                keystore with --key-type aura. --owner and --peer are not for a parachain
  --relay-chain the relay chain, by the name that the omni-node knows, or the path of its spec
                [default: polkadot]

Writes ID.json, to read, and ID-raw.json, which every node of the network starts with:
  gridmerit-node key generate-node-key --chain ID-raw.json --base-path PATH    (once)
  gridmerit-node --chain ID-raw.json --validator --base-path PATH
Then the operator opens the market (docs/operator.example.toml):
  gridmerit-agent operator open FILE --suri-file SECRET
A parachain's nodes are the SDK's: polkadot-omni-node --chain ID-raw.json --collator ...
TEXT
}

id='' name='' operator='' type=Live out=. para='' relay=''
authorities=() owners=() endowments=() bootnodes=() peers=()
# What an authority has bonded as a node, in UNIT: as much as counts. And its trust index, in billionths.
bond=1000 index=500000000
while [ $# -gt 0 ]; do
	option=$1
	case "$option" in -h | --help) usage; exit 0 ;; esac
	[ $# -gt 1 ] || fail "$option needs a value; see --help"
	case "$option" in
		--id) id=$2 ;;
		--name) name=$2 ;;
		--operator) operator=$2 ;;
		--authority) authorities+=("$2") ;;
		--owner) owners+=("$2") ;;
		--endow) endowments+=("$2") ;;
		--bootnode) bootnodes+=("$2") ;;
		--peer) peers+=("$2") ;;
		--type) type=$2 ;;
		--parachain) para=$2 ;;
		--relay-chain) relay=$2 ;;
		--out) out=$2 ;;
		*) fail "unknown option $option; see --help" ;;
	esac
	shift 2
done
[[ $id =~ ^[a-z0-9_-]+$ ]] || fail "--id is needed: lower-case letters, digits, - and _"
[ -n "$name" ] || fail "--name is needed"
[ -n "$operator" ] || fail "--operator is needed"
[ ${#authorities[@]} -gt 0 ] || fail "at least one --authority is needed"
[[ $type =~ ^(Live|Local|Development)$ ]] || fail "--type is Live, Local or Development"
[ ${#peers[@]} = 0 ] || [ ${#peers[@]} = ${#authorities[@]} ] ||
	fail "--peer: ${#peers[@]} for ${#authorities[@]} authorities; give one for each, or none"
if [ -n "$para" ]; then
	[[ $para =~ ^[0-9]{1,9}$ ]] || fail "--parachain is a number of at most nine digits, and \`$para\` is not"
	relay=${relay:-polkadot}
	[ ${#owners[@]} = 0 ] && [ ${#peers[@]} = 0 ] || fail "--owner and --peer are not for a parachain"
elif [ -n "$relay" ]; then
	fail "--relay-chain is for a parachain; give its number with --parachain"
fi
[ "$out" != . ] || out=$caller
[[ $out = /* ]] || out=$caller/$out
mkdir -p "$out" || fail "cannot write to $out"

need_packages jq
if [ -z "${GRIDMERIT_NODE:-}" ]; then
	need_rust
	build_node
	GRIDMERIT_NODE=$node_binary
fi
[[ $GRIDMERIT_NODE = /* ]] || GRIDMERIT_NODE=$caller/$GRIDMERIT_NODE
parachain_spec=$(dirname "$GRIDMERIT_NODE")/gridmerit-parachain-spec
# The template, and a plain spec as its state.
if [ -z "$para" ]; then
	template() { "$GRIDMERIT_NODE" export-chain-spec --chain consortium 2>/dev/null; }
	as_state() { "$GRIDMERIT_NODE" export-chain-spec --chain "$1" --raw; }
else
	template() { "$parachain_spec" --preset consortium --para-id "$para" --relay-chain "$relay"; }
	as_state() { "$parachain_spec" --raw "$1"; }
fi

# Checked here, where the option that holds a wrong address can be named.
check_address() { # option address
	"$GRIDMERIT_NODE" key inspect "$2" 2>/dev/null | grep '^Public Key URI' >/dev/null ||
		fail "$1: \`$2\` is no SS58 address"
}

check_address --operator "$operator"
declare -A money reference
keys='[]' nodes='[]'
for authority in "${authorities[@]}"; do
	IFS=, read -r account first second more <<<"$authority"
	if [ -z "$para" ]; then
		[ -n "${second:-}" ] && [ -z "${more:-}" ] ||
			fail "--authority is ADDRESS,BABE,GRANDPA, and \`$authority\` is not"
		pair='{babe: $first, grandpa: $second}'
	else
		[ -n "${first:-}" ] && [ -z "${second:-}" ] ||
			fail "--authority of a parachain is ADDRESS,AURA, and \`$authority\` is not"
		pair='{aura: $first}'
	fi
	for key in "$account" "$first" ${second:+"$second"}; do check_address --authority "$key"; done
	[ -z "${money[$account]:-}" ] || fail "--authority: $account stands twice"
	money[$account]=1000 reference[$account]=$account
	keys=$(jq -c --arg account "$account" --arg first "$first" --arg second "${second:-}" \
		". + [[\$account, \$account, $pair]]" <<<"$keys")
done
for owner in "${owners[@]}"; do
	account=${owner%%=*}
	[[ $owner = *=?* ]] || fail "--owner is ADDRESS=REFERENCE, and \`$owner\` is not"
	[ -n "${reference[$account]:-}" ] || fail "--owner: $account is no --authority"
	reference[$account]=${owner#*=}
done
for authority in "${authorities[@]}"; do
	account=${authority%%,*}
	customer=0x$(printf %s "${reference[$account]}" | b2sum --length 256 | cut -d ' ' -f 1)
	nodes=$(jq -c --arg account "$account" --arg customer "$customer" '. + [[$account, {
		customer: $customer, bus: 1, source: "None", limits: {generation: 0, consumption: 0},
		roles: {consumer: true, prosumer: false, storage: false, utility: false, line_owner: false}
	}]]' <<<"$nodes")
done
money[$operator]=1000
for endowment in "${endowments[@]}"; do
	account=${endowment%%=*} units=${endowment#*=}
	check_address --endow "$account"
	[[ $units =~ ^[1-9][0-9]{0,9}$ ]] ||
		fail "--endow: \`$units\` is no whole number of UNIT between 1 and 9999999999"
	money[$account]=$units
done
# A collator takes no bond: the operator has named it.
[ -n "$para" ] || for account in "${!reference[@]}"; do money[$account]=$((${money[$account]} + bond)); done
# Amounts stay text until jq is done: it would write large ones with an exponent.
balances=$(for account in "${!money[@]}"; do
	printf '%s %s\n' "$account" "${money[$account]}000000000"
done | sort | jq -Rnc '[inputs | split(" ")]')
boot=$(printf '%s\n' "${bootnodes[@]}" | jq -Rnc '[inputs | select(. != "")]')

# Both or nothing: a spec that the runtime refuses is of no use to anybody.
drafts=$(mktemp -d)
trap 'rm -rf "$drafts"' EXIT
plain=$drafts/plain.json raw=$drafts/raw.json
if [ ${#peers[@]} -gt 0 ]; then
	scripts/peers.sh plan "${peers[@]}" >"$drafts/peers.txt" || exit 1
fi
template |
	jq --arg id "$id" --arg name "$name" --arg type "$type" --arg operator "$operator" \
		--argjson keys "$keys" --argjson balances "$balances" --argjson boot "$boot" \
		--arg para "$para" --argjson nodes "$nodes" --argjson bond "${bond}000000000" --argjson index "$index" '
		.id = $id | .name = $name | .chainType = $type | .bootNodes = $boot
		| .genesis.runtimeGenesis.patch |= (
			.session.keys = $keys
			| if $para == "" then
				.teRegistry.nodes = $nodes
				| .trustStaking.bonds = [range($nodes | length) | [., $bond, $index]]
			else
				.collatorSelection.invulnerables = ($keys | map(.[0]))
			end
			| .sudo.key = $operator
			| .balances.balances += ($balances | map([.[0], "planck:" + .[1]]))
		)' | sed 's/"planck:\([0-9]*\)"/\1/' >"$plain" || fail "could not write the plain spec"
printf 'Making the state of its first block, half a minute\n'
if ! reason=$(as_state "$plain" 2>&1 >"$raw"); then
	fail "the node does not accept this network: $(sed -n 's/^Error: //p' <<<"$reason" | head -n 1)"
fi
mv "$plain" "$out/$id.json" && mv "$raw" "$out/$id-raw.json" || fail "cannot write to $out"
printf 'Wrote %s (to read) and %s (to start nodes with)\n' "$out/$id.json" "$out/$id-raw.json"
if [ ${#peers[@]} -gt 0 ]; then
	mv "$drafts/peers.txt" "$out/$id-peers.txt" || fail "cannot write to $out"
	printf 'Wrote %s (with whom each node keeps in touch)\n' "$out/$id-peers.txt"
fi
if [ -z "$para" ]; then
	cat <<TEXT
Next: each validator starts its node with it (docs/validators.md). The market has no utility, rules and tariff yet:
whoever has the secret of $operator opens it (docs/operator.md), with a file like docs/operator.example.toml:
  gridmerit-agent operator open FILE --suri-file SECRET [--url ws://NODE:9944]
TEXT
fi
