import { Module } from '@nestjs/common';
import { BuiltPages } from './built-pages.js';
import { PagesController } from './pages.controller.js';

@Module({ controllers: [PagesController], providers: [BuiltPages], exports: [BuiltPages] })
export class PagesModule {}
