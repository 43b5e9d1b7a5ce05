/** How far two explanations of the same rows name the same groups. Shares from 0 to 1; NaN without a row. */
export interface TopAgreement {
  readonly rows: number;
  /** The strongest is the same, in group and direction. */
  readonly first: number;
  /** All of the strongest k are the same, in whatever order. */
  readonly all: number;
  /** Mean share of the strongest k that both name. */
  readonly overlap: number;
}

/**
 * Agreement of the strongest groups, row by row.
 * @param a by row, the names of the groups that raise or lower it, strongest first (a name carries the direction)
 * @param most how many of the strongest count, at least 1
 * @throws RangeError where the two are not of the same rows
 */
export function topAgreement(
  a: readonly (readonly string[])[],
  b: readonly (readonly string[])[],
  most: number,
): TopAgreement {
  if (a.length !== b.length) throw new RangeError(`${String(a.length)} rows against ${String(b.length)}`);
  let [first, all, overlap] = [0, 0, 0];
  a.forEach((one, row) => {
    const [ours, theirs] = [one.slice(0, most), new Set(b[row]!.slice(0, most))];
    const shared = ours.filter((name) => theirs.has(name)).length;
    const size = Math.max(ours.length, theirs.size);
    first += Number(ours[0] === b[row]![0]);
    all += Number(shared === size);
    overlap += size === 0 ? 1 : shared / size;
  });
  const rows = a.length;
  return { rows, first: first / rows, all: all / rows, overlap: overlap / rows };
}
