#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A control centre's view of a measured value before the substation has sent it, over IEC 60870-5-104.
#
# Package: PyPI c104 2.2.1.
# Guess:   Until something has come the value's quality is "invalid" or "not topical", the marks that the standard
#          has for it; who asks whether it is good is told no.
# Seen:    It is 0, and its quality is good: before the connection, and while it is open. A real 0 looks the same.
#          So does a register: 0 kWh, good.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check c104==2.2.1

cat >"$work/look.py" <<'EOF'
import socket
import time

import c104

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    PORT = free.getsockname()[1]
KINDS = {11: c104.Type.M_ME_NC_1, 12: c104.Type.M_IT_NA_1}

server = c104.Server(ip="127.0.0.1", port=PORT)
substation = server.add_station(common_address=47)
there = {address: substation.add_point(io_address=address, type=kind) for address, kind in KINDS.items()}
client = c104.Client()
connection = client.add_connection(ip="127.0.0.1", port=PORT, init=c104.Init.NONE)
view = connection.add_station(common_address=47)
here = {address: view.add_point(io_address=address, type=kind) for address, kind in KINDS.items()}


def show(when):
    for address, name in ((11, "power"), (12, "register")):
        point = here[address]
        print(f"{when}: {name} {point.value}, good: {point.quality.is_good()}")


show("before the connection")
there[11].value = 5.5
there[12].value = 1234
server.start()
client.start()
for _ in range(100):
    if connection.is_connected:
        break
    time.sleep(0.1)
time.sleep(1)
show("connected, nothing sent")
connection.interrogation(common_address=47)
connection.counter_interrogation(common_address=47)
for point in there.values():
    point.transmit(cause=c104.Cot.SPONTANEOUS)
time.sleep(1)
show("sent")
client.stop()
server.stop()
EOF

expected='before the connection: power 0.0, good: True
before the connection: register 0, good: True
connected, nothing sent: power 0.0, good: True
connected, nothing sent: register 0, good: True
sent: power 5.5, good: True
sent: register 1234, good: True'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
