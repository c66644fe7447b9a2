#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A wind turbine in a storm, in cold and in thin air, with the power curve corrected for the density of the air.
#
# Package: PyPI windpowerlib 0.2.2 (with pandas 2.3.3).
# Guess:   Thin air makes the rising part of the curve flatter, cold air steeper. Where the turbine is switched
#          off, 25 m/s by its curve, stays where it is, as its controller goes by the speed of the wind.
# Seen:    density_correction stretches the whole curve, its end too: the same turbine stands still from 24 m/s on
#          a cold day and is at full power at 27 m/s high up. Without it, it ends at 25 m/s in any air.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check windpowerlib==0.2.2 pandas==2.3.3

cat >"$work/look.py" <<'EOF'
import pandas
from windpowerlib import ModelChain, WindTurbine

turbine = WindTurbine(turbine_type="E-126/4200", hub_height=135)
WINDS = [9.0, 22.0, 24.0, 25.0, 26.0, 27.0]


def megawatts(celsius, hectopascal, correct):
    weather = pandas.DataFrame(
        {
            ("wind_speed", 135): WINDS,
            ("temperature", 135): celsius + 273.15,
            ("pressure", 135): hectopascal * 100.0,
            ("roughness_length", 0): 0.1,
        },
        index=pandas.date_range("2026-01-15", periods=len(WINDS), freq="h", tz="UTC"),
    )
    chain = ModelChain(turbine, density_model="ideal_gas", density_correction=correct)
    return " ".join(f"{power / 1e6:.1f}" for power in chain.run_model(weather).power_output)


print(f"the curve ends at {turbine.power_curve.wind_speed.max()} m/s; at {WINDS} m/s, in MW:")
for air in ((-20, 1040), (15, 1013), (15, 850)):
    print(f"{air[0]} C, {air[1]} hPa: {megawatts(*air, False)}; corrected {megawatts(*air, True)}")
EOF

expected='the curve ends at 25.0 m/s; at [9.0, 22.0, 24.0, 25.0, 26.0, 27.0] m/s, in MW:
-20 C, 1040 hPa: 2.5 4.2 4.2 4.2 0.0 0.0; corrected 2.9 4.2 0.0 0.0 0.0 0.0
15 C, 1013 hPa: 2.5 4.2 4.2 4.2 0.0 0.0; corrected 2.4 4.2 4.2 4.2 0.0 0.0
15 C, 850 hPa: 2.5 4.2 4.2 4.2 0.0 0.0; corrected 2.1 4.2 4.2 4.2 4.2 4.2'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
