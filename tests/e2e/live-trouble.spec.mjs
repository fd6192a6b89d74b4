// Live files that do not arrive: here the page is expected to complain, so the strict fixture is not
// used.

import { expect, test } from "@playwright/test";
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
