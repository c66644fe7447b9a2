# SPDX-License-Identifier: Apache-2.0

"""Prints what the bencher measured of the market on chain.

bench-report.py FOLDER, with clearing-<orders>.json, posting-<intervals>.json and reading-<readings>.json in it
"""

import json
import statistics
import sys
from pathlib import Path

# What the runtime charges for ParityDB, and frame_support's weight of an empty extrinsic, in microseconds.
READ, WRITE, BASE = 8, 50, 108.157


def measured(path):
    """Benchmark -> median microseconds, reads, writes."""
    found = {}
    for batch in json.loads(path.read_text()):
        runs = batch["time_results"]
        micros = statistics.median(run["extrinsic_time"] for run in runs) / 1e3
        first = batch["db_results"][0]
        found[batch["benchmark"]] = (micros, first["reads"], first["writes"])
    return found


def weight(micros, reads, writes):
    return micros + READ * reads + WRITE * writes


def main(folder):
    def files(kind):
        paths = folder.glob(f"{kind}-*.json")
        return sorted((int(path.stem.split("-")[1]), path) for path in paths)

    print("A round of one interval, half demand and half offers, in Wasm; ms, time and with database. With limits: a")
    print("third of the demand has one. Sharing: all offers ask the same, so that they share.\n")
    names = ["round", "round_with_limits", "round_that_shares", "round_without_transactions"]
    titles = ["no limits", "with limits", "sharing", "without transactions"]
    print(f"| orders | {' | '.join(f'{title}: time | database' for title in titles)} | us an order |")
    print("|---" * (2 * len(titles) + 2) + "|")
    for orders, path in files("clearing"):
        rows = measured(path)
        numbers = [number for name in names for number in (rows[name][0], weight(*rows[name]))]
        cells = " | ".join(f"{number / 1e3:.2f}" for number in numbers)
        print(f"| {orders:,} | {cells} | {weight(*rows['round']) / orders:.2f} |")

    print("\nPosting beside transfer_keep_alive in the same run; us, with database and extrinsic base, an order.")
    print("Worst case: full pages, 256 intervals open, all money drawn from the account.\n")
    print("| intervals | transfer | an order | order / transfer |")
    print("|---|---|---|---|")
    for intervals, path in files("posting"):
        rows = measured(path)
        transfer = weight(*rows["transfer_keep_alive"]) + BASE
        order = (weight(*rows["post"]) + BASE) / intervals
        print(f"| {intervals} | {transfer:.0f} | {order:.0f} | {order / transfer:.2f} |")

    print("\nA delivered reading with its settlement, beside transfer_keep_alive in the same run; us, with database")
    print("and extrinsic base, a reading. In the order of nodes, all with full series; the signature apart.\n")
    print("| readings | transfer | reading | signature | reading / transfer | with signature |")
    print("|---|---|---|---|---|---|")
    for readings, path in files("reading"):
        rows = measured(path)
        transfer = weight(*rows["transfer_keep_alive"]) + BASE
        reading = (weight(*rows["deliver"]) + BASE) / readings
        signature = weight(*rows["verify_signature"])
        print(
            f"| {readings} | {transfer:.0f} | {reading:.0f} | {signature:.0f} "
            f"| {reading / transfer:.2f} | {(reading + signature) / transfer:.2f} |"
        )


main(Path(sys.argv[1]))
