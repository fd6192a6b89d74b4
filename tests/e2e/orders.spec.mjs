// Any order of what happens to an installed app: networks that come and go, releases good and broken, data
// new and spoilt, pages and service workers that are killed. Whatever happens, the page starts.
// `YILU_ORDERS=200` tries more of them; `cargo xtask bench offline` does.

import { expect, loose } from "./fixture.mjs";
import { edition } from "./pages/station-file.mjs";
import { Site } from "./pages/deploy.mjs";

const count = Number(process.env.YILU_ORDERS ?? 4);
const steps = 8;

const test = loose.extend({
  site: async ({}, use) => {
    const site = await Site.start();
    await use(site);
    await site.end();
  },
});
test.use({ serviceWorkers: "allow" });

/** Numbers from 0 to 1 by a seed: mulberry32. */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class Order {
  constructor(context, device, site, random) {
    Object.assign(this, { context, device, site, random, told: [], lost: 0 });
    Object.assign(this, { releases: 0, days: 0, offline: 0, renewed: 0 });
  }

  /** A new page. A browser that had a process ready for it, which was killed, gives out one that never is. */
  async newPage() {
    for (let time = 0; time < 3; time += 1) {
      const late = new Promise((resolve) => setTimeout(resolve, 20_000));
      const page = await Promise.race([this.context.newPage(), late]);
      if (page) return page;
      this.lost += 1;
    }
    throw new Error("the browser gives out no page");
  }

  /** Opens the page; it must start when the site is there, or when all of it was kept before. */
  async start() {
    await this.page?.close();
    this.page = await this.newPage();
    const must = Boolean(this.isUp || this.isKept);
    this.isShown = false;
    const problem = await this.page.goto(this.site.url).then(() => null, (problem) => problem);
    if (problem) {
      if (must) throw new Error("the page did not open", { cause: problem });
      return;
    }
    if (!must) return;
    this.isShown = true;
    await this.page.waitForFunction(() => performance.getEntriesByName("yilu:map-ready").length > 0);
    expect(await this.page.getByTestId("problems").count()).toBe(0);
    expect(await this.page.getByTestId("station-mark").or(this.page.getByTestId("cluster")).count()).toBeGreaterThan(0);
    if (!this.isUp) this.offline += 1;
  }

  /** Waits until all is kept, where that can be. */
  async keep() {
    if (!this.page || !this.isUp || this.isSpoilt) return;
    await this.start();
    // A browser whose worker was killed does not answer at times, and does when it is asked again.
    const standing = () => {
      const look = async () => {
        const worker = await navigator.serviceWorker.getRegistration();
        const store = await caches.open("yilu-data");
        const [installing, waiting, active] = [worker?.installing, worker?.waiting, worker?.active].map((one) => one?.state);
        return { installing, waiting, active, hasData: Boolean(await store.match("data/packs.json")) };
      };
      return Promise.race([look(), new Promise((late) => setTimeout(late, 5_000, {}))]);
    };
    // A worker that was killed while it installed is registered again by the page within a minute.
    const end = Date.now() + 150_000;
    let now;
    do {
      await this.page.waitForTimeout(50);
      now = await this.page.evaluate(standing);
    } while (!(now.active === "activated" && now.hasData) && Date.now() < end);
    expect(now, "what is kept").toMatchObject({ active: "activated", hasData: true });
    this.isKept = true;
  }

  async step() {
    const { site } = this;
    const acts = {
      start: () => this.start(),
      keep: () => this.keep(),
      away: async () => { await site.down(); this.isUp = false; },
      back: async () => { await site.up(); this.isUp = true; },
      release: () => site.release(`r${(this.releases += 1)}`),
      data: () => site.data("vehicles.yilu", edition(site.read("data/vehicles.yilu"), (this.days += 1))),
      // Half of the answers are cut or have a wrong bit from now on, but for a page's very first.
      spoil: () => { if (this.isKept) this.spoilFrom(this.random()); },
      heal: () => this.heal(),
      // The browser's own page, where there is nothing, comes and goes as it likes.
      look: () => this.isShown && this.page.evaluate(() => window.dispatchEvent(new Event("online"))),
      renew: async () => {
        if (!this.page || !this.isKept || !this.isUp || this.isSpoilt) return;
        // Half of the time there is nothing new.
        if (this.random() < 0.5) this.site.release(`r${(this.releases += 1)}`);
        await this.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
        const button = this.page.getByTestId("renew");
        if (!(await button.waitFor({ timeout: 1500 }).then(() => true, () => false))) return;
        await button.click();
        this.renewed += 1;
        await this.page.waitForFunction(() => performance.getEntriesByName("yilu:map-ready").length > 0);
      },
      // As the device does it that needs the room: the processes of pages and workers are gone. A browser that
      // is asked to stop its workers instead says nothing about them for minutes at times, or dies of it.
      kill: async () => {
        const { processInfo } = await this.device.send("SystemInfo.getProcessInfo");
        for (const { id } of processInfo.filter(({ type }) => type === "renderer")) {
          try {
            process.kill(id, "SIGKILL");
          } catch (problem) {
            // One that ended by itself meanwhile.
            if (problem.code !== "ESRCH") throw problem;
          }
        }
        await this.page?.close();
        this.page = undefined;
        this.isShown = false;
      },
      pause: () => this.page?.waitForTimeout(this.random() * 600),
    };
    const names = Object.keys(acts);
    const name = names[Math.floor(this.random() * names.length)];
    this.told.push(name);
    await acts[name]();
  }

  spoilFrom(seed) {
    const random = chance(Math.floor(seed * 1e9));
    this.isSpoilt = true;
    this.site.spoil = (_, bytes) => {
      const dice = random();
      if (dice < 0.5) return bytes;
      if (dice < 0.75) return null;
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[Math.floor(random() * copy.length)] ^= 1 << Math.floor(random() * 8);
      return copy;
    };
  }

  heal() {
    this.isSpoilt = false;
    this.site.spoil = (_, bytes) => bytes;
  }
}

test(`${count} random orders leave a working app`, async ({ browser, site }) => {
  test.setTimeout(60_000 + count * 30_000);
  const sum = { offline: 0, renewed: 0, lost: 0 };
  const device = await browser.newBrowserCDPSession();
  for (let seed = 1; seed <= count; seed += 1) {
    const context = await browser.newContext({ serviceWorkers: "allow", viewport: { width: 390, height: 844 } });
    const order = new Order(context, device, site, chance(seed));
    order.isUp = true;
    order.heal();
    await site.up();
    try {
      await order.start();
      for (let step = 0; step < steps; step += 1) await order.step();
      // In the end everything is well again: the page starts, is kept, and starts without a site.
      order.heal();
      await site.up();
      order.isUp = true;
      await order.start();
      await order.keep();
      await site.down();
      order.isUp = false;
      await order.start();
    } catch (problem) {
      throw new Error(`order ${seed}: ${order.told.join(", ")}`, { cause: problem });
    }
    await site.up();
    await context.close();
    sum.offline += order.offline;
    sum.renewed += order.renewed;
    sum.lost += order.lost;
    if (seed % 20 === 0) console.log(`${seed} of ${count} orders work`);
  }
  const done = `${sum.offline} starts without a site, ${sum.renewed} renewals`;
  const lost = sum.lost > 0 ? `; ${sum.lost} pages that the browser never made were opened again` : "";
  console.log(`${count} orders of ${steps} steps: all work; ${done}${lost}`);
});
