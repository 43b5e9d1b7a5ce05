import { describe, expect, it } from '@jest/globals';
import { at, documentsOf, filesBelow, listAt, textOf, type Tree } from './deploy-files.js';
import { knownMetrics, metricsIn } from './known-names.js';

const [alarms] = documentsOf('deploy/prometheus/alerts.yaml');
const rules = listAt(alarms, 'groups').flatMap((group) => listAt(group, 'rules'));
const board = JSON.parse(textOf('deploy/grafana/snowlight.json')) as Tree;
const panels = listAt(board, 'panels').filter(({ type }) => type !== 'row');
const runbook = textOf('docs/guides/runbook.md');

/** Sections of the runbook by their heading. */
const sections = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section] as const),
);

it.each([
  ['sum by (role) (up{job="snowlight"})', ['up']],
  ['histogram_quantile(0.99, sum by (le) (rate(a_bucket{b=~"/x/.*"}[5m]))) > 1', ['a_bucket']],
  ['max by (topic, group) (a) > 3.5 * 86400 unless b offset 5m', ['a', 'b']],
])('reads the metrics of %s', (expression, metrics) => {
  expect(metricsIn(expression)).toEqual(metrics);
});

describe('every alarm', () => {
  it.each(rules.map((rule) => [String(rule.alert), rule] as const))(
    '%s has its section in the runbook',
    (name, rule) => {
      const section = sections.get(name);
      for (const part of ['**Means.**', '**Look.**', '**Do.**']) expect(section).toContain(part);
      expect(at(rule, 'annotations', 'runbook')).toBe(`docs/guides/runbook.md#${name.toLowerCase()}`);
      expect(at(rule, 'annotations', 'summary')).toEqual(expect.stringMatching(/\.$/));
      expect(['critical', 'warning']).toContain(at(rule, 'labels', 'severity'));
    },
  );

  it('has a name of its own, and the runbook has no alarm that there is none of', () => {
    const names = rules.map(({ alert }) => String(alert));
    expect(new Set(names).size).toBe(names.length);
    expect([...sections.keys()].sort()).toEqual([...names].sort());
  });
});

describe('every metric that is asked for is there', () => {
  const metrics = knownMetrics();

  it.each(rules.map(({ alert, expr }) => [String(alert), String(expr)] as const))(
    'by %s',
    (_, expression) => {
      const asked = metricsIn(expression);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter((name) => !metrics.has(name))).toEqual([]);
    },
  );

  it.each(panels.map((panel) => [String(panel.title), panel] as const))('by the panel “%s”', (_, panel) => {
    const asked = listAt(panel, 'targets').flatMap(({ expr }) => metricsIn(String(expr)));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((name) => !metrics.has(name))).toEqual([]);
  });
});

it('the board asks the data source that is provisioned', () => {
  const [provisioned] = documentsOf('deploy/grafana/provisioning/datasources/prometheus.yaml');
  const uid = at(provisioned, 'datasources', 0, 'uid');
  for (const panel of panels) expect(at(panel, 'datasource', 'uid')).toBe(uid);
});

it('no two panels lie on one another', () => {
  const places = listAt(board, 'panels').map(
    (panel) => panel.gridPos as Record<'x' | 'y' | 'w' | 'h', number>,
  );
  for (const [index, a] of places.entries())
    for (const b of places.slice(index + 1))
      expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y).toBe(true);
});

it('every YAML file in deploy/ can be read', () => {
  const files = filesBelow('deploy').filter((path) => /\.ya?ml$/.test(path));
  expect(files.length).toBeGreaterThan(15);
  for (const path of files) expect(documentsOf(path).length).toBeGreaterThan(0);
});
