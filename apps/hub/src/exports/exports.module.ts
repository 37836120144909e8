import { Module } from '@nestjs/common';
import { ImportSourceModule } from '../imports/import-source.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { ProcessingModule } from '../processing/processing.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { ExportControl } from './export-control.service.js';
import { ExportPreview } from './export-preview.js';
import { ExportsController } from './exports.controller.js';
import { ExportsService } from './exports.service.js';

/** One-off reads of a store's past. */
@Module({
  imports: [ImportSourceModule, IntakeModule, ProcessingModule, StoresModule],
  controllers: [ExportsController],
  providers: [ExportControl, ExportsService, ExportPreview],
  exports: [ExportsService, ExportControl],
})
export class ExportsModule {}
