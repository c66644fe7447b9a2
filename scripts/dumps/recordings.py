# SPDX-License-Identifier: Apache-2.0
"""Takes telegrams that people have recorded out of the archives of packages. Nothing of a package is run."""

import ast
import dataclasses
import json
import pathlib
import re
import struct
import tarfile
import xml.etree.ElementTree


@dataclasses.dataclass
class Recording:
    """Bytes as a meter has sent them."""

    package: str
    name: str
    format: str
    data: bytes
    # In hex, if it is encrypted.
    key: str | None = None


class Archives:
    """The source archives that scripts/dumps.sh has fetched."""

    def __init__(self, folder):
        self.sdists = folder / "sdists"
        packages = json.loads((folder / "crates.json").read_text())["packages"]
        self.crates = {p["name"]: (p["version"], pathlib.Path(p["manifest_path"]).parent) for p in packages}

    def python(self, name, path):
        """Name with version, and the bytes of a file of it."""
        (archive,) = self.sdists.glob(f"{name}-[0-9]*.tar.gz")
        whole = archive.name.removesuffix(".tar.gz")
        with tarfile.open(archive) as tar:
            return f"PyPI {whole.replace('-', ' ')}", tar.extractfile(f"{whole}/{path}").read()

    def rust(self, name):
        """Name with version, and the folder of a crate."""
        version, folder = self.crates[name]
        return f"crate {name} {version}", folder


def literals(source):
    """The texts and bytes that a file of Python has in it, by line."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            value = node.value
            if isinstance(value, str):
                value = value.encode("latin-1", "replace")
            found[node.lineno] = bytes.fromhex(value.decode()) if re.fullmatch(rb"[0-9a-fA-F]{16,}", value) else value
    return [found[line] for line in sorted(found)]


def distinct(packages, name, format, values):
    """Recordings of one file, each once, counted from 1."""
    values = list(dict.fromkeys(values))
    return [Recording(packages, f"{name}, {n}", format, value) for n, value in enumerate(values, 1)]


def p1(archives):
    package, source = archives.python("iec62056", "iec62056/samples.py")
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and (data := joined(node.value)):
            name = node.targets[0].id
            yield Recording(package, name, "iec62056-21" if name == "KAMSTRUP_MC66" else "p1", data)
    for crate in ("dsmr5", "han"):
        package, folder = archives.rust(crate)
        for path in sorted(folder.glob("test/*.txt")):
            yield Recording(package, path.name, "p1", path.read_bytes())


def joined(node):
    """Bytes that are written in parts, with plus signs between them."""
    if isinstance(node, ast.BinOp):
        return joined(node.left) + joined(node.right)
    return node.value if isinstance(node, ast.Constant) else b""


def sml(archives):
    package, folder = archives.rust("sml-rs")
    for path in sorted((folder / "tests/libsml-testing").glob("*.bin"), key=lambda path: path.name.lower()):
        yield Recording(package, path.name, "sml", path.read_bytes())
    for name, path in (
        ("smllib", "tests/test_frames.py"),
        ("pymeterreader", "pymeterreader/device_lib/test_meter_sml.py"),
    ):
        package, source = archives.python(name, path)
        frames = [value for value in literals(source) if value.startswith(b"\x1b" * 4 + b"\x01" * 4)]
        yield from distinct(package, path.rpartition("/")[2], "sml", frames)


def m_bus(archives):
    for name, path in (
        ("pymeterbus", "tests/test_elvaco_cma10.py"),
        ("pymeterbus", "tests/test_hyd.py"),
        ("pymeterbus", "tests/test_unknown_pl.py"),
        ("pymeterbus", "tests/test_variable_data_record.py"),
        ("pymeterbus", "tests/test_weptech.py"),
        ("pymeterbus", "tests/test_encrypted_wmbus.py"),
        ("mbusreader", "tests/test_mbusparser.py"),
    ):
        package, source = archives.python(name, path)
        # Shorter ones are what a master says, or an answer without data.
        values = [value for value in literals(source) if len(value) > 30]
        wired = [value for value in values if value[0] == value[3] == 0x68 and value[1] == value[2]]
        radio = [value for value in values if value[0] == len(value) - 1 and value[1] == 0x44]
        yield from distinct(package, path.rpartition("/")[2], "m-bus", wired + radio)
    package, folder = archives.rust("m-bus-parser")
    source = (folder / "src/mbus_data.rs").read_text()
    frames = [bytes.fromhex(found) for found in re.findall(r'"(68 [0-9A-F]{2} [0-9A-F]{2} 68 [0-9A-F ]+)"', source)]
    yield from distinct(package, "mbus_data.rs", "m-bus", frames)


def dlms(archives):
    package, folder = archives.rust("dlms_cosem")
    source = (folder / "src/lib.rs").read_text()
    (key,) = re.findall(r"const KEY: \[u8; 16\] = 0x([0-9a-f]{32})u128", source)
    (body,) = re.findall(r"const ENCRYPTED_MESSAGE: \[u8; \d+\] = \[(.*?)\];", source, re.DOTALL)
    yield Recording(package, "lib.rs", "dlms", bytes(int(byte, 16) for byte in re.findall(r"0x([0-9a-f]{2})\b", body)), key)


# How a register of a map is laid out; all of them have their highest byte first.
REGISTERS = {"u16": "H", "s16": "h", "u32": "I", "s32": "i", "u64": "Q", "s64": "q", "f32": "f"}


def sunspec_maps(archives):
    """Maps of a device's registers, which the older library serves to its own tests."""
    for name in ("mbmap_test_device_1", "mbmap_test_inverter_1", "mbmap_test_inverter_2", "mbmap_test_inverter_3"):
        package, source = archives.python("pysunspec", f"sunspec/core/test/devices/{name}.xml")
        data = b""
        for regs in xml.etree.ElementTree.fromstring(source).iter("regs"):
            kind, text = regs.get("type"), (regs.text or "").strip()
            if kind == "string":
                data += text.encode().ljust(2 * int(regs.get("len")), b"\0")
            elif kind == "f32":
                data += struct.pack(">f", float(text))
            else:
                size = struct.calcsize(REGISTERS[kind])
                data += (int(text, 0) % 256**size).to_bytes(size, "big")
        yield Recording(package, f"{name}.xml", "sunspec", data)


def sunspec_devices(archives):
    """Devices by the names of their values, which the newer library lays out."""
    import sunspec2.file.client

    for name in ("device_1547", "inverter_123"):
        package, source = archives.python("pysunspec2", f"sunspec2/tests/test_data/{name}.json")
        data = b"SunS"
        for model in json.loads(source)["models"]:
            if model["ID"] != 0xFFFF:
                laid_out = sunspec2.file.client.FileClientModel(model["ID"], model_len=model.get("L"), data=model).get_mb()
                # It writes the length that the file has, which may be none.
                data += laid_out[:2] + struct.pack(">H", len(laid_out) // 2 - 2) + laid_out[4:]
        yield Recording(package, f"{name}.json", "sunspec", data + b"\xff\xff\0\0")


def all_of(folder):
    """Every recording, in the order of the page."""
    archives = Archives(folder)
    for kind in (p1, sml, dlms, m_bus, sunspec_maps, sunspec_devices):
        yield from kind(archives)
