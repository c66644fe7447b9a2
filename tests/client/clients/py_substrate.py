# SPDX-License-Identifier: Apache-2.0

"""py-substrate-interface on a node: py_substrate.py URL. What it saw, as JSON."""

import sys

from substrateinterface import Keypair, SubstrateInterface

from in_python import report

report(SubstrateInterface(sys.argv[1]), Keypair.create_from_uri("//Bob"))
