#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the test vectors of hidden amounts with none of our own code and no library: ristretto255 by RFC 9496,
transcripts (Merlin 1.0 over STROBE-128) and every proof as docs/hidden.md lays them out, range proofs as well.

usage: check_vectors.py [folder]
"""

import hashlib
import json
import sys
from pathlib import Path

# --- ristretto255, RFC 9496 -------------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


class Refused(Exception):
    """What the crate calls the error."""


def negative(x):
    return x & 1 == 1


def magnitude(x):
    return P - x if negative(x) else x


def sqrt_ratio(u, v):
    """Whether u/v is a square, and its root; of i * u/v if it is none. The root is not negative."""
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    flipped, flipped_i = check == -u % P, check == -u * SQRT_M1 % P
    if flipped or flipped_i:
        r = r * SQRT_M1 % P
    return check == u % P or flipped, magnitude(r)


INVSQRT_A_MINUS_D = sqrt_ratio(1, -1 - D)[1]
SQRT_AD_MINUS_ONE = sqrt_ratio(-D - 1, 1)[1]
# RFC 9496 has the other root.
if SQRT_AD_MINUS_ONE != 25063068953384623474111414158702152701244531502492656460079210482610430750235:
    SQRT_AD_MINUS_ONE = P - SQRT_AD_MINUS_ONE
ONE_MINUS_D_SQ = (1 - D * D) % P
D_MINUS_ONE_SQ = (D - 1) * (D - 1) % P
IDENTITY = (0, 1, 1, 0)


def add(a, b):
    """Points of the twisted Edwards curve, extended coordinates."""
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e = (y1 - x1) * (y2 - x2) % P
    f = (y1 + x1) * (y2 + x2) % P
    g = 2 * t1 * t2 * D % P
    h = 2 * z1 * z2 % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def negate(a):
    x, y, z, t = a
    return -x % P, y, z, -t % P


def times(number, point):
    number %= ORDER
    total = IDENTITY
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def combine(pairs):
    """The sum of scalars times points."""
    pairs = [(scalar % ORDER, point) for scalar, point in pairs]
    total = IDENTITY
    for bit in reversed(range(253)):
        total = add(total, total)
        for scalar, point in pairs:
            if scalar >> bit & 1:
                total = add(total, point)
    return total


def same(a, b):
    return (a[0] * b[1] - a[1] * b[0]) % P == 0 or (a[1] * b[1] - a[0] * b[0]) % P == 0


def form(text):
    if len(text) != 32:
        raise Refused("WrongLength")
    s = int.from_bytes(text, "little")
    if s >= P or negative(s):
        raise Refused("PointNotCanonical")
    if s == 0:
        raise Refused("Identity")
    return s


def decode(text):
    s = form(text)
    ss = s * s % P
    u1, u2 = (1 - ss) % P, (1 + ss) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    square, inverse = sqrt_ratio(1, v * u2 * u2 % P)
    x_part, y_part = inverse * u2 % P, inverse * inverse * u2 * v % P
    x = magnitude(2 * s * x_part % P)
    y = u1 * y_part % P
    if not square or negative(x * y % P) or y == 0:
        raise Refused("NotAPoint")
    return x, y, 1, x * y % P


def encode(point):
    x0, y0, z0, t0 = point
    u1 = (z0 + y0) * (z0 - y0) % P
    u2 = x0 * y0 % P
    _, inverse = sqrt_ratio(1, u1 * u2 * u2 % P)
    den1, den2 = inverse * u1 % P, inverse * u2 % P
    z_inverse = den1 * den2 * t0 % P
    if negative(t0 * z_inverse % P):
        x, y, den = y0 * SQRT_M1 % P, x0 * SQRT_M1 % P, den1 * INVSQRT_A_MINUS_D % P
    else:
        x, y, den = x0, y0, den2
    if negative(x * z_inverse % P):
        y = -y % P
    return magnitude(den * (z0 - y) % P).to_bytes(32, "little")


def map_to_group(text):
    t = int.from_bytes(text, "little") % 2**255 % P
    r = SQRT_M1 * t * t % P
    u = (r + 1) * ONE_MINUS_D_SQ % P
    v = (-1 - r * D) * (r + D) % P
    square, s = sqrt_ratio(u, v)
    c = -1
    if not square:
        s, c = -magnitude(s * t % P) % P, r
    n = (c * (r - 1) * D_MINUS_ONE_SQ - v) % P
    w0, w1, w2, w3 = 2 * s * v, n * SQRT_AD_MINUS_ONE, 1 - s * s, 1 + s * s
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def hash_to_group(wide):
    return add(map_to_group(wide[:32]), map_to_group(wide[32:]))


def scalar(text):
    if len(text) != 32:
        raise Refused("WrongLength")
    number = int.from_bytes(text, "little")
    if number >= ORDER:
        raise Refused("ScalarNotCanonical")
    return number


BASE = decode(bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))
BLINDING_BASE = hash_to_group(hashlib.sha3_512(encode(BASE)).digest())


def commit(amount, blinding):
    return add(times(amount, BASE), times(blinding, BLINDING_BASE))


# --- Keccak-f[1600], STROBE-128, Merlin ----------------------------------------------------------------------------

MASK = 2**64 - 1


def round_constants():
    constants, lfsr = [], 1
    for _ in range(24):
        constant = 0
        for j in range(7):
            if lfsr & 1:
                constant |= 1 << (2**j - 1)
            lfsr = lfsr << 1 ^ (0x171 if lfsr & 0x80 else 0)
        constants.append(constant)
    return constants


ROUNDS = round_constants()


def rotate(word, by):
    by %= 64
    return (word << by | word >> (64 - by)) & MASK if by else word


def keccak(state):
    lanes = [int.from_bytes(state[8 * i : 8 * i + 8], "little") for i in range(25)]
    for constant in ROUNDS:
        c = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        d = [c[(x - 1) % 5] ^ rotate(c[(x + 1) % 5], 1) for x in range(5)]
        lanes = [lane ^ d[i % 5] for i, lane in enumerate(lanes)]
        x, y, current = 1, 0, lanes[1]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, lanes[x + 5 * y] = lanes[x + 5 * y], rotate(current, (t + 1) * (t + 2) // 2)
        for row in range(0, 25, 5):
            a = lanes[row : row + 5]
            for x in range(5):
                lanes[row + x] = a[x] ^ (~a[(x + 1) % 5] & a[(x + 2) % 5])
        lanes[0] ^= constant
    return bytearray(b"".join((lane & MASK).to_bytes(8, "little") for lane in lanes))


RATE = 166
I, A, C, M, K = 1, 2, 4, 16, 32


class Transcript:
    """Merlin 1.0."""

    def __init__(self, label):
        state = bytearray(200)
        state[:18] = bytes([1, RATE + 2, 1, 0, 1, 96]) + b"STROBEv1.0.2"
        self.state, self.place, self.begun, self.flags = keccak(state), 0, 0, 0
        self.operate(M | A, b"Merlin v1.0")
        self.append(b"dom-sep", label)

    def copy(self):
        other = Transcript.__new__(Transcript)
        other.__dict__.update(self.__dict__, state=bytearray(self.state))
        return other

    def permute(self):
        self.state[self.place] ^= self.begun
        self.state[self.place + 1] ^= 4
        self.state[RATE + 1] ^= 0x80
        self.state, self.place, self.begun = keccak(self.state), 0, 0

    def absorb(self, data):
        for byte in data:
            self.state[self.place] ^= byte
            self.place += 1
            if self.place == RATE:
                self.permute()

    def squeeze(self, length):
        out = bytearray()
        for _ in range(length):
            out.append(self.state[self.place])
            self.state[self.place] = 0
            self.place += 1
            if self.place == RATE:
                self.permute()
        return bytes(out)

    def begin(self, flags):
        old, self.begun = self.begun, self.place + 1
        self.flags = flags
        self.absorb(bytes([old, flags]))
        if flags & (C | K) and self.place:
            self.permute()

    def operate(self, flags, data, more=b""):
        self.begin(flags)
        self.absorb(data + more)

    def append(self, label, message):
        self.operate(M | A, label, len(message).to_bytes(4, "little"))
        self.operate(A, message)

    def number(self, label, number):
        self.append(label, number.to_bytes(8, "little"))

    def bytes(self, label, length):
        self.operate(M | A, label, length.to_bytes(4, "little"))
        self.begin(I | A | C)
        return self.squeeze(length)

    def challenge(self, label):
        return int.from_bytes(self.bytes(label, 64), "little") % ORDER


# Merlin's own vector.
_known = Transcript(b"test protocol")
_known.append(b"some label", b"some data")
assert _known.bytes(b"challenge", 32).hex() == "d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615"


# --- hidden amounts, docs/hidden.md ---------------------------------------------------------------------------------


def of_context(context, kind):
    genesis = bytes.fromhex(context["genesis"])
    assert len(genesis) == 32
    numbers = b"".join(context[name].to_bytes(4, "little") for name in ("agreement", "cycle", "node"))
    transcript = Transcript(b"gridmerit:hidden:v1")
    transcript.append(b"kind", kind)
    transcript.append(b"context", genesis + numbers + bytes([context["call"]]))
    return transcript


def words(proof):
    if len(proof) % 32:
        raise Refused("WrongLength")
    return [proof[i : i + 32] for i in range(0, len(proof), 32)]


def check_equal_sums(vector):
    left, right = [[decode(bytes.fromhex(text)) for text in vector[side]] for side in ("left", "right")]
    parts = words(bytes.fromhex(vector["proof"]))
    if len(parts) != 2:
        raise Refused("WrongLength")
    form(parts[0])
    response, public = scalar(parts[1]), int(vector["public"])
    if not left and not right:
        raise Refused("NoTerms")
    if len(left) + len(right) > 256:
        raise Refused("TooManyTerms")
    transcript = of_context(vector["context"], b"equal sums")
    difference = times(-public, BASE)
    for label, side, sign in ((b"left", left, 1), (b"right", right, -1)):
        transcript.number(label, len(side))
        for point in side:
            transcript.append(b"commitment", encode(point))
            difference = add(difference, point if sign == 1 else negate(point))
    transcript.number(b"public", public)
    transcript.append(b"first", parts[0])
    challenge = transcript.challenge(b"challenge")
    first = combine([(response, BLINDING_BASE), (-challenge, difference)])
    if encode(first) != parts[0]:
        raise Refused("BadProof")


def check_set(vector):
    parts = words(bytes.fromhex(vector["proof"]))
    if len(parts) % 2:
        raise Refused("WrongLength")
    pairs = [(scalar(parts[i]), scalar(parts[i + 1])) for i in range(0, len(parts), 2)]
    point = decode(bytes.fromhex(vector["commitment"]))
    values = [int(value) for value in vector["set"]]
    if len(values) < 2:
        raise Refused("SetTooSmall")
    if len(values) > 32:
        raise Refused("SetTooLarge")
    if sorted(set(values)) != values:
        raise Refused("SetNotAscending")
    if len(pairs) != len(values):
        raise Refused("WrongLength")
    transcript = of_context(vector["context"], b"one of")
    transcript.number(b"values", len(values))
    for value in values:
        transcript.number(b"value", value)
    transcript.append(b"commitment", encode(point))
    for value, (challenge, response) in zip(values, pairs):
        difference = add(point, times(-value, BASE))
        first = combine([(response, BLINDING_BASE), (-challenge, difference)])
        transcript.append(b"first", encode(first))
    if sum(challenge for challenge, _ in pairs) % ORDER != transcript.challenge(b"challenge"):
        raise Refused("BadProof")


def generators(kind, party, count):
    stream = hashlib.shake_256(b"GeneratorsChain" + kind + party.to_bytes(4, "little")).digest(64 * count)
    return [hash_to_group(stream[64 * i : 64 * i + 64]) for i in range(count)]


def check_range(vector):
    commitments = [decode(bytes.fromhex(text)) for text in vector["commitments"]]
    parts = words(bytes.fromhex(vector["proof"]))
    rounds = (len(parts) - 9) // 2
    if len(parts) % 2 != 1 or not 3 <= rounds <= 10:
        raise Refused("WrongLength")
    for text in parts[:4] + parts[7 : 7 + 2 * rounds]:
        form(text)
    t, t_blinding, blinding = [scalar(text) for text in parts[4:7]]
    a, b = [scalar(text) for text in parts[-2:]]

    lo, hi = int(vector["lo"]), int(vector["hi"])
    sides, n = vector["sides"], vector["bits"]
    if sides == 2:
        width = hi - lo
        if width < 0:
            raise Refused("EmptyRange")
        assert n == next(bits for bits in (8, 16, 32, 64) if width < 2**bits)
    else:
        assert sides == 1 and (lo, hi) == (0, 2**n - 1)
    m = len(commitments) * sides
    if m not in (1, 2, 4, 8, 16):
        raise Refused("BadCount")
    if 2**rounds != n * m:
        raise Refused("WrongLength")

    transcript = of_context(vector["context"], b"range")
    for label, number in ((b"lo", lo), (b"hi", hi), (b"bits", n), (b"sides", sides)):
        transcript.number(label, number)
    transcript.number(b"commitments", len(commitments))
    points = []
    for point in commitments:
        transcript.append(b"commitment", encode(point))
        points.append(add(point, times(-lo, BASE)))
        if sides == 2:
            points.append(add(times(hi, BASE), negate(point)))

    # Bünz et al., Bulletproofs, sections 3, 4.2 and 4.3; labels as the crate bulletproofs 5.0.0 has them.
    transcript.append(b"dom-sep", b"rangeproof v1")
    transcript.number(b"n", n)
    transcript.number(b"m", m)
    for point in points:
        transcript.append(b"V", encode(point))
    transcript.append(b"A", parts[0])
    transcript.append(b"S", parts[1])
    y, z = transcript.challenge(b"y"), transcript.challenge(b"z")
    transcript.append(b"T_1", parts[2])
    transcript.append(b"T_2", parts[3])
    x = transcript.challenge(b"x")
    for label, text in zip((b"t_x", b"t_x_blinding", b"e_blinding"), parts[4:7]):
        transcript.append(label, text)
    w = transcript.challenge(b"w")
    transcript.append(b"dom-sep", b"ipp v1")
    transcript.number(b"n", n * m)
    halvings = []
    for left, right in zip(parts[7:-2:2], parts[8:-2:2]):
        transcript.append(b"L", left)
        transcript.append(b"R", right)
        halvings.append(transcript.challenge(b"u"))

    try:
        big_a, s, t1, t2 = [decode(text) for text in parts[:4]]
        lefts = [decode(text) for text in parts[7:-2:2]]
        rights = [decode(text) for text in parts[8:-2:2]]
    except Refused:
        raise Refused("BadProof") from None

    # The value of the polynomial: t B + t_blinding H = z^2 sum z^j V_j + delta B + x T1 + x^2 T2.
    delta = (z - z * z) * sum(pow(y, i, ORDER) for i in range(n * m))
    delta -= sum(pow(z, j + 3, ORDER) for j in range(m)) * (2**n - 1)
    terms = [(pow(z, j + 2, ORDER), point) for j, point in enumerate(points)]
    terms += [(delta - t, BASE), (x, t1), (x * x, t2), (-t_blinding, BLINDING_BASE)]
    if not same(combine(terms), IDENTITY):
        raise Refused("BadProof")

    # The inner product, folded step by step: bases are halved as the prover halved them.
    firsts = [point for party in range(m) for point in generators(b"G", party, n)]
    seconds = [point for party in range(m) for point in generators(b"H", party, n)]
    inverse_y = pow(y, -1, ORDER)
    seconds = [times(pow(inverse_y, i, ORDER), point) for i, point in enumerate(seconds)]
    terms = [(1, big_a), (x, s), (-blinding, BLINDING_BASE), (w * t, BASE)]
    for i, (first, second) in enumerate(zip(firsts, seconds)):
        j, k = divmod(i, n)
        terms.append((-z, first))
        terms.append((z * pow(y, i, ORDER) + pow(z, j + 2, ORDER) * 2**k, second))
    for halving, left, right in zip(halvings, lefts, rights):
        inverse = pow(halving, -1, ORDER)
        terms += [(halving * halving, left), (inverse * inverse, right)]
        half = len(firsts) // 2
        firsts = [combine([(inverse, one), (halving, two)]) for one, two in zip(firsts[:half], firsts[half:])]
        seconds = [combine([(halving, one), (inverse, two)]) for one, two in zip(seconds[:half], seconds[half:])]
    terms += [(-a, firsts[0]), (-b, seconds[0]), (-w * a * b, BASE)]
    if not same(combine(terms), IDENTITY):
        raise Refused("BadProof")


def check_read(vector):
    {"point": decode, "scalar": scalar}[vector["kind"]](bytes.fromhex(vector["bytes"]))


def check_commitment(vector):
    point = commit(int(vector["amount"]), scalar(bytes.fromhex(vector["blinding"])))
    assert encode(point).hex() == vector["commitment"], "another commitment"


def check_sum(vector):
    total = IDENTITY
    for text in vector["plus"]:
        total = add(total, decode(bytes.fromhex(text)))
    for text in vector["minus"]:
        total = add(total, negate(decode(bytes.fromhex(text))))
    assert encode(times(int(vector["times"]), total)).hex() == vector["result"], "another sum"


def check_blinding(vector):
    transcript = Transcript(b"gridmerit:blinding:v1")
    transcript.append(b"secret", bytes.fromhex(vector["secret"]))
    transcript.append(b"what", bytes.fromhex(vector["what"]))
    assert transcript.challenge(b"blinding") == scalar(bytes.fromhex(vector["blinding"])), "another blinding"


def check_registers(vector):
    key = bytes.fromhex(vector["key"])
    assert len(key) == (34 if key[0] == 2 else 33)
    subject = b"gridmerit:hidden:v1" + bytes.fromhex(vector["genesis"]) + key
    subject += vector["interval"].to_bytes(4, "little") + int(vector["counter"]).to_bytes(8, "little")
    payload = subject
    for register, name in enumerate(("importRegister", "exportRegister")):
        transcript = Transcript(b"gridmerit:blinding:v1")
        transcript.append(b"secret", bytes.fromhex(vector["secret"]))
        transcript.append(b"what", subject + bytes([register]))
        payload += encode(commit(int(vector[name]), transcript.challenge(b"blinding")))
    assert payload.hex() == vector["payload"], "another payload"


def check_masks(vector):
    secrets = [scalar(bytes.fromhex(text)) for text in vector["secrets"]]
    publics = [times(secret, BASE) for secret in secrets]
    keys = [encode(public) for public in publics]
    assert [key.hex() for key in keys] == vector["publics"], "other keys"
    total = 0
    for i, (secret, side) in enumerate(zip(secrets, vector["sides"])):
        sign = {"Left": 1, "Right": -1}[side]
        share = sign * scalar(bytes.fromhex(vector["blindings"][i]))
        total += share
        for j, public in enumerate(publics):
            if i == j:
                continue
            transcript = of_context(vector["context"], b"mask")
            transcript.append(b"first", min(keys[i], keys[j]))
            transcript.append(b"second", max(keys[i], keys[j]))
            transcript.append(b"shared", encode(times(secret, public)))
            share += transcript.challenge(b"mask") * (1 if keys[i] < keys[j] else -1)
        assert share % ORDER == scalar(bytes.fromhex(vector["shares"][i])), "another share"
    assert total % ORDER == scalar(bytes.fromhex(vector["sum"])), "another sum"


CHECKS = {
    "points": check_read,
    "commitments": check_commitment,
    "sums": check_sum,
    "blindings": check_blinding,
    "registers": check_registers,
    "masks": check_masks,
    "equal_sums": check_equal_sums,
    "sets": check_set,
    "ranges": check_range,
}


def wrong_of(check, vector):
    """What is wrong with a vector, or none."""
    try:
        check(vector)
        verdict = "Ok"
    except Refused as refused:
        verdict = str(refused)
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        return repr(error)
    expected = vector.get("verdict", "Ok")
    return None if verdict == expected else f"{verdict}, not {expected}"


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("vectors")
    assert {path.stem for path in folder.glob("*.json")} == set(CHECKS), "other files than are checked"
    wrong = count = 0
    for kind, check in CHECKS.items():
        vectors = json.loads((folder / f"{kind}.json").read_text(encoding="utf-8"))
        assert vectors["layout"] == "v1"
        if not vectors["vectors"]:
            sys.exit(f"{kind}: no vectors")
        for vector in vectors["vectors"]:
            count += 1
            fault = wrong_of(check, vector)
            if fault:
                wrong += 1
                print(f"{kind}: {vector['name']}: {fault}", file=sys.stderr)
    if wrong:
        sys.exit(f"{wrong} of {count} vectors are wrong")
    print(f"{count} vectors are right")


if __name__ == "__main__":
    # `python -O` would check nothing.
    if not __debug__:
        sys.exit("run this without -O")
    main()
