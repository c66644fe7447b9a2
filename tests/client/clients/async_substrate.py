# SPDX-License-Identifier: Apache-2.0

"""async-substrate-interface on a node: async_substrate.py URL. What it saw, as JSON."""

import sys

import sr25519
from async_substrate_interface.sync_substrate import SubstrateInterface

from in_python import BOB, report

SECRET = bytes.fromhex("398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89")


class Pair:
    """A key as the library takes it: it brings none of its own."""

    crypto_type = 1
    ss58_address = BOB

    def __init__(self):
        self.public_key, self.private_key = sr25519.pair_from_seed(SECRET)

    def sign(self, data):
        return sr25519.sign((self.public_key, self.private_key), bytes(data))


report(SubstrateInterface(sys.argv[1]), Pair())
