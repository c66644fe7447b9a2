#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What an EnergyMeter of OpenDSS counts in its zone: a load beside a generator, a PV plant or a battery, for an hour.
#
# Packages: PyPI opendssdirect.py 0.9.4 (the engine of DSS-Extensions) and py-dss-interface 2.3.0 (EPRI's own).
# Guess:    "kWh", what flows into the zone, is "Zone kWh" and losses, less "Gen kWh", whatever feeds in; a battery that
#           charges is in "Zone kWh" as a load.
# Seen:     That holds for a Generator alone. What a PVSystem feeds in, and what a Storage charges or discharges, is
#           in "kWh" only: the registers of the zone are as if there were none, and "Gen kWh" is 0. So PV in the
#           zone, or a share of own supply, from these registers is 0. Both engines agree.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check opendssdirect.py==0.9.4 py-dss-interface==2.3.0

cat >look.py <<'EOF'
import sys

BESIDE = {
    "nothing": "",
    "Generator 40 kW": "new generator.g bus1=end kv=20 kw=40 pf=1",
    "PVSystem 40 kW": "new pvsystem.pv bus1=end kv=20 kva=60 pmpp=40 irradiance=1 pf=1",
    "Storage charging 40 kW": "new storage.s bus1=end kv=20 kwrated=40 kwhrated=400 kwhstored=200 "
    "dispmode=external state=charging %charge=100 %idlingkw=0",
    "Storage discharging 40 kW": "new storage.s bus1=end kv=20 kwrated=40 kwhrated=400 kwhstored=200 "
    "dispmode=external state=discharging %discharge=100 %idlingkw=0",
}


def registers(engine, beside):
    lines = [
        "clear",
        "new circuit.c basekv=20 bus1=start pu=1 mvasc3=20000",
        "new line.l bus1=start bus2=end length=1 units=km r1=.1 x1=.1 r0=.1 x0=.1 c1=0 c0=0",
        "new load.l bus1=end kv=20 kw=100 pf=1",
        beside,
        "new energymeter.m element=line.l terminal=1",
        "set voltagebases=[20]",
        "calcvoltagebases",
        "set mode=daily stepsize=15m number=4",
        "solve",
    ]
    if engine == "epri":
        import py_dss_interface

        dss = py_dss_interface.DSS()
        for line in filter(None, lines):
            dss.text(line)
        dss.meters.name = "m"
        return dict(zip(dss.meters.register_names, dss.meters.register_values))
    import opendssdirect

    for line in filter(None, lines):
        opendssdirect.Text.Command(line)
    opendssdirect.Meters.Name("m")
    return dict(zip(opendssdirect.Meters.RegisterNames(), opendssdirect.Meters.RegisterValues()))


with open(sys.argv[2], "w") as seen:  # EPRI's engine writes to the standard output
    for name, beside in BESIDE.items():
        values = registers(sys.argv[1], beside)
        shown = ", ".join(f"{key} {values[key] + 0:.0f}" for key in ("kWh", "Zone kWh", "Gen kWh"))
        print(f"{name}: {shown}", file=seen)
EOF

expected='nothing: kWh 100, Zone kWh 100, Gen kWh 0
Generator 40 kW: kWh 60, Zone kWh 100, Gen kWh 40
PVSystem 40 kW: kWh 60, Zone kWh 100, Gen kWh 0
Storage charging 40 kW: kWh 140, Zone kWh 100, Gen kWh 0
Storage discharging 40 kW: kWh 60, Zone kWh 100, Gen kWh 0'
for engine in extensions epri; do
	venv/bin/python look.py "$engine" seen.txt >log.txt 2>&1 || { cat log.txt >&2; exit 1; }
	seen=$(<seen.txt)
	printf '%s:\n%s\n' "$engine" "$seen"
	[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
done
