import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { parseActivityQuery, type Activity } from '#libs/xapi';
import { Access } from '../access/access.decorator.js';
import { badRequest } from './frame/bad-request.js';
import { CurrentCall, type XapiCall } from './frame/call.js';
import { XapiFrame } from './frame/xapi-frame.guard.js';
import { recordStoreDependencies, type RecordStoreDependencies } from './record-store.dependencies.js';

/** An activity with everything that statements have said of it (xAPI 1.0.3, Communication 2.5; 2.0, 4.1.6.4). */
@Controller('xapi/activities')
@UseGuards(XapiFrame)
export class ActivitiesController {
  constructor(@Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies) {}

  @Get()
  @Access({ scopes: ['xapi:read'] })
  async get(@CurrentCall() { parameters, version, tenant }: XapiCall): Promise<Activity> {
    const query = parseActivityQuery(parameters, version);
    if (!query.ok) throw badRequest(query.errors.join('; '));
    const definitions = await this.store.canonical.definitions(tenant.id, [query.value]);
    const definition = definitions.get(query.value);
    return { objectType: 'Activity', id: query.value, ...(definition && { definition }) };
  }
}
