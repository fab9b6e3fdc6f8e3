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

interface Emoji {
  annotation: string;
  tags: string[];
}

/** The words under which emoji are found, without accents too: `corazon` as well as `corazón`. */
function plainEmoji(): Plugin {
  const MARK = '?plain';
  let serving = false;
  return {
    name: 'plain-emoji',
    enforce: 'pre',
    configResolved: (config) => void (serving = config.command === 'serve'),
    async load(id) {
      if (!id.endsWith(`data.json${MARK}`)) return null;
      const { default: emoji } = (await import(id.slice(0, -MARK.length), { with: { type: 'json' } })) as { default: Emoji[] };
      const source = JSON.stringify(
        emoji.map((each) => {
          const words = [each.annotation, ...each.tags].join(' ');
          const plain = words.normalize('NFD').replace(/\p{M}/gu, '');
          return { ...each, tags: plain === words ? each.tags : [...new Set([...each.tags, ...plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean)])] };
        }),
      );
      if (serving) return `export default ${JSON.stringify(`data:application/json,${encodeURIComponent(source)}`)};`;
      return `export default import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'asset', name: 'emoji.json', source })};`;
    },
  };
}

export default defineConfig({
  plugins: [plainEmoji(), svelte(), noHosts()],
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
