#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The shadow price of a full line in PyPSA, beside the prices at its ends, for hours and for quarters of an hour.
#
# Packages: PyPI pypsa 1.4.0, linopy 0.10.1, highspy 1.16.0.
# Guess:    It is what prices at the two ends differ by, 20, whichever way the energy flows and however long a snapshot
#           is: marginal_price is the same for an hour and a quarter, and the table of a line's attributes says of
#           mu_upper that it is never below 0.
# Seen:     mu_upper is -20, and for flow against the line's direction mu_lower is +20. For quarters of an hour
#           (snapshot_weightings of 0.25) it is 5 of either sign: prices are divided by the weight again, shadow prices
#           are not. A rent from shadow prices that is weighted as one from prices is a quarter of it.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypsa==1.4.0 linopy==0.10.1 highspy==1.16.0

cat >"$work/look.py" <<'EOF'
import sys

import pypsa


def look(weight, start, end):
    network = pypsa.Network()
    network.set_snapshots(["noon"], default_snapshot_weightings=weight)  # in hours
    network.add("Bus", ["cheap", "dear"], v_nom=20)
    network.add("Generator", "cheap", bus="cheap", p_nom=100, marginal_cost=10)
    network.add("Generator", "dear", bus="dear", p_nom=100, marginal_cost=30)
    network.add("Load", "home", bus="dear", p_set=6)
    network.add("Line", "line", bus0=start, bus1=end, r=0.1, x=0.1, s_nom=3)
    network.optimize(solver_name="highs", log_to_console=False, progress=False, assign_all_duals=True)
    low, high = network.buses_t.marginal_price.loc["noon", ["cheap", "dear"]]
    flow, upper, lower = (
        network.lines_t[name].loc["noon", "line"] for name in ("p0", "mu_upper", "mu_lower")
    )
    return f"flow {flow:g}, prices {low:g} and {high:g}, mu_upper {upper + 0:g}, mu_lower {lower + 0:g}"


with open(sys.argv[1], "w") as seen:  # the solver writes to the standard output
    for weight in (1.0, 0.25):
        for ends in (("cheap", "dear"), ("dear", "cheap")):
            print(f"{weight:g} h, from {' to '.join(ends)}: {look(weight, *ends)}", file=seen)
EOF

expected='1 h, from cheap to dear: flow 3, prices 10 and 30, mu_upper -20, mu_lower 0
1 h, from dear to cheap: flow -3, prices 10 and 30, mu_upper 0, mu_lower 20
0.25 h, from cheap to dear: flow 3, prices 10 and 30, mu_upper -5, mu_lower 0
0.25 h, from dear to cheap: flow -3, prices 10 and 30, mu_upper 0, mu_lower 5'
"$work/venv/bin/python" "$work/look.py" "$work/seen" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
seen=$(<"$work/seen")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
