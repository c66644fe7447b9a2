#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The price of one and the same book, by two uniform-price clearings of the market simulator ASSUME.
#
# Packages: PyPI assume-framework 0.6.0, pyomo 6.10.1, highspy 1.16.0.
# Guess:    "pay_as_clear" and "complex_clearing" (which can also do blocks, used here without any) trade the
#           same, so they name the same price; where demand is left over, that of the demand.
# Seen:     They trade the same, but where supply runs out (short of demand, or just enough) the first says the
#           dearest ask, 10, and the second, from the dual of the balance, the bid, 100. With nothing traded
#           the first says 0, the second 40, the bid. Where supply is left over both say the ask.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" # ASSUME writes a log where it is started
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check assume-framework==0.6.0 pyomo==6.10.1 \
	highspy==1.16.0

cat >look.py <<'EOF'
from datetime import datetime, timedelta

from assume.common.market_objects import MarketConfig, MarketProduct
from assume.markets.clearing_algorithms import clearing_mechanisms
from dateutil.rrule import HOURLY, rrule

HOUR = timedelta(hours=1)
START = datetime(2026, 6, 15)
BOOKS = {
    "short": [(10, 10), (-15, 100)],
    "just enough": [(10, 10), (-10, 100)],
    "left over": [(10, 10), (10, 20), (-10, 100)],
    "no trade": [(10, 50), (-10, 40)],
}


def clear(mechanism, book):
    config = MarketConfig(
        market_id="local",
        market_mechanism=mechanism,
        opening_hours=rrule(HOURLY, dtstart=START, until=START + HOUR),
        opening_duration=HOUR,
        market_products=[MarketProduct(HOUR, 1, timedelta(0))],
        additional_fields=["bid_type"] if mechanism == "complex_clearing" else [],
    )
    orders = [
        {
            "start_time": START,
            "end_time": START + HOUR,
            "only_hours": None,
            "volume": volume,  # below 0 is demand
            "price": price,
            "bid_id": str(number),
            "agent_addr": str(number),
            "bid_type": "SB",  # one hour, any part of it
            "node": "node0",
            "min_acceptance_ratio": 0,
        }
        for number, (volume, price) in enumerate(book)
    ]
    if mechanism == "complex_clearing":
        orders = [{**order, "accepted_volume": None} for order in orders]
    accepted, _, meta, _ = clearing_mechanisms[mechanism](config).clear(
        orders, [(START, START + HOUR, None)]
    )
    traded = sum(order["accepted_volume"] for order in accepted if order["volume"] > 0)
    return f"{traded:g} at {meta[0]['price']:g}"


for name, book in BOOKS.items():
    print(f"{name}: {clear('pay_as_clear', book)}, {clear('complex_clearing', book)}")
EOF

expected='short: 10 at 10, 10 at 100
just enough: 10 at 10, 10 at 100
left over: 10 at 10, 10 at 10
no trade: 0 at 0, 0 at 40'
seen=$(venv/bin/python look.py 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
