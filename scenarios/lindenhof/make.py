#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the tables of the example community Lindenhof: a summer and a winter day of eight homes in Vienna.

The data are made up, and so are the homes. Loads are sums of what a home does: a ground load, a rise in the morning
and in the evening, cooking, a washing machine, a heat pump or a car. Generation is the sun's height over Vienna
(48.2 N) on a tilted roof, with clouds. Everything comes from one seed, so the tables come out the same each time.

    python3 make.py        # writes summer/ and winter/ beside this file
"""

import math
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path

HERE = Path(__file__).parent
QUARTERS = 96
LATITUDE, LONGITUDE = math.radians(48.2), 16.4

# id, name, people at home by day, yearly kWh without heat pump and car, PV in kWp, roof's azimuth (0 is south, east
# negative), heat pump, car.
HOMES = [
    ("h1", "Adler", False, 2600, 0, 0, False, False),
    ("h2", "Berger", True, 3400, 6, 0, False, False),
    ("h3", "Cermak", False, 3100, 0, 0, False, True),
    ("h4", "Dorn", True, 4100, 9, -60, True, False),
    ("h5", "Egger", False, 2300, 0, 0, False, False),
    ("h6", "Fuchs", True, 3700, 10, 70, True, True),
    ("h7", "Gruber", True, 2900, 0, 0, True, False),
    ("h8", "Kindergarten", True, 5200, 12, 15, False, False),
]
# The name of the folder, the day, how much more light and less warmth it has.
DAYS = {
    "summer": (datetime(2025, 6, 18), 2, 0.9, 0.05),
    "winter": (datetime(2025, 1, 15), 1, 0.35, 1.0),
}
ASKS = {"h2": "0.12", "h4": "0.11", "h6": "", "h8": "0.10"}


def hump(hour, at, width):
    """A rise around an hour of the day."""
    return math.exp(-(((hour - at) / width) ** 2))


def load(home, quarter, winter, draw):
    """Energy that a home uses in a quarter of an hour, in Wh."""
    _, name, by_day, yearly, _, _, heat_pump, car = home
    hour = quarter / 4
    shape = 0.35 + 0.6 * hump(hour, 7, 1.2) + 1.2 * hump(hour, 19, 2.4) + (0.55 if by_day else 0.1) * hump(hour, 12, 2.5)
    if name == "Kindergarten":
        shape = 0.15 + 1.9 * hump(hour, 11, 3.2)
    energy = yearly / 365 / 24 / 4 * 1000 * shape * (1 + 0.25 * winter) * draw.uniform(0.8, 1.25)
    if draw.random() < 0.03 and 6 <= hour < 22:
        energy += draw.uniform(250, 500)  # a kettle, an oven, a machine
    if heat_pump:
        energy += (90 + 260 * winter) * (0.6 + 0.8 * hump(hour, 5, 2.5) + 0.5 * hump(hour, 17, 3)) * draw.uniform(0.85, 1.1)
    if car and 18 <= hour < 20.5:
        energy += 900 * draw.uniform(0.95, 1.0)
    return energy


def sun(day, quarter, offset, azimuth):
    """The part of its peak that a roof of 35 degrees gives under a clear sky."""
    middle = quarter / 4 + 1 / 8 - offset + LONGITUDE / 15
    number = day.timetuple().tm_yday
    declination = math.radians(-23.44 * math.cos(math.tau * (number + 10) / 365))
    angle = math.radians(15 * (middle - 12))
    height = math.sin(LATITUDE) * math.sin(declination) + math.cos(LATITUDE) * math.cos(declination) * math.cos(angle)
    if height <= 0:
        return 0.0
    east = math.cos(declination) * math.sin(angle)
    south = math.sin(LATITUDE) * math.cos(declination) * math.cos(angle) - math.cos(LATITUDE) * math.sin(declination)
    tilt, turn = math.radians(35), math.radians(azimuth)
    direct = height * math.cos(tilt) + math.sin(tilt) * (south * math.cos(turn) + east * math.sin(turn))
    return 0.78 * max(0.0, direct) * (1 - math.exp(-height * 9)) + 0.06 * height


def write(folder, day, offset, light, winter, draw):
    folder.mkdir(exist_ok=True)
    zone = timezone(timedelta(hours=offset))
    times = [(day.replace(tzinfo=zone) + timedelta(minutes=15 * quarter)).strftime("%Y-%m-%d %H:%M") for quarter in range(QUARTERS)]
    clouds, level = [], light
    for _ in range(QUARTERS):
        level = min(1.0, max(0.2, level + draw.uniform(-0.06, 0.06) + 0.12 * (light - level)))
        clouds.append(level)
    loads = {home[0]: [load(home, quarter, winter, draw) for quarter in range(QUARTERS)] for home in HOMES}
    roofs = {
        home[0]: [1000 * home[4] / 4 * sun(day, quarter, offset, home[5]) * clouds[quarter] for quarter in range(QUARTERS)]
        for home in HOMES
        if home[4]
    }
    for name, columns in [("loads.csv", loads), ("pv.csv", roofs)]:
        with open(folder / name, "w", encoding="utf-8") as file:
            print("time", *columns, sep=",", file=file)
            for quarter, time in enumerate(times):
                print(time, *(f"{round(values[quarter]) / 1000:.3f}" for values in columns.values()), sep=",", file=file)
    with open(folder / "homes.csv", "w", encoding="utf-8") as file:
        print("home,name,ask", file=file)
        for home in HOMES:
            print(home[0], home[1], ASKS.get(home[0], ""), sep=",", file=file)
    (folder / "tariff.csv").write_text("from,buy,sell,fee\n00:00,0.24,0.07,0.02\n06:00,0.31,0.07,0.02\n22:00,0.24,0.07,0.02\n", encoding="utf-8")
    season = folder.name
    (folder / "community.toml").write_text(
        f'# An example: made-up homes, made-up data. docs/what-if.md explains each line.\nname = "Lindenhof, a day in {season}"\nzone = "Europe/Vienna"\nminutes = 15\n',
        encoding="utf-8",
    )


def main():
    draw = random.Random(33)
    for season, (day, offset, light, winter) in DAYS.items():
        write(HERE / season, day, offset, light, winter, draw)


main()
