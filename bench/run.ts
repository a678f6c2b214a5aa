/**
 * `npm run bench -- <name>`: runs bench/<name>.ts, which prints its figures beside the peers' in one run. Without a
 * name it lists the questions. Figures are recorded by hand in bench/RESULTS.md, with machine, date and command.
 */
import { globSync, readFileSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { basename, join } from 'node:path';

const names = globSync('*.ts', { cwd: import.meta.dirname })
  .map((file) => basename(file, '.ts'))
  .filter((name) => name !== 'run' && !name.includes('.'))
  .sort();
const [name, ...args] = process.argv.slice(2);

if (!name || !names.includes(name)) {
  console.log(name ? `There is no bench "${name}". There are:\n` : 'Each bench answers one question:\n');
  for (const one of names) console.log(`  npm run bench -- ${one.padEnd(18)} ${question(one)}`);
  process.exit(name ? 2 : 0);
}

console.log(
  `# ${name}\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? arch()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}\n`,
);
process.argv.splice(2, process.argv.length, ...args);
await import(`./${name}.ts`);

/** The first line of the file's head comment. */
function question(one: string): string {
  const text = readFileSync(join(import.meta.dirname, `${one}.ts`), 'utf8');
  return /\/\*\*\s*\*?\s*([^\n]*?)\s*(?:\*\/|\n)/.exec(text)?.[1] ?? '';
}
