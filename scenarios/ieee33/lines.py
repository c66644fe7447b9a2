#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the lines of the paper's feeder carry in a day without limits, and lines rated at a part of that for a chain.

    python3 scenarios/ieee33/lines.py > scenarios/ieee33/lines.json
    python3 scenarios/ieee33/lines.py 80 OWNER

The second prints the `lines` of a chain's genesis, rated at 80 % of what each carries at most, all of OWNER's (an
address). Bus b of the scenario, whose substation is bus 1, is bus b - 1 of a chain.
"""

import json
import sys

from reference import MIDNIGHT, Round, load


def parents(scenario):
    """Of buses 2, 3, and so on: where the line that is in use leads. All hang on a lower number."""
    found = {bus: parent for parent, bus, _, _, in_use in scenario["lines"] if in_use}
    assert sorted(found) == list(range(2, len(found) + 2)) and all(found[bus] < bus for bus in found)
    return found


def behind(found, own):
    """What the buses behind each line come to."""
    sums = {bus: own.get(bus, 0) for bus in [1, *found]}
    for bus in sorted(found, reverse=True):
        sums[found[bus]] += sums[bus]
    return {bus: sums[bus] for bus in found}


def flow(scenario, hour):
    """What neighbours sell over each line in an hour, less what they draw there from them and from the utility."""
    demands, offers = {}, {}
    cap = scenario["alpha_ppm"] * scenario["tou"][hour] // 1_000_000
    for bus in sorted(scenario["consumers"] + scenario["prosumers"]):
        generated = scenario["pv_wh"].get(str(bus), [0] * 24)[hour]
        net = generated - scenario["load_wh"][str(bus)][hour]
        if net < 0:
            demands[bus] = -net
        elif net > 0:
            offers[bus] = (net, min(scenario["ask"][str(bus)][hour], cap - 1))
    sold = Round(demands, offers, cap, MIDNIGHT + hour).sold
    return behind(parents(scenario), {**sold, **{bus: -wh for bus, wh in demands.items()}})


def peaks(scenario):
    """The most that each line carries in an hour of the day, in either direction."""
    hours = [flow(scenario, hour) for hour in scenario["hours"]]
    return {bus: max(abs(flows[bus]) for flows in hours) for bus in hours[0]}


def main(arguments):
    scenario = load("scenario.json")
    found, most = parents(scenario), peaks(scenario)
    if not arguments:
        rows = [{"parent": found[bus] - 1, "peak_wh": most[bus]} for bus in found]
    elif len(arguments) == 2 and arguments[0].isdecimal():
        percent, owner = int(arguments[0]), arguments[1]
        rows = [
            {"owner": owner, "parent": found[bus] - 1, "rating": most[bus] * percent // 100, "limits": None}
            for bus in found
        ]
    else:
        sys.exit(__doc__)
    print("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]")


if __name__ == "__main__":
    main(sys.argv[1:])
