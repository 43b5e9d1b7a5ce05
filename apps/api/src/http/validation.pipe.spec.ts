import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ProblemException } from './problem.js';
import { ValidationPipe } from './validation.pipe.js';

describe('what a request holds', () => {
  it('is refused with the type that came, in both languages', () => {
    const schema = z.object({ regions: z.array(z.string()) });
    const refused = (): unknown => new ValidationPipe().transform({ regions: 5 }, { type: 'body', schema });
    expect(refused).toThrow(ProblemException);
    try {
      refused();
    } catch (error) {
      const [first] = (error as ProblemException).more.errors ?? [];
      expect(first?.path).toBe('body.regions');
      expect(first?.message.en).toMatch(/expected array, received number/);
      expect(first?.message.zh).not.toContain('undefined');
    }
  });
});
