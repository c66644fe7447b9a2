# SPDX-License-Identifier: Apache-2.0
"""A year on low-voltage grids of SimBench: python year.py PROGRAM WHEEL FOLDER. The grid crate's example `year` clears each
quarter of an hour; what lines limit is counted again here, from the profiles alone. Writes a table and a picture to the folder."""

import json
import pathlib
import subprocess
import sys

import grids
import picture

PROGRAM, WHEEL, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
TARIFF = {"tou": 250_000, "fit": 80_000, "alpha_ppm": 950_000}
# How many times the plants generate what they do, and members use what they do.
RUNS = {"as they are": (1, 1), "plants x 2": (2, 1), "demand x 2": (1, 2)}
HEAD = [
    "grid", "members, with a plant", "year", "P2P, of surplus, MWh", "trade fills a line", "all surplus fed in: the transformer is over",
    "a line is over", "the fullest line", "not fed in, MWh", "demand: the transformer lacks room", "a line does",
]
# What a prototype in Python found before this crate was written; of the cells of a row, from the fifth on.
STUDY = {
    ("rural1", "as they are"): {4: "0", 5: "4.30 %", 7: "45 %"},
    ("rural1", "plants x 2"): {4: "0", 5: "15.96 %", 7: "98 %"},
    ("rural1", "demand x 2"): {9: "0.063 %", 10: "0"},
    ("rural2", "as they are"): {4: "0", 5: "0", 7: "31 %"},
    ("rural2", "plants x 2"): {4: "0", 5: "0.017 %", 7: "71 %"},
    ("rural2", "demand x 2"): {9: "0", 10: "0"},
    ("rural3", "as they are"): {4: "0", 5: "0", 7: "52 %"},
    ("rural3", "plants x 2"): {4: "0", 5: "0", 7: "52 %"},
    ("rural3", "demand x 2"): {9: "0.145 %", 10: "0.009 %"},
    ("semiurb4", "as they are"): {4: "0", 5: "0", 7: "42 %"},
    ("semiurb4", "plants x 2"): {4: "0", 5: "0", 7: "84 %"},
    ("semiurb4", "demand x 2"): {9: "0", 10: "0"},
    ("semiurb5", "as they are"): {4: "0", 5: "0", 7: "33 %"},
    ("semiurb5", "plants x 2"): {4: "0", 5: "0", 7: "41 %"},
    ("semiurb5", "demand x 2"): {9: "0", 10: "0"},
    ("urban6", "as they are"): {4: "0", 5: "0", 7: "35 %"},
    ("urban6", "plants x 2"): {4: "0", 5: "0", 7: "50 %"},
    ("urban6", "demand x 2"): {9: "0", 10: "0"},
    ("all six", "as they are"): {4: "0.037 %"},
    ("all six", "plants x 2"): {4: "5.2 %"},
}

# A day of rural1 that the study looked at, 20 May: of 1,120 kWh that neighbours did not buy 968 could be fed in, and the
# transformer was full in 12 quarter hours.
DAY, LEFT, FITS, TIMES = 140, 1_120_316, 967_819, 12


def together(all_of_them):
    """One grid of several: their transformers hang on one substation."""
    buses, members = [grids.Bus("the substation", 0, None, (0, 0))], []
    for grid in all_of_them:
        offset = len(buses) - 1
        for bus in grid.buses[1:]:
            parent = bus.parent and bus.parent + offset
            buses.append(grids.Bus(bus.name, parent, bus.limit, bus.place))
        members += [grids.Member(one.bus + offset, one.load, one.generation) for one in grid.members]
    return grids.Grid("all six", buses, members, sum(grid.kva for grid in all_of_them), all_of_them[0].times)


def net(grid, run):
    """What each member has left over, or lacks, quarter by quarter."""
    plants, demand = RUNS[run]
    rows = ([plants * made - demand * used for made, used in zip(one.generation, one.load)] for one in grid.members)
    return list(zip(*rows))


def cleared(grid, quarters):
    """What the crate makes of a year."""
    # Asks all between what the utility pays and the cap.
    ask = lambda place: TARIFF["fit"] + 10_000 + place * 7_919 % 140 * 1_000
    given = TARIFF | {
        "lines": [[bus.parent, bus.limit] for bus in grid.buses[1:]],
        "nodes": [[one.bus, ask(place)] for place, one in enumerate(grid.members)],
    }
    rows = (" ".join(map(str, row)) for row in quarters)
    text = "\n".join([json.dumps(given), *rows])
    return json.loads(subprocess.run([PROGRAM], input=text, check=True, capture_output=True, text=True).stdout)


def counted(grid, quarters):
    """The same without a market: surplus, what neighbours could trade without lines, and of each line how often it is over
    and the most that it carries if all is fed in and served, and what does not fit. The worst quarter of an hour."""
    lines = [{"over": 0, "most": 0, "cut": 0} for _ in grid.buses]
    surplus = traded = 0
    worst = None
    for number, row in enumerate(quarters):
        over = sum(value for value in row if value > 0)
        surplus += over
        traded += min(over, over - sum(row))
        carries = [0] * len(grid.buses)
        for one, value in zip(grid.members, row):
            carries[one.bus] += value
        fits, cut = list(carries), 0
        for place in range(len(grid.buses) - 1, 0, -1):
            bus, line = grid.buses[place], lines[place]
            limit = bus.limit
            line["most"] = max(line["most"], abs(carries[place]))
            line["over"] += carries[place] > limit
            excess = max(fits[place] - limit, 0)
            line["cut"] += excess
            cut += excess
            carries[bus.parent] += carries[place]
            fits[bus.parent] += fits[place] - excess
        if cut > (worst[1] if worst else 0):
            worst = [number, cut]
    return {"surplus": surplus, "traded": traded, "worst": worst, "lines": lines[1:]}


def check(grid, run, crate, count):
    """What does not agree."""
    wrong = [key for key in ("surplus", "worst") if crate[key] != count[key]]
    for own, other in zip(crate["lines"], count["lines"], strict=True):
        wrong += [key for key, value in other.items() if own[key] != value]
    # Lines only take from what is traded, and nothing where none is full.
    if crate["traded"] > count["traded"] or (crate["full"] == 0 and crate["traded"] != count["traded"]):
        wrong.append("traded")
    return [f"{grid.name}, {run}: {', '.join(wrong)}"] if wrong else []


def row(grid, run, crate):
    """A line of the table, with what the study found in brackets."""
    part = lambda times: f"{100 * times / crate['quarters']:.3f} %" if times else "0"
    transformers = [line for bus, line in zip(grid.buses[1:], crate["lines"]) if bus.parent == 0]
    inner = [(bus, line) for bus, line in zip(grid.buses[1:], crate["lines"]) if bus.parent > 0]
    most = lambda name, lines: max(line[name] for line in lines)
    lines = [line for _, line in inner]
    fullest = max(line["most"] / bus.limit for bus, line in inner)
    mwh = lambda wh: f"{wh / 1e6:,.1f}"
    cells = [
        f"{grid.name}, {grid.kva:.0f} kVA", f"{len(grid.members)}, {grid.plants()}", run.replace(" x ", " × "),
        f"{mwh(crate['traded'])} of {mwh(crate['surplus'])}", part(crate["full"]), part(most("over", transformers)),
        part(most("over", lines)), f"{100 * fullest:.0f} %", mwh(sum(line["cut"] for line in crate["lines"])),
        part(most("lacking", transformers)), part(most("lacking", lines)),
    ]
    for place, found in STUDY.get((grid.name, run), {}).items():
        cells[place] += f" ({found})"
    return cells


def play(grid, run):
    quarters = net(grid, run)
    crate, count = cleared(grid, quarters), counted(grid, quarters)
    return row(grid, run, crate), check(grid, run, crate, count), crate, quarters


def day(grid):
    """What differs from the known day."""
    crate = cleared(grid, net(grid, "as they are")[96 * DAY : 96 * DAY + 96])
    left = crate["surplus"] - crate["traded"]
    found = (left, left - sum(line["cut"] for line in crate["lines"]), crate["cut"])
    return [] if found == (LEFT, FITS, TIMES) else [f"{grid.name}, day {DAY}: {found}"]


def main():
    all_of_them = list(grids.read(WHEEL))
    all_of_them.append(together(all_of_them))
    table, wrong = [HEAD, ["---"] * 3 + ["---:"] * (len(HEAD) - 3)], day(all_of_them[0])
    for grid in all_of_them:
        for run in RUNS:
            cells, faults, crate, quarters = play(grid, run)
            print("| " + " | ".join(cells) + " |", flush=True)
            table.append(cells)
            wrong += faults
            if (grid.name, run) == ("rural1", "as they are"):
                (FOLDER / "picture.svg").write_text(picture.draw(grid, crate["worst"][0], quarters[crate["worst"][0]]))
    (FOLDER / "table").write_text("".join(f"| {' | '.join(cells)} |\n" for cells in table))
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
