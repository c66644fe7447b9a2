#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Bids for balancing energy from ENTSO-E's transparency platform, read with entsoe-py.
#
# Package: PyPI entsoe-py 0.8.1 (with pandas 2.3.3).
# Guess:   A series of curve type A03, which the platform sends, leaves out a quarter of an hour whose value is that
#          of the one before. entsoe-py fills those in, as it does for prices and loads.
# Seen:    Not for aggregated bids (document A24): the values that are there are laid one after the other from the
#          first quarter on, whatever position they have, and the rest of the day is empty. So a bid of the evening
#          stands in the morning. The same points as a load come out right.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check entsoe-py==0.8.1 pandas==2.3.3

cat >"$work/look.py" <<'EOF'
from entsoe import parsers

POINTS = "".join(
    f"<Point><position>{position}</position><quantity>{offered}</quantity>"
    f"<secondaryQuantity>{activated}</secondaryQuantity></Point>"
    for position, offered, activated in ((1, 100, 0), (3, 70, 10), (7, 90, 5))
)
DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<Balancing_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-6:balancingdocument:4:4">
  <type>A24</type>
  <process.processType>A51</process.processType>
  <TimeSeries>
    <mRID>1</mRID>
    <businessType>A14</businessType>
    <flowDirection.direction>A01</flowDirection.direction>
    <quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name>
    <curveType>A03</curveType>
    <Period>
      <timeInterval><start>2026-06-15T00:00Z</start><end>2026-06-15T02:00Z</end></timeInterval>
      <resolution>PT15M</resolution>
      {POINTS}
    </Period>
  </TimeSeries>
</Balancing_MarketDocument>"""

bids = parsers.parse_aggregated_bids(DOCUMENT)
load = parsers.parse_loads(DOCUMENT)
print("positions 1, 3 and 7 of 8 are given")
for name, values in (
    ("as a load", load["Forecasted Load"]),
    ("as bids, offered", bids["Up", 1, "Offered"]),
    ("as bids, activated", bids["Up", 1, "Activated"]),
):
    print(f"{name}: {' '.join(f'{time:%H:%M}={value:.0f}' for time, value in values.astype(float).items())}")
EOF

expected='positions 1, 3 and 7 of 8 are given
as a load: 00:00=100 00:15=100 00:30=70 00:45=70 01:00=70 01:15=70 01:30=90 01:45=90
as bids, offered: 00:00=100 00:15=70 00:30=90 00:45=nan 01:00=nan 01:15=nan 01:30=nan 01:45=nan
as bids, activated: 00:00=0 00:15=10 00:30=5 00:45=nan 01:00=nan 01:15=nan 01:30=nan 01:45=nan'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
