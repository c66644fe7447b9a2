#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the paper's day comes to by the market's rules, without any of the chain's code: prints expected.json.

    python3 scenarios/ieee33/reference.py > scenarios/ieee33/expected.json

The rules are those of docs/market.md, written the slow and plain way: sort, and go along.
"""

import json
from fractions import Fraction
from pathlib import Path

# The interval of the day's midnight, 27 June 2018: hours since 1970.
MIDNIGHT = 425_016
# Of its generation a cautious prosumer withholds so many per cent for each hour of lead after the first.
HAIRCUT_PERCENT = 3


def load(name):
    return json.loads((Path(__file__).parent / name).read_text())


class Round:
    """How a book cleared: `demands` are Wh by bus, `offers` (Wh, ask) by bus. Nobody has a price limit."""

    def __init__(self, demands, offers, cap, interval):
        self.bought = dict.fromkeys(demands, 0)
        self.sold = dict.fromkeys(offers, 0)
        wanted = sum(demands.values())
        offered = sum(capacity for capacity, _ in offers.values())
        self.price, self.pivotal = None, []
        if wanted == 0:
            self.status = "no_demand"
        elif offered == 0:
            self.status = "no_supply"
        elif offered < wanted:
            self.status, self.price = "scarcity", cap
            self.sold = {bus: capacity for bus, (capacity, _) in offers.items()}
            self.bought = shares(demands, offered, interval)
        else:
            self.status = "cleared"
            self.bought = dict(demands)
            reached = 0
            for ask in sorted({ask for _, ask in offers.values()}):
                here = {bus: wh for bus, (wh, own) in offers.items() if own == ask}
                left = wanted - reached
                self.price = ask
                if sum(here.values()) >= left:
                    self.sold.update(shares(here, left, interval))
                    break
                self.sold.update(here)
                reached += sum(here.values())
            # Without the offer of one of these, all others together would not do.
            self.pivotal = sorted(
                bus for bus, (capacity, _) in offers.items() if offered - capacity < wanted
            )
        self.traded = sum(self.sold.values())
        assert self.traded == sum(self.bought.values())

    def payment(self, wh):
        return wh * (self.price or 0)

    def row(self):
        transactions = self.transactions()
        return self.status, self.price, self.traded, transactions, self.pivotal

    def transactions(self):
        """In ascending order of seller and of buyer: each Wh sold is the next Wh bought."""

        def ends(legs):
            total = 0
            for bus in sorted(legs):
                total += legs[bus]
                yield total

        # Each end of a leg, on either side, ends a transaction.
        return len({end for legs in (self.sold, self.bought) for end in ends(legs)} - {0})


def shares(orders, amount, interval):
    """`amount` among orders by the uniform rule: everybody gets what it wants, up to one level."""
    left, waiting = amount, sorted(orders.values())
    while waiting and waiting[0] * len(waiting) <= left:
        left -= waiting.pop(0)
    if not waiting:
        return dict(orders)
    level, odd = divmod(left, len(waiting))
    result = {bus: min(wh, level) for bus, wh in orders.items()}
    # The odd Wh go to every so manyth of those who want more, first to the one whose turn it is.
    more = sorted(bus for bus, wh in orders.items() if wh > level)
    for place, bus in enumerate(more):
        after = (place - interval) % len(more)
        result[bus] += (after + 1) * odd // len(more) - after * odd // len(more)
    return result


class Account:
    """What a participant's day comes to, in planck."""

    def __init__(self):
        self.cost = self.revenue = self.alone_cost = self.alone_revenue = 0

    def gain(self):
        return self.revenue - self.cost - self.alone_revenue + self.alone_cost


def play(scenario, mode):
    """The day in a mode: its accounts by bus, and its rounds as (hour, lead, round)."""
    consumers, prosumers = scenario["consumers"], scenario["prosumers"]
    buses = sorted(consumers + prosumers)
    accounts = {bus: Account() for bus in buses}
    rounds = []
    leads = range(scenario["window_m"] + scenario["window_n"] - 1, scenario["window_m"] - 1, -1)
    for hour in scenario["hours"]:
        tou, fit = scenario["tou"][hour], scenario["fit"]
        cap = scenario["alpha_ppm"] * tou // 1_000_000
        bought, sold = dict.fromkeys(buses, 0), dict.fromkeys(buses, 0)

        def actual(bus):
            generated = scenario["pv_wh"].get(str(bus), [0] * 24)[hour]
            return scenario["load_wh"][str(bus)][hour], generated

        def expected(bus, lead):
            if mode == "perfect":
                return actual(bus)
            forecast = scenario["forecast"][str(lead)]
            return forecast["load"][str(bus)][hour], forecast["pv"].get(str(bus), [0] * 24)[hour]

        # Where everybody knows the day, an hour is ordered once, when it opens.
        for lead in leads if mode != "perfect" else leads[:1]:
            demands, offers = {}, {}
            for bus in buses:
                used, generated = expected(bus, lead)
                left = generated + bought[bus] - used - sold[bus]
                if left < 0:
                    demands[bus] = -left
                elif bus in prosumers:
                    if mode == "rolling+haircut":
                        left -= generated * HAIRCUT_PERCENT * (lead - 1) // 100
                    if left > 0:
                        offers[bus] = (left, min(scenario["ask"][str(bus)][hour], cap - 1))
            cleared = Round(demands, offers, cap, MIDNIGHT + hour)
            rounds.append((hour, lead, cleared))
            for bus, wh in cleared.bought.items():
                bought[bus] += wh
                accounts[bus].cost += cleared.payment(wh)
            for bus, wh in cleared.sold.items():
                sold[bus] += wh
                accounts[bus].revenue += cleared.payment(wh)

        # Deviations are traded with the utility at TOU and FIT (section II.C of the paper).
        for bus, account in accounts.items():
            used, generated = actual(bus)
            net = generated - used
            left = net + bought[bus] - sold[bus]
            account.cost += max(0, -left) * tou
            account.revenue += max(0, left) * fit
            account.alone_cost += max(0, -net) * tou
            account.alone_revenue += max(0, net) * fit
    return accounts, rounds


def percent(part, whole):
    """Rounded half away from zero to three decimals."""
    if whole == 0:
        return 0.0
    scaled = Fraction(part * 100_000, whole)
    sign = -1 if scaled < 0 else 1
    return sign * int(abs(scaled) + Fraction(1, 2)) / 1000 + 0.0


def summary(scenario, mode):
    accounts, rounds = play(scenario, mode)
    consumers = [accounts[bus] for bus in scenario["consumers"]]
    prosumers = [accounts[bus] for bus in scenario["prosumers"]]

    def total(some, what):
        return sum(getattr(account, what) for account in some)

    def saving(account):
        # A consumer's surplus that the utility takes back lowers its cost.
        return percent(account.gain(), account.alone_cost)

    def costs(account):
        return percent(account.alone_cost - account.cost, account.alone_cost)

    def profit(account):
        return percent(account.revenue - account.alone_revenue, account.alone_revenue)

    everybody = consumers + prosumers
    consumer_cost = total(consumers, "cost") - total(consumers, "revenue")
    alone = total(consumers, "alone_cost")
    bill, paid = total(prosumers, "alone_cost"), total(prosumers, "cost")
    earned, sales = total(prosumers, "alone_revenue"), total(prosumers, "revenue")
    return {
        "mode": mode,
        "alpha": scenario["alpha_ppm"],
        "clearings": len(rounds),
        "trades": sum(cleared.transactions() for _, _, cleared in rounds),
        "p2p_kwh": sum(cleared.traded for _, _, cleared in rounds) / 1000,
        "p2p_payment_nano": str(sum(cleared.payment(cleared.traded) for _, _, cleared in rounds)),
        "consumer_saving_pct": percent(alone - consumer_cost, alone),
        "prosumer_cost_saving_pct": percent(bill - paid, bill),
        "prosumer_sale_profit_pct": percent(sales - earned, earned),
        "prosumer_net_gain_pct_of_bill": percent(sum(a.gain() for a in prosumers), bill),
        "per_consumer": {str(bus): saving(accounts[bus]) for bus in scenario["consumers"]},
        "per_prosumer": {
            str(bus): [costs(accounts[bus]), profit(accounts[bus])] for bus in scenario["prosumers"]
        },
        "regular_cost_nano": str(total(everybody, "alone_cost")),
        "te_cost_nano": str(consumer_cost + paid),
        "te_sale_nano": str(sales),
        "regular_sale_nano": str(total(everybody, "alone_revenue")),
        "rounds": [[hour, lead, *cleared.row()] for hour, lead, cleared in rounds],
        "community_gain_nano": str(sum(account.gain() for account in everybody)),
    }


def main():
    scenario = load("scenario.json")
    modes = ["perfect", "rolling", "rolling+haircut"]
    days = {mode: json.dumps(summary(scenario, mode), separators=(",", ":")) for mode in modes}
    print("{\n" + ",\n".join(f'"{mode}":{day}' for mode, day in days.items()) + "\n}")


if __name__ == "__main__":
    main()
