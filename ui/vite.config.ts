import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Addresses that libraries carry along and that are never asked here: the program names no host at all. */
function noHosts(): Plugin {
  return {
    name: 'no-hosts',
    renderChunk: (code) => ({
      code: code.replace(/https:\/\/cdn\.jsdelivr\.net\/[^"'`]*/g, '').replaceAll('https://svelte.dev/e/', 'svelte:'),
      map: null,
    }),
  };
}

export default defineConfig({
  plugins: [svelte(), noHosts()],
  clearScreen: false,
  server: { port: 5173, strictPort: true, fs: { allow: ['..'] } },
  build: {
    target: ['es2022', 'safari16'],
    // The content security policy has no room for data: scripts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_200,
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
