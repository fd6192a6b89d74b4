// The element as a page's script or framework uses it: what is changed later, and odd arguments.

import { STATION, eventsOf, expect, frameOf, frames, isReady, test } from "./pages/widget.mjs";

/** Changes an attribute of the element; takes it away with null. */
function change(page, name, value) {
  return page.evaluate(([name, value]) => {
    const map = document.querySelector("yilu-map");
    if (value === null) map.removeAttribute(name);
    else map.setAttribute(name, value);
  }, [name, value]);
}

/** The frame after the present one. */
async function nextFrame(page, change) {
  const [before] = frames(page);
  await change();
  await expect.poll(() => before.isDetached()).toBe(true);
  const frame = await frameOf(page);
  await isReady(frame);
  return frame;
}

/** Lets tests read the name of the frame, which the element keeps to itself. */
function openShadows(page) {
  return page.addInitScript(() => {
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function open() { return attachShadow.call(this, { mode: "open" }); };
  });
}

test("what a framework wraps into a proxy is understood, before and after the frame listens", async ({ page, embed }) => {
  const frame = await embed('<yilu-map lang="en" height="700"></yilu-map>');
  await page.evaluate(() => document.querySelector("yilu-map").planTo(new Proxy([39.635, 111.435], {})));
  await isReady(frame);
  await expect(frame.getByTestId("to-input")).toHaveValue(/Laoniuwan/);
  await expect.poll(() => eventsOf(page).of("ready")).toEqual([{ shows: "map" }]);
  const pane = frame.locator(".leaflet-proxy");
  const before = await pane.getAttribute("style");
  await page.evaluate(() => {
    const wrapped = new Proxy({ center: new Proxy([38.407, 112.734], {}), zoom: 14 }, {});
    document.querySelector("yilu-map").focus(wrapped);
  });
  await expect.poll(() => pane.getAttribute("style")).not.toBe(before);
});

test("what is no position is passed over", async ({ page, embed }) => {
  const frame = await embed('<yilu-map lang="zh" height="700" center="38.407,112.734" zoom="11"></yilu-map>');
  await isReady(frame);
  await page.waitForTimeout(500);
  const before = await frame.locator(".leaflet-proxy").getAttribute("style");
  for (const [name, value] of [["center", ","], ["center", " , "], ["to", ","], ["to", "39.6,"], ["to", "1,2,3"]]) await change(page, name, value);
  await page.evaluate(() => {
    const map = document.querySelector("yilu-map");
    for (const odd of [null, undefined, 5, {}, [], ["", ""], [null, null], [NaN, 1], [[], []]]) map.planTo(odd);
    map.focus(["", ""]);
    map.focus({ center: [] });
  });
  await page.waitForTimeout(700);
  expect(await frame.locator(".leaflet-proxy").getAttribute("style")).toBe(before);
  await expect(frame.getByTestId("to-input")).toHaveCount(0);
  await expect(frame.getByTestId("full")).not.toHaveAttribute("href", /to=/);
});

test("blanks in the address are no position either", async ({ page }) => {
  await page.goto("./embed.html#lang=en&to=%20%20,%20&center=%20,%20");
  await isReady(page);
  await expect(page.getByTestId("full")).not.toHaveAttribute("href", /to=/);
});

test("what is taken away later is gone", async ({ page, embed }) => {
  await embed(`<yilu-map lang="en" station="${STATION}" to="39.635,111.435" height="700"></yilu-map>`);
  let frame = await frameOf(page);
  await isReady(frame);
  await expect(frame.getByTestId("station-card")).toBeVisible();
  frame = await nextFrame(page, () => change(page, "station", null));
  await expect(frame.getByTestId("to-input")).toHaveValue(/Laoniuwan/);
  await expect(frame.getByTestId("station-card")).toBeHidden();
  frame = await nextFrame(page, () => change(page, "to", null));
  await expect(frame.getByTestId("full")).not.toHaveAttribute("href", /to=/);
  await expect(frame.locator("html")).toHaveAttribute("lang", "en");
  frame = await nextFrame(page, () => change(page, "lang", null));
  // The visitor's.
  await expect(frame.locator("html")).toHaveAttribute("lang", "zh-CN");
});

test("a station that a method asked for goes with the attribute", async ({ page, embed }) => {
  const frame = await embed(`<yilu-map lang="zh" station="${STATION}" height="700"></yilu-map>`);
  await isReady(frame);
  await page.evaluate((id) => document.querySelector("yilu-map").focus(id), STATION);
  const next = await nextFrame(page, () => change(page, "station", null));
  await page.waitForTimeout(500);
  await expect(next.getByTestId("station-card")).toBeHidden();
});

test("the frame's name follows label and language", async ({ page, embed }) => {
  await openShadows(page);
  const frame = await embed('<yilu-map lang="zh"></yilu-map>');
  await isReady(frame);
  const named = (name) => expect(page.locator("yilu-map iframe")).toHaveAttribute("title", name);
  await named("充电地图");
  await change(page, "lang", "en");
  await named("Map of charging stations");
  await change(page, "label", "Where to charge");
  await named("Where to charge");
  await change(page, "label", null);
  await named("Map of charging stations");
});

test("as high as the content, and as high as asked again", async ({ page, embed }) => {
  const frame = await embed('<yilu-map lang="zh" height="600"></yilu-map>');
  await isReady(frame);
  const height = async () => (await page.locator("yilu-map").boundingBox()).height;
  expect(await height()).toBe(600);
  await change(page, "autoheight", "");
  await expect.poll(height).toBe(480);
  await change(page, "autoheight", null);
  await expect.poll(height).toBe(600);
});

test("a map that is as high as its content does not jump", async ({ page, embed }) => {
  const frame = await embed('<yilu-map lang="zh" autoheight></yilu-map>');
  await isReady(frame);
  await page.waitForTimeout(500);
  expect(await eventsOf(page).of("resize")).toEqual([{ height: 480 }]);
});

test("in the place of a frame that does not come stands what the page wrote, or a link", async ({ page, embed }) => {
  await openShadows(page);
  // A page that says nothing, as the browser's own for a frame that is refused.
  await page.route("**/embed.html*", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await embed('<yilu-map id="one" lang="zh"><p>电话 0350-000000</p></yilu-map><yilu-map id="two" site="http://"></yilu-map><yilu-map id="three"></yilu-map>', { isSeen: false });
  const own = page.locator("#one p");
  const link = page.locator("#three").getByRole("link");
  await expect(own).toBeHidden();
  await expect(own).toBeVisible({ timeout: 20_000 });
  await expect(link).toHaveText("打开充电地图 · Open the charging map");
  expect(new URL(await link.getAttribute("href")).pathname).toBe("/");
});
