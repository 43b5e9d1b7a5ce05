const parameter = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i;
/** RFC 2046, 5.1.1: 1 to 70 characters, the last of them no space. */
const legal = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/;

/** The boundary that a multipart Content-Type names, bare or quoted; undefined where it names no legal one. */
export function boundaryOf(contentType: string): string | undefined {
  const match = parameter.exec(contentType);
  const boundary = match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2];
  return boundary !== undefined && legal.test(boundary) ? boundary : undefined;
}
