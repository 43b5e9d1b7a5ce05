import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/** A component by its export's name, whose code is loaded when it is first shown. */
export const lazyPart = <K extends string, P>(
  load: () => Promise<Readonly<Record<K, ComponentType<P>>>>,
  name: K,
): LazyExoticComponent<ComponentType<P>> => lazy(() => load().then((module) => ({ default: module[name] })));
