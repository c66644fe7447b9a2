#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A Vestas V90 in a strong wind, with the power curve that windpowerlib has of it.
#
# Package: PyPI windpowerlib 0.2.2 (with pandas 2.3.3).
# Guess:   The turbine is at full power until it is switched off in a storm, at 25 m/s. Where a table of the library
#          ends earlier, its last value holds until there.
# Seen:    The table of V90/2000 ends at full power at 16.5 m/s, and beyond a table's end there is nothing: the
#          turbine stands still from 17 m/s on. That of V90/2000/GS, of the same rotor and power, ends at 25. No
#          other of the 67 in the library ends below 20.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check windpowerlib==0.2.2 pandas==2.3.3

cat >"$work/look.py" <<'EOF'
import pandas
from windpowerlib import ModelChain, WindTurbine, get_turbine_types

WINDS = [10.0, 14.0, 16.5, 17.0, 20.0, 24.0]


def turbine(name):
    return WindTurbine(turbine_type=name, hub_height=105)


def megawatts(name):
    weather = pandas.DataFrame(
        {("wind_speed", 105): WINDS, ("roughness_length", 0): 0.1},
        index=pandas.date_range("2026-01-15", periods=len(WINDS), freq="h", tz="UTC"),
    )
    weather["temperature", 105], weather["pressure", 105] = 288.15, 101325.0
    return [round(float(power) / 1e6, 1) for power in ModelChain(turbine(name)).run_model(weather).power_output]


for name in ("V90/2000", "V90/2000/GS"):
    print(f"{name}: at {WINDS} m/s {megawatts(name)} MW")
types = get_turbine_types(print_out=False)
ends = {name: turbine(name).power_curve.wind_speed.max() for name in types[types.has_power_curve].turbine_type}
print(f"{len(ends)} turbines, ending below 20 m/s: {[name for name, end in ends.items() if end < 20]}")
EOF

expected='V90/2000: at [10.0, 14.0, 16.5, 17.0, 20.0, 24.0] m/s [1.6, 2.0, 2.0, 0.0, 0.0, 0.0] MW
V90/2000/GS: at [10.0, 14.0, 16.5, 17.0, 20.0, 24.0] m/s [1.6, 2.0, 2.0, 2.0, 2.0, 2.0] MW
67 turbines, ending below 20 m/s: ['\''V90/2000'\'']'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
