// The browser's part of `cargo xtask bench planner`: the trips that were measured native, planned
// by the app's own worker and by a native desk in turns, and what they cost. Each answer must be the
// native one, byte by byte.

import { chromium } from "@playwright/test";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { crc32 } from "node:zlib";

const address = process.env.YILU_URL;
const world = process.env.YILU_WORLD;
const native = JSON.parse(readFileSync(join(world, "trips.json"), "utf8"));
/** The planner's glue, which names its wasm. */
const glue = readdirSync(process.env.YILU_DIST).find((name) => /^planner-worker-[0-9a-f]+\.js$/.test(name));
// What is shown beside each figure: at most this.
const bars = { ratio: 1.4, slowed: 100, prepared: 500, heap: 50, bytes: 120_000 };

/**
 * A worker that also tells how large its memory is, and how long it worked for each answer: what is
 * measured native is that work, without messages. Or the same on the page's own thread.
 */
const script = `
  import init from "./${glue}";
  let spent = 0;
  let begun = 0;
  function timed(target) {
    let owner = target;
    while (owner && !Object.getOwnPropertyDescriptor(owner, "onmessage")) owner = Object.getPrototypeOf(owner);
    const { get, set } = Object.getOwnPropertyDescriptor(owner, "onmessage");
    Object.defineProperty(owner, "onmessage", {
      configurable: true,
      get,
      set(handler) {
        set.call(this, handler && function (event) {
          begun = performance.now();
          handler.call(this, event);
          spent += performance.now() - begun;
        });
      },
    });
  }
  if (self.DedicatedWorkerGlobalScope) {
    const post = self.postMessage.bind(self);
    self.postMessage = (message) => {
      if (message[0] === "answer") {
        const now = performance.now();
        post(["spent", message[1], spent + now - begun]);
        [spent, begun] = [0, now];
      }
      post(message);
    };
    timed(self);
    timed(MessagePort.prototype);
  }
  const wasm = await init();
  addEventListener("message", ({ data }) => {
    if (data[0] === "heap") postMessage(["heap", 0, wasm.memory.buffer.byteLength]);
  });
  postMessage(["started", 0, ""]);
`;

const browser = await chromium.launch({
  executablePath: process.env.YILU_CHROMIUM,
  args: ["--no-sandbox"],
});

function at(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)];
}

/** A page whose planner has roads and stations: `ask(message, tags)` waits for one of the tags. */
async function open(isWorker) {
  const page = await (await browser.newContext()).newPage();
  // Alone in its process, a page has clocks that are exact to some microseconds.
  const headers = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
  };
  const serve = (name, contentType, body) =>
    page.route(`**/${name}`, (route) => route.fulfill({ contentType, headers, body }));
  await serve("bench.html", "text/html", "<!doctype html><title>bench</title>");
  await serve("bench.js", "text/javascript", script);
  await serve("bench/roads", "application/octet-stream", readFileSync(join(world, "roads.yilu")));
  await serve("bench/stations", "application/octet-stream", readFileSync(join(world, "stations.yilu")));
  await page.goto(`${address}/bench.html`);
  await page.evaluate(async (isWorker) => {
    const worker = isWorker ? new Worker("./bench.js", { type: "module" }) : window;
    window.until = (tags) =>
      new Promise((resolve) => {
        const hear = ({ data }) => {
          if (!tags.includes(data[0])) return;
          worker.removeEventListener("message", hear);
          resolve(data);
        };
        worker.addEventListener("message", hear);
      });
    window.say = (message) => worker.postMessage(message);
    window.isWorker = isWorker;
    const started = until(["started"]);
    if (!isWorker) await import("./bench.js");
    await started;
    for (const name of ["roads", "stations"]) {
      const response = await fetch(`bench/${name}`);
      say([name, 0, new Uint8Array(await response.arrayBuffer())]);
    }
  }, isWorker);
  return page;
}

/** Plans a trip: ms to the first plan and to the proven one, and the answer. */
async function plan(page, id, request) {
  return page.evaluate(
    async ([id, json]) => {
      const begin = performance.now();
      let first = null;
      let spent = null;
      const work = isWorker ? until(["spent"]).then((data) => (spent = data[2])) : null;
      const early = until(["early", "answer"]).then(() => (first = performance.now() - begin));
      const last = until(["answer", "failed"]);
      say(["plan", id, json]);
      const [tag, , answer] = await last;
      const proven = performance.now() - begin;
      if (tag !== "answer") throw new Error(answer);
      await early;
      await work;
      return { first, proven, spent, answer };
    },
    [id, JSON.stringify({ vehicle: native.vehicle, request })],
  );
}

/** All trips, after one that prepares the car. */
async function plans(page, trips) {
  const told = [];
  for (const [index, trip] of trips.entries()) told.push(await plan(page, index + 1, trip.request));
  return told;
}

/** Median ms until a car in another weather has its plan, less that plan once it is prepared. */
async function prepare(page) {
  const times = [];
  for (let run = 0; run < 5; run += 1) {
    const request = { ...native.trips[0].request, temperature: run };
    const cold = await plan(page, 1, request);
    const warm = await plan(page, 1, request);
    times.push(cold.proven - warm.proven);
  }
  return at(times, 0.5);
}

/** Rounds over all trips, and in each the worker and the native desk in turns. */
const ROUNDS = 5;

/** The native desk: `ask(request)` says how many ms it worked for the answer. */
function nativeDesk() {
  const desk = spawn(process.env.YILU_BENCH, ["--desk", world], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: desk.stdout })[Symbol.asyncIterator]();
  const ask = async (request) => {
    desk.stdin.write(`${JSON.stringify({ vehicle: native.vehicle, request })}\n`);
    const { done, value } = await lines.next();
    if (done) throw new Error("the native desk ended");
    return Number(value);
  };
  return { ask, end: () => desk.stdin.end() };
}

/** For each trip the median ms of both, the first plan's and with messages, and its answer. */
async function inTurns(page) {
  const desk = nativeDesk();
  const first = native.trips[0].request;
  await plan(page, 1, first);
  await desk.ask(first);
  const rounds = native.trips.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, { request }] of native.trips.entries()) {
      const early = round % 2 === 0 ? await desk.ask(request) : undefined;
      const told = await plan(page, index + 1, request);
      rounds[index].push({ ...told, native: early ?? (await desk.ask(request)) });
    }
  }
  desk.end();
  return rounds.map((all) => {
    const median = (name) => at(all.map((one) => one[name]), 0.5);
    const [spent, own, proven, first] = ["spent", "native", "proven", "first"].map(median);
    return { spent, native: own, proven, first, answer: all[0].answer };
  });
}

function verdict(value, bar) {
  return `(bar ${bar}: ${value <= bar ? "holds" : "missed"})`;
}

async function atFullSpeed() {
  const page = await open(true);
  const told = await inTurns(page);
  const shares = [0.5, 0.95, 0.99];
  const of = (name) => shares.map((share) => at(told.map((one) => one[name]), share));
  const [spent, own, proven, first] = ["spent", "native", "proven", "first"].map(of);
  const over = (times) => times.map((time, index) => time / own[index]);
  const text = (numbers, digits = 2) => numbers.map((number) => number.toFixed(digits)).join(" / ");
  console.log(`wasm in Chromium's worker and a native desk in turns, ${told.length} trips, JSON to JSON, medians of ${ROUNDS} rounds; p50 / p95 / p99:`);
  console.log(`  worked ${text(spent)} ms, native ${text(own)} ms; native one after the other ${text(native.plan_ms)} ms`);
  console.log(`  ratio wasm to native ${text(over(spent))} ${verdict(over(spent)[0], bars.ratio)}`);
  console.log(`  with messages: proven plan ${text(proven)} ms, ratio ${text(over(proven))}`);
  console.log(`  first plan ${text(first)} ms`);
  let total = 0;
  let equal = 0;
  for (const [index, { answer }] of told.entries()) {
    total += JSON.parse(answer).total_time_s ?? 0;
    equal += crc32(answer) === native.trips[index].answer_crc32 ? 1 : 0;
  }
  const is_equal = total === native.total_s && equal === told.length;
  console.log(`  answers: ${equal} of ${told.length} are the native ones byte by byte; all plans together ${total} s, native ${native.total_s} s: ${is_equal ? "equal" : "DIFFERENT"}`);
  const prepared = await prepare(page);
  console.log(`  another weather prepared in ${prepared.toFixed(0)} ms ${verdict(prepared, bars.prepared)}, native ${native.prepared_ms.toFixed(0)} ms`);
  const heap = await page.evaluate(async () => {
    const heap = until(["heap"]);
    say(["heap", 0, ""]);
    return (await heap)[2] / 2 ** 20;
  });
  console.log(`  memory of the wasm after all that: ${heap.toFixed(1)} MB ${verdict(heap, bars.heap)}`);
  await page.context().close();
  return is_equal;
}

/** Chromium slows down the page's own thread, not its workers: so there it is planned this time. */
async function slowed(rate) {
  const page = await open(false);
  await plan(page, 1, native.trips[0].request);
  const session = await page.context().newCDPSession(page);
  const trips = native.trips.slice(0, 200);
  const full = (await plans(page, trips)).map((one) => one.proven);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  const told = (await plans(page, trips)).map((one) => one.proven);
  console.log(
    `  processor ${rate} times slower, ${trips.length} trips: p50 ${at(told, 0.5).toFixed(1)} ms, ` +
      `p95 ${at(told, 0.95).toFixed(1)} ms ${verdict(at(told, 0.95), bars.slowed)}; ` +
      `the same thread at full speed: ${at(full, 0.5).toFixed(1)}, ${at(full, 0.95).toFixed(1)} ms`,
  );
  await page.context().close();
}

function size() {
  const file = join(process.env.YILU_DIST, glue.replace(".js", "_bg.wasm"));
  const small = `${file}.br`;
  if (!existsSync(small)) return;
  const bytes = statSync(small).size;
  console.log(`  the planner's wasm: ${statSync(file).size} bytes, ${bytes} brotli ${verdict(bytes, bars.bytes)}`);
}

let isEqual = false;
try {
  isEqual = await atFullSpeed();
  await slowed(4);
  size();
} finally {
  await browser.close();
}
process.exit(isEqual ? 0 : 1);
