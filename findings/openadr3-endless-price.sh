#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An OpenADR 3 event with a price that holds until further notice.
#
# Packages: PyPI openadr3 0.5.0, pendulum 3.3.0.
# Guess:    The specification of OpenADR 3 itself names the duration P9999Y as the mark for "without end", so a
#           library of its entities reads it, as an open end or as a date far away.
# Seen:     The whole event is refused with a ValueError, as start + 9999 years is past the last year of a date.
#           The raw event, or one without a start, is read. P7000Y is read.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check openadr3==0.5.0 pendulum==3.3.0

cat >"$work/look.py" <<'EOF'
from openadr3.entities.models import Event


def read(period):
    event = {
        "id": "1",
        "createdDateTime": "2026-06-15T00:00:00Z",
        "modificationDateTime": "2026-06-15T00:00:00Z",
        "objectType": "EVENT",
        "programID": "tariff",
        "eventName": "price",
        "intervalPeriod": period,
        "intervals": [{"id": 0, "payloads": [{"type": "PRICE", "values": [0.17]}]}],
    }
    try:
        price = Event.from_raw(event).intervals[0].payloads[0].values[0]
    except ValueError as error:
        return f"{type(error).__name__}: {error}"
    return f"price {price}"


START = "2026-06-15T00:00:00Z"
print(f"PT1H: {read({'start': START, 'duration': 'PT1H'})}")
print(f"P7000Y: {read({'start': START, 'duration': 'P7000Y'})}")
print(f"P9999Y: {read({'start': START, 'duration': 'P9999Y'})}")
print(f"P9999Y without a start: {read({'duration': 'P9999Y'})}")
EOF

expected='PT1H: price 0.17
P7000Y: price 0.17
P9999Y: ValueError: year 12025 is out of range
P9999Y without a start: price 0.17'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
