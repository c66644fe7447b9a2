#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a line may carry, in pandapower and after PyPSA has imported the net.
#
# Packages: PyPI pypsa 1.2.4, pandapower 3.5.6. PyPSA 1.4.0 has the same formula, as its source says; the two cannot be
#           installed together.
# Guess:    A line of 20 kV and 0.1 kA carries 3.46 MVA, the square root of 3 times the product, and two of them side
#           by side 6.93 MVA. That is 100 % loading in pandapower, and s_nom, the limit of all three phases, in PyPSA.
# Seen:     s_nom is 2, the product alone, for one line as for two: a line that is loaded by 58 % is full in PyPSA,
#           and one of two by 29 %. So a market that clears on the imported net splits too early. Without
#           extra_line_data s_nom is 0. The import's own list of what it leaves out names none of that.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypsa==1.2.4 pandapower==3.5.6

cat >"$work/look.py" <<'EOF'
import pandapower
import pypsa

for parallel in (1, 2):
    net = pandapower.create_empty_network()
    start = pandapower.create_bus(net, 20, name="start")
    end = pandapower.create_bus(net, 20, name="end")
    pandapower.create_ext_grid(net, start, name="grid")
    pandapower.create_load(net, end, 2, name="load")
    pandapower.create_line(
        net, start, end, 1, "NA2XS2Y 1x95 RM/25 12/20 kV", parallel=parallel, name="line"
    )
    net.line["max_i_ka"] = 0.1
    pandapower.runpp(net, numba=False)
    flow = net.res_line.loc[0]
    power = (flow.p_from_mw**2 + flow.q_from_mvar**2) ** 0.5
    found = [f"100 % at {100 * power / flow.loading_percent:.2f} MVA"]
    for extra in (True, False):
        network = pypsa.Network()
        network.import_from_pandapower_net(net, extra_line_data=extra)
        found.append(f"s_nom {network.lines.s_nom['line']:.2f}" + " with extra_line_data" * extra)
    print(f"{parallel} in parallel: {', '.join(found)}")
EOF

expected='1 in parallel: 100 % at 3.46 MVA, s_nom 2.00 with extra_line_data, s_nom 0.00
2 in parallel: 100 % at 6.93 MVA, s_nom 2.00 with extra_line_data, s_nom 0.00'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
