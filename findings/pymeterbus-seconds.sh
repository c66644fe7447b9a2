#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The time of an M-Bus meter that sends seconds with it: six bytes (type I of EN 13757-3) in place of four (F).
#
# Packages: PyPI pymeterbus 0.8.5, pymbusparser 0.5.3 (a second decoder).
# Guess:    The length is in the byte in front, and the first byte of type I is the second. The parser tells the
#           two apart, or leaves six bytes alone.
# Seen:     pymeterbus reads the first four of the six bytes as type F: the second for the minute, the minute for
#           the hour, the hour for the day and the day for the month. Where these are in range it is a time like
#           any other, years off; where not, it has a month 15. Nothing marks it. pymbusparser reads both types.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pymeterbus==0.8.5 pymbusparser==0.5.3

cat >"$work/look.py" <<'EOF'
import json
from datetime import datetime

import meterbus
import pymbusparser


def telegram(record):
    """A meter's answer with one record behind the header of twelve bytes."""
    header = "080172" + "78563412" + "2440" + "01" + "02" + "01000000"
    body = bytes.fromhex(header) + record
    return b"\x68" + bytes([len(body)] * 2) + b"\x68" + body + bytes([sum(body) & 0xFF, 0x16])


for at in (datetime(2026, 7, 15, 12, 0, 30), datetime(2026, 11, 5, 9, 15, 45)):
    year = at.year - 2000
    day, month = at.day | (year & 7) << 5, at.month | (year >> 3) << 4
    without = bytes([0x04, 0x6D, at.minute, at.hour, day, month])
    with_seconds = bytes([0x06, 0x6D, at.second, at.minute, at.hour, day, month, 0])
    for name, record in (("F", without), ("I", with_seconds)):
        read = meterbus.load(telegram(record)).records[0]
        (second,) = json.loads(pymbusparser.m_bus_parse(telegram(record).hex(), "json"))["records"]
        print(f"{at}, type {name}: {read.value} ({read.unit}), second {second['value']['value']}")
EOF

expected='2026-07-15 12:00:30, type F: 2026-07-15T12:00 (date time), second 2026-07-15T12:00:00
2026-07-15 12:00:30, type I: 2032-15-12T00:30 (date time), second 2026-07-15T12:00:30
2026-11-05 09:15:45, type F: 2026-11-05T09:15 (date time), second 2026-11-05T09:15:00
2026-11-05 09:15:45, type I: 2032-05-09T15:45 (date time), second 2026-11-05T09:15:45'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
