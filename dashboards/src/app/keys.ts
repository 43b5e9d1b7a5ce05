import { useEffect, useRef } from 'react';
import { preference } from './preference.js';

/** Single letters can be turned off: they get in the way of speech input. */
export const letterKeys = preference<'on' | 'off'>('keys', ['on', 'off']);

export type KeyActions = Readonly<Record<string, (() => void) | undefined>>;

const sequenceTime = 1000;

/** What a key press names: `j`, `Enter`, `?`; after `g` within a second, `g t`. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'timeStamp'>, leader: { at: number }): string {
  const afterLeader = event.timeStamp - leader.at < sequenceTime;
  leader.at = event.key === 'g' && !afterLeader ? event.timeStamp : -Infinity;
  return afterLeader ? `g ${event.key}` : event.key;
}

/** Listens while mounted; never while somebody types or a dialog is open. */
export function useKeys(actions: KeyActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const leader = { at: -Infinity };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
      const name = keyName(event, leader);
      if (event.key.length === 1 && letterKeys.read() === 'off') return;
      // Enter on a button or link is that button's own.
      if (name === 'Enter' && event.target instanceof Element && event.target.closest('a,button,summary'))
        return;
      const action = latest.current[name];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input:not([type=range]),textarea,select,[contenteditable]') !== null;
