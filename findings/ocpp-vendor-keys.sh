#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A charge point's own data (DataTransfer, customData) through the Python library for OCPP.
#
# Package: PyPI ocpp 2.1.0.
# Guess:   The library turns the names of OCPP's fields into snake_case for Python and back. What a vendor puts
#          into `data` or `customData` is the vendor's and stays as it was sent.
# Seen:    The vendor's keys are turned too, and not all of them come back: an answer that returns the data as
#          received has "pv1" for "PV1", "l1n" for "L1N", "signedSr25519" for "signedSR25519", "importWh" for
#          "import_Wh". A signature or hash over the vendor's JSON no longer fits, and a lookup by key fails.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check ocpp==2.1.0

cat >"$work/look.py" <<'EOF'
import asyncio
import json

from ocpp.routing import on
from ocpp.v201 import ChargePoint, call_result

SENT = {"PV1": 3, "L1N": 230, "kWh": 1.5, "signedSR25519": "0xab", "import_Wh": 7}


class Socket:
    """Keeps what the library would send."""

    async def send(self, message):
        print(f"returned: {json.dumps(json.loads(message)[2]['data'])}")


class Station(ChargePoint):
    @on("DataTransfer")
    def data_transfer(self, vendor_id, data):
        print(f"received: {json.dumps(data)}")
        return call_result.DataTransfer(status="Accepted", data=data)


print(f"sent:     {json.dumps(SENT)}")
request = [2, "1", "DataTransfer", {"vendorId": "org.example", "data": SENT}]
asyncio.run(Station("station", Socket()).route_message(json.dumps(request)))
EOF

expected='sent:     {"PV1": 3, "L1N": 230, "kWh": 1.5, "signedSR25519": "0xab", "import_Wh": 7}
received: {"pv1": 3, "l1n": 230, "k_wh": 1.5, "signed_sr25519": "0xab", "import__wh": 7}
returned: {"pv1": 3, "l1n": 230, "kWh": 1.5, "signedSr25519": "0xab", "importWh": 7}'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
