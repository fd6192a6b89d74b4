// Live files beside the page, as a static host has them.

/** The live files of a page. What is set here is what the next request gets. */
export class LiveFiles {
  constructor(page) {
    this.page = page;
    /** By station: a letter for each connector. */
    this.states = {};
    /** Seconds since the states were confirmed. */
    this.age = 0;
    this.sequence = 0;
    /** By station: letters for the hours of a day, as in `usual.json`. */
    this.usual = {};
    /** By station: for each connector its id, days without a car that charges, days out of use. */
    this.seen = {};
    this.isDown = false;
    this.asked = 0;
  }

  /** Announces live files to the page, which must not be open yet. */
  async announce() {
    const json = (route, value) => route.fulfill({ json: value });
    await this.page.route("**/config.json", (route) => json(route, { bases: [], live: "manifest.json" }));
    await this.page.route("**/manifest.json", (route) => json(route, this.manifest()));
    await this.page.route("**/snapshot/demo.yilu", async (route) => {
      const url = route.request().url().replace("snapshot/demo.yilu", "data/stations.yilu");
      return route.fulfill({ response: await route.fetch({ url }) });
    });
    await this.page.route("**/usual.json", (route) => json(route, this.usualFile()));
    await this.page.route("**/live.json", (route) => {
      this.asked += 1;
      return this.isDown ? route.abort("connectionfailed") : json(route, this.file());
    });
  }

  manifest() {
    const file = { role: "stations", path: "snapshot/demo.yilu", bytes: 1, sha256: "00" };
    const live = { mode: "poll", url: "live.json", usual: "usual.json", poll_s: 600, heartbeat_s: 15, stale_s: 1800, expire_s: 3600 };
    return { schema: "yilu-live/1", snap: "demo", edition: "e2e", demo: true, files: [file], live, sources: [] };
  }

  usualFile() {
    const week = (letters) => [letters.repeat(7), letters.repeat(7)];
    const stations = Object.entries(this.usual).map(([id, letters]) => [id, week(letters)]);
    return { v: 1, east: 480, s: Object.fromEntries(stations), seen: this.seen };
  }

  file() {
    this.sequence += 1;
    const stations = Object.entries(this.states).map(([id, letters]) => [id, [this.age, letters]]);
    const now = Math.floor(Date.now() / 1000);
    return { v: 1, snap: "demo", seq: this.sequence, t: now, src: [], s: Object.fromEntries(stations) };
  }

  /** Lets the page ask again at once, as it does when the network is back. */
  async change(states) {
    this.states = { ...this.states, ...states };
    await this.ask();
  }

  async ask() {
    const before = this.asked;
    await this.page.evaluate(() => window.dispatchEvent(new Event("online")));
    while (this.asked === before) await this.page.waitForTimeout(20);
  }
}

/** The same letter for all connectors that any station has. */
export const all = (letter) => letter.repeat(200);
