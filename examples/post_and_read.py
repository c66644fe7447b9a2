# SPDX-License-Identifier: Apache-2.0

"""Posts an order and reads it back, with async-substrate-interface."""

import os

import sr25519
from async_substrate_interface.sync_substrate import SubstrateInterface
from scalecodec.utils.ss58 import ss58_encode

URL = os.environ.get("GRIDMERIT_URL", "ws://127.0.0.1:9944")
# The secret seed of the account, as `gridmerit-node key inspect` prints it; here that of //Bob.
BOB = "0x398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89"
SEED = os.environ.get("GRIDMERIT_SEED", BOB)


class Account:
    """A key as the library takes it: it brings none of its own."""

    crypto_type = 1  # sr25519

    def __init__(self, seed):
        self.pair = sr25519.pair_from_seed(bytes.fromhex(seed.removeprefix("0x")))
        self.public_key = self.pair[0]
        self.ss58_address = ss58_encode(self.public_key, 42)

    def sign(self, data):
        return sr25519.sign(self.pair, bytes(data))


def send(chain, account, call, **fields):
    """Waits until a call of the forward market is in a block: what came of it."""
    call = chain.compose_call("ForwardMarket", call, fields)
    signed = chain.create_signed_extrinsic(call, account)
    return chain.submit_extrinsic(signed, wait_for_inclusion=True)


def post(chain, account, window, quantity):
    """Orders so many Wh. A list of a call stands in another list: findings/scalecodec-bounded-list.sh."""
    orders = [[(window["interval"], {"Demand": {"quantity": quantity, "limit": None}})]]
    # Without a settlement meter what is bought counts as not used: say so only if you know that.
    return send(chain, account, "post", round=window["round"], orders=orders, unmetered=True)


def main(chain, account):
    # Planck per Wh are millionths of a UNIT per kWh.
    window = chain.runtime_call("MarketApi", "windows")[0]
    tou, fit = window["tariff"]["tou"] / 1e6, window["tariff"]["fit"] / 1e6
    print(f"interval {window['interval']}: the utility sells at {tou} and buys at {fit} UNIT per kWh")

    receipt = post(chain, account, window, 700)
    if not receipt.is_success:
        raise SystemExit(f"refused: {receipt.error_message}")

    node = chain.runtime_call("MarketApi", "node", [account.ss58_address])
    for row in node["open"]:
        print(f"node {node['index']}: order for {row['interval']}: {row['order']}, locked {node['locked'] / 1e9} UNIT")

    receipt = post(chain, account, window, 50_000_000)
    if not receipt.is_success:
        print(f"refused: {receipt.error_message['name']}: {' '.join(receipt.error_message['docs'])}")


# Without `with`, or close(), the program does not end.
with SubstrateInterface(URL) as chain:
    main(chain, Account(SEED))
