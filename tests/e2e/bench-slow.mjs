// The first load on a slow 3G network: 400 kbit/s down, 400 ms to and fro, nothing kept before.

import { chromium } from "@playwright/test";

const bars = { list: 5000, map: 8000 };
const profile = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

const browser = await chromium.launch({ executablePath: process.env.YILU_CHROMIUM, args: ["--no-sandbox"] });
let missed = 0;
try {
  for (let time = 0; time < 3; time += 1) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", profile);
    await page.goto(process.env.YILU_URL, { waitUntil: "commit" });
    await page.waitForFunction(() => performance.getEntriesByName("yilu:map-ready").length > 0, null, { timeout: 60_000 });
    // From the moment when the address was opened.
    const { list, map } = await page.evaluate(() => {
      const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? Infinity;
      return { list: at("yilu:list-ready"), map: at("yilu:map-ready") };
    });
    for (const [name, figure] of Object.entries({ list, map })) {
      const isOver = figure > bars[name];
      missed += Number(isOver);
      console.log(`  slow 3G: usable ${name.padEnd(5)} ${(figure / 1000).toFixed(1)} s   ${isOver ? "OVER" : "ok"} ${bars[name] / 1000} s`);
    }
    await context.close();
  }
} finally {
  await browser.close();
}
console.log(missed === 0 ? "all in time" : `${missed} times too late`);
