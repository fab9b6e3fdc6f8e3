/// <reference types="vite/client" />

/** Emoji whose words are also there without accents. */
declare module '*?plain' {
  const url: string;
  export default url;
}
