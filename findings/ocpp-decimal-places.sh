#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a charging session cost so far, as a Decimal, sent with OCPP 2.0.1.
#
# Package: PyPI ocpp 2.1.0.
# Guess:   Amounts and readings are kept as Decimal so that nothing is rounded; the library sends the digits it
#          was given, as the schema has a plain number there.
# Seen:    Each Decimal is sent with one decimal place, in any message: 3.47 as 3.5, 0.04 as 0.0, a register of
#          12345.678 as 12345.7. The message is valid, and nothing is said. The same numbers as float are sent in
#          full.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check ocpp==2.1.0

cat >"$work/look.py" <<'EOF'
import asyncio
import json
from decimal import Decimal

from ocpp.v201 import ChargePoint, call


class Line:
    """A connection that keeps what is sent, and confirms it."""

    def __init__(self):
        self.sent = asyncio.Queue()

    async def send(self, message):
        await self.sent.put(json.loads(message))


async def send(request):
    line = Line()
    charge_point = ChargePoint("point", line)
    task = asyncio.create_task(charge_point.call(request))
    _, unique_id, _, payload = await line.sent.get()
    await charge_point.route_message(json.dumps([3, unique_id, {}]))
    await task
    return payload


for kind in (Decimal, float):
    costs = [kind(cost) for cost in ("3.47", "0.04")]
    seen = [asyncio.run(send(call.CostUpdated(total_cost=c, transaction_id="1")))["totalCost"] for c in costs]
    sample = {"timestamp": "2026-06-15T10:00:00Z", "sampled_value": [{"value": kind("12345.678")}]}
    read = asyncio.run(send(call.MeterValues(evse_id=1, meter_value=[sample])))
    value = read["meterValue"][0]["sampledValue"][0]["value"]
    print(f"{kind.__name__}: cost 3.47 as {seen[0]}, 0.04 as {seen[1]}, register 12345.678 as {value}")
EOF

expected='Decimal: cost 3.47 as 3.5, 0.04 as 0.0, register 12345.678 as 12345.7
float: cost 3.47 as 3.47, 0.04 as 0.04, register 12345.678 as 12345.678'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
