#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A quarter hour whose reading is a substitute, from MSCONS (EDIFACT) to CSV.
#
# Package: PyPI msconsconverter 2.0.0.
# Guess:   The qualifier in front of a quantity says what it is: 220 a true reading, 67 a substitute, which a bill
#          counts like a reading. The CSV has the value, with its qualifier or without.
# Seen:    Only 220 is known. A substitute stands in the CSV as 0.0, like energy that did not flow, and nothing in
#          the row tells the two apart. A line of the log calls the qualifier strange; the program ends without an
#          error.

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

for qualifier in ("220", "67"):
    message = [
        "UNH+1+MSCONS:D:04B:UN:2.2e",
        "BGM+7+1-1+9",
        "DTM+137:202606150800:203",
        "NAD+MS+9900000000001::293",
        "NAD+MR+9900000000002::293",
        "UNS+D",
        "NAD+DP",
        f"LOC+172+DE{1:031d}",
        "LIN+1",
        "PIA+5+1-1?:1.9.0:SRW",
        f"QTY+{qualifier}:12.5",
        "DTM+163:202606150000?+00:303",
        "DTM+164:202606150015?+00:303",
    ]
    message.append(f"UNT+{len(message) + 1}+1")
    interchange = [
        "UNB+UNOC:3+9900000000001:500+9900000000002:500+260615:0800+1++TL",
        *message,
        "UNZ+1+1",
    ]
    out = pathlib.Path(f"out{qualifier}")
    pathlib.Path("in.txt").write_text("UNA:+.? '" + "".join(f"{segment}'" for segment in interchange))
    command = f"-m msconsconverter convert --input-file in.txt --output-directory {out}".split()
    subprocess.run([sys.executable, *command], check=True)
    (path,) = out.iterdir()
    row = next(csv.DictReader(path.open()))
    period = "-".join(f"{row[f'HOUR_{end}']}:{row[f'MINUTE_{end}']}" for end in ("PS", "PE"))
    print(f"QTY+{qualifier}:12.5, {period}: {row['VALUE']}")
print(f"columns: {', '.join(row)}")
EOF

expected='QTY+220:12.5, 00:00-00:15: 12.5
QTY+67:12.5, 00:00-00:15: 0.0
columns: LOC_MSCONS, LOC_PLZ, LOC_EEGKEY, DATE_PERIOD_START, YEAR_PS, MONTH_PS, DAY_PS, HOUR_PS, MINUTE_PS, UTC_PS, DATE_PERIOD_END, YEAR_PE, MONTH_PE, DAY_PE, HOUR_PE, MINUTE_PE, UTC_PE, VALUE'
seen=$(venv/bin/python look.py 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
