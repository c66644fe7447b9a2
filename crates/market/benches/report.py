# SPDX-License-Identifier: Apache-2.0

"""Prints what the benchmarks measured, as ratios, with ASSUME's pay-as-clear on the same books.

report.py CRITERION_FOLDER PEER_BOOK_FOLDER
"""

import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from assume.common.market_objects import MarketConfig, MarketProduct
from assume.markets.clearing_algorithms.simple import PayAsClearRole
from dateutil import rrule
from dateutil.relativedelta import relativedelta

KINDS = ["mixed", "limited", "tied", "tied_limited", "scarce", "surplus"]
SIZES = [100, 1_000, 10_000, 100_000, 1_000_000]


def seconds(criterion, kind, step, orders):
    """Criterion's median."""
    path = criterion / kind / step / str(orders) / "new" / "estimates.json"
    return json.loads(path.read_text())["median"]["point_estimate"] / 1e9


def peer(book):
    """Price, volume and best time of ASSUME's uniform-price clearing of `book`."""
    start = datetime(2026, 1, 1)
    end = start + timedelta(hours=1)
    role = PayAsClearRole(
        MarketConfig(
            market_products=[MarketProduct(relativedelta(hours=1), 1, relativedelta(hours=1))],
            opening_hours=rrule.rrule(rrule.HOURLY, dtstart=start, until=end),
        )
    )
    product = (start, end, None)

    def order(volume, price):
        return dict(start_time=start, end_time=end, only_hours=None, volume=volume, price=price)

    best = float("inf")
    deadline = time.perf_counter() + 20
    while True:
        # Consumers there bid a price; ours take any up to the cap, which is at most the tariff.
        orders = [order(-row["demand_wh"], book["tou"]) for row in book["consumers"]]
        orders += [order(row["capacity_wh"], row["price"]) for row in book["prosumers"]]
        begin = time.perf_counter()
        _, _, meta, _ = role.clear(orders, [product])
        now = time.perf_counter()
        best = min(best, now - begin)
        if now > deadline or best < 0.01:
            return meta[0]["max_price"], meta[0]["supply_volume"], best


def main(criterion, books):
    print("Times in ms; sort: by ask and node, the merit order; by ask: the faster of the stable and the")
    print("unstable sort by ask alone. Ratios: clear + assign to either, verify to the sort.\n")
    columns = ["check", "clear", "assign", "verify", "sort", "by ask"]
    ratios = ["c+a/sort", "verify/sort", "c+a/by ask", "ns/order"]
    print(f"{'book':13}{'orders':>9}" + "".join(f"{name:>12}" for name in columns + ratios))
    for kind in KINDS:
        for orders in SIZES:
            steps = ["check", "clear", "assign", "verify", "sort"]
            times = [seconds(criterion, kind, step, orders) for step in steps]
            by_ask = min(seconds(criterion, kind, step, orders) for step in ("stable_sort", "unstable_sort"))
            times.append(by_ask)
            _, clear, assign, verify, sort, _ = times
            both = clear + assign
            print(f"{kind:13}{orders:9}" + "".join(f"{time * 1e3:12.4f}" for time in times)
                  + f"{both / sort:12.2f}{verify / sort:12.2f}{both / by_ask:12.2f}{both / orders * 1e9:12.1f}")

    print("\nASSUME's pay-as-clear, in Python, on the same mixed book; beside it clear + assign:")
    for path in sorted(books.glob("*.json"), key=lambda path: int(path.stem)):
        book = json.loads(path.read_text())
        ours = json.loads(path.with_suffix(".result").read_text())
        price, volume, took = peer(book)
        if (str(int(price)), str(volume)) != (ours["price"], ours["traded_wh"]):
            sys.exit(f"{path.stem} orders: ASSUME has {volume} Wh at {price}, gridmerit-clear has "
                     f"{ours['traded_wh']} Wh at {ours['price']}")
        orders = int(path.stem)
        rust = seconds(criterion, "mixed", "clear", orders) + seconds(criterion, "mixed", "assign", orders)
        print(f"{orders:9} orders: {took * 1e3:10.2f} ms, {took / rust:10.0f} times as long; same price and volume")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
