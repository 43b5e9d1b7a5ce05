import { Controller, Get, UseGuards } from '@nestjs/common';
import { PublicAccess } from '../access/access.decorator.js';
import { XapiFrame } from './frame/xapi-frame.guard.js';

@Controller('xapi/about')
@UseGuards(XapiFrame)
export class AboutController {
  @Get()
  @PublicAccess('xAPI: about is asked before a client knows a version or a key')
  about(): { version: readonly string[]; extensions: Readonly<Record<string, unknown>> } {
    return {
      version: ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '2.0.0'],
      extensions: {
        'https://w3id.org/snowlight/extensions/store': {
          name: 'Snowlight',
          resources: [
            'statements',
            'activities',
            'activities/state',
            'activities/profile',
            'agents',
            'agents/profile',
          ],
        },
      },
    };
  }
}
