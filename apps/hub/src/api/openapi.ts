import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  DocumentBuilder,
  getSchemaPath,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';

const NEXT_ACTIONS = ['retry', 'fixSettings', 'fixData', 'reportBug'];

/** One wrong field of a problem document. */
export class FieldProblemAnswer {
  @ApiProperty({ example: 'endpoint' })
  path!: string;

  @ApiProperty()
  message!: string;
}

/** RFC 9457. */
export class ProblemAnswer {
  @ApiProperty()
  type!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ type: 'integer' })
  status!: number;

  @ApiProperty()
  detail!: string;

  @ApiProperty({ description: 'Stable and searchable.', example: 'NOT_FOUND' })
  code!: string;

  @ApiProperty({ enum: NEXT_ACTIONS, description: 'What has to happen before it can succeed.' })
  next!: string;

  @ApiPropertyOptional({ type: () => [FieldProblemAnswer] })
  errors?: FieldProblemAnswer[];
}

const PROBLEM_CONTENT = {
  'application/problem+json': { schema: { $ref: getSchemaPath(ProblemAnswer) } },
};

/** Documents a refusal that not every route has. */
export const ApiProblem = (status: number, description: string): MethodDecorator =>
  ApiResponse({ status, description, content: PROBLEM_CONTENT });

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The OpenAPI 3.1 document of every route, and its page. Both are public: they say what every installation can do. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiOf(app), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Storewire API',
  });
}

export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Storewire')
    .setVersion('1')
    .setDescription('Connects online stores to SALESmanago. Errors are RFC 9457 problem documents.')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key.' })
    .build();
  const document = SwaggerModule.createDocument(app, config, { extraModels: [ProblemAnswer] });
  addProblems(document);
  return document;
}

const PROBLEMS = {
  400: 'The request cannot be read.',
  401: 'No API key, or a wrong one.',
  403: 'The key may not do this.',
  404: 'There is no such thing, or it belongs to another tenant.',
  409: 'Not in the state things are in, or the Idempotency-Key was used with another body.',
  422: 'The request is understood and wrong; `errors` names the fields.',
} as const;

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description: 'Honoured for 24 hours: the same body gets the same answer, another one 409.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

/** What every route with a key has in common. */
function addProblems(document: OpenAPIObject): void {
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith('/api/v1/')) continue;
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      if (method === 'post')
        operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
      for (const [status, description] of Object.entries(PROBLEMS)) {
        if (!mayAnswer(Number(status), method, path)) continue;
        operation.responses[status] ??= { description, content: PROBLEM_CONTENT };
      }
    }
  }
}

function mayAnswer(status: number, method: string, path: string): boolean {
  if (status === 404) return path.includes('{');
  if (status === 409) return method === 'post' || method === 'delete';
  if (status === 422) return method !== 'get';
  return true;
}
