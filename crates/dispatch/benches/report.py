# SPDX-License-Identifier: Apache-2.0
"""Prints what the last run of the benchmark measured, as ratios: report.py CRITERION_FOLDER

Each time is the best of its samples, so that other load spoils little.
"""

import json
import sys
from pathlib import Path

HEAD = ["grid", "orders", "buses", "windows", "stores", "check / sort of the orders", "check, ns an order"]


def best(path):
    sample = json.loads(path.read_text())
    return min(time / count for time, count in zip(sample["times"], sample["iters"]))


def main(criterion):
    rows = []
    for path in criterion.glob("checking/check/*/new/sample.json"):
        name, *numbers = path.parts[-3].split()
        other = criterion / "checking" / "sort" / path.parts[-3] / "new" / "sample.json"
        orders, buses, windows, stores = map(int, numbers)
        check = best(path)
        rows.append((name, orders, buses, windows, stores, f"{check / best(other):.2f}", f"{check / orders:.0f}"))
    for row in [HEAD, ["---"] * len(HEAD), *sorted(rows)]:
        print(f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else cell for cell in row)} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
