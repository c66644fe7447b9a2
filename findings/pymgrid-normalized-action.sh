#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A battery in a pymgrid microgrid that may discharge faster than it charges, or slower, moved by normalised actions.
#
# Package: PyPI pymgrid 1.2.2 (with numpy 2.4.6, pandas 2.3.3).
# Guess:   An action from 0 to 1 stands for the range from max_charge to max_discharge, as what a battery takes is
#          negative: 0 charges and 1 discharges as fast as it may.
# Seen:    The range has the two limits the other way round. A battery that may charge 10 and discharge 40 never
#          discharges more than 10 by a normalised action; one that may charge 40 never charges more than 10 if that
#          is what it may discharge. Actions that are not normalised reach both limits.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pymgrid==1.2.2 numpy==2.4.6 pandas==2.3.3

cat >"$work/look.py" <<'EOF'
import numpy
from pymgrid import Microgrid
from pymgrid.modules import BatteryModule, GridModule


def change(charge, discharge, action, normalized):
    """By how much the battery's charge changes in one step."""
    battery = BatteryModule(0, 100, charge, discharge, efficiency=1.0, init_charge=50.0)
    grid = GridModule(1000, 1000, numpy.zeros((5, 3)))
    microgrid = Microgrid([battery, grid])
    microgrid.reset()
    microgrid.run({"battery": [action], "grid": [0.0]}, normalized=normalized)
    return float(microgrid.battery[0].current_charge) - 50


for charge, discharge in ((40, 40), (10, 40), (40, 10)):
    limits = [change(charge, discharge, action, False) for action in (-charge, discharge)]
    normalized = [change(charge, discharge, action, True) for action in (0.0, 1.0)]
    print(f"max_charge {charge}, max_discharge {discharge}: by {limits}, normalised 0 and 1 by {normalized}")
EOF

expected='max_charge 40, max_discharge 40: by [40.0, -40.0], normalised 0 and 1 by [40.0, -40.0]
max_charge 10, max_discharge 40: by [10.0, -40.0], normalised 0 and 1 by [10.0, -10.0]
max_charge 40, max_discharge 10: by [40.0, -10.0], normalised 0 and 1 by [10.0, -10.0]'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
