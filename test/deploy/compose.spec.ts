import { expect, it } from '@jest/globals';
import { Ajv, type AnySchema } from 'ajv';
import { roles } from '../../apps/worker/src/start-roles.js';
import { at, documentsOf, listAt, mapAt, textOf, type Tree } from './deploy-files.js';

const [compose = {}] = documentsOf('deploy/compose.yaml');
const services = mapAt(compose, 'services');
const ours = Object.entries(services).filter(([, { image }]) => image === 'snowlight');

it('is a compose file, by the specification’s own schema', () => {
  // github.com/compose-spec/compose-spec, schema/compose-spec.json of 23 June 2026, Apache-2.0
  // without its `$schema`: it names draft 7 by an address that the validator does not know it by
  const schema = JSON.parse(textOf('test/deploy/compose-spec.json'), (key, value: unknown) =>
    key === '$schema' ? undefined : value,
  ) as AnySchema;
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  expect(validate(compose) ? [] : validate.errors).toEqual([]);
});

it('has every role as a service of its own, and the schema before them', () => {
  const commands = Object.fromEntries(ours.map(([name, service]) => [name, service.command]));
  expect(commands).toEqual({
    migrate: ['migrate'],
    ...Object.fromEntries(['api', ...roles].map((role) => [role, ['up', '--roles', role]])),
  });
  for (const role of ['api', ...roles])
    expect(at(services, role, 'depends_on', 'migrate', 'condition')).toBe('service_completed_successfully');
});

it('waits for a service only where that says when it is there', () => {
  for (const [name, service] of Object.entries(services))
    for (const [other, { condition }] of Object.entries((service.depends_on ?? {}) as Record<string, Tree>)) {
      expect([name, other, Object.keys(services)]).toEqual([name, other, expect.arrayContaining([other])]);
      const says =
        condition === 'service_healthy' && at(services, other, 'healthcheck', 'test') !== undefined;
      expect([name, other, says || condition === 'service_completed_successfully']).toEqual([
        name,
        other,
        true,
      ]);
    }
});

it.each(Object.entries(services))(
  '%s has a bound of memory, a version, and comes up again',
  (name, service) => {
    expect(service.mem_limit).toBeDefined();
    expect(service.image).toMatch(name in Object.fromEntries(ours) ? /^snowlight$/ : /:v?\d+(\.\d+)*$/);
    expect(service.restart).toBe(name === 'migrate' ? 'no' : 'unless-stopped');
    expect(service.privileged).toBeUndefined();
  },
);

it('keeps what it keeps in volumes that are declared', () => {
  const declared = Object.keys(mapAt(compose, 'volumes'));
  const used = Object.values(services)
    .flatMap((service) => (service.volumes ?? []) as readonly string[])
    .map((volume) => volume.slice(0, volume.indexOf(':')))
    .filter((source) => !source.startsWith('./'));
  expect([...new Set(used)].sort()).toEqual([...declared].sort());
});

it('opens no store to the outside, and the rest to this machine unless told otherwise', () => {
  const open = Object.entries(services).filter(([, service]) => service.ports !== undefined);
  expect(open.map(([name]) => name)).toEqual(['api', 'prometheus', 'grafana']);
  for (const [name] of open)
    expect(at(services, name, 'ports')).toEqual([expect.stringContaining(':-127.0.0.1:')]);
});

it('has every file that it mounts', () => {
  const mounted = Object.values(services)
    .flatMap((service) => (service.volumes ?? []) as readonly string[])
    .filter((volume) => volume.startsWith('./') && /\.\w+:/.test(volume))
    .map((volume) => volume.slice(2, volume.indexOf(':')));
  expect(mounted.length).toBeGreaterThan(3);
  for (const path of mounted) expect(textOf(`deploy/${path}`)).not.toBe('');
});

it('is scraped under the names that it has', () => {
  const [prometheus] = documentsOf('deploy/prometheus/prometheus.yaml');
  const [job] = listAt(prometheus, 'scrape_configs').filter((one) => one.job_name === 'snowlight');
  expect(at(job, 'dns_sd_configs', 0, 'names')).toEqual(['api', ...roles]);
});
