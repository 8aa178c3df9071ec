/** Finds a Chromium for the browser tests, installs one where that is possible, or says what to do. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { root } from './processes.mjs';

/** The system's comes first: browser downloads are not possible everywhere. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const advice =
  'No Chromium was found. Install one ("apt-get install chromium" as root on Debian, or "npx playwright install chromium"), or set CHROMIUM to its path.';

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Missing, or not ours to run: either way no browser for us.
    return false;
  }
}

/** @returns the path of an installed browser, or undefined */
export function installedChromium() {
  const own = chromium.executablePath();
  return [process.env.CHROMIUM, ...places, own].filter(Boolean).find(isProgram);
}

function install() {
  const say = (command, args) =>
    spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
  process.stdout.write('Installing Chromium for the browser tests…\n');
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    return say('apt-get', ['update', '-q']) && say('apt-get', ['install', '-y', '-q', 'chromium']);
  }
  return say('npx', ['playwright', 'install', 'chromium']);
}

/** @returns the path of a browser. @throws an Error whose message is one line that says what to do. */
export function findChromium() {
  const found = installedChromium() ?? (install() ? installedChromium() : undefined);
  if (found === undefined) throw new Error(advice);
  return found;
}

if (process.argv[1] === import.meta.filename) {
  try {
    process.stdout.write(`${findChromium()}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
