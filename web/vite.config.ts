/**
 * How the page is built: paths stay relative ('./'), so that the same build works at the root of a host and under a
 * reverse proxy's sub-path, where the server writes the prefix into <base href>. Only the newest stable engines are
 * aimed at: light-dark() and relative colours are used as they are, not rewritten.
 */
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react(), preloadFonts()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': process.env['FONOTECA_SERVER'] ?? 'http://127.0.0.1:4747' },
  },
});

/** The two Latin faces are wanted by every screen: asked for with the page, they arrive before the first text. */
function preloadFonts(): Plugin {
  const wanted = /(?:inter|source-serif-4)-latin-wght-normal-.*\.woff2$|source-serif-4-latin-opsz-normal-.*\.woff2$/;
  return {
    name: 'preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, context) =>
        Object.keys(context.bundle ?? {})
          .filter((file) => wanted.test(file))
          .map((file) => ({
            tag: 'link',
            injectTo: 'head' as const,
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `./${file}`, crossorigin: '' },
          })),
    },
  };
}
