#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a generator sells in the nodal market of the simulator ASSUME if it posts no order.
#
# Packages: PyPI assume-framework 0.6.0, pypsa 1.4.0, pyomo 6.10.1, highspy 1.16.0.
# Guess:    Nothing, whatever "nodal_clearing" knows of it besides, as in "complex_clearing": who is not in the book
#           does not trade. The one plant that asks 30 serves the home, at 30, and there is as much supply as demand.
# Seen:     Its whole capacity is for sale at 0. It serves the home, which pays 0, and the plant that asks 30 is
#           refused. No accepted order has that energy, and the supply of the meta data is 0 at a demand of 10. An
#           order of no volume keeps the generator out. "complex_clearing" is as guessed.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" # ASSUME writes a log where it is started
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check assume-framework==0.6.0 pypsa==1.4.0 pyomo==6.10.1 \
	highspy==1.16.0

cat >look.py <<'EOF'
from datetime import datetime, timedelta

import pandas
from assume.common.market_objects import MarketConfig, MarketProduct
from assume.markets.clearing_algorithms import clearing_mechanisms
from dateutil.rrule import HOURLY, rrule

HOUR = timedelta(hours=1)
START = datetime(2026, 6, 15)
GRID = {
    "buses": pandas.DataFrame({"v_nom": [20.0, 20.0]}, index=["a", "b"]),
    "lines": pandas.DataFrame(
        {"bus0": ["a"], "bus1": ["b"], "r": [0.1], "x": [0.1], "s_nom": [100.0]}, index=["line"]
    ),
    "generators": pandas.DataFrame({"node": ["a", "a"], "max_power": 50.0}, index=["plant", "silent"]),
    "loads": pandas.DataFrame({"node": ["b"], "max_power": [10.0]}, index=["home"]),
}
BOOK = [("plant", "a", 20, 30), ("home", "b", -10, 100)]  # below 0 is demand


def clear(mechanism, book):
    config = MarketConfig(
        market_id="local",
        market_mechanism=mechanism,
        opening_hours=rrule(HOURLY, dtstart=START, until=START + HOUR),
        opening_duration=HOUR,
        market_products=[MarketProduct(HOUR, 1, timedelta(0))],
        additional_fields=["bid_type", "node", "max_power"],
        param_dict={"grid_data": GRID},
    )
    orders = [
        {
            "start_time": START,
            "end_time": START + HOUR,
            "only_hours": None,
            "volume": float(volume),
            "price": float(price),
            "bid_id": unit,
            "unit_id": unit,
            "agent_addr": unit,
            "node": node,
            "bid_type": "SB",  # one hour, any part of it
            "min_acceptance_ratio": 0,
            "max_power": 50.0,
            "accepted_volume": None,
        }
        for unit, node, volume, price in book
    ]
    accepted, rejected, meta, _ = clearing_mechanisms[mechanism](config).clear(
        orders, [(START, START + HOUR, None)]
    )
    sold = ", ".join(
        f"{order['unit_id']} {order['accepted_volume'] + 0:g} at {order['accepted_price'] + 0:g}"
        for order in sorted(accepted + rejected, key=lambda order: order["unit_id"])
    )
    supply = sum(row["supply_volume"] for row in meta)
    demand = sum(row["demand_volume"] for row in meta)
    return f"{sold}; supply {supply + 0:g}, demand {demand + 0:g}"


with open("seen.txt", "w") as seen:  # the solver writes to the standard output
    for name, book in {"silent": BOOK, "offers 0 at 50": [*BOOK, ("silent", "a", 0, 50)]}.items():
        for mechanism in ("complex_clearing", "nodal_clearing"):
            print(f"{name}, {mechanism}: {clear(mechanism, book)}", file=seen)
EOF

expected='silent, complex_clearing: home -10 at 30, plant 10 at 30; supply 10, demand 10
silent, nodal_clearing: home -10 at 0, plant 0 at 0; supply 0, demand 10
offers 0 at 50, complex_clearing: home -10 at 30, plant 10 at 30, silent 0 at 0; supply 10, demand 10
offers 0 at 50, nodal_clearing: home -10 at 30, plant 10 at 30, silent 0 at 0; supply 10, demand 10'
venv/bin/python look.py >log.txt 2>&1 || { cat log.txt >&2; exit 1; }
seen=$(<seen.txt)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
