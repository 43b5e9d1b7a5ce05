import { Controller, UseGuards } from '@nestjs/common';
import { Access } from '../../access/access.decorator.js';
import { XapiFrame } from '../frame/xapi-frame.guard.js';
import { DocumentController } from './document.controller.js';
import { DocumentService } from './document.service.js';

/** What is kept about somebody (xAPI 1.0.3, Communication 2.6; 2.0, 4.1.6.5). */
@Controller('xapi/agents/profile')
@UseGuards(XapiFrame)
@Access({ scopes: ['xapi:profile'] })
export class AgentProfileController extends DocumentController {
  constructor(documents: DocumentService) {
    super(documents, 'agent-profile');
  }
}
