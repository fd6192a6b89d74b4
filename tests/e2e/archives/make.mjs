// Writes our own roads, rivers and places as GeoJSON, of which tippecanoe makes `xinzhou.pmtiles`: see
// README.md beside it.

import { readFileSync, writeFileSync } from "node:fs";

const [, , out] = process.argv;
const source = new URL("../../../data/xinzhou/", import.meta.url);

/** The rows of a table of ours, in which nothing stands in quotes but names without a line's end. */
function rows(name) {
  const [head, ...lines] = readFileSync(new URL(name, source), "utf8").trim().split("\n");
  const cells = (line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) => cell.replaceAll('"', ""));
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, at) => [names[at], cell])));
}

/** `lat lon;lat lon` as GeoJSON has it. */
const line = (text) => text.split(";").filter(Boolean).map((pair) => pair.split(" ").map(Number).reverse());
const named = ({ zh, en }) => ({ name: zh, "name:en": en });

function write(layer, features) {
  const lines = features.map(({ properties, geometry, from }) =>
    JSON.stringify({ type: "Feature", tippecanoe: { minzoom: from }, properties, geometry }),
  );
  writeFileSync(`${out}/${layer}.geojsonl`, `${lines.join("\n")}\n`);
}

const places = rows("nodes.csv");
const at = new Map(places.map(({ id, lat, lon }) => [id, [Number(lon), Number(lat)]]));
/** Minor roads would fill far tiles. */
const from = { motorway: 4, trunk: 5, primary: 6, secondary: 7 };

write("roads", rows("roads.csv").map((row) => ({
  properties: { kind: row.class },
  from: from[row.class] ?? 8,
  geometry: { type: "LineString", coordinates: [at.get(row.from), ...line(row.via), at.get(row.to)] },
})));
write("water", rows("rivers.csv").map((row) => ({
  properties: { kind: "river", ...named(row) },
  from: 4,
  geometry: { type: "LineString", coordinates: line(row.line) },
})));
write("places", places.filter(({ kind }) => ["seat", "town", "village"].includes(kind)).map((row) => ({
  properties: { kind: row.kind === "seat" ? "city" : row.kind, ...named(row) },
  from: row.kind === "seat" ? 4 : 8,
  geometry: { type: "Point", coordinates: at.get(row.id) },
})));
