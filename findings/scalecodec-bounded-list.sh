#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A list with a bound, BoundedVec, as the lists in calls of newer pallets are, written in Python.
#
# Packages: PyPI scalecodec 1.2.12 and cyscale 0.8.0 (which takes its place, for async-substrate-interface), npm
#           @polkadot/types-support 16.5.6 (metadata of Polkadot, version 14).
# Guess:    In the bytes the bound leaves no trace: a list is a list. What is read from them is one, and is written
#           again as it was read.
# Seen:     It is read as a list, but written only if it is in another list: [5, 6] is refused for its "element
#           count", and [[5, 6]] is what gives the bytes of [5, 6]. So what was read cannot be written, and an
#           example made for any other client fails. Lists without a bound are both read and written.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scalecodec==1.2.12
venv/bin/pip install --quiet --disable-pip-version-check --no-deps --target cyscale cyscale==0.8.0
npm install --silent --no-audit --no-fund --prefix . @polkadot/types-support@16.5.6 >/dev/null

cat >look.py <<'EOF'
import pathlib
import re

from scalecodec.base import RuntimeConfigurationObject, ScaleBytes
from scalecodec.type_registry import load_type_registry_preset

# The metadata begins with "meta".
stored = pathlib.Path("node_modules/@polkadot/types-support/metadata/v14/polkadot-hex.js").read_text()
config = RuntimeConfigurationObject()
config.update_type_registry(load_type_registry_preset("core"))
metadata = config.create_scale_object("MetadataVersioned", ScaleBytes("0x" + re.search("6d657461[0-9a-f]+", stored)[0]))
metadata.decode()
config.add_portable_registry(metadata)
types = metadata.portable_registry["types"].value


def is_number(id):
    return types[id]["type"]["def"].get("primitive") == "u32"


def look(name, id):
    def make(data=None):
        return config.create_scale_object(f"scale_info::{id}", data, metadata=metadata)

    print(f"{name}: read {make(ScaleBytes('0x080500000006000000')).decode()}")
    for value in ([5, 6], [[5, 6]]):
        try:
            seen = make().encode(value).to_hex()
        except (TypeError, ValueError) as error:
            seen = f"{type(error).__name__}: {error}"
        print(f"  write {value}: {seen}")


lists = [t for t in types if is_number(t["type"]["def"].get("sequence", {}).get("type", 0))]
look("Vec<u32>", lists[0]["id"])
bounded = [t for t in types if t["type"]["path"][-1:] == ["BoundedVec"]]
look("BoundedVec<u32>", next(t["id"] for t in bounded if is_number(t["type"]["params"][0]["type"])))
EOF

expected="== scalecodec
Vec<u32>: read [5, 6]
  write [5, 6]: 0x080500000006000000
  write [[5, 6]]: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'list'
BoundedVec<u32>: read [5, 6]
  write [5, 6]: ValueError: Element count of value (2) doesn't match type_definition (1)
  write [[5, 6]]: 0x080500000006000000
== cyscale
Vec<u32>: read [5, 6]
  write [5, 6]: 0x080500000006000000
  write [[5, 6]]: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'list'
BoundedVec<u32>: read [5, 6]
  write [5, 6]: ValueError: Element count of value (2) doesn't match type_definition (1)
  write [[5, 6]]: 0x080500000006000000"
seen=$(for path in '' cyscale; do echo "== ${path:-scalecodec}"; PYTHONPATH=$path venv/bin/python look.py; done)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
