// Live files that do not arrive: here the page is expected to complain, so the strict fixture is not
// used.

import { expect, loose as test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";
import { LiveFiles, all } from "./pages/live-files.mjs";

const STATION = "demo-140927-007";

test("an interruption is said with its time, and it goes on by itself", async ({ page }) => {
  const live = new LiveFiles(page);
  live.states = { [STATION]: all("f") };
  await live.announce();
  const app = new App(page);
  await app.open(`#station=${STATION}`);
  await expect(page.getByTestId("live")).toContainText("刚刚");
  live.isDown = true;
  await live.ask();
  await expect(page.getByTestId("live-cut")).toHaveText(/实时状态中断 · 数据截至 \d\d-\d\d \d\d:\d\d/);
  await expect(page.getByTestId("live")).toContainText("显示空闲");
  live.isDown = false;
  await live.ask();
  await expect(page.getByTestId("live-cut")).toBeHidden();
});

test("without a network there are no counts, and what was seen last is history", async ({ page, context }) => {
  const live = new LiveFiles(page);
  live.states = { [STATION]: all("f") };
  await live.announce();
  await new App(page).open(`#station=${STATION}`);
  const badge = page.locator(".mark.is-selected").getByTestId("free-badge");
  const byKind = page.locator(".group-free");
  await expect(badge).toBeVisible();
  await expect(byKind.first()).toContainText("显示空闲");
  live.isDown = true;
  await context.setOffline(true);
  await expect(page.getByTestId("live-cut")).toHaveText(/离线 · 数据截至 \d\d-\d\d \d\d:\d\d/);
  await expect(badge).toBeHidden();
  for (const text of await byKind.allTextContents()) expect(text).toBe("");
  await expect(page.getByTestId("live")).toHaveText(/状态未知 · .* 曾显示空闲/);
  live.isDown = false;
  await context.setOffline(false);
  await expect(badge).toBeVisible();
  await expect(page.getByTestId("live-cut")).toBeHidden();
});

test("where the stream does not get through, the file is asked for now and then", async ({ page }) => {
  const live = new LiveFiles(page);
  live.states = { [STATION]: all("f") };
  live.manifest = () => {
    const manifest = LiveFiles.prototype.manifest.call(live);
    return { ...manifest, live: { ...manifest.live, mode: "sse", events: "live/events", poll_s: 5 } };
  };
  await live.announce();
  await page.route("**/live/events*", (route) => route.fulfill({ status: 502, body: "" }));
  await new App(page).open(`#station=${STATION}`);
  await expect(page.getByTestId("live")).toContainText("显示空闲");
  live.states = { [STATION]: all("c") };
  await expect(page.getByTestId("live")).toContainText("显示空闲 0/");
});

test("without the announced files the page has its own stations, and takes the others later", async ({ page }) => {
  const live = new LiveFiles(page);
  await live.announce();
  let isDown = true;
  await page.route("**/manifest.json", (route) => (isDown ? route.fulfill({ status: 503, body: "" }) : route.fallback()));
  const app = new App(page);
  await app.open(`#station=${STATION}`);
  await expect(page.getByTestId("live-cut")).toHaveText("暂时没有实时状态");
  await expect(page.getByTestId("live")).toHaveText("无实时状态");
  isDown = false;
  live.states = { [STATION]: all("f") };
  await live.ask();
  await expect(page.getByTestId("live")).toContainText("显示空闲");
  await expect(app.card).toBeVisible();
});

test("a manifest that leads elsewhere is not followed", async ({ page }) => {
  const live = new LiveFiles(page);
  await live.announce();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).host));
  live.manifest = () => {
    const manifest = LiveFiles.prototype.manifest.call(live);
    return { ...manifest, live: { ...manifest.live, url: "https://elsewhere.example/live.json" } };
  };
  await new App(page).open();
  await expect(page.getByTestId("live-cut")).toBeVisible();
  expect(asked).not.toContain("elsewhere.example");
});
