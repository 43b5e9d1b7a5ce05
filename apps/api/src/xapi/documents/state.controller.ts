import { Controller, UseGuards } from '@nestjs/common';
import { Access } from '../../access/access.decorator.js';
import { XapiFrame } from '../frame/xapi-frame.guard.js';
import { DocumentController } from './document.controller.js';
import { DocumentService } from './document.service.js';

/** How far somebody has come in an activity (xAPI 1.0.3, Communication 2.3; 2.0, 4.1.6.2). */
@Controller('xapi/activities/state')
@UseGuards(XapiFrame)
@Access({ scopes: ['xapi:state'] })
export class StateController extends DocumentController {
  constructor(documents: DocumentService) {
    super(documents, 'state');
  }
}
