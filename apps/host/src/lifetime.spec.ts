import { describe, expect, it } from '@jest/globals';
import { Lifetime, type DrainStep } from './lifetime.js';

describe('lifetime', () => {
  const lifetime = (steps: readonly DrainStep[], limit = 1000) => {
    const codes: number[] = [];
    const lines: string[] = [];
    const exit = (code: number): void => void codes.push(code);
    const log = (line: string): void => void lines.push(line);
    const clock = { now: 0 };
    const subject = new Lifetime(steps, { exit, log, limit, now: () => clock.now });
    return { codes, lines, clock, subject };
  };
  const never = new Promise<void>(() => undefined);

  it('finishes one step after the other, then ends well', async () => {
    const order: string[] = [];
    const step = (name: string, milliseconds: number): DrainStep => ({
      name,
      run: async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        order.push(`${name} ends`);
      },
    });
    const { subject, codes } = lifetime([step('intake', 20), step('stores', 1)]);
    await Promise.all([subject.end(), subject.end()]);
    expect(order).toEqual(['intake begins', 'intake ends', 'stores begins', 'stores ends']);
    expect(codes).toEqual([0]);
  });

  it('goes on after a step that failed, and says so', async () => {
    const order: string[] = [];
    const { subject, codes, lines } = lifetime([
      { name: 'intake', run: () => Promise.reject(new Error('stuck')) },
      { name: 'stores', run: () => Promise.resolve(void order.push('stores')) },
    ]);
    await subject.end();
    expect(order).toEqual(['stores']);
    expect(lines).toEqual(['snowlight: intake failed: stuck']);
    expect(codes).toEqual([1]);
  });

  it('ends at once when asked again, but not by the echo of the first signal', () => {
    const { subject, codes, lines, clock } = lifetime([{ name: 'intake', run: () => never }]);
    subject.asked();
    clock.now = 400;
    subject.asked();
    expect(codes).toEqual([]);
    clock.now = 600;
    subject.asked();
    expect(lines).toEqual(['snowlight: asked again to end, ended without finishing: intake']);
    expect(codes).toEqual([1]);
  });

  it('ends badly when time runs out, naming the step', async () => {
    const { subject, codes, lines } = lifetime([{ name: 'intake', run: () => never }], 10);
    void subject.end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(lines).toEqual(['snowlight: out of time, ended without finishing: intake']);
    expect(codes).toEqual([1]);
  });
});
