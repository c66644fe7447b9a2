# SPDX-License-Identifier: Apache-2.0
"""Solves planning problems with HiGHS, from their statement alone, and compares what our plans cost: once in whole
Wh with losses rounded as the chain does, and once with any amounts, a bound that no plan in whole Wh reaches.

Reads lines of JSON as `examples/plans.rs` prints them; writes a table to the file that is named, as the solver prints
a banner. What to buy, sell, charge and discharge is
free here, within what can be delivered and used: a mixed-integer program by the settlement's rules, in kWh and UNIT.
"""

import json
import math
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor

import highspy
import numpy

# A plan may be worse than HiGHS's in whole Wh by so much: a part of what the battery saves, or of a hundredth of what
# all comes to without it, if that is more.
ALLOWED = 1e-3
# How near to its optimum HiGHS stops, and after how many seconds in any case.
GAP, PATIENCE = 1e-5, 20
# In more intervals HiGHS does not find whole Wh by itself in that time: whether it charges or discharges, buys or
# sells is then given, as is best with any amounts.
MOST_FREE = 16
# Half of the default `lead_time_s`: by then there must be a plan.
HALF_THE_LEAD = 15
INFINITY = highspy.kHighsInf
HEAD = [
    "intervals",
    "what is planned",
    "plans",
    "worse than HiGHS in whole Wh: worst",
    "median",
    "not proven in time",
    "of which it found no plan",
    "worse than with any amounts: worst",
    "median",
    "slowest, of half the lead",
    "time, of HiGHS's with any amounts",
    "cut short",
]


class Program:
    """A mixed-integer program under construction; minimised."""

    def __init__(self):
        self.cost, self.upper, self.integer, self.rows, self.offset = [], [], [], [], 0.0
        self.switches = []

    def variable(self, cost=0.0, upper=INFINITY, integer=False):
        self.cost.append(cost)
        self.upper.append(upper)
        self.integer.append(integer)
        return len(self.cost) - 1

    def binary(self):
        self.switches.append(self.variable(upper=1.0, integer=True))
        return self.switches[-1]

    def row(self, terms, least=-INFINITY, most=INFINITY):
        self.rows.append((terms, least, most))

    def solve(self, switched=None):
        """The least cost that was found, the bound that none is below, and which switches are on. Or with those given."""
        solver = highspy.Highs()
        solver.silent()
        for option, value in [("threads", 1), ("mip_rel_gap", GAP), ("time_limit", PATIENCE)]:
            solver.setOptionValue(option, value)
        model = highspy.HighsLp()
        count = len(self.cost)
        model.num_col_, model.num_row_ = count, len(self.rows)
        model.col_cost_ = numpy.array(self.cost)
        model.col_lower_, model.col_upper_ = numpy.zeros(count), numpy.array(self.upper)
        if switched:
            lower, upper = numpy.zeros(count), numpy.array(self.upper)
            lower[self.switches] = upper[self.switches] = switched
            model.col_lower_, model.col_upper_ = lower, upper
        model.integrality_ = [
            highspy.HighsVarType.kInteger if one else highspy.HighsVarType.kContinuous for one in self.integer
        ]
        model.row_lower_ = numpy.array([least for _, least, _ in self.rows])
        model.row_upper_ = numpy.array([most for _, _, most in self.rows])
        starts, index, value = [0], [], []
        for terms, _, _ in self.rows:
            index += [variable for variable, _ in terms]
            value += [factor for _, factor in terms]
            starts.append(len(index))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = numpy.array(starts)
        model.a_matrix_.index_ = numpy.array(index)
        model.a_matrix_.value_ = numpy.array(value, dtype=float)
        solver.passModel(model)
        solver.run()
        info = solver.getInfo()
        best = info.objective_function_value
        bound = info.mip_dual_bound if any(self.integer) else best
        values = solver.getSolution().col_value
        on = [round(values[switch]) for switch in self.switches] if values else []
        return best + self.offset, bound + self.offset, on


def flows(program, battery, most_charged, most_given, whole):
    """What the battery draws, stores and gives: never more than so much, and not both at once."""
    efficiency, wear = battery["efficiency_ppm"] / 1e6, battery["wear"] / 1e6
    charges = program.binary()
    if whole:
        # Integers are Wh.
        most_charged, most_given = (float(int(1e3 * most + 1e-6)) for most in (most_charged, most_given))
        drawn, stored, given = (
            (program.variable(cost=cost, upper=most, integer=True), 1e-3)
            for cost, most in ((0.0, most_charged), (0.0, most_charged), (wear / 1e3, most_given))
        )
        program.row([(stored[0], 1), (drawn[0], -efficiency)], most=0)
    else:
        drawn = (program.variable(upper=most_charged), 1)
        stored = (drawn[0], efficiency)
        given = (program.variable(cost=wear, upper=most_given), 1)
    program.row([(drawn[0], 1), (charges, -most_charged)], most=0)
    program.row([(given[0], 1), (charges, most_given)], most=most_given)
    return drawn, stored, given


def interval(program, one, battery, level, whole):
    """Adds an interval that begins at a level; the level at its end."""
    kwh = {name: one[name] / 1e3 for name in ("generation", "load", "bought", "sold", "most_fed_in", "most_drawn")}
    unit = {name: one[name] / 1e6 for name in ("tou", "fit", "fee", "shortfall", "surplus", "buy_price", "sell_price")}
    bought, sold = kwh["bought"], kwh["sold"]
    short, long = max(0.0, sold - bought), max(0.0, bought - sold)
    net = kwh["generation"] - kwh["load"]
    # What was sold may be fed in above the limit; what is above both earns nothing.
    deliverable = max(kwh["most_fed_in"], short)
    power = battery["most_in_an_interval"] / 1e3
    program.offset += (int(one["cost"]) - int(one["revenue"])) / 1e9

    # The battery stays within the limits, or goes no further beyond them than it is without it.
    most_charged, most_given = (min(power, max(0.0, most)) for most in (net + kwh["most_drawn"], deliverable - net))
    drawn, stored, given = flows(program, battery, most_charged, most_given, whole)
    after = program.variable(upper=battery["capacity"] / 1e3)
    program.row([(after, 1), (stored[0], -stored[1]), given, level], least=0, most=0)

    # What is fed in, less what is drawn: at most the net, and what may be delivered. Shifted to be positive.
    shift = max(0.0, -net) + power
    fed_in = program.variable(upper=deliverable + shift)
    program.row([(fed_in, 1), drawn, (given[0], -given[1])], most=net + shift)

    # Orders: of what is missing, or of what is left over. All that is ordered within the price fills.
    most_to_buy = max(0.0, kwh["most_drawn"] + short - long)
    most_to_sell = max(0.0, kwh["most_fed_in"] + long - short)
    if one["limit"] is not None and one["limit"] < one["buy_price"]:
        most_to_buy = 0.0
    buy = program.variable(cost=unit["buy_price"], upper=most_to_buy)
    sell = program.variable(cost=-unit["sell_price"], upper=most_to_sell)
    # From the utility and to it, of what nobody else has sold or bought.
    supplied = program.variable(cost=unit["tou"])
    taken = program.variable(cost=-unit["fit"])
    balance = bought - sold - shift
    program.row([(fed_in, 1), (buy, 1), (sell, -1), (supplied, 1), (taken, -1)], least=-balance, most=-balance)
    missing = program.binary()
    large = 2 * (shift + abs(net) + bought + sold) + deliverable
    program.row([(buy, 1), (supplied, 1), (missing, -large)], most=0)
    program.row([(sell, 1), (taken, 1), (missing, large)], most=large)

    # The service fee falls on what is bought beyond what is sold.
    net_bought = program.variable(cost=unit["fee"])
    program.row([(net_bought, 1), (buy, -1), (sell, 1)], least=bought - sold)
    # What was promised and is missing costs the shortfall price; what was bought and is left over earns the surplus
    # price: the lesser one of the rest and of the position.
    if short > 0 and unit["shortfall"] > unit["tou"]:
        promised = program.variable(cost=unit["shortfall"] - unit["tou"])
        beyond = program.binary()
        program.row([(promised, 1), (supplied, -1), (beyond, large)], least=0)
        program.row([(promised, 1), (buy, 1), (beyond, -short)], least=0)
    if long > 0 and unit["surplus"] < unit["fit"]:
        promised = program.variable(cost=unit["fit"] - unit["surplus"])
        beyond = program.binary()
        program.row([(promised, 1), (taken, -1), (beyond, large)], least=0)
        program.row([(promised, 1), (sell, 1), (beyond, -long)], least=0)
    return (after, -1)


def program_of(problem, whole):
    """A planning problem as a program; costs are in UNIT."""
    battery = problem["battery"]
    program = Program()
    charge, floor = battery["charge"] / 1e3, min(battery["charge"], battery["reserve"]) / 1e3
    # It begins with what it holds, and ends worth what is left.
    start = program.variable(upper=charge)
    program.row([(start, 1)], least=charge, most=charge)
    level = (start, -1)
    for one in problem["intervals"]:
        level = interval(program, one, battery, level, whole)
        program.row([(level[0], 1)], least=floor)
    value = battery["end_value"] / 1e6
    program.cost[level[0]] -= value
    program.offset += value * charge
    return program


def compare(line):
    """What becomes of one problem."""
    given = json.loads(line)
    begun = time.perf_counter()
    any_amounts, _, switched = program_of(given["problem"], whole=False).solve()
    seconds = time.perf_counter() - begun
    whole = program_of(given["problem"], whole=True)
    best, bound, _ = whole.solve(switched)
    if len(given["problem"]["intervals"]) <= MOST_FREE:
        freely, bound, _ = whole.solve()
        best = min(best, freely)
    out_of_time = best - bound > 2 * GAP * abs(best) + 1e-6
    ours, idle = (int(given[name]) / 1e9 for name in ("cost", "idle"))
    measure = max(idle - any_amounts, 0.01 * abs(idle), 1e-9)
    return {
        "row": (len(given["problem"]["intervals"]), given["kind"]),
        # None where its time ended before it had found any plan: nothing was compared then.
        "off": (ours - best) / measure if math.isfinite(best) else None,
        "off_any": (ours - any_amounts) / measure if math.isfinite(any_amounts) else None,
        "out_of_time": out_of_time,
        "cut_short": given["cut_short"],
        "ours": given["seconds"],
        "theirs": seconds,
        "line": line if ours - best > ALLOWED * measure else None,
    }


def main():
    with ProcessPoolExecutor(max_workers=2) as pool:
        found = list(pool.map(compare, sys.stdin, chunksize=4))
    groups = {}
    for one in found:
        groups.setdefault(one["row"], []).append(one)
    percent = lambda share: f"{100 * share:.4f} %"
    # The median: a plan that it had to stop at may be far worse than ours.
    of_all = lambda values: [percent(max(values)), percent(statistics.median(values))] if values else ["none"] * 2
    table = [HEAD, ["---"] * len(HEAD)]
    for (intervals, kind), row in sorted(groups.items()) + [(("all", ""), found)]:
        of = lambda name: [one[name] for one in row if one[name] is not None]
        cells = [intervals, kind, len(row), *of_all(of("off"))]
        cells += [sum(of("out_of_time")), len(row) - len(of("off")), *of_all(of("off_any"))]
        cells += [f"{100 * max(of('ours')) / HALF_THE_LEAD:.2f} %", f"{100 * sum(of('ours')) / sum(of('theirs')):.1f} %"]
        table.append(cells + [sum(of("cut_short"))])
    with open(sys.argv[1], "w") as page:
        page.writelines(f"| {' | '.join(map(str, cells))} |\n" for cells in table)
    if all(one["off"] is None for one in found):
        sys.exit("the solver found no plan at all")
    for one in found:
        if one["line"]:
            print(f"worse than allowed: {one['line'].strip()}", file=sys.stderr)
    sys.exit(1 if any(one["line"] or one["ours"] > HALF_THE_LEAD for one in found) else 0)


if __name__ == "__main__":
    main()
