/** `/api/openapi.json` (OpenAPI 3.1), made from the descriptions and schemas that the routes are checked with. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { errorAnswer } from '../../conversation/protocol/http/error.ts';
import type { RouteDescription } from './route.ts';

type Json = Record<string, unknown>;

/** Transformations and brands have no word in JSON Schema; what goes over the wire is described. */
function schemaOf(schema: GenericSchema, typeMode: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    typeMode,
    errorMode: 'ignore',
    target: 'draft-2020-12',
  });
  return rest as Json;
}

const json = (schema: Json) => ({ content: { 'application/json': { schema } } });

function parametersOf(route: RouteDescription): Json[] {
  const inPath = [...route.path.matchAll(/:([a-z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{21}[AQgw]$' },
  }));
  if (route.query === undefined) return inPath;
  const { properties = {}, required = [] } = schemaOf(route.query, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  return [...inPath, ...inQuery];
}

function operationOf(route: RouteDescription): Json {
  const { status, schema } = route.answers;
  const security = {
    anyone: [],
    'known-or-not': [{}, { cookie: [] }, { bearer: [] }],
    known: [{ cookie: [] }, { bearer: [] }],
    'bots-key': [{ botsKey: [] }],
  }[route.who ?? 'known'];
  return {
    summary: route.summary,
    security,
    parameters: parametersOf(route),
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, ...json(schemaOf(route.body, 'input')) } }),
    ...(route.pieceBytes === undefined ? {} : { requestBody: bytesOf(route.pieceBytes) }),
    responses: {
      [status]: {
        description: 'Done.',
        ...(schema === undefined ? {} : json(schemaOf(schema, 'input'))),
      },
      default: {
        description: `Refused. Codes of this route: ${route.refusals.join(', ') || 'the common ones'}.`,
        ...json({ $ref: '#/components/schemas/Error' }),
      },
    },
  };
}

const bytesOf = (maxLength: number): Json => ({
  required: true,
  content: {
    'application/octet-stream': { schema: { type: 'string', format: 'binary', maxLength } },
  },
});

/** @param cookieName the cookie that carries a session. */
export function describeApi(routes: readonly RouteDescription[], cookieName: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:([a-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1',
      description: 'Accounts, settings and the archive. Conversations themselves travel elsewhere.',
    },
    paths,
    components: {
      schemas: { Error: schemaOf(errorAnswer, 'input') },
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: cookieName },
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of a visitor or a bot.' },
        botsKey: {
          type: 'http',
          scheme: 'bearer',
          description: "A bot's own key, or the one in bots.key.",
        },
      },
    },
  };
}
