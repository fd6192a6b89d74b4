// The browser's part of `cargo xtask bench`: bytes of the first load, time to a usable map and to
// the first plan, and the plans of the native benchmark again, in the app's own worker.

import { chromium } from "@playwright/test";
import { readFileSync, statSync, existsSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { MOST, codeOfFirstMap, together } from "./budget.mjs";

const address = process.env.YILU_URL;
const dist = process.env.YILU_DIST;
const pairs = JSON.parse(readFileSync(process.env.YILU_PAIRS, "utf8"));
const runs = 5;
const trip = "#from=38.407,112.734&to=39.635,111.435&car=byd-dolphin-2025&soc=45&temp=-15&reserve=10&lang=zh";

const browser = await chromium.launch({
  executablePath: process.env.YILU_CHROMIUM,
  args: ["--no-sandbox"],
});
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, deviceScaleFactor: 2 };

function at(sorted, share) {
  return sorted[Math.floor((sorted.length - 1) * share)];
}

function sort(numbers) {
  return [...numbers].sort((a, b) => a - b);
}

/** What the page asks for until a plan is shown, by file. */
async function bytes() {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  const files = new Map();
  page.on("request", (request) => {
    const path = decodeURIComponent(new URL(request.url()).pathname);
    files.set(path.endsWith("/") ? `${path}index.html` : path, true);
  });
  await page.goto(`${address}/`);
  await page.waitForFunction(() => performance.getEntriesByName("yilu:map-ready").length > 0);
  const code = together(await codeOfFirstMap(page));
  await page.waitForTimeout(1000);
  await context.close();
  let [raw, brotli] = [0, 0];
  console.log("first load, bytes:          raw      brotli");
  for (const path of files.keys()) {
    const file = join(dist, path);
    if (!existsSync(file)) continue;
    const size = statSync(file).size;
    const small = existsSync(`${file}.br`) ? statSync(`${file}.br`).size : size;
    raw += size;
    brotli += small;
    console.log(`  ${String(size).padStart(28)}  ${String(small).padStart(8)}  ${path}`);
  }
  console.log(`  ${String(raw).padStart(28)}  ${String(brotli).padStart(8)}  together, with the planning worker`);
  console.log(`code until the first map: ${code} bytes brotli, at most ${MOST}`);
}

/** Milliseconds from navigation to the map and to the plan, median of some fresh starts. */
async function start(throttle) {
  const [map, plan] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    const context = await browser.newContext(phone);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: throttle });
    await page.goto(`${address}/${trip}`);
    await page.waitForFunction(() => performance.getEntriesByName("yilu:first-plan").length > 0);
    const times = await page.evaluate(() =>
      ["yilu:map-ready", "yilu:first-plan"].map((name) => performance.getEntriesByName(name)[0].startTime),
    );
    map.push(times[0]);
    plan.push(times[1]);
    await context.close();
  }
  const text = (times) => `${Math.round(at(sort(times), 0.5))} ms`;
  const speed = throttle === 1 ? "full speed" : `processor ${throttle} times slower`;
  console.log(`start, ${speed}: usable map after ${text(map)}, first plan after ${text(plan)} (median of ${runs})`);
}

/** The same pairs in the worker; a message there and back is part of the time. */
async function plans() {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  await page.goto(`${address}/`);
  await page.waitForFunction(() => performance.getEntriesByName("yilu:map-ready").length > 0);
  const times = await page.evaluate(async ({ vehicle, soc, temperature, pairs }) => {
    const worker = new Worker(document.getElementById("planner-worker").href, { type: "module" });
    const next = () => new Promise((resolve) => {
      worker.onmessage = ({ data }) => { if (!["early", "progress"].includes(data[0])) resolve(data); };
    });
    await next();
    for (const name of ["roads", "stations"]) {
      const response = await fetch(`data/${name}.yilu`);
      worker.postMessage([name, 0, new Uint8Array(await response.arrayBuffer())]);
    }
    const times = [];
    for (const [id, { from, to }] of pairs.entries()) {
      const request = JSON.stringify({ vehicle, request: { from, to, soc, temperature } });
      const start = performance.now();
      worker.postMessage(["plan", id + 1, request]);
      const [tag, , payload] = await next();
      times.push(performance.now() - start);
      if (tag !== "answer") throw new Error(payload);
    }
    return times;
  }, pairs);
  await context.close();
  const sorted = sort(times);
  const [median, p95] = [at(sorted, 0.5), at(sorted, 0.95)];
  console.log(
    `wasm in the worker: ${times.length} random pairs: median ${median.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms; ` +
      `${(median / pairs.median_ms).toFixed(1)} times native`,
  );
}

/** How long the worker takes for a road file of some 100 000 directed edges, median of some loads. */
async function load() {
  const file = readFileSync(process.env.YILU_GRID);
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  await page.route("**/grid.yilu", (route) => route.fulfill({ body: file }));
  await page.goto(`${address}/`);
  await page.waitForFunction(() => performance.getEntriesByName("yilu:map-ready").length > 0);
  const times = await page.evaluate(async (runs) => {
    const grid = new Uint8Array(await (await fetch("grid.yilu")).arrayBuffer());
    const times = [];
    for (let run = 0; run < runs; run += 1) {
      const worker = new Worker(document.getElementById("planner-worker").href, { type: "module" });
      const next = () => new Promise((resolve) => { worker.onmessage = (event) => resolve(event.data); });
      await next();
      const start = performance.now();
      worker.postMessage(["roads", 0, grid]);
      // No request: the answer comes as soon as the roads are there.
      worker.postMessage(["plan", 1, "{}"]);
      await next();
      times.push(performance.now() - start);
      worker.terminate();
    }
    return times;
  }, runs);
  await context.close();
  const small = brotliCompressSync(file).length;
  console.log(
    `wasm in the worker: a road file of ${file.length} bytes (${small} brotli), ${process.env.YILU_GRID_EDGES} edges: ` +
      `loaded in ${at(sort(times), 0.5).toFixed(0)} ms (median of ${runs}); ` +
      `${(small / Number(process.env.YILU_GRID_EDGES)).toFixed(1)} bytes per edge`,
  );
}

try {
  await load();
  await plans();
  await bytes();
  await start(1);
  await start(4);
} finally {
  await browser.close();
}
process.exit(0);
