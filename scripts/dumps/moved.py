# SPDX-License-Identifier: Apache-2.0
"""Moves a recorded telegram on in time: the meter's clock and the registers say what they are told, all else stays as
the meter has sent it, and the checksums are computed anew."""

import dataclasses
import datetime
import re

# 2018-06-27, 02:00 UTC: the chain of tests/client begins two hours before.
FIRST = 1_700_072
QUARTER = 900
# When the telegrams come, in seconds since that quarter began, and what the registers have gone up by until then, in Wh:
# whole kWh are counted only in the second of two quarters.
STEPS = [(2, 0, 0), (450, 250, 30), (880, 400, 55), (902, 411, 61), (1350, 900, 990), (1795, 1022, 1507), (1820, 1029, 1510)]
# Those that are nearest to the three boundaries.
BOUNDARIES = [0, 3, 5]


@dataclasses.dataclass
class Telegram:
    """What comes when, in seconds since 1970."""

    at: int
    data: bytes


def moved(recording):
    """Telegrams of two quarters, made of the last one of a recording that is whole."""
    make = {"p1": p1, "sml": sml}[recording.format](recording.data)
    return [
        Telegram(FIRST * QUARTER + seconds, make(FIRST * QUARTER + seconds, seconds, (drawn, fed)))
        for seconds, drawn, fed in STEPS
    ]


def crc(data, polynomial, begin, end):
    """A checksum of 16 bits, the lowest bit first."""
    value = begin
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ polynomial if value & 1 else value >> 1
    return value ^ end


def p1(data):
    """Tariffs or totals in kWh; registers that show 0 stay so."""
    text = data.decode("latin-1")
    text = text[text.index("/") :]
    body, check = text[: text.rindex("!") + 1], text[text.rindex("!") + 1 :].strip()
    arc = lambda body: f"{crc(body.encode('latin-1'), 0xA001, 0, 0):04X}"
    assert check in ("", arc(body)), "the recording's checksum"

    def make(at, _, added):
        clock = (datetime.datetime.fromtimestamp(at, datetime.UTC) + datetime.timedelta(hours=2)).strftime("%y%m%d%H%M%S")
        # A clock that was never set has no date.
        new = re.sub(r"^(0-0:1\.0\.0\()(?!0{12})\d{12}[SW]", rf"\g<1>{clock}S", body, flags=re.MULTILINE)
        for direction, wh in zip("12", added):
            registers = re.finditer(rf"^1-0:{direction}\.8\.\d\((\d+\.\d{{3}})\*kWh", new, re.MULTILINE)
            register = next((found for found in registers if float(found[1]) > 0), None)
            if register:
                raised = int(register[1].replace(".", "")) + wh
                digits = f"{raised // 1000}.{raised % 1000:03}".zfill(len(register[1]))
                new = new[: register.start(1)] + digits + new[register.end(1) :]
        return (new + (arc(new) if check else "") + "\r\n").encode("latin-1")

    return make


@dataclasses.dataclass
class Element:
    """An element of SML: where it begins, where its content does, where it ends, and its elements if it is a list."""

    kind: int
    start: int
    content: int
    end: int
    elements: list


def element(data, start):
    first = data[start]
    if first == 0:
        return Element(0, start, start + 1, start + 1, [])
    length, content = first & 0x0F, start + 1
    while data[content - 1] & 0x80:
        length = length << 4 | data[content] & 0x0F
        content += 1
    if first & 0x70 != 0x70:
        return Element(first & 0x70, start, content, start + length, [])
    elements, end = [], content
    for _ in range(length):
        elements.append(element(data, end))
        end = elements[-1].end
    return Element(0x70, start, content, end, elements)


# That of the standard, and that of some Holley meters: how it is computed, and which of its bytes comes first.
CHECKSUMS = [
    lambda data: crc(data, 0x8408, 0xFFFF, 0xFFFF).to_bytes(2, "little"),
    lambda data: crc(data, 0x8408, 0, 0).to_bytes(2, "big"),
]


def whole(data):
    """The telegrams of a recording whose checksum is right, each with how that is computed."""
    for begin in re.finditer(rb"\x1b{4}\x01{4}", data):
        end = data.find(b"\x1b\x1b\x1b\x1b\x1a", begin.start()) + 8
        frame = data[begin.start() : end]
        for checksum in CHECKSUMS:
            if end >= 8 and checksum(frame[:-2]) == frame[-2:]:
                yield frame, checksum


def sml(data):
    """The first register of each direction that does not show 0, and the one of a tariff that belongs to it."""
    frame, checksum = list(whole(data))[-1]
    assert frame.count(b"\x1b" * 4) == 2, "escapes within"
    messages, start = [], 8
    while frame[start] == 0x76:
        messages.append(element(frame, start))
        start = messages[-1].end
    bytes_of = lambda element: frame[element.content : element.end]
    number = lambda element: int.from_bytes(bytes_of(element), "big", signed=element.kind == 0x50)
    lists = [message.elements[3].elements[1] for message in messages]
    (values,) = (values for values in lists if len(values.elements) == 7 and values.elements[4].elements)
    _, _, _, time, entries, *_ = values.elements
    seconds = time.elements[1] if time.elements else None
    registers = {}
    for entry in entries.elements:
        name, _, _, unit, scaler, value, _ = entry.elements
        a, _, c, d, e, f = bytes_of(name) if len(bytes_of(name)) == 6 else bytes(6)
        if (a, d, f) == (1, 8, 255) and c in (1, 2) and number(unit) == 30 and number(value) > 0:
            scale = int.from_bytes(bytes_of(scaler), "big", signed=True)
            registers.setdefault(c, []).append((e, value, scale))
    # A total, and the first of its tariffs; without a total a tariff alone.
    for direction, found in registers.items():
        found.sort(key=lambda register: register[0])
        registers[direction] = found[: 2 if found[0][0] == 0 else 1]

    def make(_, passed, added):
        new = bytearray(frame)

        def write(element, value):
            new[element.content : element.end] = value.to_bytes(element.end - element.content, "big", signed=element.kind == 0x50)

        if seconds:
            write(seconds, number(seconds) + passed)
        for direction, wh in zip((1, 2), added):
            for _, value, scale in registers.get(direction, []):
                write(value, number(value) + (wh // 10**scale if scale > 0 else wh * 10**-scale))
        for message in messages:
            check = message.elements[4]
            for of_message in CHECKSUMS:
                if of_message(frame[message.start : check.start]) == bytes_of(check):
                    new[check.content : check.end] = of_message(bytes(new[message.start : check.start]))
        return bytes(new[:-2]) + checksum(bytes(new[:-2]))

    return make
