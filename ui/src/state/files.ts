/** The last part of a path, of any system. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).pop() || path;
}

/** A file's name without its ending, as a first idea for a campaign's name. */
export function stem(path: string): string {
  return fileName(path).replace(/\.[^.]+$/, '').replace(/[_-]+/g, ' ').trim();
}
