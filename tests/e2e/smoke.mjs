// The way of every driver, in Firefox and in WebKit: the map, a search, a station, a trip that is the
// command line's, the other language; and the widget in a page. Run by `cargo xtask test`.

import { mkdirSync, writeFileSync } from "node:fs";
import { Browser } from "./webdriver.mjs";

const address = process.env.YILU_URL;
const expected = JSON.parse(process.env.YILU_WINTER_TRIP);
const TRIP =
  "#from=38.407,112.734&to=39.635,111.435&car=byd-dolphin-2025&soc=45&temp=-15&reserve=10&lang=zh&depart=2026-01-15T09:00";

const browsers = {
  Firefox: [
    process.env.YILU_GECKODRIVER,
    {
      browserName: "firefox",
      "moz:firefoxOptions": { binary: process.env.YILU_FIREFOX, args: ["-headless", "-width", "390", "-height", "844"] },
    },
    {},
  ],
  WebKit: [
    process.env.YILU_WEBKIT_DRIVER,
    { browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary: process.env.YILU_MINIBROWSER, args: ["--automation"] } },
    // Its sandbox wants namespaces that a container does not give.
    { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1" },
  ],
};

function same(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: found ${found}, expected ${wanted}`);
}

async function smoke(browser) {
  await browser.open(`${address}/#lang=zh`);
  const isReady = () => performance.getEntriesByName("yilu:map-ready").length > 0;
  await browser.until(() => browser.run(isReady), "the map");
  await browser.until(() => browser.run(() => document.querySelectorAll(".leaflet-marks-pane button").length > 2), "marks");
  await browser.type('[data-testid="search-input"]', "laoniuwan");
  await browser.text('[role="listbox"]', /老牛湾/);
  await browser.click('[role="option"]');
  await browser.text('[data-testid="station-card"]', /老牛湾/);
  await browser.open(`${address}/${TRIP}`);
  await browser.text('[data-testid="itinerary"]', /kWh/);
  const plan = await browser.text('[data-testid="itinerary-total"]', /km/);
  const stops = await browser.run(() =>
    [...document.querySelectorAll('[data-testid="stop"]')].map((stop) => stop.dataset.station));
  same("stops", stops.join(), expected.stops.map((stop) => stop.station_id).join());
  const minutes = Math.round(expected.total_time_s / 60);
  const clock = `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`;
  if (!plan.includes(clock)) throw new Error(`the plan takes ${clock}, the page says: ${plan}`);
  await browser.click('[data-testid="language-button"]');
  await browser.text('[data-testid="itinerary"]', /charg/i);
  same("crash", await browser.run(() => document.getElementById("crash").hidden), true);
  await browser.open(`${address}/widget/`);
  await browser.text('[data-testid="log"]', /ready \{"shows":"map"\}/);
}

mkdirSync("test-results", { recursive: true });
let failures = 0;
for (const [name, [driver, capabilities, environment]] of Object.entries(browsers)) {
  let browser;
  try {
    browser = await Browser.start(driver, capabilities, environment);
    await smoke(browser);
    console.log(`${name}: ok`);
  } catch (error) {
    failures += 1;
    console.log(`${name}: FAILED: ${error.message}`);
  }
  try {
    if (browser) writeFileSync(`test-results/smoke-${name}.png`, await browser.picture());
  } catch (error) {
    console.log(`${name}: no picture: ${error.message}`);
  }
  await browser?.end();
}
process.exit(failures === 0 ? 0 : 1);
