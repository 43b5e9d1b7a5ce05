import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(html|js|css|svg|json)$/;

/** What a first view loads: the page, the entry with Today, what it imports statically, and their style sheets. */
export interface FirstView {
  readonly files: readonly string[];
  readonly gzipBytes: number;
}

/** Puts a `.br` and a `.gz` beside each asset, so that the server never compresses on a request. */
export function compressAssets(): Plugin {
  const gzipSizes = new Map<string, number>();
  return {
    name: 'snowlight:compress-assets',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [fileName, output] of Object.entries(bundle)) {
          if (!compressible.test(fileName)) continue;
          const source = Buffer.from(output.type === 'chunk' ? output.code : output.source);
          const gzip = gzipSync(source, { level: 9 });
          gzipSizes.set(fileName, gzip.length);
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzip });
          const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
          const brotli = brotliCompressSync(source, { params: quality });
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotli });
        }
        const first = firstView(bundle, gzipSizes);
        this.info(`first view: ${kB(first.gzipBytes)} gzip in ${first.files.length.toString()} files`);
        for (const file of first.files) this.info(`  ${kB(gzipSizes.get(file) ?? 0)}  ${file}`);
      },
    },
  };
}

type Bundle = Parameters<Extract<NonNullable<Plugin['generateBundle']>, (...args: never) => unknown>>[1];

function firstView(bundle: Bundle, sizes: ReadonlyMap<string, number>): FirstView {
  const files = new Set(['index.html']);
  const follow = (fileName: string) => {
    const output = bundle[fileName];
    if (output?.type !== 'chunk' || files.has(fileName)) return;
    files.add(fileName);
    for (const style of output.viteMetadata?.importedCss ?? []) files.add(style);
    output.imports.forEach(follow);
  };
  for (const [fileName, output] of Object.entries(bundle)) {
    if (output.type === 'chunk' && output.isEntry) follow(fileName);
  }
  const gzipBytes = [...files].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
  return { files: [...files], gzipBytes };
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
