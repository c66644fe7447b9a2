#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The time of a P1 telegram from a meter whose clock stays at winter time, as Sweden's meters do.
#
# Package: PyPI dsmr-parser 1.11.2.
# Guess:   The letter behind the time says whether summer time is in force, so W is one hour ahead of UTC on
#          any day, and S two. The package has a specification of Sweden's telegrams, whose meters send W in July.
# Seen:    The letter counts only in the hour that comes twice in October. On any other day the time is read as
#          that of Amsterdam's wall clock: W in July is two hours ahead, so that all summer each reading is an
#          hour early, four quarter hours from its own. There is no option for it.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check dsmr-parser==1.11.2

cat >"$work/look.py" <<'EOF'
from dsmr_parser.parsers import TelegramParser
from dsmr_parser.telegram_specifications import SWEDEN

parser = TelegramParser(SWEDEN)
for stamp in (
    "260115120000W",
    "260715120000S",
    "260715120000W",
    "261025023000S",
    "261025023000W",
):
    lines = ["/XYZ5 meter", "", f"0-0:1.0.0({stamp})", "1-0:1.8.0(00000424.413*kWh)", "!"]
    telegram = "\r\n".join(lines)
    telegram += f"{parser.crc16(telegram):04X}\r\n"
    read = parser.parse(telegram).P1_MESSAGE_TIMESTAMP.value
    print(f"{stamp}: {read:%Y-%m-%d %H:%M} {read.tzname()}")
EOF

expected='260115120000W: 2026-01-15 11:00 UTC
260715120000S: 2026-07-15 10:00 UTC
260715120000W: 2026-07-15 10:00 UTC
261025023000S: 2026-10-25 00:30 UTC
261025023000W: 2026-10-25 01:30 UTC'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
