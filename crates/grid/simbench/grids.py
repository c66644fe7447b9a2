# SPDX-License-Identifier: Apache-2.0
"""Low-voltage grids of SimBench, with what their households and businesses use and generate in the year 2016, out of the
package that agent/forecast/public/packages.txt names. Nothing of it is run.

SimBench is by Meinecke and others, "SimBench: a benchmark dataset of electric power systems", Energies 13 (2020) 3290, under the
Open Database License.
"""

import csv
import dataclasses
import io
import zipfile

# The scenario for the nearer of two futures is 1, for the farther one 2: more plants, heat pumps and cars.
FOLDER = "simbench/networks/1-complete_data-mixed-all-2-sw"
# By the names that SimBench gives them.
SUBNETS = {
    "rural1": "LV1.101", "rural2": "LV2.101", "rural3": "LV3.101",
    "semiurb4": "LV4.101", "semiurb5": "LV5.201", "urban6": "LV6.201",
}
QUARTERS = 366 * 96
# Of what an apparent power carries, so much is active.
POWER_FACTOR = 0.95
# Profiles of households, businesses and farms; others are of heat pumps and cars.
BUILDINGS = ("H0", "G", "L", "BL")


@dataclasses.dataclass
class Bus:
    """A bus of a grid and the line that it hangs on."""

    name: str
    parent: int
    # In Wh per quarter of an hour; none for the grid above.
    limit: int | None
    # Longitude and latitude.
    place: tuple[float, float]


@dataclasses.dataclass
class Member:
    """Who uses and generates what at a bus."""

    bus: int
    load: list[int]
    generation: list[int]


@dataclasses.dataclass
class Grid:
    """A tree of buses; bus 0 is the grid above, bus 1 hangs on the transformer."""

    name: str
    buses: list[Bus]
    members: list[Member]
    kva: float
    # Local time of each quarter of an hour.
    times: list[str]

    def plants(self):
        return sum(any(member.generation) for member in self.members)


class Tables:
    """The data set's tables."""

    def __init__(self, wheel):
        self.archive = zipfile.ZipFile(wheel)
        self.kept = {}

    def rows(self, name):
        if name not in self.kept:
            with self.archive.open(f"{FOLDER}/{name}.csv") as file:
                self.kept[name] = list(csv.DictReader(io.TextIOWrapper(file, "utf-8"), delimiter=";"))
        return self.kept[name]

    def of(self, name, subnet):
        return [row for row in self.rows(name) if row["subnet"] == subnet]

    def profiles(self, name, columns, value=float):
        """Columns of a table with a row for each quarter of an hour, in parts of the rated power."""
        found = {column: [] for column in columns}
        with self.archive.open(f"{FOLDER}/{name}.csv") as file:
            rows = csv.reader(io.TextIOWrapper(file, "utf-8"), delimiter=";")
            head = next(rows)
            places = [(values, head.index(column)) for column, values in found.items()]
            for row in rows:
                for values, place in places:
                    values.append(value(row[place]))
        assert all(len(values) == QUARTERS for values in found.values())
        return found


def energy(rated, profile):
    """Whole Wh of each quarter of an hour, of so many MW."""
    return [round(rated * 250_000 * part) for part in profile]


def added(rows):
    return [sum(values) for values in zip(*rows)] if rows else [0] * QUARTERS


def joined(switches):
    """The bus that stands for all that closed switches join to one."""
    parents = {}

    def root(name):
        while name in parents:
            name = parents[name]
        return name

    for switch in switches:
        a, b = root(switch["nodeA"]), root(switch["nodeB"])
        if switch["cond"] == "1" and a != b:
            # The busbar stands for its auxiliary buses.
            parents[max(a, b, key=len)] = min(a, b, key=len)
    return root


def tree(tables, subnet):
    """The buses, and a function that numbers the nodes of the data set."""
    root = joined(tables.of("Switch", subnet))
    (transformer,) = tables.of("Transformer", subnet)
    (kind,) = [row for row in tables.rows("TransformerType") if row["id"] == transformer["type"]]
    kinds = {row["id"]: row for row in tables.rows("LineType")}
    at = {row["id"]: (float(row["x"]), float(row["y"])) for row in tables.rows("Coordinates")}
    places = {row["id"]: at[row["coordID"]] for row in tables.of("Node", subnet)}
    ends = {}
    for line in tables.of("Line", subnet):
        a, b = root(line["nodeA"]), root(line["nodeB"])
        volts = 400 * float(line["loadingMax"]) / 100
        limit = int(3**0.5 * volts * float(kinds[line["type"]]["iMax"]) * POWER_FACTOR / 4)
        ends.setdefault(a, []).append((b, limit))
        ends.setdefault(b, []).append((a, limit))
    kva = float(kind["sR"]) * 1000
    top = root(transformer["nodeLV"])
    buses = [Bus("the grid above", 0, None, places[top]), Bus(top, 0, int(kva * 1000 * POWER_FACTOR / 4), places[top])]
    numbers, waiting = {top: 1}, [top]
    while waiting:
        name = waiting.pop()
        for other, limit in ends.get(name, []):
            if other not in numbers:
                numbers[other] = len(buses)
                buses.append(Bus(other, numbers[name], limit, places[other]))
                waiting.append(other)
    assert len(buses) - 2 == len(tables.of("Line", subnet)), "not a tree"
    return buses, kva, lambda node: numbers[root(node)]


def read(wheel):
    """All grids. Each household and business is a member; a plant, a heat pump or a car belongs to the first at its bus."""
    tables = Tables(wheel)
    of = {table: {name: tables.of(table, subnet) for name, subnet in SUBNETS.items()} for table in ("Load", "RES")}
    loads = tables.profiles("LoadProfile", {f"{row['profile']}_pload" for rows in of["Load"].values() for row in rows})
    plants = tables.profiles("RESProfile", {row["profile"] for rows in of["RES"].values() for row in rows})
    times = tables.profiles("RESProfile", ["time"], str)["time"]
    for name, subnet in SUBNETS.items():
        buses, kva, number = tree(tables, subnet)
        loads_at, plants_at, members = {}, {}, []
        for row in of["Load"][name]:
            used = energy(float(row["pLoad"]), loads[f"{row['profile']}_pload"])
            if row["profile"].startswith(BUILDINGS):
                members.append((number(row["node"]), used))
            else:
                loads_at.setdefault(number(row["node"]), []).append(used)
        for row in of["RES"][name]:
            plants_at.setdefault(number(row["node"]), []).append(energy(float(row["pRES"]), plants[row["profile"]]))
        of_grid = []
        for bus, used in members:
            # What is taken is gone for the next one at the bus.
            of_grid.append(Member(bus, added([used, *loads_at.pop(bus, [])]), added(plants_at.pop(bus, []))))
        assert not loads_at and not plants_at, f"{name}: nobody is at their bus"
        yield Grid(name, buses, of_grid, kva, times)
