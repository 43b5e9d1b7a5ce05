import { Silence } from '#libs/contracts';

/**
 * What a silence was taken for when the score was given, as it is kept with it; null = was not silent.
 * @throws ZodError where it is none
 */
export const readSilence = (json: string): Silence | null =>
  json === '' ? null : Silence.parse(JSON.parse(json));
