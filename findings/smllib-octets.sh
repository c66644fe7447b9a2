#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What an SML meter says of itself in octets, such as its identification.
#
# Package: PyPI smllib 1.7.
# Guess:   A value of octets is given as hex, which loses nothing.
# Seen:    Octets that are no UTF-8 are dropped, and if only letters and digits are left, they are the value: A4 35
#          B7 39 becomes 59. Otherwise it is the hex. So different octets can give one value, as 31 32 and 12 do,
#          and nothing says which it was. Of random ones of four bytes a quarter is not given as hex.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check smllib==1.7

cat >"$work/look.py" <<'EOF'
import random

from smllib.sml_frame import SmlFrame


def read(octets):
    """The value of an entry: name, no status, no time, no unit, no scaler, octets, no signature."""
    name = bytes.fromhex("0100600100ff")
    entry = b"\x77\x07" + name + b"\x01\x01\x01\x01" + bytes([len(octets) + 1]) + octets + b"\x01"
    return SmlFrame(entry).get_obis()[0].value


for octets in ("0a01454d4800", "a407b739", "a435b739", "a4353939", "3132", "12"):
    print(f"{octets}: {read(bytes.fromhex(octets))}")
seeded = random.Random(1)
samples = [seeded.randbytes(4) for _ in range(1000)]
print(f"{sum(read(octets) != octets.hex() for octets in samples)} of 1000 random ones of four bytes are not as hex")
EOF

expected='0a01454d4800: 0a01454d4800
a407b739: a407b739
a435b739: 59
a4353939: 599
3132: 12
12: 12
259 of 1000 random ones of four bytes are not as hex'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
