// The browser's part of `cargo xtask bench app`: the whole page with a large region, moved, filtered
// and planned with, at full speed and on a processor four times slower.

import { chromium } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const address = process.env.YILU_URL;
const world = process.env.YILU_WORLD;
const { trips } = JSON.parse(readFileSync(join(world, "trips.json"), "utf8"));
// What is shown beside each figure: at most this.
const bars = { frame: 1000 / 60, task: 50, filter: 50, plan: 100 };

const browser = await chromium.launch({ executablePath: process.env.YILU_CHROMIUM, args: ["--no-sandbox"] });

const at = (numbers, share) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
};

function row(what, figure, unit, bar) {
  const beside = bar === undefined ? "" : `   ${figure <= bar ? "ok  " : "OVER"} at most ${bar.toFixed(0)} ${unit}`;
  console.log(`  ${what.padEnd(52)} ${figure.toFixed(1).padStart(8)} ${unit}${beside}`);
}

/** A page with the large region. */
async function opened(throttle) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  });
  const page = await context.newPage();
  // Without a list of packs files are known by their names.
  await page.route("**/data/packs.json", (route) => route.fulfill({ status: 404 }));
  for (const name of ["roads", "stations"]) {
    const body = readFileSync(join(world, `${name}.yilu`));
    await page.route(`**/data/${name}.yilu`, (route) => route.fulfill({ body }));
  }
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: throttle });
  await page.addInitScript(() => {
    window.tasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.tasks.push(entry.duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(`${address}/#view=find`, { timeout: 120_000 });
  await page.waitForFunction(() => performance.getEntriesByName("yilu:map-ready").length > 0, null, { timeout: 120_000 });
  const ready = await page.evaluate(() => performance.getEntriesByName("yilu:map-ready")[0].startTime);
  await page.getByTestId("entry").first().waitFor({ timeout: 120_000 });
  await page.waitForTimeout(3000);
  return { context, page, session, ready };
}

/** Frames and long tasks while something is done. */
async function watched(page, act) {
  await page.evaluate(() => {
    window.tasks = [];
    window.frames = [];
    window.isWatched = true;
    let last = performance.now();
    const next = (now) => {
      window.frames.push(now - last);
      last = now;
      if (window.isWatched) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await act();
  await page.waitForTimeout(500);
  return page.evaluate(() => {
    window.isWatched = false;
    return { frames: window.frames.slice(1), tasks: window.tasks };
  });
}

function frames(what, { frames, tasks }) {
  row(`${what}: frame, median`, at(frames, 0.5), "ms", bars.frame + 0.5);
  row(`${what}: frame, p95`, at(frames, 0.95), "ms");
  row(`${what}: ${tasks.length} long tasks, the longest`, Math.max(0, ...tasks), "ms", bars.task);
}

/** Drags the map to and fro by its upper part, as a thumb does. */
async function pan(session) {
  const touch = (type, x, y) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
  for (let time = 0; time < 4; time += 1) {
    const sign = time % 2 === 0 ? 1 : -1;
    await touch("touchStart", 195, 260);
    for (let step = 1; step <= 30; step += 1) await touch("touchMove", 195 + sign * step * 4, 260 + step);
    await touch("touchEnd", 0, 0);
  }
}

async function zoom(page) {
  for (const button of ["in", "in", "out", "in", "out", "out"]) {
    await page.locator(`.leaflet-control-zoom-${button}`).click();
    await page.waitForTimeout(400);
  }
}

/** Milliseconds from a tap on a filter until its frame is painted. */
async function filter(page) {
  return page.evaluate(async () => {
    const times = [];
    const chips = ["filter-fast", "filter-open", "filter-fits"];
    for (let time = 0; time < 12; time += 1) {
      const chip = document.querySelector(`[data-testid="${chips[time % chips.length]}"]`);
      const begin = performance.now();
      chip.click();
      await new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve, 0)); });
      times.push(performance.now() - begin);
      await new Promise((resolve) => { setTimeout(resolve, 400); });
    }
    return times;
  });
}

/** Milliseconds from a new trip in the address until its plan is shown. */
async function plan(page) {
  const times = [];
  for (const { request } of trips.slice(0, 24)) {
    const [from, to] = [request.from, request.to].map((place) => place.join(","));
    times.push(await page.evaluate((fragment) => new Promise((resolve) => {
      const shown = () => document.querySelector('[data-testid="itinerary"]')?.textContent;
      const before = shown();
      const begin = performance.now();
      const observer = new MutationObserver(() => {
        const now = shown();
        if (now === undefined || now === before) return;
        observer.disconnect();
        resolve(performance.now() - begin);
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      setTimeout(() => { observer.disconnect(); resolve(null); }, 10_000);
      location.hash = fragment;
    }), `#from=${from}&to=${to}&soc=60&view=trip`));
    await page.waitForTimeout(300);
  }
  return times.filter((time) => time !== null);
}

try {
  for (const throttle of [1, 4]) {
    console.log(throttle === 1 ? "full speed" : `processor ${throttle} times slower`);
    const { context, page, session, ready } = await opened(throttle);
    row("usable map after", ready, "ms");
    frames("pan", await watched(page, () => pan(session)));
    frames("zoom", await watched(page, () => zoom(page)));
    const filters = await filter(page);
    row("filter changed, median", at(filters, 0.5), "ms", bars.filter);
    row("filter changed, the longest", Math.max(...filters), "ms", bars.filter);
    const plans = await plan(page);
    row(`plan shown, median of ${plans.length}`, at(plans, 0.5), "ms", bars.plan);
    row("plan shown, p95", at(plans, 0.95), "ms", bars.plan);
    await context.close();
  }
} finally {
  await browser.close();
}
