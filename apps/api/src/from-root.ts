import { Inject } from '@nestjs/common';
import type { ApiDependencies } from './api-dependencies.js';

export const rootToken = (name: keyof ApiDependencies): string => `snowlight:${name}`;

/** Injects what the composition root has handed to `createApi`. */
export const FromRoot = (name: keyof ApiDependencies): ParameterDecorator => Inject(rootToken(name));
