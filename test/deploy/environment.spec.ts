import { describe, expect, it } from '@jest/globals';
import { at, documentsOf, filesBelow, listAt, mapAt, textOf, type Tree } from './deploy-files.js';
import { knownSettings } from './known-names.js';

const compose = textOf('deploy/compose.yaml');
const example = textOf('deploy/.env.example');
const manifests = filesBelow('deploy/kubernetes').flatMap(documentsOf);

const unknown = (names: Iterable<string>): readonly string[] =>
  [...names].filter((name) => !knownSettings.has(name));

describe('every setting in deploy/ is one that libs/config reads', () => {
  it('in compose.yaml', () => {
    const services = Object.values(mapAt(documentsOf('deploy/compose.yaml')[0], 'services'));
    const ours = services.filter(({ image }) => image === 'snowlight');
    expect(ours.length).toBeGreaterThan(4);
    for (const { environment } of ours) expect(unknown(Object.keys(environment as Tree))).toEqual([]);
  });

  it('in the Dockerfile', () => {
    const names = [
      ...textOf('deploy/Dockerfile').matchAll(/\b((?:SNOWLIGHT|KAFKA|CLICKHOUSE|DATABASE)_\w+)=/g),
    ];
    expect(names.length).toBeGreaterThan(3);
    expect(unknown(names.map(([, name = '']) => name))).toEqual([]);
  });

  it('in the manifests', () => {
    const maps = manifests
      .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
      .flatMap((map) => Object.keys((map.data ?? map.stringData) as Tree));
    const patched = manifests
      .filter(({ kind }) => kind === 'Kustomization')
      .flatMap((one) => [...JSON.stringify(one.patches ?? '').matchAll(/\/data\/(\w+)/g)])
      .map(([, name = '']) => name);
    const single = manifests
      .filter(({ kind }) => kind === 'Deployment')
      .flatMap(
        (one) => (at(one, 'spec', 'template', 'spec', 'containers', 0, 'env') ?? []) as readonly Tree[],
      )
      .map(({ name }) => String(name));
    expect(maps.length).toBeGreaterThan(8);
    expect(unknown([...maps, ...patched, ...single])).toEqual([]);
  });
});

it('.env.example has what compose.yaml asks for, and nothing else', () => {
  const asked = [...compose.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
  const given = [...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  expect([...new Set(asked)].sort()).toEqual([...new Set(given)].sort());
});

it('a secret that is not set stops compose, and none has a value here', () => {
  for (const [, name, rest = ''] of compose.matchAll(/\$\{(\w*(?:SECRET|PASSWORD|CLUSTER_ID)\w*)([^}]*)\}/g))
    expect([name, rest.startsWith(':?')]).toEqual([name, true]);
  for (const [, name, value] of example.matchAll(/^(\w*(?:SECRET|PASSWORD|CLUSTER_ID)\w*)=(.*)$/gm))
    expect([name, value]).toEqual([name, '']);
  const secret = manifests.find(({ kind }) => kind === 'Secret');
  for (const [name, value] of Object.entries(secret?.stringData as Tree))
    if (name !== 'KAFKA_SASL_USERNAME')
      expect([name, value]).toEqual([name, expect.stringContaining('REPLACE-ME')]);
});

it('compose and the manifests give what boot demands of distributed mode', () => {
  const demanded = ['SNOWLIGHT_MODE', 'SNOWLIGHT_SECRET', 'DATABASE_URL', 'CLICKHOUSE_URL', 'KAFKA_BROKERS'];
  const inCompose = at(documentsOf('deploy/compose.yaml')[0], 'services', 'api', 'environment') as Tree;
  expect(Object.keys(inCompose)).toEqual(expect.arrayContaining(demanded));
  const given = manifests.flatMap((one) => Object.keys((one.data ?? one.stringData ?? {}) as Tree));
  expect(given).toEqual(expect.arrayContaining(demanded));
  for (const one of manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'Job'))
    expect(listAt(one, 'spec', 'template', 'spec', 'containers', 0, 'envFrom')).toEqual([
      { configMapRef: { name: 'snowlight' } },
      { secretRef: { name: 'snowlight' } },
    ]);
});
