import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';
import { compressAssets } from './build/compress-assets.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npx vite build dashboards` writes the pages to dist/dashboards, where the API serves them from. */
export default defineConfig({
  root: here('.'),
  resolve: {
    conditions: ['snowlight-src', ...defaultClientConditions],
    // React has the hook itself; the package brings it to React 16 and 17.
    alias: [{ find: /^use-sync-external-store\/shim.*/, replacement: 'react' }],
  },
  plugins: [react(), compressAssets()],
  build: {
    outDir: here('../dist/dashboards'),
    emptyOutDir: true,
    target: 'es2022',
    // Every browser that runs es2022 knows modulepreload.
    modulePreload: { polyfill: false },
    // An inlined asset would need `data:` in the Content-Security-Policy.
    assetsInlineLimit: 0,
    // The compressed sizes that count are printed by compressAssets.
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the first view needs is one file, not one for each set of pages that shares a module.
            { name: 'shell', tags: ['$initial'], priority: 2 },
            // Likewise what the other pages share; ECharts stays behind its own door.
            { name: 'parts', test: /src\/(?:parts|language|charts)\/(?!echart\.tsx)/, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:3000' } },
});
