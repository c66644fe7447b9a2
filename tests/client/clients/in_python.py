# SPDX-License-Identifier: Apache-2.0

"""What a client in Python sees, as JSON. Both have the same methods."""

import json
import signal

BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
# Longest wait for one thing.
SECONDS = 120


def late(*_):
    raise TimeoutError(f"nothing for {SECONDS} s")


def plain(value):
    return getattr(value, "value", value)


def looks(chain, pair):
    receipt = None

    def rules():
        _, rules = plain(chain.query("ForwardMarket", "Rules"))[0]
        return rules["gate_lead"]

    def windows():
        window = plain(chain.runtime_call("MarketApi", "windows", []))[0]
        return [window["interval"], window["round"]]

    def post():
        nonlocal receipt
        market_round = plain(chain.query("ForwardMarket", "CurrentRound"))["number"]
        # A list with a bound is written only if it is in another list: findings/scalecodec-bounded-list.sh.
        orders = [[(market_round + 1, {"Demand": {"quantity": 700, "limit": None}})]]
        arguments = {"round": market_round, "orders": orders, "unmetered": True}
        call = chain.compose_call("ForwardMarket", "post", arguments)
        extrinsic = chain.create_signed_extrinsic(call, pair)
        receipt = chain.submit_extrinsic(extrinsic, wait_for_finalization=True)
        return receipt.block_hash is not None

    def posted():
        events = [plain(event) for event in receipt.triggered_events]
        return "OrdersPosted" in [event["event"]["event_id"] for event in events]

    def node():
        return plain(chain.runtime_call("MarketApi", "node", [BOB]))

    def opened():
        return [row["order"]["Demand"]["quantity"] for row in node()["open"]]

    def follow():
        blocks = []

        # It goes on until the handler returns something.
        def heard(block, *_):
            blocks.append(block["header"]["number"])
            return True if len(blocks) > 1 else None

        return chain.subscribe_block_headers(heard, finalized_only=True)

    return {
        "constant": lambda: plain(chain.get_constant("ForwardMarket", "MaxAhead")),
        "storage": rules,
        "map": lambda: len(list(chain.query_map("TeRegistry", "Nodes"))),
        "call": windows, "own": lambda: node()["index"], "signed": post, "event": posted, "open": opened, "subscribed": follow,
    }


def report(chain, pair):
    signal.signal(signal.SIGALRM, late)
    seen = {}
    for name, look in looks(chain, pair).items():
        signal.alarm(SECONDS)
        try:
            seen[name] = look()
        # Whatever a library raises is what it says.
        except Exception as error:  # noqa: BLE001
            seen[name] = {"failed": f"{type(error).__name__}: {error}"}
        signal.alarm(0)
    print(json.dumps(seen, default=int), flush=True)
    # One of them does not end before.
    chain.close()
