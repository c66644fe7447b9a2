#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A list of bytes that holds letters, a meter's serial number say, read and written again in Python.
#
# Packages: PyPI scalecodec 1.2.12 and cyscale 0.8.0 (which takes its place, for async-substrate-interface).
# Guess:    Bytes that are letters and digits are shown as text, others in hexadecimal; both are written back as the
#           bytes that they were.
# Seen:     Text that begins with 0x is written as what it stands for, not as its letters: the four bytes 0x41 come
#           back as the one byte A. Other text comes back as it was.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check scalecodec==1.2.12
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --target "$work/cyscale" cyscale==0.8.0

cat >"$work/look.py" <<'EOF'
import sys

from scalecodec.base import RuntimeConfigurationObject, ScaleBytes
from scalecodec.type_registry import load_type_registry_preset

types = RuntimeConfigurationObject()
types.update_type_registry(load_type_registry_preset("core"))
for serial in (b"M-41", b"0x41"):
    written = bytes([len(serial) << 2]) + serial
    read = types.create_scale_object("Bytes", data=ScaleBytes(written)).decode()
    again = bytes(types.create_scale_object("Bytes").encode(read).data)
    print(f"{sys.argv[1]}: {serial!r} is read as {read!r} and written as {again[1:]!r}")
EOF

look() { PYTHONPATH=${2:-} "$work/venv/bin/python" "$work/look.py" "$1"; }
expected="scalecodec: b'M-41' is read as 'M-41' and written as b'M-41'
scalecodec: b'0x41' is read as '0x41' and written as b'A'
cyscale: b'M-41' is read as 'M-41' and written as b'M-41'
cyscale: b'0x41' is read as '0x41' and written as b'A'"
seen=$(look scalecodec && look cyscale "$work/cyscale")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
