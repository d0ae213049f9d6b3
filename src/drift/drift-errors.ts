import { AppError } from '../platform/errors/app-error.js';

/** 422: too few events lie in a window for it to say what is normal; nothing was changed. */
export class TooLittleTraffic extends AppError {
  override readonly code = 'too_little_traffic';
  override readonly status = 422;
  constructor() {
    super('Too few events of the model are known in that time to say what is normal: at least 20 are needed.');
  }
}
