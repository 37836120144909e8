import { Dispatcher } from 'undici';

/** Answers every request at once with one status and body; for properties that need thousands of answers. */
export class CannedDispatcher extends Dispatcher {
  constructor(
    private readonly status: number,
    private readonly body: string,
  ) {
    super();
  }

  override dispatch(
    _options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    const controller: Dispatcher.DispatchController = {
      aborted: false,
      paused: false,
      reason: null,
      abort: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
    };
    handler.onRequestStart?.(controller, null);
    handler.onResponseStart?.(controller, this.status, {}, '');
    handler.onResponseData?.(controller, Buffer.from(this.body));
    handler.onResponseEnd?.(controller, {});
    return true;
  }
}
