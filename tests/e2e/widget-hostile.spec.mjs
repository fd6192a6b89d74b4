// A page that embeds the widget and means harm: it moves nothing and learns nothing.

import { Host } from "./pages/host.mjs";
import { STATION, eventsOf, expect, isReady, loose, test } from "./pages/widget.mjs";

/** Where the driver is. Nothing near it is in any other place of these tests. */
const HERE = { latitude: 38.7312, longitude: 112.7156 };

/** Takes the frame's window from what it says: the element keeps it to itself. */
const THIEF = '<script>addEventListener("message", ({ source, data }) => { if (data?.yilu) window.stolen ??= source; })</script>';

/** All that windows say to the host, whoever they are. */
async function overhear(page) {
  await page.evaluate(() => {
    window.overheard = [];
    addEventListener("message", ({ data }) => window.overheard.push(data));
  });
  return () => page.evaluate(() => window.overheard.filter((data) => data?.yilu));
}

/** What the app says of itself. */
async function state(frame) {
  return frame.locator("html").evaluate((root) => [root.lang, root.querySelector("#full").href, root.querySelectorAll("[data-testid=station-card]").length].join(" "));
}

test("the frame's window gives nothing away", async ({ page, embed }) => {
  const frame = await embed(`${THIEF}<yilu-map></yilu-map>`);
  await isReady(frame);
  const tried = await page.evaluate(() => {
    const attempts = {
      document: (inner) => inner.document.body,
      address: (inner) => inner.location.href,
      storage: (inner) => inner.localStorage,
      position: (inner) => inner.navigator.geolocation,
      code: (inner) => inner.eval("1"),
      element: () => document.querySelector("yilu-map").shadowRoot.querySelector("iframe"),
    };
    const attempt = ([name, get]) => {
      try {
        return [name, `got ${get(window.stolen)}`];
      } catch (error) {
        return [name, error.name];
      }
    };
    return Object.fromEntries(Object.entries(attempts).map(attempt));
  });
  const refused = "SecurityError";
  expect(tried).toEqual({ document: refused, address: refused, storage: refused, position: refused, code: refused, element: "TypeError" });
});

test("messages that are wrong, forged or too large do nothing", async ({ page, embed, site }) => {
  const frame = await embed(`${THIEF}<yilu-map lang="zh"></yilu-map>`);
  const events = eventsOf(page);
  await isReady(frame);
  const before = await state(frame);
  await page.evaluate(([origin, station]) => {
    const inner = window.stolen;
    const huge = "x".repeat(3_000_000);
    const wrong = [
      null, 1, "yilu", [], {}, { yilu: 1 }, { yilu: "1", type: "focus", station }, { yilu: 2, type: "focus", station },
      { yilu: 1, type: "constructor" }, { yilu: 1, type: "__proto__" }, { yilu: 1, type: "ready" },
      { yilu: 1, type: "focus", station: "<img src=x onerror=alert(1)>" }, { yilu: 1, type: "focus", station: huge },
      { yilu: 1, type: "focus", station: "no-such-station" }, { yilu: 1, type: "focus", center: [NaN, Infinity] },
      { yilu: 1, type: "focus", center: ["38", "112"] }, { yilu: 1, type: "focus", center: [99, 112] },
      { yilu: 1, type: "setFilter", filter: huge }, { yilu: 1, type: "setFilter", filter: { power: 60 } },
      { yilu: 1, type: "planTo", to: "me" }, { yilu: 1, type: "planTo", to: [38.4, 112.7, 1] },
      { yilu: 1, type: "planTo", from: [38.4, 112.7] }, { yilu: 1, type: "set", lang: "fr", theme: "url(x)" },
      { yilu: 1, type: "set", from: "me", wants_plan: true }, { yilu: 1, type: "locate" },
    ];
    for (const message of wrong) inner.postMessage(message, origin);
    // Rightly formed, but from a window that is not the host's.
    const forge = document.createElement("iframe");
    document.body.append(forge);
    const script = forge.contentDocument.createElement("script");
    script.textContent = `
      parent.stolen.postMessage({ yilu: 1, type: "focus", station: "${station}" }, "*");
      parent.stolen.postMessage({ yilu: 1, type: "set", lang: "en" }, "*");
      parent.postMessage({ yilu: 1, type: "select", station: "forged", name: { zh: "x", en: "x" } }, "*");`;
    forge.contentDocument.body.append(script);
    postMessage({ yilu: 1, type: "plan", minutes: 1, kilometres: 1, stops: 0 }, "*");
  }, [site.url, STATION]);
  await page.waitForTimeout(800);
  expect(await state(frame)).toBe(before);
  await expect(frame.getByTestId("crash")).toBeHidden();
  expect(await events.of("select")).toEqual([]);
  expect(await events.of("plan")).toEqual([]);
  // What is right is heard all the same: the way there is open.
  await page.evaluate(([origin, station]) => window.stolen.postMessage({ yilu: 1, type: "focus", station }, origin), [site.url, STATION]);
  await expect(frame.getByTestId("station-card")).toBeVisible();
});

test("a new fragment from the host neither plans nor asks where the driver is", async ({ page, embed, site, context, host }) => {
  await context.grantPermissions(["geolocation"], { origin: host.url });
  await context.setGeolocation(HERE);
  const frame = await embed(`${THIEF}<yilu-map lang="zh" allow="geolocation"></yilu-map>`);
  await isReady(frame);
  const before = await state(frame);
  await page.evaluate((address) => { window.stolen.location.replace(address); }, `${site.url}/embed.html#from=me&to=39.635,111.435&station=${STATION}&lang=en`);
  await page.waitForTimeout(800);
  expect(await state(frame)).toBe(before);
  // The same from the beginning: what a link may say, an address of a frame may not.
  const other = await embed(
    `<iframe allow="geolocation" src="${site.url}/embed.html#from=me&to=39.635,111.435&lang=zh" width="390" height="700"></iframe>`,
    { element: false },
  );
  await isReady(other);
  await expect(other.getByTestId("to-input")).toHaveValue(/老牛湾/);
  await expect(other.getByTestId("from-input")).toHaveValue("");
});

test("from when the driver says where he is the host is told nothing", async ({ page, embed, context, host }) => {
  await context.grantPermissions(["geolocation"], { origin: host.url });
  await context.setGeolocation(HERE);
  const frame = await embed('<yilu-map lang="zh" allow="geolocation" height="800"></yilu-map>');
  const told = await overhear(page);
  await isReady(frame);
  await frame.getByTestId("tab-find").click();
  await frame.getByTestId("around-me").click();
  await expect(frame.locator(".pin-me")).toBeVisible();
  await expect(frame.getByTestId("entry").first()).toBeVisible();
  await page.waitForTimeout(500);
  const before = await told();
  await frame.getByTestId("entry").first().click();
  await expect(frame.getByTestId("station-card")).toBeVisible();
  await frame.getByTestId("to-here").click();
  await page.evaluate(() => document.querySelector("yilu-map").planTo([39.635, 111.435]));
  await frame.getByTestId("from-input").click();
  await frame.getByRole("option", { name: /我的位置/ }).click();
  await frame.getByTestId("plan-button").click();
  await expect(frame.getByTestId("itinerary")).toBeVisible({ timeout: 30_000 });
  await page.waitForTimeout(500);
  const after = (await told()).filter(({ type }) => type !== "resize");
  expect(after).toEqual(before.filter(({ type }) => type !== "resize"));
  expect(JSON.stringify(await told())).not.toMatch(/38\.73|112\.71/);
  await expect(frame.getByTestId("full")).toHaveAttribute("href", /from=me/);
  await expect(frame.getByTestId("full")).not.toHaveAttribute("href", /38\.73/);
});

test("without the host's word the browser does not tell where the driver is", async ({ embed, context, host, complaints }) => {
  await context.grantPermissions(["geolocation"], { origin: host.url });
  await context.setGeolocation(HERE);
  const frame = await embed('<yilu-map lang="zh" height="700"></yilu-map>');
  await isReady(frame);
  await frame.getByTestId("tab-find").click();
  await frame.getByTestId("around-me").click();
  await expect(frame.locator(".notice")).toContainText("定位");
  await expect(frame.locator(".pin-me")).toHaveCount(0);
  const said = complaints.splice(0);
  expect(said.filter((complaint) => !/Permissions policy violation: Geolocation/.test(complaint))).toEqual([]);
});

test("a page that says it were another one hears nothing and is not heard", async ({ page, embed, site }) => {
  const frame = await embed(
    `<iframe src="${site.url}/embed.html#host=https://bank.example&lang=zh" width="390" height="600"></iframe>`,
    { element: false },
  );
  const told = await overhear(page);
  await isReady(frame);
  await page.evaluate(([origin, station]) => window[0].postMessage({ yilu: 1, type: "focus", station }, origin), [site.url, STATION]);
  await page.waitForTimeout(500);
  await expect(frame.getByTestId("station-card")).toBeHidden();
  expect(await told()).toEqual([]);
});

test("a page of a third site around the host is no host", async ({ page, host, site }) => {
  const outer = await Host.of({});
  try {
    host.pages["/"] = { html: `<iframe src="${site.url}/embed.html#host=${host.url}&lang=zh" width="390" height="600"></iframe>` };
    outer.pages["/"] = { html: `<link rel="icon" href="data:,"><iframe src="${host.url}" width="400" height="700"></iframe>` };
    const refused = page.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
    await page.goto(outer.url);
    // Every page around it must be listed.
    await refused;
  } finally {
    await outer.end();
  }
});

loose("no text becomes a script, and no script comes from elsewhere", async ({ page }) => {
  await page.goto("./#lang=zh");
  await expect(page.getByTestId("map")).toBeVisible();
  const tried = await page.evaluate(async () => {
    const attempt = (what) => {
      try {
        what();
        return "done";
      } catch (error) {
        return error.name;
      }
    };
    const script = document.createElement("script");
    const room = document.createElement("div");
    // Later: what the test itself runs may make code of text.
    await new Promise((resolve) => { setTimeout(resolve); });
    return {
      eval: attempt(() => (0, eval)("1")),
      handler: attempt(() => { room.innerHTML = "<img src=x onerror=alert(1)>"; }),
      markup: attempt(() => { room.innerHTML = "<script>1</script>"; }),
      plain: attempt(() => { room.innerHTML = "<b>plain</b>"; }),
      foreign: attempt(() => { script.src = "https://evil.example/x.js"; }),
      worker: attempt(() => new Worker("data:text/javascript,1")),
      own: attempt(() => { script.src = "start-check.js"; }),
      text: attempt(() => { script.text = "1"; }),
    };
  });
  const no = "TypeError";
  expect(tried).toEqual({ eval: "EvalError", handler: no, markup: no, plain: "done", foreign: no, worker: no, own: "done", text: no });
});
