/** What a sealed value is bound to: its row and its column. */
export function sealContext(
  purpose: 'key' | 'agent' | 'contact' | `form ${number}`,
  tenant: string,
  pid: string,
): string {
  return `${purpose}\0${tenant}\0${pid}`;
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
