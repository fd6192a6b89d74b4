// Plain drives with ngraph.path, the usual search of JavaScript programs.
//
// Usage: node drive_ngraph.mjs GRAPH FOLDER
//
// GRAPH is what the bench wrote, FOLDER has the packages. Prints the rows of the table as JSON.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [path, folder] = process.argv.slice(2);
const require = createRequire(resolve(folder, "package.json"));
const createGraph = require("ngraph.graph");
const { aStar, nba } = require("ngraph.path");

/** Nothing is driven faster, in m/s: what the straight line takes at least. */
const FASTEST = 150 / 3.6;
const EARTH = 6_371_000;

const input = JSON.parse(readFileSync(path, "utf8"));

function distance(a, b) {
  const radians = Math.PI / 180;
  const [lat, lon] = [(b[0] - a[0]) * radians, (b[1] - a[1]) * radians];
  const along = Math.cos(a[0] * radians) * Math.cos(b[0] * radians) * Math.sin(lon / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(Math.sin(lat / 2) ** 2 + along));
}

const before = process.memoryUsage().heapUsed;
const begin = performance.now();
const graph = createGraph();
input.nodes.forEach((node, index) => graph.addNode(index, node));
for (const [tail, head, time] of input.arcs) graph.addLink(tail, head, time);
const prepared = {
  prepared_ms: performance.now() - begin,
  megabytes: (process.memoryUsage().heapUsed - before) / 2 ** 20,
};

const options = {
  oriented: true,
  distance: (from, to, link) => link.data,
  // Less than the truth: the line itself is an approximation.
  heuristic: (from, to) => (distance(from.data, to.data) / FASTEST) * 0.99 * 1000,
};

function asked(name, finder) {
  const times = [];
  let equal = 0;
  for (const [from, to, expected] of input.pairs) {
    const begin = performance.now();
    const way = finder.find(from, to);
    times.push(performance.now() - begin);
    // From the end to the start.
    let total = 0;
    for (let at = way.length - 1; at > 0; at -= 1) {
      const links = [...way[at].links].filter(
        (link) => link.fromId === way[at].id && link.toId === way[at - 1].id,
      );
      total += Math.min(...links.map((link) => link.data));
    }
    equal += total === expected;
  }
  times.sort((a, b) => a - b);
  const quantile = (share) => times[Math.round((times.length - 1) * share)];
  const row = { name, draws: true, p50_ms: quantile(0.5), p95_ms: quantile(0.95) };
  return { ...row, equal, pairs: times.length, ...prepared };
}

const rows = [asked("ngraph.path A*", aStar(graph, options)), asked("ngraph.path NBA*", nba(graph, options))];
console.log(JSON.stringify(rows));
