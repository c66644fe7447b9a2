# SPDX-License-Identifier: Apache-2.0
"""Solves dispatch problems with HiGHS, from their statement alone, and compares what the solver proposes: its welfare may
be no more than the best, and less by no more than the threshold; its bound no less than the best with blocks in parts.

Reads lines of JSON as `examples/random.rs` prints them; writes a table to the file that is named, as HiGHS prints a banner.
Prices are in thousands of planck and voltages in billions of units here, so that numbers are of one size.
"""

import json
import statistics
import sys

import highspy
import numpy

INFINITY = highspy.kHighsInf
THOUSAND, BILLION = 1e3, 1e9
# What a dispatch may be worse by, in ppm of the best: in whole Wh up to one for each store and window, and for each line
# of a mesh that is full. Of blocks one may be left out that would lose at equal prices.
THRESHOLD = {"voltage": 100, "meshed": 200, "store": 200, "block": 2_000}
# What HiGHS itself may be off by.
EXACT = 1e-7
HEAD = [
    "kind", "buses", "windows", "problems", "gap, ppm: median", "worst", "below HiGHS, ppm: median", "worst",
    "body, bytes: median", "most", "check / sort of the orders: median", "solved in, s: median", "most",
]


class Program:
    """A linear or mixed-integer program under construction; maximised."""

    def __init__(self):
        self.worth, self.lower, self.upper, self.integer, self.rows = [], [], [], [], []

    def variable(self, worth=0.0, lower=-INFINITY, upper=INFINITY, integer=False):
        self.worth.append(worth)
        self.lower.append(lower)
        self.upper.append(upper)
        self.integer.append(integer)
        return len(self.worth) - 1

    def row(self, terms, value=0.0):
        self.rows.append((terms, value))

    def solve(self, whole):
        solver = highspy.Highs()
        solver.silent()
        solver.setOptionValue("mip_rel_gap", 1e-9)
        model = highspy.HighsLp()
        model.sense_ = highspy.ObjSense.kMaximize
        model.num_col_, model.num_row_ = len(self.worth), len(self.rows)
        model.col_cost_ = numpy.array(self.worth)
        model.col_lower_, model.col_upper_ = numpy.array(self.lower), numpy.array(self.upper)
        model.row_lower_ = model.row_upper_ = numpy.array([value for _, value in self.rows])
        starts, index, value = [0], [], []
        for terms, _ in self.rows:
            index += [variable for variable, _ in terms]
            value += [factor for _, factor in terms]
            starts.append(len(index))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = numpy.array(starts), numpy.array(index)
        model.a_matrix_.value_ = numpy.array(value, dtype=float)
        if whole and any(self.integer):
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[own] for own in self.integer]
        solver.passModel(model)
        solver.run()
        assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return solver.getInfo().objective_function_value * THOUSAND


def carry(program, grid, own):
    """Adds that a grid carries what its buses have to spare."""
    if "meshed" in grid:
        net = [program.variable() for _ in own]
        for variable, terms in zip(net, own):
            program.row([*terms, (variable, -1)])
        program.row([(variable, 1) for variable in net])
        for line in grid["meshed"]["lines"]:
            flow = program.variable(0.0, -line["backward_wh"], line["forward_wh"])
            program.row([(net[bus], factor / 1e6) for bus, factor in line["factors"]] + [(flow, -1)])
        return
    lines = grid["radial"]
    flows = [program.variable(0.0, -line["import_wh"], line["export_wh"]) for line in lines]
    rows = [list(terms) for terms in own]
    for bus, (line, flow) in enumerate(zip(lines, flows), 1):
        rows[bus].append((flow, -1))
        rows[line["parent"]].append((flow, 1))
    for terms in rows:
        program.row(terms)
    # The voltage of a bus is what all lines on its way lift: written out, not handed on from bus to bus.
    for bus, line in enumerate(lines, 1):
        band = line["voltage"]
        terms, on = [], bus
        while on:
            terms.append((flows[on - 1], lines[on - 1]["voltage"]["rise"] / BILLION))
            on = lines[on - 1]["parent"]
        level = program.variable(0.0, -band["below"] / BILLION, band["above"] / BILLION)
        program.row([*terms, (level, -1)])


def best(problem, whole):
    """The most welfare, in planck."""
    program = Program()
    grid, windows = problem["grids"][0], problem["windows"]
    buses = grid["meshed"]["buses"] if "meshed" in grid else len(grid["radial"]) + 1
    own = [[[] for _ in range(buses)] for _ in range(windows)]
    sign = {"supply": 1, "demand": -1}
    for order in problem["orders"]:
        way = sign[order["side"]]
        fill = program.variable(-way * order["price"] / THOUSAND, 0, order["wh"])
        own[order["window"]][order["bus"]].append((fill, way))
    for block in problem.get("blocks", []):
        way, all_of_it = sign[block["side"]], sum(energy for _, energy in block["wh"])
        trades = program.variable(-way * block["price"] / THOUSAND * all_of_it, 0, 1, True)
        for window, energy in block["wh"]:
            own[window][block["bus"]].append((trades, way * energy))
    for store in problem.get("stores", []):
        before = None
        for window in range(windows):
            take = program.variable(0.0, 0, store["charge_wh"])
            give = program.variable(0.0, 0, store["discharge_wh"])
            held = program.variable(0.0, 0, store["capacity_wh"])
            terms = [(held, -1), (take, store["efficiency_ppm"] / 1e6), (give, -1)]
            program.row(terms + ([(before, 1)] if before is not None else []))
            own[window][store["bus"]] += [(take, -1), (give, 1)]
            before = held
    for window in range(windows):
        carry(program, grid, own[window])
    return program.solve(whole)


def main():
    groups, wrong = {}, []
    for line in sys.stdin:
        given = json.loads(line)
        parts, whole = best(given["problem"], False), best(given["problem"], True)
        below = 1e6 * (whole - given["welfare"]) / whole
        where = f"{given['kind']} of {given['buses']} buses, seed {given['seed']}"
        if below < -1e6 * EXACT:
            wrong.append(f"{where}: more welfare than HiGHS, by {-below:.3f} ppm")
        if below > THRESHOLD[given["kind"]]:
            wrong.append(f"{where}: {below:.1f} ppm below HiGHS")
        if given["bound"] < parts * (1 - EXACT):
            wrong.append(f"{where}: the bound {given['bound']:.0f} is below {parts:.0f}")
        key = (given["kind"], given["buses"], given["windows"])
        given["below"], given["ppm"] = max(0.0, below), 1e6 * given["gap"] / given["bound"]
        groups.setdefault(key, []).append(given)
    table = [HEAD, ["---"] * len(HEAD)]
    for (kind, buses, windows), rows in groups.items():
        of = lambda name: [row[name] for row in rows]
        middle = lambda name: statistics.median(of(name))
        table.append([
            kind, buses, windows, len(rows),
            f"{middle('ppm'):.1f}", f"{max(of('ppm')):.1f}", f"{middle('below'):.1f}", f"{max(of('below')):.1f}",
            round(middle("bytes")), max(of("bytes")), f"{middle('check'):.1f}",
            f"{middle('solved_s'):.2f}", f"{max(of('solved_s')):.2f}",
        ])
    with open(sys.argv[1], "w") as page:
        page.writelines(f"| {' | '.join(map(str, cells))} |\n" for cells in table)
    print(*wrong, sep="\n", file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
