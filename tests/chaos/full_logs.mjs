// full_logs: the programs' and nginx's logs on a disk that is full: /dev/full, where each write ends with ENOSPC.
import { existsSync } from 'node:fs';
import { readlink, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';

export class FullLogs {
  /** Those of the programs named, nginx's log of accesses, and MariaDB's for when it starts the next time. */
  constructor(instance, names) {
    this.instance = instance;
    this.names = names;
    this.paths = [...names, 'access', 'db'].map((name) => path.join(instance.dir, 'log', `${name}.log`));
  }

  /** Programs open theirs when they start. */
  async fill() {
    for (const file of this.paths) {
      if (existsSync(file)) await rename(file, `${file}.kept`);
      await symlink('/dev/full', file);
    }
    this.instance.signal(this.instance.pid('nginx'), 'SIGUSR1');
  }

  async empty() {
    for (const file of this.paths) {
      await rm(file);
      if (existsSync(`${file}.kept`)) await rename(`${file}.kept`, file);
    }
    this.instance.signal(this.instance.pid('nginx'), 'SIGUSR1');
  }

  /** Whether every program writes where nothing fits. */
  async full() {
    for (const name of this.names) {
      const pid = this.instance.pid(name);
      if (pid === null || await readlink(`/proc/${pid}/fd/2`) !== '/dev/full') return false;
    }
    return true;
  }
}
