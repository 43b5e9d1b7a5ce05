import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type * as z from 'zod';

export const answerMetadata = 'snowlight:answer';

export interface AnswerOptions {
  readonly schema: z.ZodType;
  /** Pages ask again and again: the answer carries an ETag, and is empty (304) while nothing but the time changed. */
  readonly polled: boolean;
}

/** What the handler answers with: strips keys that the schema does not name, and documents it. */
export const Answer = (
  schema: z.ZodType,
  options: { readonly polled?: boolean; readonly status?: number } = {},
) =>
  applyDecorators(
    SetMetadata<string, AnswerOptions>(answerMetadata, { schema, polled: options.polled ?? false }),
    ApiResponse({ status: options.status ?? 200, description: 'Done', standardSchema: schema }),
  );
