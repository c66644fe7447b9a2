#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How much reserve a control area has under contract, by ENTSO-E's transparency platform, read with entsoe-py.
#
# Package: PyPI entsoe-py 0.8.1 (with pandas 2.3.3).
# Guess:   The platform sends reserve from generation and from load as two series, unless one of them is asked for.
#          The frame has a column for each, or one with the sum.
# Seen:    It has one column with their mean: 100 MW from generation and 20 MW from load are 60 MW of reserve. Where
#          only one of the two has a value, that one counts whole. Prices are averaged alike, whatever the quantities.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check entsoe-py==0.8.1 pandas==2.3.3

cat >"$work/look.py" <<'EOF'
from entsoe.parsers import parse_contracted_reserve


def series(number, source, points):
    points = "".join(
        f"<Point><position>{position}</position><quantity>{megawatts}</quantity></Point>"
        for position, megawatts in points
    )
    return f"""<TimeSeries>
    <mRID>{number}</mRID>
    <businessType>A96</businessType>
    <type_MarketAgreement.type>A01</type_MarketAgreement.type>
    <mktPSRType.psrType>{source}</mktPSRType.psrType>
    <flowDirection.direction>A01</flowDirection.direction>
    <quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name>
    <curveType>A01</curveType>
    <Period>
      <timeInterval><start>2026-06-15T00:00Z</start><end>2026-06-15T02:00Z</end></timeInterval>
      <resolution>PT60M</resolution>
      {points}
    </Period>
  </TimeSeries>"""


def read(*parts):
    document = f"""<?xml version="1.0" encoding="UTF-8"?>
<Balancing_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-6:balancingdocument:3:0">
  <type>A81</type>
  {"".join(parts)}
</Balancing_MarketDocument>"""
    frame = parse_contracted_reserve(document, "Europe/Berlin", "quantity")
    return {" ".join(column): frame[column].tolist() for column in frame}


generation = series(1, "A04", [(1, 100), (2, 100)])
load = series(2, "A05", [(1, 20)])
print(f"generation: {read(generation)}")
print(f"load, in the first hour: {read(load)}")
print(f"both: {read(generation, load)}")
EOF

expected='generation: {'\''Automatic frequency restoration reserve Up'\'': [100.0, 100.0]}
load, in the first hour: {'\''Automatic frequency restoration reserve Up'\'': [20.0]}
both: {'\''Automatic frequency restoration reserve Up'\'': [60.0, 100.0]}'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
