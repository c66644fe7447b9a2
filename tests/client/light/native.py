# SPDX-License-Identifier: Apache-2.0

"""smoldot as native code, from Python: what memory it takes. native.py SPEC SECONDS"""

import json
import sys
import time

from smoldot_light import SmoldotClient


def memory(name):
    """A line of what Linux says of this process, in bytes."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name + ":"))


def look(began):
    return {"seconds": time.time() - began, "rss": memory("VmRSS"), "most": memory("VmHWM")}


def main(path, seconds):
    with open(path) as file:
        spec = file.read()
    began = time.time()
    before = look(began)
    client = SmoldotClient(user_agent_name="gridmerit", user_agent_version="0")
    chain = client.add_chain(spec)
    request = {"jsonrpc": "2.0", "id": 1, "method": "chainHead_v1_follow", "params": [True]}
    client.json_rpc_request(chain, json.dumps(request))
    caught_up = None
    while caught_up is None and time.time() < began + 60:
        for text in client.drain_responses(chain, 100):
            if '"initialized"' in text:
                caught_up = look(began)
        time.sleep(0.05)
    end = time.time() + seconds
    while time.time() < end:
        client.drain_responses(chain, 100)
        time.sleep(0.05)
    print(json.dumps({"before": before, "caughtUp": caught_up, "followed": look(began)}))


main(sys.argv[1], float(sys.argv[2]))
