#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A price of 0.47 for a kilowatt-hour, written as ISO 15118-20 has it: a whole number and a power of ten.
#
# Package: PyPI iso15118 0.31.2.
# Guess:   The form is exact for such a price: 47 and 10^-2. The library's own description says so of numbers like it.
# Seen:    469 and 10^-3: the charger's price list says 0.469. The number is multiplied by ten in floating point until
#          nothing is left behind the point, where 0.47 never gets; after three times what is left is cut off. Of the
#          amounts from 0.01 to 99.99, 773 come out too low: by a thousandth, or by a hundredth where thousandths have
#          no room. None comes out too high.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check iso15118==0.31.2

cat >"$work/look.py" <<'EOF'
from fractions import Fraction

from iso15118.shared.messages.iso15118_20.common_types import RationalNumber


def error(cents):
    sent = RationalNumber.get_rational_repr(cents / 100)
    return Fraction(sent.value) * Fraction(10) ** sent.exponent - Fraction(cents, 100)


for price in (0.46, 0.47, 0.57, 1.13):
    sent = RationalNumber.get_rational_repr(price)
    print(f"{price}: {sent.value} x 10^{sent.exponent}")
errors = [error(cents) for cents in range(1, 10_000)]
wrong = [e for e in errors if e]
print(f"{len(wrong)} of {len(errors)} are wrong, by {float(min(wrong))} to {float(max(wrong))}")
EOF

expected='0.46: 460 x 10^-3
0.47: 469 x 10^-3
0.57: 569 x 10^-3
1.13: 1129 x 10^-3
773 of 9999 are wrong, by -0.01 to -0.001'
seen=$("$work/venv/bin/python" "$work/look.py")
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
