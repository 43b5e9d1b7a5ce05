import type { BilingualText } from '#libs/contracts';
import { both } from '../../language/bilingual.js';

/** Sentences one after the other: Chinese leaves no space between them. */
export const sentences = (...all: readonly BilingualText[]): BilingualText =>
  both(all.map(({ zh }) => zh).join(''), all.map(({ en }) => en).join(' '));
