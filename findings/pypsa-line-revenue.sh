#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a full line earns, by PyPSA's table of statistics and by the statistic of that name.
#
# Packages: PyPI pypsa 1.4.0, linopy 0.10.1, highspy 1.16.0.
# Guess:    3 MW flow for an hour from where energy costs 10 to where it costs 30, so the line earns 60, and with it
#           what producers and consumers have adds up to 0. The table has in its column Revenue what
#           statistics.revenue() says.
# Seen:     statistics.revenue() says 60. The table says -30, as it counts what the line buys at one end and not
#           what it sells at the other, and its column does not add up to 0. In the line's other direction it is
#           +90, the other end alone. A link is as a line; generators and loads are right.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypsa==1.4.0 linopy==0.10.1 highspy==1.16.0

cat >"$work/look.py" <<'EOF'
import sys

import pypsa


def look(branch, start, end):
    network = pypsa.Network()
    network.add("Bus", ["cheap", "dear"], v_nom=20)
    network.add("Generator", "cheap", bus="cheap", p_nom=100, marginal_cost=10)
    network.add("Generator", "dear", bus="dear", p_nom=100, marginal_cost=30)
    network.add("Load", "home", bus="dear", p_set=6)
    if branch == "Line":
        network.add("Line", "branch", bus0=start, bus1=end, r=0.1, x=0.1, s_nom=3)
    else:
        network.add("Link", "branch", bus0=start, bus1=end, p_nom=3, p_min_pu=-1)
    network.optimize(solver_name="highs", log_to_console=False, progress=False)
    found = []
    for revenue in (network.statistics()["Revenue"], network.statistics.revenue()):
        parts = revenue.groupby(level=0).sum()
        row = ", ".join(f"{name} {value:g}" for name, value in parts.items())
        found.append(f"{row}, sum {parts.sum() + 0:g}")
    return found


with open(sys.argv[1], "w") as seen:  # the solver writes to the standard output
    for branch in ("Line", "Link"):
        for ends in (("cheap", "dear"), ("dear", "cheap")):
            table, alone = look(branch, *ends)
            print(f"{branch} from {' to '.join(ends)}, table: {table}", file=seen)
            print(f"{branch} from {' to '.join(ends)}, alone: {alone}", file=seen)
EOF

expected='Line from cheap to dear, table: Generator 120, Line -30, Load -180, sum -90
Line from cheap to dear, alone: Generator 120, Line 60, Load -180, sum 0
Line from dear to cheap, table: Generator 120, Line 90, Load -180, sum 30
Line from dear to cheap, alone: Generator 120, Line 60, Load -180, sum 0
Link from cheap to dear, table: Generator 120, Link -30, Load -180, sum -90
Link from cheap to dear, alone: Generator 120, Link 60, Load -180, sum 0
Link from dear to cheap, table: Generator 120, Link 90, Load -180, sum 30
Link from dear to cheap, alone: Generator 120, Link 60, Load -180, sum 0'
"$work/venv/bin/python" "$work/look.py" "$work/seen" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
seen=$(<"$work/seen")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
