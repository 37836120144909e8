import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

// Loaded with --import before the hub: while the file DISK_FAULT says `hold`, no flush ends; when it says `fail`, the
// disk refuses.
const flush = fs.fdatasync;
const fault = () =>
  fs.existsSync(process.env.DISK_FAULT) ? fs.readFileSync(process.env.DISK_FAULT, 'utf8') : '';

fs.fdatasync = function faulty(file, done) {
  switch (fault()) {
    case 'hold':
      setTimeout(faulty, 20, file, done);
      break;
    case 'fail':
      done(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
      break;
    default:
      flush(file, done);
  }
};
syncBuiltinESMExports();
