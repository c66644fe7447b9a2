#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An OpenADR 2.0b event with a price for a week, P1W.
#
# Package: PyPI openleadr 0.5.36.
# Guess:   P1W is how iCalendar, on which OpenADR's durations are built, writes a week. It is read as seven days,
#          as P7D is.
# Seen:    It is read as no time at all, without a word: the event and its interval last 0, which is OpenADR's
#          mark for "without end". P2W is the same.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check openleadr==0.5.36

cat >"$work/look.py" <<'EOF'
from datetime import datetime, timedelta, timezone

from openleadr import objects
from openleadr.messaging import create_message, parse_message

START = datetime(2026, 6, 15, tzinfo=timezone.utc)
DAY = timedelta(days=1)
price = objects.EventSignal(
    signal_id="price",
    signal_name="ELECTRICITY_PRICE",
    signal_type="price",
    current_value=0.17,
    intervals=[objects.Interval(dtstart=START, duration=DAY, uid=0, signal_payload=0.17)],
)
event = objects.Event(
    event_descriptor=objects.EventDescriptor(
        event_id="event",
        modification_number=0,
        event_status="active",
        market_context="http://market.example",
        created_date_time=START,
    ),
    active_period=objects.ActivePeriod(dtstart=START, duration=DAY),
    event_signals=[price],
    targets=[objects.Target(ven_id="house")],
    response_required="never",
)
response = {"response_code": 200, "response_description": "OK", "request_id": "1"}
sent = create_message("oadrDistributeEvent", request_id="1", response=response, events=[event], vtn_id="utility")
for duration in ("P1D", "P7D", "P1W", "P2W", "PT0S"):
    _, read = parse_message(sent.replace("P1D", duration))
    (event,) = read["events"]
    interval = event["event_signals"][0]["intervals"][0]
    print(f"{duration}: event {event['active_period']['duration']}, interval {interval['duration']}")
EOF

expected='P1D: event 1 day, 0:00:00, interval 1 day, 0:00:00
P7D: event 7 days, 0:00:00, interval 7 days, 0:00:00
P1W: event 0:00:00, interval 0:00:00
P2W: event 0:00:00, interval 0:00:00
PT0S: event 0:00:00, interval 0:00:00'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
