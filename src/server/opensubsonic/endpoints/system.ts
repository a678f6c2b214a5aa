/** System, users and scanning: what the server is, who the caller is, whether a scan runs. */
import type { Account } from '#guard/index.ts';
import { allow } from '../../api/account.ts';
import { type Call, type Endpoint, requireAdmin } from '../call.ts';
import { notFound, SubsonicError } from '../errors.ts';

/** The extensions that this server has, with their versions. */
const extensions = [
  { name: 'formPost', versions: [1] },
  { name: 'transcodeOffset', versions: [1] },
  { name: 'songLyrics', versions: [1, 2] },
  { name: 'indexBasedQueue', versions: [1] },
  { name: 'apiKeyAuthentication', versions: [1] },
  { name: 'topSongsByArtistId', versions: [1] },
  { name: 'playbackReport', versions: [1] },
];

const ping: Endpoint = async () => ({});
const getLicense: Endpoint = async () => ({ license: { valid: true } });
const tokenInfo: Endpoint = async ({ account }) => ({ tokenInfo: { username: account.name } });

/** Answered without credentials, as the protocol asks. */
export const openSubsonicExtensions = { openSubsonicExtensions: extensions };

const getScanStatus: Endpoint = async (call) => ({ scanStatus: await scanStatus(call) });

const startScan: Endpoint = async (call) => {
  requireAdmin(call);
  await call.fonoteca.scanner.start({ full: call.parameters.flag('fullScan') ?? false });
  return { scanStatus: await scanStatus(call) };
};

async function scanStatus({ fonoteca, viewer }: Call) {
  const [{ running }, { tracks }] = await Promise.all([
    fonoteca.scanner.status(),
    fonoteca.library.home.counts(viewer),
  ]);
  return { scanning: running, count: tracks };
}

const getUser: Endpoint = async (call) => {
  const name = call.parameters.text('username') ?? call.account.name;
  const account = await call.fonoteca.guard.accounts.findByName(name);
  if (account?.id !== call.account.id) requireAdmin(call);
  if (!account) throw notFound(`The user ${name}`);
  return { user: await user(call, account) };
};

const getUsers: Endpoint = async (call) => {
  requireAdmin(call);
  const accounts = await call.fonoteca.guard.accounts.list();
  return { users: { user: await Promise.all(accounts.map((account) => user(call, account))) } };
};

const createUser: Endpoint = async (call) => {
  requireAdmin(call);
  const { parameters, account } = call;
  const role = parameters.flag('adminRole') ? 'admin' : 'member';
  await refusable(
    call.fonoteca.guard.accounts.add(account.id, {
      name: parameters.need('username'),
      password: plain(parameters.need('password')),
      role,
    }),
  );
  return {};
};

const updateUser: Endpoint = async (call) => {
  requireAdmin(call);
  const { parameters, account, fonoteca } = call;
  const target = await named(call, parameters.need('username'));
  const admin = parameters.flag('adminRole');
  if (admin !== undefined)
    await refusable(fonoteca.guard.accounts.changeRole(account.id, target.id, admin ? 'admin' : 'member'));
  const password = parameters.text('password');
  if (password)
    await refusable(fonoteca.guard.accounts.resetPassword(account.id, target.id, plain(password)));
  return {};
};

const deleteUser: Endpoint = async (call) => {
  requireAdmin(call);
  const target = await named(call, call.parameters.need('username'));
  await refusable(call.fonoteca.guard.accounts.remove(call.account.id, target.id));
  return {};
};

/** An app's credential must not be able to take the account over: a person's own password is changed on the page. */
const changePassword: Endpoint = async (call) => {
  const target = await named(call, call.parameters.need('username'));
  const next = plain(call.parameters.need('password'));
  if (target.id === call.account.id)
    throw new SubsonicError(
      'not-authorized',
      'Change your own password on the page, under Settings: it asks for the current one.',
    );
  requireAdmin(call);
  await refusable(call.fonoteca.guard.accounts.resetPassword(call.account.id, target.id, next));
  return {};
};

async function named(call: Call, name: string): Promise<Account> {
  const account = await call.fonoteca.guard.accounts.findByName(name);
  if (account?.id !== call.account.id) requireAdmin(call);
  if (!account) throw notFound(`The user ${name}`);
  return account;
}

async function user({ fonoteca }: Call, account: Account) {
  const viewer = await fonoteca.library.access.viewerOf(account);
  const folders = await fonoteca.library.access.libraries(viewer);
  const admin = account.role === 'admin';
  return {
    username: account.name,
    scrobblingEnabled: true,
    ...(account.settings.maxBitrateKbps > 0 && { maxBitRate: account.settings.maxBitrateKbps }),
    adminRole: admin,
    settingsRole: true,
    downloadRole: true,
    uploadRole: false,
    playlistRole: true,
    coverArtRole: false,
    commentRole: false,
    podcastRole: false,
    streamRole: true,
    jukeboxRole: false,
    shareRole: false,
    videoConversionRole: false,
    folder: folders.map(({ id }) => id),
  };
}

/** What the guard refuses is said in its own words (index.ts); anything else stays in the log. */
async function refusable<T extends { kind: string }>(work: Promise<T>): Promise<void> {
  allow(await work);
}

function plain(value: string): string {
  return value.startsWith('enc:') ? Buffer.from(value.slice(4), 'hex').toString('utf8') : value;
}

export const systemEndpoints = {
  ping,
  getLicense,
  tokenInfo,
  getScanStatus,
  startScan,
  getUser,
  getUsers,
  createUser,
  updateUser,
  deleteUser,
  changePassword,
};
