// Archives of tiles for tests: one of vector tiles, and a writer of small ones, good or broken.

import { readFileSync } from "node:fs";
import { deflateSync, gzipSync } from "node:zlib";

/** Our own roads, rivers and places: README.md beside it. */
export const VECTORS = readFileSync(new URL("../archives/xinzhou.pmtiles", import.meta.url));

const HEADER = 127;

/** An archive with these entries of its root, `[id, run, bytes, place + 1]`, leaves and tiles. */
export function archive({ entries, leaves = Buffer.alloc(0), tiles, kind = 2, zooms = [0, 12], packing = 1 }) {
  const root = directory(entries);
  const parts = [root, Buffer.from("{}"), leaves, tiles];
  const header = Buffer.alloc(HEADER);
  header.write("PMTiles");
  header[7] = 3;
  let at = HEADER;
  parts.forEach((part, index) => {
    header.writeBigUInt64LE(BigInt(at), 8 + 16 * index);
    header.writeBigUInt64LE(BigInt(part.length), 16 + 16 * index);
    at += part.length;
  });
  header.set([1, 2, packing, kind, ...zooms], 96);
  return Buffer.concat([header, ...parts]);
}

/** A packed directory. */
export function directory(entries) {
  const ids = entries.map(([id], at) => id - (entries[at - 1]?.[0] ?? 0));
  const columns = [ids, ...[1, 2, 3].map((column) => entries.map((entry) => entry[column]))];
  return gzipSync(Buffer.from([entries.length, ...columns.flat()].flatMap(number)));
}

function number(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}

/** Every tile up to zoom 12 is this one picture, of one colour. */
export function pictures([red, green, blue]) {
  const all = (4 ** 13 - 1) / 3;
  const tile = png(red, green, blue);
  return archive({ entries: [[0, all, tile.length, 1]], tiles: tile });
}

/** One whose directory knows nothing but itself. */
export function loop() {
  const leaf = directory([[0, 0, 40, 1]]);
  const leaves = directory([[0, 0, leaf.length, 1]]);
  return archive({ entries: [[0, 0, leaves.length, 1]], leaves, tiles: Buffer.from([0]) });
}

function png(...colour) {
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  const data = deflateSync(Buffer.from([0, ...colour]));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** A base that is an archive, as the site's configuration names it. */
export const BASE = {
  id: "own",
  kind: "pmtiles",
  url: "data/base.pmtiles",
  attribution: "测试底图 © OpenStreetMap contributors",
  approval: "GS(2026)0000号",
};

/** Gives `bytes` out as the archive of that base, by ranges; `asked` gets each range. */
export async function offer(page, bytes, { asked = [], base = BASE } = {}) {
  const own = { "cross-origin-resource-policy": "same-origin" };
  await page.route("**/config.json", (route) => route.fulfill({ json: { bases: [base] }, headers: own }));
  await page.route("**/data/base.pmtiles*", (route) => {
    const { range } = route.request().headers();
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
    asked.push(range);
    const body = bytes.subarray(Number(from), Number(to) + 1);
    const end = Number(from) + body.length - 1;
    const headers = { "content-range": `bytes ${from}-${end}/${bytes.length}`, etag: '"1"', ...own };
    return route.fulfill({ status: 206, body, headers, contentType: "application/octet-stream" });
  });
}

/** The share of the base that has about this colour; nothing is drawn where it is NaN. */
export function share(page, colour) {
  return page.evaluate(([red, green, blue]) => {
    let [all, hits] = [0, 0];
    for (const tile of document.querySelectorAll(".leaflet-tile-pane canvas, .leaflet-tile-pane img")) {
      const size = tile.width || tile.naturalWidth;
      if (!size) continue;
      const canvas = Object.assign(document.createElement("canvas"), { width: 128, height: 128 });
      const context = canvas.getContext("2d");
      context.imageSmoothingEnabled = false;
      context.drawImage(tile, 0, 0, 128, 128);
      const { data } = context.getImageData(0, 0, 128, 128);
      for (let at = 0; at < data.length; at += 4) {
        all += 1;
        const off = Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue);
        hits += off < 12 && data[at + 3] > 200 ? 1 : 0;
      }
    }
    return hits / all;
  }, colour);
}
