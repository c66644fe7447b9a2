# SPDX-License-Identifier: Apache-2.0
"""A community of SimBench's profiles, a file of the year 2016 for each member: python community.py PACKAGES FOLDER."""

import pathlib
import sys

import histories

# Who is in it, and whose roof has a plant.
MEMBERS = [("H0-A", "PV1"), ("H0-B", None), ("H0-C", "PV4"), ("H0-G", None), ("H0-H", "PV6"), ("H0-L", None), ("G4-A", None), ("L2-A", "PV8")]

packages, folder = map(pathlib.Path, sys.argv[1:])
households, businesses, plants = histories.simbench(packages)
# Households of SimBench stay at winter time (findings/simbench-household-clock.sh); these follow the clock on the wall.
loads = businesses | {name: histories.by_wall_clock(load) for name, load in households.items()}
for number, (member, plant) in enumerate(MEMBERS, 1):
    load = loads[member]
    histories.write(folder / f"{number} {member}.csv", histories.FIRST, load, plants.get(plant, [0] * len(load)))
