import {
  type ArgumentMetadata,
  type Type as Class,
  Injectable,
  type PipeTransform,
} from '@nestjs/common';
import { validateObject } from '@storewire/core';
import { invalid, malformed } from '../access/problem.js';

const NOT_VALIDATED: readonly unknown[] = [Object, String, Number, Boolean, Array];

/**
 * Checks bodies and queries against their class: every problem at once, unknown properties too. A route that takes
 * `Record<string, unknown>` checks its body itself.
 */
@Injectable()
export class RequestPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if ((type !== 'body' && type !== 'query') || !metatype) return value;
    if (NOT_VALIDATED.includes(metatype)) return value;
    const given = type === 'query' ? { ...(value as object) } : value;
    const checked = validateObject(metatype as Class<object>, given);
    if (checked.problems.length === 0) return checked.value;
    if (type === 'query') throw malformed('The query has wrong parameters.', checked.problems);
    throw invalid(checked.problems);
  }
}
