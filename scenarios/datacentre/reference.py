#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the week comes to, by linear programs and without any of the chain's code: prints expected.json.

    pip install -r agent/trader/highs/requirements.txt
    python3 scenarios/datacentre/reference.py > scenarios/datacentre/expected.json

Each hour is a linear program, solved by HiGHS: least cost of what sells at its ask and of what goes without at what it
counts for. Its price is the least one that fits the solution. In an island a second program by priority has how much can be
served at most. Who shares within a tier, who sells to whom, and how earlier trades are settled is written down plainly. All
coefficients are integers and each matrix has one row, so solutions are integers: amounts are rounded, and then checked
exactly, in integers, by the dual.
"""

import json
import os
import sys
from pathlib import Path

import highspy
import numpy

# What a load counts for that takes any price: more than all that others name.
ANY = 100_000_000
PRIORITIES = ["critical", "essential", "normal", "sheddable"]


def solve(costs, most, row, right):
    """Minimises costs with each variable in 0 ..= most and one row that equals right."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    model = highspy.HighsLp()
    count = len(costs)
    model.num_col_, model.num_row_ = count, 1
    model.col_cost_ = numpy.array(costs, dtype=float)
    model.col_lower_ = numpy.zeros(count)
    model.col_upper_ = numpy.array(most, dtype=float)
    model.row_lower_ = model.row_upper_ = numpy.array([right], dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = numpy.array([0, count])
    model.a_matrix_.index_ = numpy.arange(count)
    model.a_matrix_.value_ = numpy.array(row, dtype=float)
    solver.passModel(model)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal, solver.getModelStatus()
    return [round(value) for value in solver.getSolution().col_value]


def cheapest(costs, demand):
    """Meets a demand from rows (cost, most): how much of each, and the least of all optimal prices.

    A price fits a solution if all that is used costs it or less, and all that is not used up costs it or more
    (complementary slackness): the least is that of the dearest row that is used.
    """
    used = solve([cost for cost, _ in costs], [most for _, most in costs], [1] * len(costs), demand)
    assert sum(used) == demand
    value = sum(cost * energy for (cost, _), energy in zip(costs, used))
    price = max((cost for (cost, _), energy in zip(costs, used) if energy > 0), default=0)
    assert all(energy == most or cost >= price for (cost, most), energy in zip(costs, used))
    rents = sum(max(0, price - cost) * most for cost, most in costs)
    assert value + rents == price * demand, "the dual is not as much as the program"
    return used, price


def shares(orders, amount, interval):
    """`amount` among orders (by node) by the uniform rule: everybody gets what it wants, up to one level."""
    left, waiting = amount, sorted(orders.values())
    while waiting and waiting[0] * len(waiting) <= left:
        left -= waiting.pop(0)
    if not waiting:
        return dict(orders)
    level, odd = divmod(left, len(waiting))
    result = {node: min(wh, level) for node, wh in orders.items()}
    more = sorted(node for node, wh in orders.items() if wh > level)
    for place, node in enumerate(more):
        after = (place - interval) % len(more)
        result[node] += (after + 1) * odd // len(more) - after * odd // len(more)
    return result


def sweep(sold, bought, price):
    """Who sells to whom: each Wh sold, in order of nodes, is the next Wh bought."""
    sellers = [[node, wh] for node, wh in sorted(sold.items()) if wh]
    buyers = [[node, wh] for node, wh in sorted(bought.items()) if wh]
    rows = []
    while sellers and buyers:
        energy = min(sellers[0][1], buyers[0][1])
        rows.append((sellers[0][0], buyers[0][0], energy, energy * price))
        for side in (sellers, buyers):
            side[0][1] -= energy
            if side[0][1] == 0:
                side.pop(0)
    assert not sellers and not buyers
    return rows


class Connected:
    """An hour in which the utility is there, by eq. (1a) to (3) of the market paper: demand is firm, but a battery's."""

    def __init__(self, week, hour):
        utility, interval = week.utility, week.first + hour
        self.tou, fit, fee = utility["tou"][hour], utility["fit"], utility["fee"]
        cap = min(utility["alpha_ppm"] * self.tou // 1_000_000, self.tou - fee)
        firm = {load["id"]: load["wh"][hour] for load in week.loads}
        firm[week.depot["id"]] = week.depot["wh"][hour]
        offers = {source["id"]: (source["ask"], source["wh"][hour]) for source in week.sources}
        draws = {}
        battery, of_day = week.battery, hour % 24
        if of_day in battery["charges"] and fit < battery["bid"] <= cap:
            draws[battery["id"]] = (battery["bid"], week.room())
        if of_day in battery["discharges"]:
            offers[battery["id"]] = (battery["ask"], week.available())

        def may(ask):
            return fit < ask and ask * 1_000_000 < utility["alpha_ppm"] * self.tou and ask + fee <= self.tou

        offers = {node: offer for node, offer in offers.items() if offer[1] > 0 and may(offer[0])}
        draws = {node: draw for node, draw in draws.items() if draw[1] > 0}
        supply, wanted = sum(wh for _, wh in offers.values()), sum(firm.values())

        # Asks, bids and the utility are all different, so who sells what is the program's only solution.
        rows = [(ask + fee, wh) for ask, wh in offers.values()] + [(bid + fee, wh) for bid, wh in draws.values()]
        demand = wanted + sum(wh for _, wh in draws.values())
        used, price = cheapest(rows + [(self.tou, demand)], demand)
        self.sold = dict(zip(offers, used))
        without = dict(zip(draws, used[len(offers):]))
        self.bought = {node: wh - without[node] for node, (_, wh) in draws.items()}
        self.imported = used[-1]
        self.traded = sum(self.sold.values())
        if supply < wanted:
            self.status, self.price = "scarcity", cap
            self.bought |= shares(firm, supply, interval)
        else:
            self.status, self.price = "cleared", price - fee
            self.bought |= firm
        if supply == 0:
            self.status, self.price = "no_supply", None
        assert sum(self.bought.values()) == self.traded
        self.cost = sum(offers[node][0] * wh for node, wh in self.sold.items())
        self.transactions = sweep(self.sold, self.bought, self.price or 0)


class Island:
    """An hour without the utility, or with a limited one as a source: priorities, then values of lost load."""

    def __init__(self, loads, offers, battery, cap, interval):
        # Loads (node, priority, value or None, Wh), offers (node, ask, Wh), a battery (node, ask, available, bid, room).
        wants = [(PRIORITIES.index(priority), ANY if value is None else value, node, wh) for node, priority, value, wh in loads]
        haves = [(ask, 0, node, wh) for node, ask, wh in offers if ask <= cap]
        if battery:
            node, ask, available, bid, room = battery
            wants.append((len(PRIORITIES), bid, node, room))
            haves += [(ask, 1, node, available)] if ask <= cap else []
        # What counts: its value, or that of any of a later priority.
        later = lambda rank: max((value for other, value, _, wh in wants if other > rank and wh > 0), default=0)
        tiers = {}
        for rank, value, node, wh in wants:
            if wh > 0:
                tiers.setdefault((rank, -value), {})[node] = wh
        worth = {tier: max(-tier[1], later(tier[0])) for tier in tiers}
        steps = {}
        for ask, stored, node, wh in haves:
            if wh > 0:
                steps.setdefault((ask, stored), {})[node] = wh
        rows = [(ask, sum(step.values())) for (ask, _), step in steps.items()]
        rows += [(worth[tier], sum(own.values())) for tier, own in tiers.items()]
        assert len({cost for cost, _ in rows}) == len(rows), "with two of one cost the program has many solutions"
        demand = sum(sum(own.values()) for own in tiers.values())
        used, self.marginal = cheapest(rows, demand)
        self.sold, self.bought = {}, {}
        for (step, own), amount in zip(steps.items(), used):
            self.sold |= shares(own, amount, interval)
        for (tier, own), without in zip(tiers.items(), used[len(steps):]):
            self.bought |= shares(own, sum(own.values()) - without, interval)
        self.traded = sum(self.sold.values())
        assert self.traded == sum(self.bought.values())
        self.settled_at = min(self.marginal, cap)
        self.price = self.settled_at if self.traded else None
        self.served = {node: self.bought.get(node, 0) for node, *_ in loads}
        self.shed = dict.fromkeys(PRIORITIES, 0)
        for node, priority, _, wh in loads:
            self.shed[priority] += wh - self.served[node]
        offered = sum(wh for ask, _, _, wh in haves)
        without = sum(self.shed.values())
        self.status = "served" if without == 0 else "shedding" if self.traded == offered else "too_dear"
        self.transactions = sweep(self.sold, self.bought, self.price or 0)
        self.check(wants, haves)

    def check(self, wants, haves):
        """Priority by priority: no dispatch serves more of those up to it, if only what is worth its energy is asked for."""
        energy = [wh for *_, wh in haves]
        for rank in range(len(PRIORITIES)):
            if any(value < max((ask for ask, *_ in haves), default=0) for other, value, *_ in wants if other <= rank):
                break
            counts = [-1 if other <= rank else 0 for other, *_ in wants]
            most = energy + [wh for *_, wh in wants]
            row = [1] * len(haves) + [-1] * len(wants)
            best = solve([0] * len(haves) + counts, most, row, 0)
            best = sum(wh for wh, (other, *_) in zip(best[len(haves):], wants) if other <= rank)
            assert best == sum(self.served[node] for other, _, node, _ in wants if other <= rank)


def settle(transactions, members, outcome):
    """What becomes of what was traded before if all do as cleared: refunds for what crosses, the rest at the price."""
    refund, position = {}, dict.fromkeys(members, 0)
    for seller, buyer, energy, payment in transactions:
        if (seller in members) != (buyer in members):
            refund[seller] = refund.get(seller, 0) - payment
            refund[buyer] = refund.get(buyer, 0) + payment
        elif seller in members:
            position[seller] -= energy
            position[buyer] += energy
    flow = lambda node: outcome.sold.get(node, 0) - outcome.bought.get(node, 0)
    balance = {node: (position[node] + flow(node)) * outcome.settled_at for node in members}
    assert sum(refund.values()) == 0 and sum(balance.values()) == 0
    return refund, balance


class Week:
    def __init__(self, scenario):
        self.scenario = scenario
        self.first, self.loads, self.sources = scenario["first_interval"], scenario["loads"], scenario["sources"]
        self.utility, self.battery, self.depot = scenario["utility"], scenario["battery"], scenario["depot"]
        self.charge = self.battery["initial_wh"]

    def available(self):
        return min(self.battery["power_w"], max(0, self.charge - self.battery["critical_reserve_wh"]))

    def room(self):
        """The most that it draws: by its power, and so that what is stored of it fits."""
        left = (self.battery["capacity_wh"] - self.charge) * 1_000_000
        return min(self.battery["power_w"], left // self.battery["efficiency_ppm"])

    def play(self, hour):
        within = lambda span: span["from"] <= hour < span["from"] + span["hours"]
        outage, response = self.scenario["outage"], self.scenario["demand_response"]
        row = {"interval": self.first + hour}
        if not within(outage) and not within(response):
            row["state"], outcome = "connected", Connected(self, hour)
        else:
            loads = [(load["id"], load["priority"], load["value"], load["wh"][hour]) for load in self.loads]
            offers = [(source["id"], source["ask"], source["wh"][hour]) for source in self.sources]
            battery = (self.battery["id"], self.battery["ask"], self.available(), self.battery["bid"], self.room())
            cap = self.utility["shortfall"]
            if within(response):
                row["state"] = "limited"
                offers.append((self.utility["id"], self.utility["tou"][hour], response["limit_wh"]))
            else:
                row["state"] = "island"
                # As it was traded before anybody knew.
                before = Connected(self, hour)
            outcome = Island(loads, offers, battery, cap, self.first + hour)
        node = self.battery["id"]
        drawn, fed_in = outcome.bought.get(node, 0), outcome.sold.get(node, 0)
        self.charge += drawn * self.battery["efficiency_ppm"] // 1_000_000 - fed_in
        assert self.battery["critical_reserve_wh"] <= self.charge <= self.battery["capacity_wh"]
        row |= {"status": outcome.status, "price": outcome.price, "traded_wh": outcome.traded}
        row["payment"] = str(outcome.traded * (outcome.price or 0))
        row["mix"] = {source["source"]: outcome.sold.get(source["id"], 0) for source in self.sources}
        row["battery"] = {"fed_in_wh": fed_in, "drawn_wh": drawn, "holds_wh": self.charge}
        row["utility_wh"] = outcome.imported if row["state"] == "connected" else outcome.sold.get(self.utility["id"], 0)
        row["transactions"] = len(outcome.transactions)
        if row["state"] == "connected":
            row["cost"] = str(outcome.cost)
            row["left_wh"] = sum(
                source["wh"][hour] - outcome.sold.get(source["id"], 0) for source in self.sources if source["weather"]
            )
            self.tou_cost = outcome.traded * outcome.tou
            return row
        row |= {"marginal": outcome.marginal, "shed_wh": outcome.shed, "served_wh": list(outcome.served.values())}
        if row["state"] == "island":
            members = {load["id"] for load in self.loads} | {source["id"] for source in self.sources} | {node}
            refund, balance = settle(before.transactions, members, outcome)
            row["before_wh"] = before.traded
            row["refunds"] = {str(node): str(money) for node, money in sorted(refund.items()) if money}
            row["balances"] = {str(node): str(money) for node, money in sorted(balance.items()) if money}
        return row


def spans(week, hours, tou_costs):
    """The white paper's condition, over each span: who may inject. Hours without the utility have no cost of it."""
    length, factor = week.scenario["far_below"]["span_hours"], week.scenario["far_below"]["factor_ppm"]
    rows = []
    for start in range(0, len(hours), length):
        connected = [hour for hour in range(start, start + length) if hours[hour]["state"] == "connected"]
        if not connected:
            continue
        own = sum(int(hours[hour]["cost"]) for hour in connected)
        utility = sum(tou_costs[hour] for hour in connected)
        injects = "microgrid" if own * factor < utility * 1_000_000 else "utility"
        for hour in connected:
            left = hours[hour].pop("left_wh")
            hours[hour] |= {"exported_wh": left if injects == "microgrid" else 0}
            hours[hour] |= {"curtailed_wh": 0 if injects == "microgrid" else left}
        rows.append({"from": week.first + start, "own": str(own), "utility": str(utility), "injects": injects})
    return rows


def paper(scenario):
    """The paper's month: what of each supplier the tenants use, and what each of them gets of whom."""
    month = scenario["paper"]
    loads = [(load["id"], load["priority"], load["value"], load["wh"]) for load in month["loads"]]
    offers = [(source["id"], source["ask"], source["wh"]) for source in month["sources"]]
    outcome = Island(loads, offers, None, scenario["utility"]["shortfall"], 0)
    return {
        "status": outcome.status,
        "price": outcome.price,
        "mix": {source["source"]: outcome.sold[source["id"]] for source in month["sources"]},
        "payment": str(outcome.traded * outcome.price),
        "transactions": [list(row[:3]) for row in outcome.transactions],
    }


def main():
    # HiGHS prints a banner, which is no result.
    results = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sys.stdout = results
    scenario = json.loads((Path(__file__).parent / "scenario.json").read_text())
    week, hours, tou_costs = Week(scenario), [], {}
    for hour in range(scenario["hours"]):
        hours.append(week.play(hour))
        if hours[-1]["state"] == "connected":
            tou_costs[hour] = week.tou_cost
    rows = spans(week, hours, tou_costs)
    line = lambda row: json.dumps(row, separators=(",", ":"))
    print('{\n"paper":' + line(paper(scenario)) + ',\n"spans":[\n' + ",\n".join(map(line, rows)))
    print('],\n"hours":[\n' + ",\n".join(map(line, hours)) + "\n]}")


if __name__ == "__main__":
    main()
