import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** `/v1/openapi.json` (OpenAPI 3.1) and `/docs`, both from the very schemas that requests are checked by. */
export function serveOpenApi(app: NestFastifyApplication, version: string): void {
  SwaggerModule.setup('docs', app, () => openApiOf(app, version), {
    jsonDocumentUrl: 'v1/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Snowlight API',
  });
}

export function openApiOf(app: NestFastifyApplication, version: string): OpenAPIObject {
  const description =
    'People sign in (`POST /v1/session`) and get a cookie; every write then carries `x-csrf-token`. Machines send a key: Basic `id:secret`, or Bearer with the same pair. Errors are problem details (RFC 9457).';
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Snowlight')
    .setVersion(version)
    .setDescription(description)
    .addBasicAuth()
    .addBearerAuth()
    .addCookieAuth('snowlight')
    .build();
  return SwaggerModule.createDocument(app, config);
}
