#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A DLMS/COSEM energy register, read with Gurux: does the value have its scaler in it?
#
# Package: PyPI gurux-dlms 1.0.203.
# Guess:   A register has its value in attribute 2, its scaler and unit in attribute 3. The object keeps the
#          raw integer and leaves the scaler to the caller, or always scales. The order of reading is no matter.
# Seen:    The value is scaled as it arrives, by the scaler known at that moment. Attribute 2 first: the raw
#          integer, and reading attribute 3 afterwards changes nothing. Attribute 3 first: the scaled value, as
#          a float. `scaler` and `unit` are the same in both, so nothing tells which of the two it is. The same
#          in load profiles: the captured register objects must have their scaler before the buffer is read.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check gurux-dlms==1.0.203

cat >"$work/look.py" <<'EOF'
from gurux_dlms import GXDLMSClient
from gurux_dlms.objects import (
    GXDLMSCaptureObject,
    GXDLMSProfileGeneric,
    GXDLMSRegister,
)

client = GXDLMSClient(True)
ANSWERS = {2: 123456, 3: [-1, 30]}  # tenths of a Wh

for order in ([2, 3], [3, 2]):
    register = GXDLMSRegister("1.0.1.8.0.255")
    for attribute in order:
        client.updateValue(register, attribute, ANSWERS[attribute])
    print(f"attributes {order}: value {register.value}, scaler {register.scaler}, unit {int(register.unit)}")

for known in (False, True):
    register = GXDLMSRegister("1.0.1.8.0.255")
    if known:
        client.updateValue(register, 3, ANSWERS[3])
    profile = GXDLMSProfileGeneric("1.0.99.1.0.255")
    profile.captureObjects.append((register, GXDLMSCaptureObject(2, 0)))
    client.updateValue(profile, 2, [[123456]])
    print(f"profile, scaler {'known' if known else 'not read'}: {profile.buffer}")
EOF

expected='attributes [2, 3]: value 123456, scaler 0.1, unit 30
attributes [3, 2]: value 12345.6, scaler 0.1, unit 30
profile, scaler not read: [[123456]]
profile, scaler known: [[12345.6]]'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
