import { Module } from '@nestjs/common';
import { ImportSource } from './import-source.service.js';

/** The rows of imported files, for who reads them. */
@Module({ providers: [ImportSource], exports: [ImportSource] })
export class ImportSourceModule {}
