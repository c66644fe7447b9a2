# SPDX-License-Identifier: Apache-2.0
"""Compares what the bridge's decoder makes of recordings with what readers of other people make of them, fills the
table of docs/bridge.md, and writes what tests/client/dumps/settled.js brings through the bridge to a node."""

import collections
import dataclasses
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import moved
import readers
import recordings

DECODER, FOLDER, *OPTIONS = sys.argv[1:]
PAGE = pathlib.Path("docs/bridge.md")
BEGIN, END = "<!-- dumps -->", "<!-- /dumps -->"

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


def move_on(recording):
    """Two quarters of a meter, made of a recording: its telegrams, the registers at the three boundaries as somebody
    else reads them, and how the bridge has to be told. And what is wrong with it."""
    telegrams = moved.moved(recording)
    whole = dataclasses.replace(recording, data=b"".join(telegram.data for telegram in telegrams))
    found, faults = decode(whole)
    right = [one for telegram in telegrams for one in expected(dataclasses.replace(recording, data=telegram.data))[0]]
    if recording.name in DIFFER and not right:
        # There is the decoder alone.
        right = found
    if faults or found != right or len(right) != len(telegrams):
        return None, f"{recording.name}, moved on: the decoder reads {found} {faults}, the other reader {right}"
    drawn, fed, time = right[-1]
    return {
        "name": f"{recording.package}, {recording.name}",
        "format": recording.format,
        "only": "export" if drawn is None else "import" if fed is None else None,
        # The computer's clock is set on by minutes at once, and only a count of seconds tells that it is right so.
        "counts_seconds": recording.format == "sml" and time is not None,
        "telegrams": [{"at": telegram.at, "hex": telegram.data.hex()} for telegram in telegrams],
        "boundaries": [[wh or 0 for wh in right[place][:2]] for place in moved.BOUNDARIES],
    }, None


def settled(quarters, place):
    """What a direction has counted in each of the quarters, if the meter counts it."""
    if quarters["only"] == ("export", "import")[place]:
        return ""
    registers = [boundary[place] for boundary in quarters["boundaries"]]
    return " + ".join(f"{after - before:,}" for before, after in zip(registers, registers[1:]))


def row(recording, found, faults, quarters):
    """A line of the table: of several telegrams the last."""
    drawn, fed, time = found[-1] if found else (None, None, None)
    why = "; ".join(f"{count} × {fault}" if count > 1 else fault for fault, count in faults.items())
    if found and drawn is None and fed is None:
        why = "; ".join(filter(None, ["no register of electricity", why]))
    cells = [
        recording.package, f"`{recording.name}`", recording.format, len(found) or "",
        "" if drawn is None else f"{drawn:,}", "" if fed is None else f"{fed:,}", time_of(recording, time),
        *("" if quarters is None else settled(quarters, place) for place in range(2)), why,
    ]
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


rows, wrong, telegrams, on_node = [], [], 0, []
for recording in recordings.all_of(pathlib.Path(FOLDER)):
    found, faults = decode(recording)
    right, refused = expected(recording)
    named = f"{recording.package}, {recording.name}"
    if (found != right) != (recording.name in DIFFER):
        wrong.append(f"{named}: the decoder reads {found[-3:]}, the other reader {right[-3:]} ({refused})")
    if not found and not faults:
        wrong.append(f"{named}: the decoder says nothing at all")
    telegrams += len(found)
    quarters = None
    if recording.format in ("p1", "sml") and found and found[-1][:2] != (None, None):
        quarters, fault = move_on(recording)
        if fault:
            wrong.append(fault)
        else:
            on_node.append(quarters)
    rows.append(row(recording, found, faults, quarters))
assert rows, "no recordings"
(pathlib.Path(FOLDER) / "moved.json").write_text(json.dumps(on_node))

head = [
    "package", "recording", "`--format`", "telegrams", "drawn, Wh", "fed in, Wh", "the meter's time",
    "settled: drawn, Wh", "fed in, Wh", "what is not read, and why",
]
table = "\n".join(["| " + " | ".join(head) + " |", "|---|---|---|---:|---:|---:|---|---:|---:|---|", *rows])
print(table)
print(f"\n{len(rows)} recordings, {telegrams} telegrams: {len(rows) - len(wrong)} as somebody else reads them")
print(f"{len(on_node)} of P1 and SML go through two quarters")
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
