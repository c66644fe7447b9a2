# SPDX-License-Identifier: Apache-2.0
"""Compares what the agent understands of SimBench's profiles with what Python makes of them."""

import csv
import datetime
import fractions
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import zoneinfo

AGENT = sys.argv[1]
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
FOLDER = pathlib.Path(importlib.util.find_spec("simbench").submodule_search_locations[0])
GRID = FOLDER / "networks" / "1-complete_data-mixed-all-0-sw"
# A file, a column of it, whether that is used or generated.
PROFILES = [
    ("LoadProfile.csv", "H0-A_pload", "load"),
    ("LoadProfile.csv", "G0-M_pload", "load"),
    ("RESProfile.csv", "PV1", "generation"),
]


def wanted(path, column):
    """Whole Wh by interval, of a plant of 1 kW; fractions of a Wh are carried on."""
    energy, last, all_of_it = {}, None, fractions.Fraction(0)
    with open(path, newline="") as file:
        for line in csv.DictReader(file, delimiter=";"):
            local = datetime.datetime.strptime(line["time"], "%d.%m.%Y %H:%M")
            instant = local.replace(tzinfo=BERLIN).timestamp()
            if last is not None and instant <= last:
                instant = local.replace(tzinfo=BERLIN, fold=1).timestamp()
            assert last is None or instant == last + 900, line["time"]
            last = instant
            before = int(all_of_it)
            all_of_it += fractions.Fraction(line[column]) * 250
            energy[int(instant) // 900] = int(all_of_it) - before
    return energy


def understood(path, column, quantity):
    """The same by the agent, and what it says about it."""
    with tempfile.TemporaryDirectory() as folder:
        plain = pathlib.Path(folder) / "plain.csv"
        command = [AGENT, "history", path, "--zone", "Europe/Berlin", "--unit", "kW", f"--{quantity}", column]
        subprocess.run([*command, "--write", plain], check=True, stdout=subprocess.DEVNULL)
        said = json.loads(subprocess.run([*command, "--json"], check=True, capture_output=True).stdout)
        with open(plain, newline="") as file:
            rows = {int(row["interval"]): int(row[f"{quantity}_wh"]) for row in csv.DictReader(file)}
    return rows, said["summary"]


for name, column, quantity in PROFILES:
    rows, summary = understood(GRID / name, column, quantity)
    right = wanted(GRID / name, column)
    wrong = [interval for interval in right | rows if right.get(interval) != rows.get(interval)]
    assert not wrong, f"{name} {column}: {len(wrong)} quarters differ, the first is {wrong[0]}"
    days = [(day["date"], day["intervals"], day["known"]) for day in summary["odd_days"]]
    assert days == [("2016-03-27", 92, 92), ("2016-10-30", 100, 100)], days
    assert (len(rows), summary["missing"]) == (35_136, 0), summary
    assert summary["first"]["from"] == "2016-01-01 00:00 +01:00", summary["first"]
    assert summary["last"]["to"] == "2017-01-01 00:00 +01:00", summary["last"]
    of = summary[quantity]
    print(f"{column}: {len(rows)} quarters alike, {of['total_wh']} Wh, at most {of['peak_w']} W at {of['peak_at']}")
