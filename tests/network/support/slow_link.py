# SPDX-License-Identifier: Apache-2.0
"""A link between two TAP devices that it makes, which can be slow and lose frames.

tc's netem does this in the kernel, where the kernel has it; many have not.

Usage: slow_link.py DEVICE DEVICE MILLISECONDS LOSS SEED
Prints "ready" when the devices are there, and runs until it is killed. It is a good link at first, and becomes a bad
one with SIGUSR1, and good again with the next. Then each frame comes out at the other end so many milliseconds later,
in order, but for a share LOSS of them (0 to 1), which the seed chooses.
"""

import collections
import fcntl
import os
import random
import select
import signal
import struct
import sys
import time

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000


def tap(name):
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI))
    return end


def main():
    first, second = tap(sys.argv[1]), tap(sys.argv[2])
    other = {first: second, second: first}
    delay, loss, chance = float(sys.argv[3]) / 1000, float(sys.argv[4]), random.Random(int(sys.argv[5]))
    under_way = collections.deque()
    bad = False

    def change(*_):
        nonlocal bad
        bad = not bad

    signal.signal(signal.SIGUSR1, change)
    print("ready", flush=True)
    while True:
        wait = max(0, under_way[0][0] - time.monotonic()) if under_way else None
        for end in select.select([first, second], [], [], wait)[0]:
            frame = os.read(end, 65_536)
            if not bad or chance.random() >= loss:
                under_way.append((time.monotonic() + (delay if bad else 0), other[end], frame))
        while under_way and under_way[0][0] <= time.monotonic():
            _, end, frame = under_way.popleft()
            try:
                os.write(end, frame)
            except OSError:
                pass  # The device is down, or full: as a cable would, it loses the frame.


main()
