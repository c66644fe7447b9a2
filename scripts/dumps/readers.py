# SPDX-License-Identifier: Apache-2.0
"""What readers of other people make of a recording: whole Wh drawn and fed in, and the meter's time."""

import datetime
import decimal
import re

import dlms_cosem.time
import dlms_cosem.utils
import iec62056.parser
import meterbus
import smllib
import sunspec2.device
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from dsmr_parser import telegram_specifications
from dsmr_parser.parsers import TelegramParser


class Refused(Exception):
    """It cannot be read, or has nothing of electricity."""


def total(registers, direction):
    """The register of the total, or else the sum of the tariffs; cut to whole Wh. `registers` by (direction, tariff)."""
    of = {tariff: value for (c, tariff), value in registers.items() if c == direction}
    if not of:
        return None
    return int(of[0] if 0 in of else sum(of.values()))


def reading(registers, time):
    return total(registers, 1), total(registers, 2), time


def p1(data):
    # As dsmr-parser 1.11.2 reads the letter behind the time in October alone, the time is read here.
    text = data.decode("latin-1").lstrip()
    specification = telegram_specifications.V3
    if "0-0:1.0.0" in text:
        specification = telegram_specifications.V5 if "1-3:0.2.8" in text else telegram_specifications.SWEDEN
    try:
        found = TelegramParser(specification).parse(text, throw_ex=True)
    except Exception as error:
        raise Refused(f"{type(error).__name__}: {error}") from error
    names = {
        "ELECTRICITY_USED_TARIFF_1": (1, 1), "ELECTRICITY_USED_TARIFF_2": (1, 2), "ELECTRICITY_IMPORTED_TOTAL": (1, 0),
        "ELECTRICITY_DELIVERED_TARIFF_1": (2, 1), "ELECTRICITY_DELIVERED_TARIFF_2": (2, 2),
        "ELECTRICITY_EXPORTED_TOTAL": (2, 0),
    }
    registers = {}
    for name, place in names.items():
        if (value := getattr(found, name, None)) is not None:
            assert value.unit == "kWh", value.unit
            registers[place] = decimal.Decimal(value.value) * 1000
    stamp = re.search(r"0-0:1\.0\.0\((\d{12})([SW])\)", text)
    return [reading(registers, clock(*stamp.groups()) if stamp else None)]


def clock(digits, letter):
    zone = datetime.timezone(datetime.timedelta(hours=2 if letter == "S" else 1))
    try:
        return int(datetime.datetime.strptime(digits, "%y%m%d%H%M%S").replace(tzinfo=zone).timestamp()) * 1000
    except ValueError:
        return None


def iec62056_21(data):
    """Heat and water: nothing of electricity."""
    found = iec62056.parser.Parser().parse(data.decode("latin-1"))
    assert not any(register.unit in ("Wh", "kWh", "MWh") for register in found.objects)
    return [(None, None, None)]


def sml(data):
    # Some Holley meters compute their checksums in another way, which this library has to be told.
    found = sml_by(data, "x25") or sml_by(data, "kermit")
    if not found:
        raise Refused("no telegram whose checksum is right")
    return found


def sml_by(data, crc):
    stream = smllib.SmlStreamReader(crc=crc)
    stream.add(data)
    found = []
    while True:
        try:
            frame = stream.get_frame()
            if frame is None:
                return found
            messages = frame.parse_frame()
        except Exception:
            continue
        registers, time = {}, None
        for message in messages:
            if (values := getattr(message.message_body, "val_list", None)) is None:
                continue
            time = message.message_body.act_sensor_time
            for entry in values:
                a, b, c, d, e, f = bytes.fromhex(entry.obis)
                if (a, d, f) == (1, 8, 255) and b in (0, 1) and c in (1, 2) and entry.unit == 30:
                    registers[c, e] = decimal.Decimal(entry.value).scaleb(entry.scaler or 0)
        found.append(reading(registers, time))


def m_bus(data):
    try:
        telegram = meterbus.load(data)
        medium = telegram.body.bodyHeader.measure_medium_field.parts[0]
    except Exception as error:
        raise Refused(f"{type(error).__name__}: {error}") from error
    if medium != 2:
        raise Refused(f"medium {medium}")
    raise NotImplementedError("a recording of an electricity meter: compare its registers")


def dlms(data, key):
    """Opened with the package cryptography, read with dlms-cosem."""
    title, length, rest = data[2:10], int.from_bytes(data[11:13], "big"), data[13:]
    assert data[0] == 0xDB and data[10] == 0x82 and length == len(rest)
    cipher = Cipher(algorithms.AES(bytes.fromhex(key)), modes.CTR(title + rest[1:5] + b"\0\0\0\2"))
    plain = cipher.decryptor().update(rest[5:])
    time, _ = dlms_cosem.time.datetime_from_bytes(plain[6 : 6 + plain[5]])
    registers = {}
    for value in dlms_cosem.utils.parse_as_dlms_data(plain[6 + plain[5] :]):
        if isinstance(value, list) and len(value) == 3:
            name, number, (scaler, unit) = value
            a, b, c, d, e, f = name
            if (a, b, d, f) == (1, 0, 8, 255) and c in (1, 2) and unit == 30:
                registers[c, e] = decimal.Decimal(number).scaleb(scaler)
    return [reading(registers, int(time.timestamp()) * 1000)]


def sunspec(data):
    """Every model that counts energy, by the library of the alliance; the one that knows the connection best counts."""
    at, best = 4, None
    while (number := int.from_bytes(data[at : at + 2], "big")) != 0xFFFF:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 4 + 2 * length
        names = ENERGY.get(number)
        if names and (best is None or names[0] > best[0]):
            model = sunspec2.device.Model(number, model_len=length, data=data[at:end])
            values = [name and model.points[name].cvalue for name in names[1:]]
            best = (names[0], *(value if value is None else int(value) for value in values))
        at = end
    # Floats do not hold a register to the Wh.
    return [(best[1], best[2], None)] if best else [(None, None, None)]


# How well a model knows the connection, and its names of what was drawn and fed in.
ENERGY = {number: (2, "TotWhImp", "TotWhExp") for number in (201, 202, 203, 204)}
ENERGY |= {number: (0, None, "WH") for number in (101, 102, 103)} | {701: (1, "TotWhAbs", "TotWhInj")}

READERS = {"p1": p1, "iec62056-21": iec62056_21, "sml": sml, "m-bus": m_bus, "sunspec": sunspec}


def read(recording):
    """What somebody else reads: drawn, fed in, time; for each telegram."""
    if recording.format == "dlms":
        return dlms(recording.data, recording.key)
    return READERS[recording.format](recording.data)
