#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two metering points with two quarter hours each, from MSCONS (EDIFACT) to CSV.
#
# Package: PyPI msconsconverter 2.0.0.
# Guess:   The CSV has a row for each reading, so four.
# Seen:    It has one for each segment from the end of the first reading on, so 16: each later reading stands
#          there three times, beside the period before it, beside a mix of both, and then beside its own. The
#          last one of the first point stands under the second point too, and that of the second is repeated to
#          the end of the message. Added up, the energy is a multiple.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" # the converter writes its log where it is started
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check msconsconverter==2.0.0

cat >look.py <<'EOF'
import csv
import pathlib
import subprocess
import sys

message = [
    "UNH+1+MSCONS:D:04B:UN:2.2e",
    "BGM+7+1-1+9",
    "DTM+137:202606150800:203",
    "NAD+MS+9900000000001::293",
    "NAD+MR+9900000000002::293",
    "UNS+D",
    "NAD+DP",
]
for point in (1, 2):
    message += [f"LOC+172+DE{point:031d}", "LIN+1", "PIA+5+1-1?:1.9.0:SRW"]
    for quarter in (0, 1):
        start, end = (f"2026061500{15 * (quarter + late):02d}?+00" for late in (0, 1))
        message += [f"QTY+220:{point}{quarter + 1}", f"DTM+163:{start}:303", f"DTM+164:{end}:303"]
message.append(f"UNT+{len(message) + 1}+1")
interchange = [
    "UNB+UNOC:3+9900000000001:500+9900000000002:500+260615:0800+1++TL",
    *message,
    "UNZ+1+1",
]
pathlib.Path("in.txt").write_text("UNA:+.? '" + "".join(f"{segment}'" for segment in interchange))
command = "-m msconsconverter convert --input-file in.txt --output-directory out".split()
subprocess.run([sys.executable, *command], check=True)

(path,) = pathlib.Path("out").iterdir()
for row in csv.DictReader(path.open()):
    period = "-".join(f"{row[f'HOUR_{end}']}:{row[f'MINUTE_{end}']}" for end in ("PS", "PE"))
    print(f"point {row['LOC_MSCONS'][-1]}, {period}: {row['VALUE']}")
EOF

expected='point 1, 00:00-00:15: 11
point 1, 00:00-00:15: 12
point 1, 00:15-00:15: 12
point 1, 00:15-00:30: 12
point 2, 00:15-00:30: 12
point 2, 00:15-00:30: 12
point 2, 00:15-00:30: 12
point 2, 00:15-00:30: 21
point 2, 00:00-00:30: 21
point 2, 00:00-00:15: 21
point 2, 00:00-00:15: 22
point 2, 00:15-00:15: 22
point 2, 00:15-00:30: 22
point 2, 00:15-00:30: 22
point 2, 00:15-00:30: 22
point 2, 00:15-00:30: 22'
seen=$(venv/bin/python look.py 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
