# SPDX-License-Identifier: Apache-2.0

"""async-substrate-interface on a node: in_python.py URL. What it saw, as JSON."""

import json
import sys

import sr25519
from async_substrate_interface.sync_substrate import SubstrateInterface

BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
SECRET = bytes.fromhex("398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89")


class Pair:
    """A key as the library takes it: it brings none of its own."""

    crypto_type = 1
    ss58_address = BOB

    def __init__(self):
        self.public_key, self.private_key = sr25519.pair_from_seed(SECRET)

    def sign(self, data):
        return sr25519.sign((self.public_key, self.private_key), bytes(data))


def main(url):
    chain = SubstrateInterface(url)
    ahead = chain.get_constant("ForwardMarket", "MaxAhead").value
    _, rules = chain.query("ForwardMarket", "Rules")[0]
    nodes = len(list(chain.query_map("TeRegistry", "Nodes")))
    window = chain.runtime_call("MarketApi", "windows", [])[0]
    interval, market_round = window["interval"], window["round"]

    # A list with a bound is written only if it is in another list: findings/scalecodec-bounded-list.sh.
    orders = [[(interval, {"Demand": {"quantity": 700, "limit": None}})]]
    arguments = {"round": market_round, "orders": orders, "unmetered": True}
    call = chain.compose_call("ForwardMarket", "post", arguments)
    extrinsic = chain.create_signed_extrinsic(call, Pair())
    receipt = chain.submit_extrinsic(extrinsic, wait_for_finalization=True)
    events = [event["event"]["event_id"] for event in receipt.triggered_events]
    status = chain.runtime_call("MarketApi", "node", [BOB])

    # It goes on until the handler returns something.
    blocks = []

    def heard(block, *_):
        blocks.append(block["header"]["number"])
        return True if len(blocks) > 1 else None

    chain.subscribe_block_headers(heard, finalized_only=True)
    print(json.dumps({
        "constant": ahead, "storage": rules["gate_lead"], "map": nodes, "call": [interval, market_round],
        "signed": receipt.is_success, "event": "OrdersPosted" in events,
        "open": [row["order"]["Demand"]["quantity"] for row in status["open"]],
        "subscribed": len(blocks) > 1,
    }, default=int), flush=True)
    chain.close()


main(sys.argv[1])
