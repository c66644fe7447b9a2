#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The clock of a SimBench grid's year: when households and businesses get up, before and after the clocks change.
#
# Packages: PyPI simbench 1.6.3, pandapower 3.5.6.
# Guess:    The times are those of the clock on the wall: an hour is missing in March and one comes twice in
#           October. So on working days people and businesses start at the same time before and after the change,
#           and the sun is an hour later in summer.
# Seen:     Sun and businesses are as guessed. The households' day moves by an hour too, as if their clocks stayed at
#           winter time. So for seven months a year they do everything an hour later than the businesses and the
#           tariffs around them.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check simbench==1.6.3 pandapower==3.5.6

cat >"$work/look.py" <<'EOF'
import numpy
import pandas
import simbench

HOUSEHOLDS = simbench.get_simbench_net("1-LV-rural1--2-sw").profiles["load"]
grid = simbench.get_simbench_net("1-MV-comm--2-sw").profiles
CLOCK = pandas.to_datetime(grid["load"]["time"], format="%d.%m.%Y %H:%M")
assert list(HOUSEHOLDS["time"]) == list(grid["load"]["time"])
step = CLOCK.diff()
for row in step[1:][step[1:] != pandas.Timedelta("15min")].index:
    print(f"row {row}: from {CLOCK[row - 1]:%d %b %H:%M} to {CLOCK[row]:%d %b %H:%M}")


def day(profiles, names, first, last):
    """The mean working day by the clock, over so many profiles of one kind."""
    days = CLOCK.between(first, f"{last} 23:45") & (CLOCK.dt.dayofweek < 5)
    curve = profiles.loc[days, names].sum(axis=1).groupby(CLOCK[days].dt.time).mean()
    return (curve - curve.mean()) / curve.std()


def later(profiles, kind, before, after):
    """By how many minutes the day behind the change has to be moved to fit the one before it best."""
    names = [name for name in profiles if name.startswith(kind) and "_q" not in name]
    a, b = (day(profiles, names, *weeks).to_numpy() for weeks in (before, after))
    return 15 * max(range(-8, 9), key=lambda steps: a @ numpy.roll(b, -steps))


MARCH = ("2016-03-01", "2016-03-18"), ("2016-04-04", "2016-04-22")
OCTOBER = ("2016-10-10", "2016-10-28"), ("2016-11-07", "2016-11-25")
for name, profiles, kind in (
    ("PV", grid["renewables"], "PV"),
    ("businesses", grid["load"], "G"),
    ("households", HOUSEHOLDS, "H0"),
):
    print(f"{name}: {later(profiles, kind, *MARCH)} minutes in March, {later(profiles, kind, *OCTOBER)} in October")
EOF

expected='row 8264: from 27 Mar 01:45 to 27 Mar 03:00
row 29096: from 30 Oct 02:45 to 30 Oct 02:00
PV: 45 minutes in March, -45 in October
businesses: 0 minutes in March, 0 in October
households: 75 minutes in March, -60 in October'
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
