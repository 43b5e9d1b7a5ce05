import { Controller, UseGuards } from '@nestjs/common';
import { Access } from '../../access/access.decorator.js';
import { XapiFrame } from '../frame/xapi-frame.guard.js';
import { DocumentController } from './document.controller.js';
import { DocumentService } from './document.service.js';

/** What is kept about an activity (xAPI 1.0.3, Communication 2.7; 2.0, 4.1.6.6). */
@Controller('xapi/activities/profile')
@UseGuards(XapiFrame)
@Access({ scopes: ['xapi:profile'] })
export class ActivityProfileController extends DocumentController {
  constructor(documents: DocumentService) {
    super(documents, 'activity-profile');
  }
}
