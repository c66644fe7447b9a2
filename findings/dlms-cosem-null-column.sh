#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A load profile in which a register did not change, so that the meter sends null in its place.
#
# Package: PyPI dlms-cosem 25.1.0.
# Guess:   Meters shorten profiles: null for the clock means one period later, null for a register the value
#          of the row before. The parser fills both in, or leaves None at the register's place.
# Seen:    The clock is filled in, but the register's column is left out: the row is shorter and the columns
#          behind it move up. Row by index, the export register stands where the import register was.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check dlms-cosem==25.1.0

cat >"$work/look.py" <<'EOF'
from dlms_cosem.cosem import CosemAttribute, Obis
from dlms_cosem.enumerations import CosemInterface
from dlms_cosem.parsers import ProfileGenericBufferParser

parser = ProfileGenericBufferParser(
    capture_objects=[
        CosemAttribute(CosemInterface.CLOCK, Obis(0, 0, 1, 0, 0, 255), 2),
        CosemAttribute(CosemInterface.REGISTER, Obis(1, 0, 1, 8, 0, 255), 2),
        CosemAttribute(CosemInterface.REGISTER, Obis(1, 0, 2, 8, 0, 255), 2),
    ],
    capture_period=15,
)
buffer = bytes.fromhex(
    "0102"  # an array of two rows, each a structure of three
    "0203" "090c07ea060f0108000000ffc480" "06000003e8" "06000007d0"
    "0203" "00" "00" "06000007da"
)
for row in parser.parse_bytes(buffer):
    print([f"{c.attribute.instance.to_string()} {c.value}" for c in row])
EOF

expected="['0-0:1.0.0.255 2026-06-15 08:00:00+01:00', '1-0:1.8.0.255 1000', '1-0:2.8.0.255 2000']
['0-0:1.0.0.255 2026-06-15 08:15:00+01:00', '1-0:2.8.0.255 2010']"
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
