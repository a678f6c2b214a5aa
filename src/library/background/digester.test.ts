import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeMp3 } from '../../media/tags/fixtures.ts';
import { createDigester } from './digester.ts';

test(
  'one thread digests many files, and a file that is gone does not end it',
  { timeout: 20_000 },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'fonoteca-digester-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const digester = createDigester();
    const digests: string[] = [];
    for (const seed of [1, 2, 3]) {
      const path = join(folder, `${seed}.mp3`);
      writeFileSync(path, makeMp3({ seed }));
      const answer = await digester.digest(path);
      assert.ok('digest' in answer);
      digests.push(answer.digest!);
      const gone = await digester.digest(join(folder, 'gone.mp3'));
      assert.ok('error' in gone || gone.digest === null);
    }
    assert.equal(new Set(digests).size, 3);
    await digester.close();
  },
);
