/** `fonoteca start`: what `npm start` runs. Like serve, and makes the demo library where there is no music yet. */
import type { Command } from 'commander';
import { addServeOptions, serve, type ServeOptions } from './serve.ts';

export function addStartCommand(program: Command): void {
  addServeOptions(
    program.command('start').argument('[folder]', 'a folder of music; without one, the demo library is made'),
  )
    .description('scan a folder, serve it, and say where; the first thing to run')
    .action((folder: string | undefined, options: ServeOptions) =>
      serve(folder ? [folder] : [], { ...options, demoWhenEmpty: true }),
    );
}
