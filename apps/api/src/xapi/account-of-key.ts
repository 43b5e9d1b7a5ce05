/** The name of the account under which a key vouches for the statements that it brings. */
export const accountOfKey = (keyId: string): string => `key:${keyId}`;
