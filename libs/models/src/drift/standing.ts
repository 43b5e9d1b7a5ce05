/**
 * Since when something is so that weeks told in a row: the first week of the unbroken stretch that reaches the newest
 * week of which anything can be said; null where that is shorter than two weeks. One week alone may be a feast or a
 * storm. Weeks of which nothing can be said are passed over.
 * @param weeks oldest first; `told` is null where too few learners say anything
 * @param before what was said of earlier weeks: since then, where the stretch is all that is seen now
 */
export function standingSince<T>(
  weeks: readonly { readonly week: string; readonly told: T | null }[],
  isAlarm: (told: T) => boolean,
  before: string | null = null,
): string | null {
  const told = weeks.filter((one): one is { week: string; told: T & {} } => one.told !== null);
  const calm = told.findLastIndex((one) => !isAlarm(one.told));
  const stretch = told.slice(calm + 1);
  const since = stretch.length < 2 ? null : stretch[0]!.week;
  return since !== null && before !== null && calm < 0 && before < since ? before : since;
}
