#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The year of the batteries in a SimBench grid, as one would run it in pandapower.
#
# Packages: PyPI simbench 1.6.3, pandapower 3.5.6.
# Guess:    The profile of a storage has both signs: it charges (above 0 in pandapower) and feeds in, over the
#           year a little less than it took, in turns no longer than its capacity allows.
# Seen:     It never charges. The five storages of this grid feed in 125 MWh a year, out of 0.4 MWh of capacity,
#           at buses without a PV plant, as if each had one inside. So no state of charge follows from the profile,
#           and a market that takes these storages for batteries has supply from nowhere.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check simbench==1.6.3 pandapower==3.5.6

cat >"$work/look.py" <<'EOF'
import simbench

grid = simbench.get_simbench_net("1-LV-rural1--2-sw")
year = simbench.get_absolute_values(grid, profiles_instead_of_study_cases=True)
power = year["storage", "p_mw"]  # MW, by quarter of an hour and storage
with_plant = set(grid.storage.bus) & set(grid.sgen.bus)
print(f"{len(grid.storage)} storages, {grid.storage.max_e_mwh.sum():.2f} MWh, {len(with_plant)} beside a PV plant")
print(f"charged {power.clip(lower=0).sum().sum() / 4:.1f} MWh, fed in {-power.clip(upper=0).sum().sum() / 4:.1f} MWh")
EOF

expected='5 storages, 0.41 MWh, 0 beside a PV plant
charged 0.0 MWh, fed in 125.5 MWh'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
