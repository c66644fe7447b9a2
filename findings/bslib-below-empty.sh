#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A home battery in the dark weeks of winter, simulated with bslib by the data of a real system.
#
# Package: PyPI bslib 0.7 (with numpy 2.4.6, pandas 2.3.3).
# Guess:   The state of charge goes from 0 to 1, as the documentation says. Once the battery is empty it stays at 0,
#          and what the inverter needs to stand by comes from the grid.
# Seen:    The part that the inverter takes on the battery's side, 4.6 W, goes on being taken out of the empty
#          battery: after four weeks its state of charge is -0.56, in steps of a minute as of an hour. The sun then
#          has to fill 3.3 kWh up to 0 first. The energy of these weeks is on no meter until then.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check bslib==0.7 numpy==2.4.6 pandas==2.3.3

cat >"$work/look.py" <<'EOF'
from bslib.bslib import DCBatMod

DAY = 24 * 3600
for step in (60, 3600):
    system = DCBatMod("S3")  # KOSTAL PLENTICORE plus 5.5 with BYD Battery-Box H6.4
    soc = 0.3

    def after(days, load, sun):
        charge = soc
        for _ in range(days * DAY // step):
            charge = system.simulation(p_load=load, p_pv=sun, soc=charge, dt=step).soc
        return charge

    soc = after(1, 500, 0)
    seen = [soc]
    soc = after(28, 500, 0)
    seen.append(soc)
    filled = 0.0
    while soc < 0:
        result = system.simulation(p_load=0, p_pv=2000, soc=soc, dt=step)
        soc = result.soc
        filled += result.p_bat * step / 3.6e6
    print(f"steps of {step} s: {seen[0]:.2f} after a day, {seen[1]:.2f} after 29, then {filled:.1f} kWh until above 0")
EOF

expected='steps of 60 s: -0.02 after a day, -0.56 after 29, then 3.3 kWh until above 0
steps of 3600 s: -0.02 after a day, -0.56 after 29, then 3.8 kWh until above 0'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
