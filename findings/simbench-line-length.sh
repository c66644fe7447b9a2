#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The lines of SimBench grids: their length, beside how far apart their ends are by the coordinates of the buses.
#
# Packages: PyPI simbench 1.6.3, pandapower 3.5.6.
# Guess:    Coordinates are longitude and latitude. No cable is shorter than the straight line between its ends, and
#           most are a little longer, by a tenth up to a half.
# Seen:     On low voltage nearly all are shorter, by half and more at the median, one to a hundredth; the longest lines
#           by length_km, from which impedances are, are not those by coordinates. In the rural grid of medium voltage
#           they are six times as long, in the urban one as guessed. So a distance from coordinates, as for a grid fee
#           by distance, says little about the grid.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check simbench==1.6.3 pandapower==3.5.6

cat >"$work/look.py" <<'EOF'
import json
import math

import pandas
import simbench

EARTH = 6371  # km


def apart(a, b):
    (x, y), (u, v) = (map(math.radians, json.loads(point)["coordinates"]) for point in (a, b))
    half = math.sin((v - y) / 2) ** 2 + math.cos(y) * math.cos(v) * math.sin((u - x) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


for name in ("LV-rural1", "LV-rural3", "LV-semiurb4", "MV-rural", "MV-urban"):
    grid = simbench.get_simbench_net(f"1-{name}--0-sw")
    points = grid.bus.geo
    straight = pandas.Series(
        [apart(points[line.from_bus], points[line.to_bus]) for line in grid.line.itertuples()], grid.line.index
    )
    ratio = grid.line.length_km / straight
    alike = grid.line.length_km.corr(straight, "spearman")
    print(
        f"{name}: {(ratio < 1).sum()} of {len(ratio)} shorter than straight, median {ratio.median():.2f} of it, "
        f"from {ratio.min():.2f} to {ratio.max():.2f}, rank correlation {alike:.2f}"
    )
EOF

expected='LV-rural1: 10 of 13 shorter than straight, median 0.45 of it, from 0.05 to 2.47, rank correlation 0.20
LV-rural3: 123 of 127 shorter than straight, median 0.21 of it, from 0.02 to 2.70, rank correlation 0.35
LV-semiurb4: 41 of 42 shorter than straight, median 0.34 of it, from 0.01 to 1.20, rank correlation 0.10
MV-rural: 0 of 99 shorter than straight, median 6.50 of it, from 4.33 to 10.11, rank correlation 0.97
MV-urban: 2 of 147 shorter than straight, median 1.49 of it, from 0.61 to 2.58, rank correlation 0.93'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
