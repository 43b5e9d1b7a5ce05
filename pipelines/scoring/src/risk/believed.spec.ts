import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Believed } from './believed.js';

const at = (time: string): Date => new Date(`2026-11-24T${time}:00Z`);

describe('an answer that is believed', () => {
  it('is given for an hour, and on the same day until the next one is there', async () => {
    const believed = new Believed<string>();
    let second: (answer: string) => void = () => undefined;
    const asks = [() => Promise.resolve('first'), () => new Promise<string>((resolve) => (second = resolve))];
    let asked = 0;
    const of = (time: string) => believed.of('key', 'monday', at(time), () => asks[asked++]!());
    expect([await of('08:00'), await of('08:59')]).toEqual(['first', 'first']);
    // asked again once, and nobody waits for it
    expect([await of('09:00'), await of('09:01'), asked]).toEqual(['first', 'first', 2]);
    second('second');
    await sleep(1);
    expect(await of('09:02')).toBe('second');
  });

  it('is none on another day', async () => {
    const believed = new Believed<string>();
    await believed.of('key', 'monday', at('08:00'), () => Promise.resolve('of monday'));
    expect(await believed.of('key', 'tuesday', at('08:01'), () => Promise.resolve('of tuesday'))).toBe(
      'of tuesday',
    );
  });

  it('that failed is asked for again, and does not take away the one of before', async () => {
    const believed = new Believed<string>();
    const fails = () => Promise.reject(new Error('away'));
    await expect(believed.of('key', 'monday', at('08:00'), fails)).rejects.toThrow('away');
    expect(await believed.of('key', 'monday', at('08:01'), () => Promise.resolve('there'))).toBe('there');
    expect(await believed.of('key', 'monday', at('10:00'), fails)).toBe('there');
    await sleep(1);
    expect(await believed.of('key', 'monday', at('10:01'), fails)).toBe('there');
  });
});
