import { Controller, Get, UseGuards } from '@nestjs/common';
import { parseAgentQuery, type Person } from '#libs/xapi';
import { Access } from '../access/access.decorator.js';
import { badRequest } from './frame/bad-request.js';
import { CurrentCall, type XapiCall } from './frame/call.js';
import { XapiFrame } from './frame/xapi-frame.guard.js';
import { PersonService } from './person.service.js';

/** A person under every identifier that is known (xAPI 1.0.3, Communication 2.4; 2.0, 4.1.6.3). */
@Controller('xapi/agents')
@UseGuards(XapiFrame)
export class AgentsController {
  constructor(private readonly people: PersonService) {}

  @Get()
  @Access({ scopes: ['xapi:read'] })
  get(@CurrentCall() call: XapiCall): Promise<Person> {
    const query = parseAgentQuery(call.parameters, call.version);
    if (!query.ok) throw badRequest(query.errors.join('; '));
    return this.people.person(call, query.value);
  }
}
