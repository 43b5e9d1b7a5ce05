import { describe, expect, it } from '@jest/globals';
import { dirname, join, normalize } from 'node:path';
import { roles } from '../../apps/worker/src/start-roles.js';
import { at, documentsOf, filesBelow, listAt, type Tree } from './deploy-files.js';

const files = filesBelow('deploy/kubernetes');
const manifests = files.flatMap(documentsOf);
const named = (kind: string, name: string): Tree | undefined =>
  manifests.find((one) => one.kind === kind && at(one, 'metadata', 'name') === name);
const podOf = (one: unknown): unknown => at(one, 'spec', 'template', 'spec');
const components = ['api', ...roles];

it('every kustomization names files and folders that are there, and every file is named by one', () => {
  const kustomizations = files.filter((path) => path.endsWith('kustomization.yaml'));
  const wanted = kustomizations.flatMap((path) =>
    (at(documentsOf(path)[0], 'resources') as readonly string[]).map((one) =>
      normalize(join(dirname(path), one)),
    ),
  );
  const there = new Set([...files, ...kustomizations.map((path) => dirname(path))]);
  expect(wanted.filter((path) => !there.has(path))).toEqual([]);
  expect(files.filter((path) => !kustomizations.includes(path) && !wanted.includes(path))).toEqual([]);
});

describe.each(components)('%s', (role) => {
  const deployment = named('Deployment', role);
  const container = at(podOf(deployment), 'containers', 0);
  const labels = { 'app.kubernetes.io/component': role };

  it('is that role, and finds its own pods', () => {
    expect(at(container, 'args')).toEqual(['up', '--roles', role]);
    expect(at(deployment, 'spec', 'selector', 'matchLabels')).toEqual(labels);
    expect(at(deployment, 'spec', 'template', 'metadata', 'labels')).toEqual(labels);
    expect(at(named('PodDisruptionBudget', role), 'spec', 'selector', 'matchLabels')).toEqual(labels);
    const spread = listAt(podOf(deployment), 'topologySpreadConstraints');
    expect(spread.map((one) => at(one, 'labelSelector', 'matchLabels'))).toEqual([labels, labels]);
  });

  it('is asked whether it lives and whether it is ready', () => {
    const paths = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) =>
      at(container, probe, 'httpGet', 'path'),
    );
    expect(paths).toEqual(['/health/live', '/health/live', '/health/ready']);
  });

  it('asks for what it needs, is no root, and writes to its volumes alone', () => {
    expect(at(container, 'resources')).toEqual({
      requests: { cpu: expect.any(String), memory: expect.any(String) },
      limits: { memory: expect.any(String) },
    });
    expect(at(podOf(deployment), 'securityContext', 'runAsNonRoot')).toBe(true);
    expect(at(container, 'securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const volumes = listAt(podOf(deployment), 'volumes').map(({ name }) => name);
    expect(listAt(container, 'volumeMounts').map(({ name }) => name)).toEqual(volumes);
  });

  it('survives that one of it goes', () => {
    const replicas =
      at(deployment, 'spec', 'replicas') ?? at(named('HorizontalPodAutoscaler', role), 'spec', 'minReplicas');
    expect(Number(replicas)).toBeGreaterThan(1);
    expect(at(named('PodDisruptionBudget', role), 'spec', 'maxUnavailable')).toBe(1);
  });
});

it('the API is scaled, and its replicas are not set beside that', () => {
  const scaler = named('HorizontalPodAutoscaler', 'api');
  expect(at(scaler, 'spec', 'scaleTargetRef')).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'api',
  });
  expect(at(named('Deployment', 'api'), 'spec', 'replicas')).toBeUndefined();
});

it('nobody comes in but where a policy lets them', () => {
  expect(at(named('NetworkPolicy', 'nobody-in'), 'spec')).toEqual({
    podSelector: {},
    policyTypes: ['Ingress'],
  });
  const open = manifests.filter(
    ({ kind, spec }) => kind === 'NetworkPolicy' && at(spec, 'ingress') !== undefined,
  );
  for (const one of open)
    for (const rule of listAt(one, 'spec', 'ingress')) {
      expect(listAt(rule, 'from').length).toBeGreaterThan(0);
      expect(rule.ports).toEqual([{ port: 'http' }]);
    }
});

it('the schema is brought by a job that runs once and is nobody’s account', () => {
  const job = named('Job', 'migrate');
  expect(at(podOf(job), 'containers', 0, 'args')).toEqual(['migrate']);
  expect(at(podOf(job), 'restartPolicy')).toBe('Never');
  expect(at(podOf(job), 'automountServiceAccountToken')).toBe(false);
});
