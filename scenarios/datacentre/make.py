#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the week of the data centre's microgrid from stated figures: prints scenario.json.

    python3 scenarios/datacentre/make.py > scenarios/datacentre/scenario.json

README.md says which figures are whose. Energy is Wh in an hour, prices planck per Wh, where 1,000,000 planck per Wh
stand for 1 USD per kWh. Only Python's standard library; nothing is random but by the seed below.
"""

import json
import math
from datetime import date

# Monday; hours since 1970 are the numbers of the intervals.
FIRST_DAY = date(2024, 6, 10)
DAYS = 7
FIRST = (FIRST_DAY - date(1970, 1, 1)).days * 24
SEED = 53

LATITUDE = 39.0
# What of the clear sky's light comes through, day by day, in per cent.
CLEARNESS = [92, 78, 88, 60, 96, 40, 70]
# What a plant feeds in of its rating in full sun: inverters, heat, dirt.
PERFORMANCE = 0.80

# Who is shed when, and what it says that a lost kWh costs it: tenants 1 to 8, 9 to 23, 24 to 43 and 44 to 53.
CLASSES = [("critical", 8), ("essential", 15), ("normal", 20), ("sheddable", 10)]
ESSENTIAL_VALUES = [20_000_000, 15_000_000, 12_000_000]
NORMAL_VALUES = [6_000_000, 4_000_000, 2_500_000, 1_200_000]
# Work that can wait: some of it until energy costs less than the dearest source.
SHEDDABLE_VALUES = [420_000, 300_000, 200_000, 150_000, 100_000]
# What of the week's mean the tenants compute in an hour of the day, in per cent.
COMPUTING = [
    92, 90, 89, 88, 88, 90, 94, 98, 103, 106, 108, 109, 108, 108, 108, 107, 106, 105, 104, 103, 101, 99, 97, 94,
]
# Power usage effectiveness: all that the site draws over what its servers draw.
PUE_PERCENT = 158


class Random:
    """A linear congruential generator with the constants of POSIX's drand48."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 0x5DEECE66D + 0xB) % 2**48
        return (self.state >> 16) * bound // 2**32


def tenants():
    """What each tenant draws in an hour on average, in Wh: 1 to 3 kWh, 91 kWh in all, as in the paper's month."""
    random = Random(SEED)
    parts = [1_000 + random.below(1_437) for _ in range(53)]
    # The last watt-hours go where there is room.
    step = 1 if sum(parts) < 91_000 else -1
    place = 0
    while sum(parts) != 91_000:
        if 1_000 <= parts[place] + step <= 3_000:
            parts[place] += step
        place = (place + 1) % len(parts)
    return parts


def light(day, hour):
    """Light on the ground under a clear sky, over 1,000 W/m2: the sun's height, and Haurwitz's formula."""
    number = (FIRST_DAY.timetuple().tm_yday + day) + 0.5
    declination = math.radians(23.45) * math.sin(2 * math.pi * (284 + number) / 365)
    latitude, turn = math.radians(LATITUDE), math.radians(15 * (hour + 0.5 - 12))
    height = math.sin(latitude) * math.sin(declination)
    height += math.cos(latitude) * math.cos(declination) * math.cos(turn)
    return 0.0 if height <= 0 else 1.098 * height * math.exp(-0.059 / height)


def solar(rating):
    """Of a plant so large, in W."""
    return [
        round(rating * PERFORMANCE * light(day, hour) * CLEARNESS[day] / 100)
        for day in range(DAYS)
        for hour in range(24)
    ]


def wind(rating):
    """By a speed that wanders about its mean, and a power curve that is cubic between cut-in and rated speed."""
    random, speed, energies = Random(SEED + 4), 66, []
    for _ in range(DAYS * 24):
        # In tenths of m/s: a twelfth of the way back to the mean, and up to 1.5 m/s up or down.
        speed += (66 - speed) // 12 + random.below(31) - 15
        speed = max(speed, 5)
        if speed < 30 or speed >= 250:
            share = 0.0
        else:
            share = min(1.0, (speed**3 - 30**3) / (120**3 - 30**3))
        energies.append(round(rating * share))
    return energies


def tariff(hour):
    """Time-of-use price by the hour of the day: night, day, evening."""
    return 90_000 if hour < 7 or hour >= 23 else 220_000 if 16 <= hour < 21 else 130_000


def loads(base):
    random = Random(SEED + 2)
    rows = []
    values = {
        "critical": [None],
        "essential": ESSENTIAL_VALUES,
        "normal": NORMAL_VALUES,
        "sheddable": SHEDDABLE_VALUES,
    }
    hours = [[0] * 53 for _ in range(DAYS * 24)]
    for number in range(53):
        for hour in range(DAYS * 24):
            shape = COMPUTING[hour % 24] * (100 + random.below(11) - 5)
            hours[hour][number] = base[number] * shape // 10_000
    number = 0
    for priority, count in CLASSES:
        for place in range(count):
            value = values[priority][place % len(values[priority])]
            energies = [hours[hour][number] for hour in range(DAYS * 24)]
            rows.append(
                {"id": number + 1, "priority": priority, "value": value, "wh": energies}
            )
            number += 1
    # Cooling, supplies and light, for which nobody can do without.
    overhead = [sum(hour) * (PUE_PERCENT - 100) // 100 for hour in hours]
    rows.append({"id": 54, "priority": "critical", "value": None, "wh": overhead})
    return rows


def main():
    base = tenants()
    assert len(base) == 53 and sum(base) == 91_000 and 1_000 <= min(base) <= max(base) <= 3_000
    hours = range(DAYS * 24)
    scenario = {
        "first_interval": FIRST,
        "hours": DAYS * 24,
        "loads": loads(base),
        # Outside of the microgrid, beyond the point of common coupling: buys of it as of others.
        "depot": {"id": 80, "wh": [12_000] * len(hours)},
        "sources": [
            {"id": 61, "source": "solar_large", "ask": 48_000, "weather": True, "wh": solar(300_000)},
            {"id": 62, "source": "solar_small", "ask": 80_000, "weather": True, "wh": solar(60_000)},
            {"id": 63, "source": "wind", "ask": 33_000, "weather": True, "wh": wind(300_000)},
            {"id": 64, "source": "geothermal", "ask": 68_000, "weather": False, "wh": [15_000] * len(hours)},
            {"id": 65, "source": "biodiesel", "ask": 340_000, "weather": False, "wh": [30_000] * len(hours)},
        ],
        "battery": {
            "id": 66,
            "capacity_wh": 240_000,
            "initial_wh": 150_000,
            "critical_reserve_wh": 60_000,
            "power_w": 60_000,
            "efficiency_ppm": 900_000,
            "ask": 110_000,
            "bid": 50_000,
            "charges": list(range(9, 16)),
            "discharges": [7, 8, 16, 17, 18, 19, 20, 21, 22],
        },
        "utility": {
            "id": 70,
            "tou": [tariff(hour % 24) for hour in hours],
            "fit": 30_000,
            "alpha_ppm": 950_000,
            "fee": 4_000,
            # The market's own term for a Wh that was sold and does not come: no price of an island is above it.
            "shortfall": 500_000,
        },
        # Wednesday, 17 to 23 o'clock: the utility is gone.
        "outage": {"from": 2 * 24 + 17, "hours": 6},
        # Friday, 16 to 19 o'clock: the utility asks that no more than so much is drawn of it.
        "demand_response": {"from": 4 * 24 + 16, "hours": 3, "limit_wh": 20_000},
        # "Far below": less than a third, judged over each quarter of a day.
        "far_below": {"factor_ppm": 3_000_000, "span_hours": 6},
        # The paper's month: 53 tenants who use 91 kWh, of four suppliers.
        "paper": {
            "loads": [
                {"id": number + 1, "priority": "normal", "value": None, "wh": energy}
                for number, energy in enumerate(base)
            ],
            "sources": [
                {"id": 61, "source": "solar", "ask": 48_000, "wh": 31_000},
                {"id": 63, "source": "wind", "ask": 33_000, "wh": 30_000},
                {"id": 64, "source": "geothermal", "ask": 68_000, "wh": 15_100},
                {"id": 65, "source": "biodiesel", "ask": 340_000, "wh": 50_000},
            ],
        },
    }
    text = json.dumps(scenario, separators=(",", ":"))
    # A line each for what has an id.
    print(text.replace('{"id":', '\n{"id":'))


if __name__ == "__main__":
    main()
