/**
 * The token of the first run, when it came with the address that the server printed. Read once, at the very start:
 * the way to the setup screen takes it out of the address bar.
 */
export const setupToken = new URLSearchParams(location.search).get('token') ?? '';
