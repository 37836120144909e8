import { Module } from '@nestjs/common';
import { ExportsModule } from '../exports/exports.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { ImportSourceModule } from './import-source.module.js';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';

/** Files that are imported: contacts and orders, from CSV or XML. */
@Module({
  imports: [ExportsModule, ImportSourceModule, StoresModule],
  controllers: [ImportsController],
  providers: [ImportsService],
})
export class ImportsModule {}
