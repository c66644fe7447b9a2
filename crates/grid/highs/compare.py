# SPDX-License-Identifier: Apache-2.0
"""Solves hours on rated lines with HiGHS, from their statement alone, and compares how they cleared to the Wh and the
planck. Reads lines of JSON as `examples/ieee33.rs` prints them; writes a table to the file that is named, as the solver
prints a banner.

Eq. (1a) to (1e) of the paper is a linear program: what is sold costs its ask, what neighbours do not serve costs the
utility's tariff, and what is sold less what is bought behind a line keeps its limits. Its prices are the dual's. Where
that has several optima, a second program has the least: the lowest prices that fit the solution (complementary
slackness). A third has how little of the demand that is left must go without if the lines bring the rest from the
utility. All coefficients are integers and all matrices networks, so solutions are integers; amounts are rounded and then
checked exactly.
"""

import json
import sys

import highspy
import numpy

INFINITY = highspy.kHighsInf
HEAD = [
    "rated for", "lines at", "by", "hours with separate prices", "most zones", "P2P kWh", "eq. (1a) costs more by",
    "rent of what buyers pay", "lacking kWh",
]


class Program:
    """A linear program with equalities and inequalities; minimised."""

    def __init__(self):
        self.cost, self.lower, self.upper, self.rows = [], [], [], []

    def variable(self, cost, lower, upper):
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.cost) - 1

    def row(self, terms, least, most):
        self.rows.append((terms, least, most))

    def solve(self):
        """The variables, which must be integers."""
        solver = highspy.Highs()
        solver.silent()
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.cost), len(self.rows)
        model.col_cost_ = numpy.array(self.cost, dtype=float)
        model.col_lower_, model.col_upper_ = numpy.array(self.lower, dtype=float), numpy.array(self.upper, dtype=float)
        model.row_lower_ = numpy.array([least for _, least, _ in self.rows], dtype=float)
        model.row_upper_ = numpy.array([most for _, _, most in self.rows], dtype=float)
        starts, index, value = [0], [], []
        for terms, _, _ in self.rows:
            index += [variable for variable, _ in terms]
            value += [factor for _, factor in terms]
            starts.append(len(index))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = numpy.array(starts), numpy.array(index)
        model.a_matrix_.value_ = numpy.array(value, dtype=float)
        solver.passModel(model)
        solver.run()
        assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = solver.getSolution().col_value
        whole = [round(value) for value in found]
        assert all(abs(value - integer) < 1e-5 for value, integer in zip(found, whole))
        for value, lower, upper in zip(whole, self.lower, self.upper):
            assert lower <= value <= upper
        for terms, least, most in self.rows:
            assert least <= sum(factor * whole[variable] for variable, factor in terms) <= most
        return whole


def balance(program, hour, own, least, most, lower=None):
    """Adds the lines: what the buses have to spare, `own` by bus, passes them within their limits. The flows."""
    flows = [
        program.variable(0, -imported, exported if lower is None else lower) for _, imported, exported in hour["lines"]
    ]
    for bus in range(len(flows) + 1):
        terms = own.get(bus, []) + [(flows[k], 1) for k, line in enumerate(hour["lines"]) if line[0] == bus]
        if bus > 0:
            terms.append((flows[bus - 1], -1))
        program.row(terms, least.get(bus, 0), most.get(bus, 0))
    return flows


def dispatch(hour):
    """The cheapest dispatch: what is sold and bought, row by row, and the flow of each line."""
    program, own = Program(), {}
    sold = [program.variable(ask, 0, capacity) for _, capacity, ask, _ in hour["offers"]]
    bought = [program.variable(-hour["tou"], 0, wanted) for _, wanted, _ in hour["demands"]]
    for variable, row in zip(sold, hour["offers"]):
        own.setdefault(row[0], []).append((variable, 1))
    for variable, row in zip(bought, hour["demands"]):
        own.setdefault(row[0], []).append((variable, -1))
    flows = balance(program, hour, own, {}, {})
    found = program.solve()
    return tuple([found[variable] for variable in part] for part in (sold, bought, flows))


def least_prices(hour, sold, bought, flows):
    """The least prices by bus with which the dispatch is optimal."""
    program = Program()
    prices = [program.variable(1, 0, INFINITY) for _ in range(len(flows) + 1)]

    def bound(price, least, most):
        program.row([(price, 1)], least, most)

    for (bus, capacity, ask, _), energy in zip(hour["offers"], sold):
        bound(prices[bus], ask if energy > 0 else 0, ask if energy < capacity else INFINITY)
    for (bus, wanted, _), energy in zip(hour["demands"], bought):
        bound(prices[bus], hour["tou"] if energy < wanted else 0, hour["tou"] if energy > 0 else INFINITY)
    for bus, ((parent, imported, exported), flow) in enumerate(zip(hour["lines"], flows), 1):
        lower, higher = flow == exported, flow == -imported
        terms = [(prices[bus], 1), (prices[parent], -1)]
        program.row(terms, -INFINITY if lower else 0, INFINITY if higher else 0)
    # In scarcity, where another Wh would save the tariff, neighbours pay the cap.
    return [min(price, hour["cap"]) for price in program.solve()]


def lacking(hour):
    """How much demand that is left as it cleared goes without, if lines bring what they can from the utility."""
    program, own, left = Program(), {}, {}
    for bus, wanted, energy in hour["demands"]:
        if wanted > energy:
            own.setdefault(bus, []).append((program.variable(1, 0, wanted - energy), 1))
        left[bus] = left.get(bus, 0) + wanted
    for bus, _, _, energy in hour["offers"]:
        left[bus] = left.get(bus, 0) - energy
    own.setdefault(0, []).append((program.variable(0, 0, INFINITY), 1))
    balance(program, hour, own, left, left)
    found = program.solve()
    return sum(value for value, cost in zip(found, program.cost) if cost)


class Day:
    """What a day comes to."""

    def __init__(self):
        self.separate = self.zones = self.traded = self.cost = self.free = self.paid = self.rent = self.lacking = 0

    def add(self, prices, traded, cost, free, paid, rent, lacks):
        self.separate += len(set(prices)) > 1
        self.traded += traded
        self.cost += cost
        self.free += free
        self.paid += paid
        self.rent += rent
        self.lacking += lacks

    def cells(self):
        dearer, rent = 100 * (self.cost - self.free) / self.free, 100 * self.rent / self.paid
        kwh = lambda energy: f"{energy / 1000:,.0f}"
        return [self.separate, self.zones or "", kwh(self.traded), f"{dearer:.3f} %", f"{rent:.2f} %", kwh(self.lacking)]


def cost(hour, sold, bought):
    unserved = sum(wanted - energy for (_, wanted, _), energy in zip(hour["demands"], bought))
    return hour["tou"] * unserved + sum(row[2] * energy for row, energy in zip(hour["offers"], sold))


def compare(line, ours, theirs):
    """Adds an hour to both days; says what differs."""
    given = json.loads(line)
    hour, free = given["rated"], given["free"]
    sold, bought, flows = dispatch(hour)
    by_program = least_prices(hour, sold, bought, flows)
    # Where nothing trades there is no price.
    prices = [price and by_program[bus] for bus, price in enumerate(hour["prices"])]
    paid = sum((prices[row[0]] or 0) * energy for row, energy in zip(hour["demands"], bought))
    earned = sum((prices[row[0]] or 0) * energy for row, energy in zip(hour["offers"], sold))
    free_cost = cost(free, *dispatch(free)[:2])
    seen = lambda prices: [price for price in prices if price is not None]
    their = (seen(prices), sum(sold), cost(hour, sold, bought), free_cost, paid, paid - earned, lacking(hour))
    our_sold = sum(row[3] for row in hour["offers"])
    our = (seen(hour["prices"]), our_sold, hour["cost"], free["cost"], hour["paid"], hour["rent"], hour["lacking"])
    ours.add(*our)
    theirs.add(*their)
    ours.zones = max(ours.zones, hour["zones"])
    where = f"{given['counted']}, {given['percent']} %, hour {given['hour']}"
    return [] if our == their else [f"{where}: {our} is not {their}"]


def main():
    days, wrong = {}, []
    for line in sys.stdin:
        given = json.loads(line)
        ours, theirs = days.setdefault((given["counted"], given["percent"]), (Day(), Day()))
        wrong += compare(line, ours, theirs)
    table = [HEAD, ["---"] * len(HEAD)]
    for (counted, percent), (ours, theirs) in days.items():
        table.append([counted, f"{percent} %", "the crate", *ours.cells()])
        table.append(["", "", "HiGHS", *theirs.cells()])
    with open(sys.argv[1], "w") as page:
        page.writelines(f"| {' | '.join(map(str, cells))} |\n" for cells in table)
    print(*wrong, sep="\n", file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
