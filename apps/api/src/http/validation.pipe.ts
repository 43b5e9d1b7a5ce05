import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import * as z from 'zod';
import { type FieldError, ProblemException } from './problem.js';

const chinese = z.locales.zhCN().localeError;

/** Parses what a handler's parameter declares a zod schema for; what comes out is what the schema made of it. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, { schema, type, data }: ArgumentMetadata): unknown {
    if (!(schema instanceof z.ZodType)) return value;
    // A GET without a query string, and a body that is not there, are judged by the schema like any other.
    const result = schema.safeParse(value ?? {}, { reportInput: true });
    if (result.success) return result.data;
    throw new ProblemException(
      'invalid',
      { zh: '请修改列出的字段。', en: 'Mend the fields that are listed.' },
      {
        errors: result.error.issues.map((issue) =>
          fieldError(issue, [type, ...(data === undefined ? [] : [data])]),
        ),
      },
    );
  }
}

/** @param prefix which part of the request */
function fieldError(issue: z.core.$ZodIssue, prefix: readonly string[]): FieldError {
  const path = [...prefix, ...issue.path.map(String)].join('.');
  const translated = chinese(issue as z.core.$ZodRawIssue);
  const zh = typeof translated === 'string' ? translated : (translated?.message ?? issue.message);
  return { path, message: { zh: issue.code === 'custom' ? issue.message : zh, en: issue.message } };
}
