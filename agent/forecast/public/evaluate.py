# SPDX-License-Identifier: Apache-2.0
"""How good the agent's forecasts are on public profiles: python evaluate.py PACKAGES FOLDER AGENT [--check]."""

import concurrent.futures
import json
import os
import pathlib
import statistics
import subprocess
import sys

import histories

# Days of the year that the weeks looked at end with.
WEEKS = [80, 150, 220, 290, 350]
# Days of the year on which a plant is built, at noon.
BUILT = [60, 100, 140, 180, 220, 260, 300]
LEADS = 4
# The most that auto may be worse than naive, per home, quantity and lead.
AUTO = 1.1
# The most that the error may grow with a change of the clocks, beyond what it does where they are not changed.
CHANGE = 1.1
# The most that the error of a plant may be, from the third day to the fifth, beside one that has always been there.
NEW = 1.6


def agent(*arguments):
    done = subprocess.run([AGENT, "accuracy", *map(str, arguments), "--json"], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))}: {done.stderr}")
    return json.loads(done.stdout)


def each(function, items):
    items = list(items)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(items, pool.map(function, items)))


def table(header, rows):
    print("| " + " | ".join(header) + " |")
    print("|---" * len(header) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def errors(path, period, until, days, models):
    """Sum of absolute errors by model, quantity and lead, and of what quantiles cover."""
    scores = agent(
        "--history", path, "--period", period, "--until", until, "--days", days, "--leads", LEADS,
        "--models", ",".join(models),
    )
    return {
        (of["name"], score["quantity"], score["lead"]): score for of in scores for score in of["scores"]
    }


def homes(folder, files):
    """Naive, ets and auto in each home."""
    models = ["naive", "ets", "auto"]
    of = each(
        lambda job: errors(folder / f"{job[0]}.csv", job[1], job[2] + job[1] * job[3] - 1, 7, models),
        [(name, period, first, day) for name, (period, first) in files.items() for day in WEEKS],
    )
    rows, worst, covered = [], 0, []
    for name, (period, first) in files.items():
        weeks = [of[name, period, first, day] for day in WEEKS]

        def mae(model, quantity, lead):
            return statistics.mean(week[model, quantity, lead]["mae"] for week in weeks)

        row = [name, str(1440 // period)]
        for quantity in ("load", "generation", "net"):
            naive = statistics.mean(mae("naive", quantity, lead) for lead in range(1, LEADS + 1))
            row.append(f"{naive:.0f}")
            for lead in (1, LEADS):
                base = mae("naive", quantity, lead)
                ratios = {model: mae(model, quantity, lead) / base if base else 1 for model in models}
                row.append(f"{ratios['ets']:.2f} / {ratios['auto']:.2f}")
            for lead in range(1, LEADS + 1):
                base = mae("naive", quantity, lead)
                # A Wh is what readings are rounded to.
                worst = max(worst, (mae("auto", quantity, lead) - 1) / base if base else 0)
        covered += [week["auto", "net", lead] for week in weeks for lead in range(1, LEADS + 1)]
        rows.append(row)
    header = ["home", "minutes"]
    for quantity in ("load", "generation", "net"):
        header += [f"{quantity}: naive, Wh", "1 ahead, ets / auto", f"{LEADS} ahead"]
    print("Mean absolute error in five weeks of the year. Of ets and auto: as a part of that of naive.\n")
    table(header, rows)
    inside = [score["quantiles"][2]["coverage"] - score["quantiles"][0]["coverage"] for score in covered]
    print(f"Worst of auto beside naive: {worst:.2f}. Between the quantiles 0.1 and 0.9 of the net came "
          f"{statistics.mean(inside):.0%} of what came (should be 80 %), {min(inside):.0%} to {max(inside):.0%} by week.\n")
    return [f"auto is {worst:.2f} times as far off as naive somewhere"] if worst > AUTO else []


def clocks(folder, names):
    """The weeks around a change of the clocks."""
    path = lambda name: folder / f"{name}.csv"
    of = each(
        lambda name: agent("--history", path(name), "--zone", "Europe/Berlin", "--clock-changes", "--leads", LEADS),
        names,
    )
    rows, broken = [], []
    for kind, members in (("businesses", [name for name in names if name[0] in "GL"]),
                          ("households", [name for name in names if name[0] == "H"])):
        for index, when in enumerate(("27 March", "30 October")):
            changes = [of[name][index] for name in members]

            def ratio(by):
                # Each counts alike, whatever it uses.
                return statistics.mean(change[by]["after"] for change in changes) / \
                    statistics.mean(change[by]["before"] for change in changes)

            local, utc, unchanged = ratio("local"), ratio("utc"), ratio("unchanged")
            rows.append([kind, str(len(members)), when, f"{local:.2f}", f"{utc:.2f}", f"{unchanged:.2f}"])
            if local > CHANGE * max(1, unchanged):
                broken.append(f"{kind}, {when}: the week after is {local:.2f} of the week before")
    print("Mean absolute error of the load's forecast (auto, 1 to 4 quarters ahead) in the week after a change of "
          "the clocks, as a part of that in the week before.\n")
    table(["profiles", "number", "change", "habits by the wall clock", "habits by UTC", "clocks not changed"], rows)
    return broken


def plants(folder, files):
    """From the third day to the fifth of a plant's life."""
    kinds = ["always", "new", "doubled"]
    models = ["naive", "auto"]
    of = each(
        lambda job: errors(folder / f"{job[0]} {job[3]} {job[4]}.csv", job[1], job[2] + job[1] * (job[3] + 5) - 1, 3, models),
        [(name, period, first, day, kind) for name, (period, first) in files.items() for day in BUILT for kind in kinds],
    )
    rows, broken = [], []
    for period in (96, 24):
        def total(kind, model):
            scores = (score for job, score in of.items() if job[1] == period and job[4] == kind)
            return sum(score[model, "generation", lead]["mae"] for score in scores for lead in range(1, LEADS + 1))

        always = total("always", "auto")
        row = [str(1440 // period), str(sum(of == period for of, _ in files.values()))]
        for kind in ("new", "doubled"):
            auto, naive = total(kind, "auto") / always, total(kind, "naive") / always
            row.append(f"{auto:.2f} ({naive:.2f})")
            if auto > NEW:
                broken.append(f"a {kind} plant's forecasts are {auto:.2f} times as far off as an old one's")
        rows.append(row)
    print("Mean absolute error of generation's forecast (auto; in brackets naive) on the third to fifth day of a "
          "plant, or of one twice as large, as a part of that (of auto) where it has always been so.\n")
    table(["minutes", "plants, each built on 7 days", "built where none was", "doubled"], rows)
    return broken


def main():
    packages, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    households, businesses, suns = histories.simbench(packages)
    files, sunny = {}, {}
    for (name, load), (plant, sun) in zip(households.items(), suns.items()):
        histories.write(folder / f"{name}.csv", histories.FIRST, load, sun)
        files[name] = (96, histories.FIRST)
        sunny[plant] = (96, histories.FIRST, sun)
    for name, (load, sun) in histories.citylearn(packages).items():
        histories.write(folder / f"{name}.csv", 0, load, sun)
        files[name] = (24, 0)
        sunny[name] = (24, 0, sun)
    broken = homes(folder, files)

    changed = {name: load for name, load in businesses.items()}
    changed |= {name: histories.by_wall_clock(load) for name, load in households.items()}
    names = []
    for name, load in changed.items():
        names.append(f"{name} by the clock")
        histories.write(folder / f"{names[-1]}.csv", histories.FIRST, load, [0] * len(load))
    broken += clocks(folder, names)

    built = {name: sunny[name] for name in ("PV1", "PV4", "PV6", "home 1", "home 4", "home 8", "home 13")}
    for name, (period, first, sun) in built.items():
        for day in BUILT:
            noon = period * day + period // 2
            for kind, before in (("always", 2), ("new", 0), ("doubled", 1)):
                values = [value * before // 2 for value in sun[:noon]] + sun[noon:]
                histories.write(folder / f"{name} {day} {kind}.csv", first, [0] * len(sun), values)
    broken += plants(folder, {name: (period, first) for name, (period, first, _) in built.items()})
    for what in broken:
        print(f"Bound broken: {what}.")
    return 1 if broken and "--check" in sys.argv else 0


AGENT = sys.argv[3]
sys.exit(main())
