#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks test vectors of what meters sign, with none of our own code: rebuilds every payload from its
fields as docs/meter.md lays it out, and verifies every signature with Python's libraries.

usage: check_vectors.py [vectors.json]
"""

import hashlib
import json
import struct
import sys
from pathlib import Path

import sr25519
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SCHEMES = {"Ed25519": (0, 32, 64), "Sr25519": (1, 32, 64), "Ecdsa": (2, 33, 65)}
REGISTERS = ("counter", "importRegister", "exportRegister", "import", "export")


def unhex(text):
    assert text.startswith("0x"), text
    return bytes.fromhex(text[2:])


def tagged(value):
    """The one scheme of a key or a signature, and its bytes."""
    ((scheme, text),) = value.items()
    return scheme, unhex(text)


def key_bytes(value):
    scheme, key = tagged(value)
    byte, length, _ = SCHEMES[scheme]
    assert len(key) == length
    return bytes([byte]) + key


def payload_of(vector):
    kind = vector["kind"]
    tag = f"gridmerit:{kind}:v1".encode("ascii")
    key = key_bytes(vector["key"])
    if kind == "certificate":
        return tag + key + struct.pack("<I", vector["from"]) + unhex(vector["serial"])
    genesis = unhex(vector["genesis"])
    assert len(genesis) == 32
    if kind == "consent":
        return tag + genesis + key + struct.pack("<II", vector["node"], vector["bindings"])
    assert kind == "reading", kind
    reading = vector["reading"]
    numbers = [int(reading[name]) for name in REGISTERS]
    return tag + genesis + key + struct.pack("<I5Q", reading["interval"], *numbers)


# secp256k1, for the recovery id: the library verifies without it.
FIELD = 2**256 - 2**32 - 977
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
BASE = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % FIELD == 0:
            return None
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, FIELD)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, FIELD)
    x = (slope * slope - a[0] - b[0]) % FIELD
    return x, (slope * (a[0] - x) - a[1]) % FIELD


def times(number, point):
    total = None
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def recovery_id(public, digest, r, s):
    """The recovery id of a valid signature: the parity of the nonce's point, and whether it was reduced."""
    inverse = pow(s, -1, ORDER)
    nonce = add(
        times(int.from_bytes(digest, "big") * inverse % ORDER, BASE),
        times(r * inverse % ORDER, (public.x, public.y)),
    )
    return (nonce[1] & 1) | (2 if nonce[0] >= ORDER else 0)


def ecdsa_verifies(key, digest, signature):
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), key)
    assert public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint) == key
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    # Any hash of 32 bytes stands for BLAKE2b-256 here, which the library does not know by that name.
    public.verify(encode_dss_signature(r, s), digest, ec.ECDSA(Prehashed(hashes.SHA256())))
    return recovery_id(public.public_numbers(), digest, r, s) == signature[64]


def verifies(vector, payload):
    (scheme, key), (signed, signature) = tagged(vector["signer"]), tagged(vector["signature"])
    if scheme != signed:
        return False
    assert len(signature) == SCHEMES[scheme][2]
    try:
        if scheme == "Ed25519":
            ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, payload)
            return True
        if scheme == "Ecdsa":
            return ecdsa_verifies(key, hashlib.blake2b(payload, digest_size=32).digest(), signature)
        return sr25519.verify(signature, payload, key)
    except (InvalidSignature, ValueError):
        return False


def public_of(scheme, seed):
    if scheme == "Ed25519":
        secret = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
        return secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    if scheme == "Ecdsa":
        secret = ec.derive_private_key(int.from_bytes(seed, "big"), ec.SECP256K1())
        return secret.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return sr25519.pair_from_seed(seed)[0]


def check(vector, seeds):
    payload = payload_of(vector)
    assert payload == unhex(vector["payload"]), "the payload is another one"
    scheme, signer = tagged(vector["signer"])
    message = hashlib.blake2b(payload, digest_size=32).digest() if scheme == "Ecdsa" else payload
    assert message == unhex(vector["message"]), "the message is another one"
    assert isinstance(vector["valid"], bool)
    assert verifies(vector, payload) == vector["valid"], "the signature says otherwise"
    if scheme == "Ed25519" and vector["valid"]:
        secret = ed25519.Ed25519PrivateKey.from_private_bytes(seeds[signer])
        assert secret.sign(payload) == tagged(vector["signature"])[1], "it is signed differently"


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("vectors.json")
    vectors = json.loads(Path(path).read_text(encoding="utf-8"))
    assert vectors["layout"] == "v1"
    seeds = {}
    for key in vectors["keys"]:
        scheme, public = tagged(key["signer"])
        seeds[public] = unhex(key["seed"])
        assert public_of(scheme, seeds[public]) == public, f"{key['suri']}: not the key of this seed"

    wrong, seen = 0, {}
    for vector in vectors["vectors"]:
        try:
            check(vector, seeds)
        except (AssertionError, KeyError, TypeError, ValueError, struct.error) as error:
            wrong += 1
            print(f"{vector['name']}: {error!r}", file=sys.stderr)
        case = (tagged(vector["signer"])[0], vector["kind"], vector["valid"])
        seen[case] = seen.get(case, 0) + 1
    if len(seen) != 3 * 3 * 2:
        sys.exit("not every scheme has right and wrong vectors of every kind")
    if wrong:
        sys.exit(f"{wrong} of {len(vectors['vectors'])} vectors are wrong")
    print(f"{len(vectors['vectors'])} vectors are right")


if __name__ == "__main__":
    # `python -O` would check nothing.
    if not __debug__:
        sys.exit("run this without -O")
    main()
