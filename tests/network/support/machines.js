// SPDX-License-Identifier: Apache-2.0

// Machines in network namespaces: each has a link to the others, which breaks, and one for RPC, which never does.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { command } from './sandbox.js';

const SLOW_LINK = fileURLToPath(new URL('slow_link.py', import.meta.url));

const ip = (...args) => command('ip', ...args);
const on = (machine, ...args) => ip('-n', machine.name, ...args);

/// Where they are plugged in; two nets that cannot see each other.
export const NETS = ['gmneta', 'gmnetb'];
for (const net of NETS) {
  ip('link', 'add', net, 'type', 'bridge');
  ip('link', 'set', net, 'up');
}

let made = 0;

export class Machine {
  /// A machine, plugged into the first net. Its link can be made bad if told how: one of `milliseconds` each way that
  /// loses a share `loss` of the frames and carries at most `rate` (as `tc` takes it).
  static async add(bad) {
    const number = ++made;
    const machine = Object.assign(new Machine(), { name: `gm${number}`, plug: `gmp${number}` });
    const [network, rpc, tester] = [`10.77.0.${number}`, `10.78.${number}.2`, `10.78.${number}.1`];
    ip('netns', 'add', machine.name);
    on(machine, 'link', 'set', 'lo', 'up');
    if (bad) await machine.badLink(bad);
    else ip('link', 'add', machine.plug, 'type', 'veth', 'peer', 'name', 'p2p', 'netns', machine.name);
    on(machine, 'addr', 'add', `${network}/24`, 'dev', 'p2p');
    on(machine, 'link', 'set', 'p2p', 'up');
    ip('link', 'set', machine.plug, 'up');
    machine.plugIn();
    ip('link', 'add', `gmr${number}`, 'type', 'veth', 'peer', 'name', 'rpc', 'netns', machine.name);
    ip('addr', 'add', `${tester}/30`, 'dev', `gmr${number}`);
    ip('link', 'set', `gmr${number}`, 'up');
    on(machine, 'addr', 'add', `${rpc}/30`, 'dev', 'rpc');
    on(machine, 'link', 'set', 'rpc', 'up');
    machine.place = {
      network, rpc,
      enter: ['ip', 'netns', 'exec', machine.name],
      options: ['--unsafe-rpc-external', '--rpc-methods', 'unsafe', '--rpc-cors', 'all'],
    };
    return machine;
  }

  async badLink({ milliseconds, loss, rate }) {
    const far = `${this.plug}x`;
    const args = [SLOW_LINK, this.plug, far, milliseconds, loss, made];
    this.link = spawn('python3', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.rate = rate;
    await Promise.race([
      once(this.link.stdout, 'data'),
      once(this.link, 'exit').then(([code]) => { throw new Error(`the slow link ended: ${code}`); }),
    ]);
    ip('link', 'set', far, 'netns', this.name, 'name', 'p2p');
  }

  /// The link becomes bad, or good again.
  spoil() {
    this.link.kill('SIGUSR1');
    const shape = ['root', 'tbf', 'rate', this.rate, 'burst', '16kb', 'latency', '1s'];
    command('tc', 'qdisc', 'replace', 'dev', this.plug, ...shape);
    command('tc', '-n', this.name, 'qdisc', 'replace', 'dev', 'p2p', ...shape);
  }

  mend() {
    this.link.kill('SIGUSR1');
    command('tc', 'qdisc', 'del', 'dev', this.plug, 'root');
    command('tc', '-n', this.name, 'qdisc', 'del', 'dev', 'p2p', 'root');
  }

  /// Into one of the nets, out of the other.
  plugIn(net = NETS[0]) {
    ip('link', 'set', this.plug, 'master', net);
  }

  unplug() {
    ip('link', 'set', this.plug, 'nomaster');
  }

  /// As if it had never been; its processes must have ended.
  remove() {
    this.link?.kill('SIGKILL');
    ip('netns', 'del', this.name);
  }
}
