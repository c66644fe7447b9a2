# SPDX-License-Identifier: Apache-2.0
"""Histories interval,load_wh,generation_wh out of the packages that packages.txt names."""

import csv
import datetime
import io
import json
import zipfile
import zoneinfo

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
UTC = datetime.timezone.utc
QUARTER = datetime.timedelta(minutes=15)
YEAR = datetime.datetime(2016, 1, 1)
# Winter time's first quarter of the year.
FIRST = int(datetime.datetime(2015, 12, 31, 23, tzinfo=UTC).timestamp()) // 900
HOMES = ["H0-A", "H0-B", "H0-C", "H0-G", "H0-H", "H0-L"]
# What a home uses, and a business, in Wh a quarter of an hour on average; a plant's power in W.
HOME, BUSINESS, PLANT = 100, 500, 5000


def package(folder, name):
    return zipfile.ZipFile(next(folder.glob(f"{name}*.whl")))


def columns(archive, path, separator=","):
    with archive.open(path) as file:
        rows = csv.reader(io.TextIOWrapper(file, "utf-8"), delimiter=separator)
        names = next(rows)
        return dict(zip(names, zip(*rows)))


def scaled(values, mean):
    values = [float(value) for value in values]
    factor = mean * len(values) / sum(values)
    return [round(value * factor) for value in values]


def wall_clock():
    """The local time of each quarter of 2016."""
    times = (datetime.datetime.fromtimestamp((FIRST + at) * 900, UTC) for at in range(366 * 96))
    return [time.astimezone(BERLIN).replace(tzinfo=None) for time in times]


def simbench(folder):
    """Loads and plants of SimBench, a value for each quarter of 2016, checked to be in local time."""
    archive = package(folder, "simbench")
    grid = "simbench/networks/1-complete_data-mixed-all-0-sw"
    loads = columns(archive, f"{grid}/LoadProfile.csv", ";")
    plants = columns(archive, f"{grid}/RESProfile.csv", ";")
    labels = [time.strftime("%d.%m.%Y %H:%M") for time in wall_clock()]
    if list(loads["time"]) != labels or list(plants["time"]) != labels:
        raise SystemExit("the profiles are not in the local time of 2016")
    homes = {name: scaled(loads[f"{name}_pload"], HOME) for name in HOMES}
    kinds = [name for name in loads if name[:2] in ("G0", "G1", "G2", "G3", "G4", "G5", "G6")]
    kinds += [name for name in loads if name[:2] in ("L0", "L1", "L2")]
    kinds = [name for name in kinds if name.endswith("_pload")]
    businesses = {name.removesuffix("_pload"): scaled(loads[name], BUSINESS) for name in kinds}
    quarter = PLANT / 4
    plants = {
        f"PV{number}": [round(float(value) * quarter) for value in plants[f"PV{number}"]]
        for number in range(1, 9)
    }
    return homes, businesses, plants


def by_wall_clock(values):
    """A home whose day follows the clock on the wall, from one whose day follows winter time."""
    return [values[(time - YEAR) // QUARTER] for time in wall_clock()]


def citylearn(folder):
    """Load and generation of each home, an hour a row; its clock is not changed."""
    archive = package(folder, "CityLearn")
    data = "citylearn/data/citylearn_challenge_2022_phase_all"
    buildings = json.loads(archive.read(f"{data}/schema.json"))["buildings"]
    homes = {}
    for name, building in buildings.items():
        table = columns(archive, f"{data}/{building['energy_simulation']}")
        power = building["pv"]["attributes"]["nominal_power"]
        load = [round(float(kwh) * 1000) for kwh in table["Equipment Electric Power [kWh]"]]
        sun = [round(float(w) * power) for w in table["Solar Generation [W/kW]"]]
        homes[name.replace("Building_", "home ")] = (load, sun)
    return homes


def write(path, first, load, generation):
    rows = enumerate(zip(load, generation))
    lines = (f"{first + at},{used},{made}\n" for at, (used, made) in rows)
    path.write_text("interval,load_wh,generation_wh\n" + "".join(lines))
