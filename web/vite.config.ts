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
  plugins: [orderLayers(), react(), preloadFonts()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What every screen needs comes in two files instead of two dozen; only screens and sheets stay apart.
        codeSplitting: {
          groups: [
            {
              name: 'vendor',
              test: /node_modules[\\/](?:react|react-dom|scheduler|use-sync-external-store|@tanstack)[\\/]/,
            },
            {
              name: 'page',
              test: /web[\\/]src[\\/](?:api|text|parts|lists|player[\\/](?!queue[\\/]|bar[\\/]volume-)|frame[\\/](?!sheet\.|key-help|track-facts)|menu[\\/]open-menu|screens[\\/](?:home|albums|search[\\/]search-keys))/,
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': process.env['FONOTECA_SERVER'] ?? 'http://127.0.0.1:4747' },
  },
});

/** Says the order of the layers in every style sheet: chunks arrive in any order, and the first one heard decides. */
function orderLayers(): Plugin {
  return {
    name: 'order-layers',
    enforce: 'pre',
    transform: (code, id) =>
      /web[\\/]src[\\/].*\.css$/.test(id) ? `@layer base, parts, frame, screens;\n${code}` : undefined,
  };
}

/** The two Latin faces are wanted by every screen: asked for with the page, they arrive before the first text. */
function preloadFonts(): Plugin {
  const wanted =
    /(?:inter|source-serif-4)-latin-wght-normal-.*\.woff2$|source-serif-4-latin-opsz-normal-.*\.woff2$/;
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
