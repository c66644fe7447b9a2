# SPDX-License-Identifier: Apache-2.0
"""Makes the problems in this folder: make.py FOLDER. The same in every run; orders are random, grids are not.

Voltage: a low-voltage feeder, with lines of 0.32 ohm per km as NAYY 4x150 has about a third more of, 400 V, quarters of an
hour. A Wh in a quarter of an hour is 4 W, so the square of the voltage rises by 2 r 4 / V^2 of itself; in trillionths.
Meshed: the IEEE 14-bus test case, its reactances alone (a DC load flow). Factors are of power transfer distribution, with
bus 1 of the case, here 0, as where everything ends; worked out here from the reactances by Gaussian elimination.
"""

import json
import random
import sys
from math import ceil
from pathlib import Path

TRILLION = 10**12
VOLTAGE, OHM_PER_KM, WATT_PER_WH = 400, 0.32, 4

# From, to, reactance in p.u.
IEEE14 = [
    (1, 2, 0.05917), (1, 5, 0.22304), (2, 3, 0.19797), (2, 4, 0.17632), (2, 5, 0.17388), (3, 4, 0.17103),
    (4, 5, 0.04211), (4, 7, 0.20912), (4, 9, 0.55618), (5, 6, 0.25202), (6, 11, 0.19890), (6, 12, 0.25581),
    (6, 13, 0.13027), (7, 8, 0.17615), (7, 9, 0.11001), (9, 10, 0.08450), (9, 14, 0.27038), (10, 11, 0.19207),
    (12, 13, 0.19988), (13, 14, 0.34802),
]


def orders(chance, buses, windows=1, each=3, far=False):
    """Some orders a bus and window: supply from 60,000 on, demand up to 200,000. `far`: the more supply the farther out."""
    rows = []
    for window in range(windows):
        for bus in range(buses):
            for _ in range(each):
                side = "supply" if chance.random() < (bus / buses if far else 0.5) else "demand"
                price = chance.randrange(60_000, 150_000) if side == "supply" else chance.randrange(90_000, 200_000)
                rows.append({"bus": bus, "window": window, "side": side, "wh": chance.randrange(100, 2_000), "price": price})
    return rows


def feeder(chance, buses, span, percent, km=(0.02, 0.12)):
    """A feeder with branches: a line leads back by at most `span` buses. Voltage may move by `percent` either way."""
    lines = []
    for bus in range(1, buses):
        rise = round(2 * OHM_PER_KM * chance.uniform(*km) * WATT_PER_WH / VOLTAGE**2 * TRILLION)
        # (1 + x)^2 - 1 and 1 - (1 - x)^2, rounded down.
        part = percent / 100
        limits = [int(((1 + part) ** 2 - 1) * TRILLION), int((1 - (1 - part) ** 2) * TRILLION)]
        lines.append({
            "parent": max(0, bus - 1 - chance.randrange(span)), "import_wh": 40_000, "export_wh": 40_000,
            "voltage": {"rise": rise, "above": limits[0], "below": limits[1]},
        })
    return {"radial": lines}


def solve(matrix, right):
    """Gaussian elimination."""
    size = len(matrix)
    rows = [row[:] + [value] for row, value in zip(matrix, right)]
    for k in range(size):
        pivot = max(range(k, size), key=lambda row: abs(rows[row][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for row in range(size):
            if row != k:
                part = rows[row][k] / rows[k][k]
                rows[row] = [a - part * b for a, b in zip(rows[row], rows[k])]
    return [rows[k][size] / rows[k][k] for k in range(size)]


def factors(branches, buses):
    """By branch and bus: what of a Wh from the bus to bus 0 goes over the branch."""
    susceptance = [[0.0] * (buses - 1) for _ in range(buses - 1)]
    for a, b, reactance in branches:
        for i, j in [(a, a), (b, b)]:
            if i > 1:
                susceptance[i - 2][j - 2] += 1 / reactance
        if min(a, b) > 1:
            susceptance[a - 2][b - 2] -= 1 / reactance
            susceptance[b - 2][a - 2] -= 1 / reactance
    table = [[0.0] * buses for _ in branches]
    for bus in range(1, buses):
        angles = [0.0] + solve(susceptance, [1.0 if k == bus - 1 else 0.0 for k in range(buses - 1)])
        for branch, (a, b, reactance) in enumerate(branches):
            table[branch][bus] = (angles[a - 1] - angles[b - 1]) / reactance
    return table


def meshed(branches, buses, limits, rows):
    """The lines of a mesh. Factors are rounded to the nearest ppm; what that can come to is taken off the limit."""
    slack = ceil(sum(row["wh"] for row in rows) * 0.5e-6)
    lines = []
    for row, limit in zip(factors(branches, buses), limits):
        ppm = [[bus, round(factor * 1e6)] for bus, factor in enumerate(row)]
        ppm = [[bus, factor] for bus, factor in ppm if factor]
        lines.append({"forward_wh": limit - slack, "backward_wh": limit - slack, "factors": ppm})
    return {"meshed": {"buses": buses, "lines": lines}}


def problems():
    chance = random.Random(14)
    yield "voltage-14", {"grids": [feeder(chance, 14, 2, 3, (0.1, 0.3))], "orders": orders(chance, 14, far=True)}
    chance = random.Random(128)
    yield "voltage-128", {"grids": [feeder(chance, 128, 12, 3)], "orders": orders(chance, 128, far=True)}
    chance = random.Random(20)
    rows = orders(chance, 14, each=4)
    limits = [chance.randrange(700, 3_000) for _ in IEEE14]
    yield "meshed-ieee14", {"grids": [meshed(IEEE14, 14, limits, rows)], "orders": rows}
    chance = random.Random(4)
    rows = orders(chance, 14, 4)
    # Noon is cheap, the evening dear.
    for row in rows:
        row["price"] = row["price"] * [80, 70, 110, 130][row["window"]] // 100
    stores = [
        {"bus": bus, "charge_wh": 1_250, "discharge_wh": 1_250, "capacity_wh": 3_000, "efficiency_ppm": 900_000}
        for bus in [3, 8, 12]
    ]
    yield "store-4-windows", {"grids": [feeder(chance, 14, 3, 5)], "windows": 4, "orders": rows, "stores": stores}
    chance = random.Random(8)
    rows = orders(chance, 14, 4)
    blocks = [
        {"bus": 2, "side": "supply", "price": 104_000, "wh": [[0, 1_500], [1, 1_500], [2, 900]]},
        {"bus": 9, "side": "demand", "price": 121_000, "wh": [[1, 800], [2, 800]]},
        {"bus": 13, "side": "supply", "price": 140_000, "wh": [[2, 600], [3, 600]]},
    ]
    yield "block", {"grids": [feeder(chance, 14, 3, 5)], "windows": 4, "orders": rows, "blocks": blocks}


def write(problem):
    """A line for each entry of a list, so that an error's line says which."""
    parts = []
    for key, value in problem.items():
        if isinstance(value, list) and key != "grids":
            parts.append(f'"{key}": [\n ' + ",\n ".join(map(json.dumps, value)) + "\n]")
        elif key == "grids":
            grid = json.dumps(value).replace('{"parent"', '\n {"parent"').replace('{"forward_wh"', '\n {"forward_wh"')
            parts.append(f'"grids": {grid}')
        else:
            parts.append(f'"{key}": {json.dumps(value)}')
    return "{" + ",\n".join(parts) + "}\n"


if __name__ == "__main__":
    for name, problem in problems():
        Path(sys.argv[1], f"{name}.json").write_text(write(problem))
