// What the page asks for until the first map is shown, in bytes as they come over the wire.

/** The first map needs no more code than this: scripts, wasm, styles and the page itself. */
export const MOST = 300_000;

/** What was asked for before the map was there, without data, pictures and the planning worker. */
export async function codeOfFirstMap(page) {
  return page.evaluate(() => {
    const shown = performance.getEntriesByName("yilu:map-ready")[0].startTime;
    const isCode = (path) => /\.(js|wasm|css|html)$|\/$/.test(path) && !/planner-/.test(path);
    const files = new Map();
    for (const kind of ["navigation", "resource"]) {
      for (const { name, startTime, encodedBodySize } of performance.getEntriesByType(kind)) {
        const path = new URL(name).pathname;
        // What is preloaded is noted twice.
        if (startTime <= shown && isCode(path)) files.set(path, Math.max(encodedBodySize, files.get(path) ?? 0));
      }
    }
    return [...files].sort((a, b) => b[1] - a[1]);
  });
}

export function together(files) {
  return files.reduce((sum, [, bytes]) => sum + bytes, 0);
}
