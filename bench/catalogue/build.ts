/** One build for the bench, in a process of its own: `node build.ts <root>`; prints one line of JSON. */
import { readFileSync } from 'node:fs';
import { buildSnapshot } from '#catalogue/index.ts';

const phases: Record<string, number> = {};
const startedAt = performance.now();
let [phase, since] = ['', startedAt];
const enter = (next: string): void => {
  const now = performance.now();
  if (phase) phases[phase] = (now - since) / 1000;
  [phase, since] = [next, now];
};
const { rows, files } = await buildSnapshot({ root: process.argv[2]!, memoryMb: 8000, onPhase: enter });
enter('');
const seconds = (performance.now() - startedAt) / 1000;
const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
const highest = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0);
process.stdout.write(
  `${JSON.stringify({ tracks: rows.track, seconds, phases, bytes, highestMb: Math.round(highest / 1024) })}\n`,
);
