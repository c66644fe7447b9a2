#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A list of bits, such as who was there in which interval, read and written in Python.
#
# Package: PyPI scalecodec 1.2.12.
# Guess:   The first bit of the list is the lowest of the first byte, as in Polkadot's own lists. A list of ten
#          booleans is written to ten bits in this order, and what is read is written again as it was.
# Seen:    The bits are taken for one number, whose digits begin with the last bit: True and nine times False sets
#          the last bit, and what is read has the first bit at its end. As numbers have no noughts in front, a
#          list whose last bits are not set is written shorter than it was read.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check scalecodec==1.2.12

cat >"$work/look.py" <<'EOF'
from scalecodec.base import RuntimeConfigurationObject, ScaleBytes
from scalecodec.type_registry import load_type_registry_preset

config = RuntimeConfigurationObject()
config.update_type_registry(load_type_registry_preset("core"))


def make(data=None):
    return config.create_scale_object("BitVec", data)


# The number of bits (10 is 28, as its lowest two bits are for the mode), and the bits.
for encoded in ("0x280100", "0x280003", "0x28ff01"):
    value = make(ScaleBytes(encoded)).decode()
    print(f"{encoded}: read {value}, written again {make().encode(value).to_hex()}")
for bits in ([True] + 9 * [False], 9 * [False] + [True]):
    print(f"{''.join(str(int(bit)) for bit in bits)} as booleans: written {make().encode(bits).to_hex()}")
EOF

expected='0x280100: read 0b0000000001, written again 0x0401
0x280003: read 0b1100000000, written again 0x280003
0x28ff01: read 0b0111111111, written again 0x24ff01
1000000000 as booleans: written 0x280002
0000000001 as booleans: written 0x0401'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
