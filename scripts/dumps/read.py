# SPDX-License-Identifier: Apache-2.0
"""Compares what the bridge's decoder makes of recordings with what readers of other people make of them, and fills
the table of docs/bridge.md."""

import collections
import datetime
import pathlib
import re
import subprocess
import sys
import tempfile

import readers
import recordings

DECODER, FOLDER, *OPTIONS = sys.argv[1:]
PAGE = pathlib.Path("docs/bridge.md")
BEGIN, END = "<!-- dumps -->", "<!-- /dumps -->"

# What tests/client/dumps/settled.js moves on in time.
TEMPLATES = {"ISKRA_AM550": "template.p1"}

# Where the decoder and the other reader differ for a reason. A recording that stops to differ is an error too.
DIFFER = {
    "KAMSTRUP_MC66": "iec62056 does not look at the block check character, which is wrong",
    "EMH_eHZ-IW8E2A5L0EK2P_with_error.bin": "smllib refuses a telegram with an entry that has a name and no value",
}


def decode(recording):
    """What the decoder reads of each telegram, and how often it says why one is not used."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(recording.data)
        file.flush()
        key = [recording.key] if recording.key else []
        command = [DECODER, recording.format, file.name, *key]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found, faults = [], collections.Counter()
    for line in said.splitlines():
        first, *rest = line.split("\t")
        if first == "fault":
            # Checksums by their number, not each by what it is.
            faults[re.sub(r" \([0-9A-F]+ instead of [0-9A-F]+\).*", "", rest[0])] += 1
        else:
            time, *energies = rest
            drawn, fed = (None if wh == "-" else int(wh) for wh in energies)
            found.append((drawn, fed, None if time == "-" else int(time.split()[0])))
    return found, faults


def expected(recording):
    """What somebody else reads, or why nothing."""
    try:
        return readers.read(recording), None
    except readers.Refused as refused:
        return [], str(refused)


def time_of(recording, time):
    if time is None:
        return ""
    if recording.format == "sml":
        return f"{time} s"
    return datetime.datetime.fromtimestamp(time / 1000, datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def row(recording, found, faults):
    """A line of the table: of several telegrams the last."""
    drawn, fed, time = found[-1] if found else (None, None, None)
    why = "; ".join(f"{count} × {fault}" if count > 1 else fault for fault, count in faults.items())
    if found and drawn is None and fed is None:
        why = "; ".join(filter(None, ["no register of electricity", why]))
    cells = [
        recording.package, f"`{recording.name}`", recording.format, len(found) or "",
        "" if drawn is None else f"{drawn:,}", "" if fed is None else f"{fed:,}", time_of(recording, time), why,
    ]
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


rows, wrong, telegrams = [], [], 0
for recording in recordings.all_of(pathlib.Path(FOLDER)):
    found, faults = decode(recording)
    right, refused = expected(recording)
    named = f"{recording.package}, {recording.name}"
    if (found != right) != (recording.name in DIFFER):
        wrong.append(f"{named}: the decoder reads {found[-3:]}, the other reader {right[-3:]} ({refused})")
    if not found and not faults:
        wrong.append(f"{named}: the decoder says nothing at all")
    telegrams += len(found)
    if recording.name in TEMPLATES:
        (pathlib.Path(FOLDER) / TEMPLATES[recording.name]).write_bytes(recording.data)
    rows.append(row(recording, found, faults))
assert rows, "no recordings"

head = ["package", "recording", "`--format`", "telegrams", "drawn, Wh", "fed in, Wh", "the meter's time", "what is not read, and why"]
table = "\n".join(["| " + " | ".join(head) + " |", "|---|---|---|---:|---:|---:|---|---|", *rows])
print(table)
print(f"\n{len(rows)} recordings, {telegrams} telegrams: {len(rows) - len(wrong)} as somebody else reads them")
if wrong:
    sys.exit("\n".join(["", *wrong]))
text = PAGE.read_text()
before, rest = text.split(BEGIN)
_, after = rest.split(END)
written = f"{before}{BEGIN}\n{table}\n{END}{after}"
if "--write" in OPTIONS:
    PAGE.write_text(written)
elif written != text:
    sys.exit(f"{PAGE} has another table: scripts/dumps.sh --write")
