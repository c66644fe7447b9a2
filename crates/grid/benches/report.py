# SPDX-License-Identifier: Apache-2.0
"""Prints what the last run of the benchmark measured, as ratios: report.py CRITERION_FOLDER [KIND...]

Each time is the best of its samples, so that other load spoils little.
"""

import json
import sys
from pathlib import Path

HEAD = [
    "book", "orders", "lines", "zones", "feeder",
    "clear / market without a grid", "clear / sort of the offers", "assign / clear", "verify / clear",
    "verify_zones / clear",
]


def best(path):
    sample = json.loads(path.read_text())
    return min(time / count for time, count in zip(sample["times"], sample["iters"]))


def main(criterion, kinds):
    times = {}
    for path in criterion.glob("*/*/*/new/sample.json"):
        kind, step, what = path.relative_to(criterion).parts[:3]
        if not kinds or kind in kinds:
            times[kind, step, what] = best(path)
    rows = []
    for (kind, step, what), clear in times.items():
        words = what.split()
        if step != "clear" or len(words) != 7:
            continue
        orders, _, lines, _, zones, _, shape = words
        of = lambda step: times[kind, step, what] / clear
        alone = lambda step: clear / times[kind, step, f"{orders} orders {lines} lines"]
        ratios = [alone("without_grid"), alone("sort"), of("assign"), of("verify"), of("verify_zones")]
        rows.append((kind, int(orders), int(lines), int(zones), shape, *(f"{ratio:.2f}" for ratio in ratios)))
    for row in [HEAD, ["---"] * len(HEAD), *sorted(rows)]:
        print(f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else cell for cell in row)} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
