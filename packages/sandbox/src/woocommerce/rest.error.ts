/** The answer of WordPress to a call it refuses. It is what the store says, not a failure of ours. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    private readonly more: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'RestError';
  }

  get body(): { code: string; message: string; data: Record<string, unknown> } {
    return {
      code: this.code,
      message: this.message,
      data: { status: this.status, ...this.more },
    };
  }
}

export interface ParamProblem {
  name: string;
  code: string;
  message: string;
}

/** 400 `rest_invalid_param` with every parameter that is wrong. */
export function invalidParams(problems: readonly ParamProblem[]): RestError {
  const params: Record<string, string> = {};
  const details: Record<string, unknown> = {};
  for (const { name, code, message } of problems) {
    params[name] = message;
    details[name] = { code, message, data: null };
  }
  return new RestError(
    400,
    'rest_invalid_param',
    `Invalid parameter(s): ${problems.map((problem) => problem.name).join(', ')}`,
    { params, details },
  );
}

export function missingParams(names: readonly string[]): RestError {
  return new RestError(
    400,
    'rest_missing_callback_param',
    `Missing parameter(s): ${names.join(', ')}`,
    { params: names },
  );
}
