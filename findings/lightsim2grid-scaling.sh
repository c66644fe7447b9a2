#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A pandapower grid whose elements are scaled, as to a time of day, solved by lightsim2grid.
#
# Packages: PyPI lightsim2grid 1.2.0, pandapower 3.5.6.
# Guess:    Its column scaling multiplies an element's power in both, or lightsim2grid refuses the grid, as it does
#           one with parallel lines or wards.
# Seen:     It does for loads and static generators. A storage and a generator go in as if their scaling were 1,
#           without a word: a battery at half its power takes all of it from the line.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check lightsim2grid==1.2.0 pandapower==3.5.6

cat >"$work/look.py" <<'EOF'
import numpy
import pandapower
from lightsim2grid.gridmodel import init_from_pandapower


def both(add):
    """What flows into the line, in MW, by pandapower and by lightsim2grid."""
    grid = pandapower.create_empty_network()
    source, sink = (pandapower.create_bus(grid, 20.0) for _ in range(2))
    pandapower.create_ext_grid(grid, source)
    pandapower.create_line(grid, source, sink, 1, "NAYY 4x150 SE")
    add(grid, sink)
    pandapower.runpp(grid)
    light = init_from_pandapower(grid)
    light.ac_pf(numpy.ones(len(grid.bus), dtype=complex), 10, 1e-8)
    return f"{grid.res_line.p_from_mw[0]:.2f} and {light.get_line_res1()[0][0]:.2f}"


for name, add in (
    ("load", lambda grid, bus, scaling: pandapower.create_load(grid, bus, 1.0, scaling=scaling)),
    ("sgen", lambda grid, bus, scaling: pandapower.create_sgen(grid, bus, 1.0, scaling=scaling)),
    ("storage", lambda grid, bus, scaling: pandapower.create_storage(grid, bus, 1.0, max_e_mwh=1.0, scaling=scaling)),
    ("gen", lambda grid, bus, scaling: pandapower.create_gen(grid, bus, 1.0, scaling=scaling)),
):
    one, half = (both(lambda grid, bus: add(grid, bus, scaling)) for scaling in (1.0, 0.5))
    print(f"{name} of 1 MW: {one}; with scaling 0.5: {half}")
EOF

expected='load of 1 MW: 1.00 and 1.00; with scaling 0.5: 0.50 and 0.50
sgen of 1 MW: -1.00 and -1.00; with scaling 0.5: -0.50 and -0.50
storage of 1 MW: 1.00 and 1.00; with scaling 0.5: 0.50 and 1.00
gen of 1 MW: -1.00 and -1.00; with scaling 0.5: -0.50 and -1.00'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
