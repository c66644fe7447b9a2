#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A program that asks demandlib for a standard load profile, and later meets a warning.
#
# Package: PyPI demandlib 0.2.2 (with pandas 2.3.3).
# Guess:   A load profile is a table. The program's warnings are what they were before.
# Seen:    From the first profile of 1999 on (ElecSlp: H0, G0 to G6, L0 to L2), each warning in the whole program is
#          an error, of whatever library, and stays one. The profiles of 2025 (H25, G25) leave warnings alone.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check demandlib==0.2.2 pandas==2.3.3

cat >"$work/look.py" <<'EOF'
import warnings

import pandas
from demandlib import bdew


def meets():
    try:
        warnings.warn("a forecast with few days of history", UserWarning)
    except UserWarning as warning:
        return f"raised {type(warning).__name__}"
    return "went on"


print(f"before: {meets()}")
bdew.H25(pandas.date_range("2026-01-01", periods=96, freq="15min"))
print(f"after H25: {meets()}")
profile = bdew.ElecSlp(2026).get_scaled_profiles({"h0": 3000})
print(f"after ElecSlp, {profile['h0'].sum():.0f} kWh of H0: {meets()}")
EOF

expected='before: went on
after H25: went on
after ElecSlp, 3000 kWh of H0: raised UserWarning'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
