#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An M-Bus register in MWh: its unit is kWh, and a byte behind the unit multiplies by a thousand.
#
# Package: PyPI pymeterbus 0.8.5.
# Guess:   EN 13757-3 lets a factor follow any unit (7D for 1000, 70 to 77 for 10^-6 to 10), and heat meters
#          send it. As the parser brings all energy to Wh, it multiplies, or else refuses the record.
# Seen:    The factor is left out and the value given in Wh, a thousandth of what the register says. The record
#          is marked UNKNOWN_ENHANCEMENT, for each factor alike; which it was is only in the raw bytes. MWh in the
#          other form, FB 01, are converted.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pymeterbus==0.8.5

cat >"$work/look.py" <<'EOF'
import meterbus


def telegram(record):
    """A meter's answer with one record behind the header of twelve bytes."""
    header = "080172" + "78563412" + "2440" + "01" + "02" + "01000000"
    body = bytes.fromhex(header) + record
    return b"\x68" + bytes([len(body)] * 2) + b"\x68" + body + bytes([sum(body) & 0xFF, 0x16])


for name, unit in (
    ("kWh", "06"),
    ("kWh x 1000", "867d"),
    ("kWh x 0.1", "8675"),
    ("MWh", "fb01"),
):
    record = b"\x04" + bytes.fromhex(unit) + (999).to_bytes(4, "little")
    read = meterbus.load(telegram(record)).records[0]
    mark = read.interpreted.get("unit_enh")
    print(f"999 {name}: {read.value} {read.unit}{f', {mark}' if mark else ''}")
EOF

expected='999 kWh: 999000 Wh
999 kWh x 1000: 999000 Wh, VIFUnitEnhExt.UNKNOWN_ENHANCEMENT
999 kWh x 0.1: 999000 Wh, VIFUnitEnhExt.UNKNOWN_ENHANCEMENT
999 MWh: 999000000 Wh'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
