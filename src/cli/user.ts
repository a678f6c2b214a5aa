/** `fonoteca user`: the people who may sign in, and the credentials that their apps use. */
import { type Command, Option } from 'commander';
import { isoTime } from '#base/clock.ts';
import type { Fonoteca } from '#fonoteca';
import { type Account, type Role } from '#guard/index.ts';
import { allow } from '#server/api/account.ts';
import { CliError } from './errors.ts';
import { readSecret, say, table, withFonoteca } from './session.ts';

interface Options {
  readonly json?: boolean;
}

export function addUserCommand(program: Command): void {
  const user = program
    .command('user')
    .description('add, list and remove people; make credentials for their apps');
  user
    .command('add')
    .argument('<name>', 'the name to sign in with')
    .addOption(new Option('--role <role>', 'what they may do').choices(['admin', 'member']).default('member'))
    .option('--json', 'print one JSON object')
    .description('add a person; the password is read from standard input (8 characters or more)')
    .action(addUser);
  user.command('list').option('--json', 'print one JSON object').description('list people').action(listUsers);
  user
    .command('remove')
    .argument('<name>')
    .option('--json', 'print one JSON object')
    .description('remove a person with their playlists, ratings and history')
    .action(removeUser);
  user
    .command('password')
    .argument('<name>')
    .option('--json', 'print one JSON object')
    .description('set a new password, read from standard input; signs them out everywhere')
    .action(setPassword);

  const credential = user
    .command('credential')
    .description('what a Subsonic app signs in with, instead of the password');
  credential
    .command('add')
    .argument('<user>', 'whose app it is')
    .requiredOption('--name <app>', 'what to call it, to find it again ("phone")')
    .option('--legacy', 'for apps that sign with token and salt; stored encrypted instead of hashed')
    .option('--json', 'print one JSON object')
    .description('make a credential and print its secret, once')
    .action(addCredential);
  credential
    .command('list')
    .argument('<user>')
    .option('--json', 'print one JSON object')
    .description('list an account’s credentials')
    .action(listCredentials);
  credential
    .command('remove')
    .argument('<user>')
    .argument('<name>')
    .option('--json', 'print one JSON object')
    .description('revoke a credential')
    .action(removeCredential);
}

function addUser(name: string, options: Options & { role: Role }): Promise<void> {
  return withFonoteca(async ({ guard }) => {
    const password = await readSecret(`Password for ${name}: `);
    const { account } = allow(await guard.accounts.add('system', { name, password, role: options.role }));
    say(
      options.json,
      { name: account.name, role: account.role },
      `${account.name} can sign in now, as ${account.role}.`,
    );
  });
}

function listUsers(options: Options): Promise<void> {
  return withFonoteca(async ({ guard }) => {
    const rows = (await guard.accounts.list()).map((row) => ({
      name: row.name,
      role: row.role,
      createdAt: isoTime(row.createdAt),
      lastSeenAt: isoTime(row.lastSeenAt),
    }));
    const text = () =>
      table([
        ['NAME', 'ROLE', 'ADDED', 'LAST SEEN'],
        ...rows.map((row) => [
          row.name,
          row.role,
          row.createdAt.slice(0, 10),
          row.lastSeenAt?.slice(0, 10) ?? 'never',
        ]),
      ]);
    say(
      options.json,
      { users: rows },
      rows.length ? text : 'Nobody yet. Add an admin: fonoteca user add <name> --role admin',
    );
  });
}

function removeUser(name: string, options: Options): Promise<void> {
  return withFonoteca(async (fonoteca) => {
    const account = await accountNamed(fonoteca, name);
    allow(await fonoteca.guard.accounts.remove('system', account.id));
    say(options.json, { removed: account.name }, `${account.name} is removed.`);
  });
}

function setPassword(name: string, options: Options): Promise<void> {
  return withFonoteca(async (fonoteca) => {
    const account = await accountNamed(fonoteca, name);
    allow(
      await fonoteca.guard.accounts.resetPassword(
        'system',
        account.id,
        await readSecret(`New password for ${account.name}: `),
      ),
    );
    say(
      options.json,
      { changed: account.name },
      `${account.name} has a new password and is signed out everywhere.`,
    );
  });
}

function addCredential(name: string, options: Options & { name: string; legacy?: boolean }): Promise<void> {
  return withFonoteca(async (fonoteca) => {
    const account = await accountNamed(fonoteca, name);
    const { credential, secret } = allow(
      await fonoteca.guard.credentials.add('system', account.id, {
        name: options.name,
        legacy: options.legacy ?? false,
      }),
    );
    say(options.json, { user: account.name, name: credential.name, legacy: credential.legacy, secret }, () =>
      [
        `User:     ${account.name}`,
        `Password: ${secret}`,
        '',
        'Give both to the app, or the second as its API key. The secret is shown only now.',
      ].join('\n'),
    );
  });
}

function listCredentials(name: string, options: Options): Promise<void> {
  return withFonoteca(async (fonoteca) => {
    const account = await accountNamed(fonoteca, name);
    const rows = (await fonoteca.guard.credentials.list(account.id)).map((row) => ({
      name: row.name,
      legacy: row.legacy,
      createdAt: isoTime(row.createdAt),
      lastUsedAt: isoTime(row.lastUsedAt),
    }));
    const text = () =>
      table([
        ['NAME', 'KIND', 'MADE', 'LAST USED'],
        ...rows.map((row) => [
          row.name,
          row.legacy ? 'legacy' : 'hashed',
          row.createdAt.slice(0, 10),
          row.lastUsedAt?.slice(0, 10) ?? 'never',
        ]),
      ]);
    say(
      options.json,
      { credentials: rows },
      rows.length ? text : `None yet. Make one: fonoteca user credential add ${account.name} --name phone`,
    );
  });
}

function removeCredential(name: string, credentialName: string, options: Options): Promise<void> {
  return withFonoteca(async (fonoteca) => {
    const account = await accountNamed(fonoteca, name);
    const found = (await fonoteca.guard.credentials.list(account.id)).find(
      (row) => row.name === credentialName,
    );
    if (!found) throw new CliError('CLI_NO_SUCH_CREDENTIAL', { name: credentialName, user: account.name });
    allow(await fonoteca.guard.credentials.revoke('system', account.id, found.id));
    say(
      options.json,
      { removed: found.name },
      `The credential "${found.name}" of ${account.name} is revoked.`,
    );
  });
}

async function accountNamed({ guard }: Fonoteca, name: string): Promise<Account> {
  const account = await guard.accounts.findByName(name);
  if (!account) throw new CliError('CLI_NO_SUCH_USER', { name });
  return account;
}
