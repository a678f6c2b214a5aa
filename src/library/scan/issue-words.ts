/** Issues in words: the media room says what is wrong with a file, this adds what to do. */
import type { TagProblem, TagProblemReason } from '#media/index.ts';
import type { Issue } from './issue-log.ts';

const advice: Partial<Record<TagProblemReason, string>> = {
  empty: 'Copy it again from where it came from, or delete it.',
  truncated: 'Copy it again from where it came from.',
  'not-audio': 'Move it out of the music folder, or replace it by the music it should be.',
  encrypted: 'It is listed here and never decoded; get a copy without protection.',
  unreadable: 'It is tried again with every scan.',
  'too-large-tag': 'Write its tags anew with a tag editor.',
  timeout: 'It is tried again with every scan; copy it from where it came from if this stays.',
  crashed: 'Copy it again from where it came from; the file is probably damaged.',
};

/** These may pass by themselves, so the file is tried again and its track stays as it is. */
export const passingReasons: ReadonlySet<TagProblemReason> = new Set(['unreadable', 'timeout', 'crashed']);

export function issueOfProblem(path: string, problem: TagProblem): Issue {
  const message = problem.message.trimEnd();
  const end = /[.!?]$/.test(message) ? '' : '.';
  return {
    path,
    reason: problem.reason,
    severity: 'error',
    message: `${message}${end} ${advice[problem.reason] ?? ''}`.trim(),
  };
}

/** One warning a file: what was odd, mended or left out. The song itself is in the library. */
export function issueOfWarnings(path: string, warnings: readonly string[]): Issue {
  const mislabelled = warnings.some((warning) => warning.startsWith('the file is named'));
  const words = warnings.slice(0, 5).join('; ');
  const message = `${words.charAt(0).toUpperCase()}${words.slice(1)}. The song is in the library${mislabelled ? '; rename the file so that other programs play it too' : ''}.`;
  return { path, reason: mislabelled ? 'mislabelled' : 'odd', severity: 'warning', message };
}

/** A folder that could not be read: what was known in it stays. */
export function issueOfFolder(path: string, code: string): Issue {
  const why =
    code === 'EACCES' || code === 'EPERM'
      ? 'Give the user that runs Fonoteca the right to read it'
      : 'Check the disk or network folder it lies on';
  return {
    path,
    reason: 'unreadable-folder',
    severity: 'error',
    message: `This folder cannot be read (${code}). ${why}, then scan again; what was known in it is kept.`,
  };
}

export function issueOfCircle(path: string): Issue {
  return {
    path,
    reason: 'circle',
    severity: 'warning',
    message:
      'This link leads back into a folder that is scanned already, so it was not followed. Remove the link if you do not need it.',
  };
}

export function issueOfTrouble(path: string, code: string): Issue {
  if (code === 'ENOENT' || code === 'ELOOP') {
    return {
      path,
      reason: 'broken-link',
      severity: 'warning',
      message: 'This link leads nowhere. Remove it, or put back what it leads to.',
    };
  }
  return {
    path,
    reason: 'unreadable',
    severity: 'error',
    message: `The facts of this file cannot be read (${code}). Check its rights and the disk it lies on.`,
  };
}
