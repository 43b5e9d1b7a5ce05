import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Every `METHOD /path` that the HTTP server answers, as it lists them itself; HEAD aside, which is as GET. */
export function registeredRoutes(app: NestFastifyApplication): string[] {
  const tree: string = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const parents: string[] = [];
  const routes = new Set<string>();
  for (const line of tree.split('\n')) {
    const [, indent = '', part = '', methods] = /^([│ ]*)[├└]── (\S*)(?: \(([^)]*)\))?/.exec(line) ?? [];
    const depth = indent.length / 4;
    const path = `${depth === 0 ? '' : (parents[depth - 1] ?? '')}${part}`;
    parents[depth] = path;
    for (const method of methods?.split(', ') ?? [])
      if (method !== 'HEAD') routes.add(`${method} ${path === '' ? '/' : path}`);
  }
  return [...routes].toSorted();
}
