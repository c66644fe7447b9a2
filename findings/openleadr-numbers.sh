#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The names in an OpenADR 2.0b event, where they consist of digits, as those of meters and connections often do.
#
# Package: PyPI openleadr 0.5.36.
# Guess:   Ids of events, devices and utilities are text in OpenADR, and are read as the text that was sent.
# Seen:    What looks like a number becomes one: event 007 is read as 7, device 00123 as 123, utility 4.10 as 4.1.
#          The answer to the event carries the changed id, and a device that compares the names with its own, or
#          a utility that looks the event up, does not find them.

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


def look(event_id, ven_id, vtn_id):
    price = objects.EventSignal(
        signal_id="price",
        signal_name="ELECTRICITY_PRICE",
        signal_type="price",
        current_value=0.17,
        intervals=[objects.Interval(dtstart=START, duration=DAY, uid=0, signal_payload=0.17)],
    )
    event = objects.Event(
        event_descriptor=objects.EventDescriptor(
            event_id=event_id,
            modification_number=0,
            event_status="active",
            market_context="http://market.example",
            created_date_time=START,
        ),
        active_period=objects.ActivePeriod(dtstart=START, duration=DAY),
        event_signals=[price],
        targets=[objects.Target(ven_id=ven_id)],
        response_required="always",
    )
    response = {"response_code": 200, "response_description": "OK", "request_id": "1"}
    sent = create_message("oadrDistributeEvent", request_id="1", response=response, events=[event], vtn_id=vtn_id)
    for name in (event_id, ven_id, vtn_id):
        assert f"ID>{name}</" in sent, sent
    _, read = parse_message(sent)
    (event,) = read["events"]
    names = event["event_descriptor"]["event_id"], event["targets"][0]["ven_id"], read["vtn_id"]
    for kind, was, name in zip(("event", "device", "utility"), (event_id, ven_id, vtn_id), names):
        print(f"{kind} {was}: {name!r}")


look("event-7", "house-123", "utility-4.10")
look("007", "00123", "4.10")
EOF

expected="event event-7: 'event-7'
device house-123: 'house-123'
utility utility-4.10: 'utility-4.10'
event 007: 7
device 00123: 123
utility 4.10: 4.1"
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
