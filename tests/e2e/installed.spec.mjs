// A day of an installed app: opened with a network, the browser ended, opened without one, used, and
// back in the network.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect, test } from "@playwright/test";
import { App, WINTER_TRIP } from "./pages/app.mjs";
import { Site } from "./pages/deploy.mjs";

const STATION = "demo-140927-007";

test.use({ serviceWorkers: "allow" });

test("a browser that begins again without a network plans, shows roads, reports, and sends that later", async ({}, { project }) => {
  const site = await Site.start();
  const profile = mkdtempSync(join(tmpdir(), "yilu-profile-"));
  site.write("config.json", JSON.stringify({ bases: [], report: "api/report" }));
  const { launchOptions, viewport, locale, timezoneId } = project.use;
  const begin = async () => {
    const context = await chromium.launchPersistentContext(profile, { ...launchOptions, viewport, locale, timezoneId });
    return { context, page: context.pages()[0] ?? (await context.newPage()) };
  };
  try {
    const first = await begin();
    await first.page.goto(site.url);
    await first.page.evaluate(() => navigator.serviceWorker.ready);
    const hasData = async () => Boolean(await (await caches.open("yilu-data")).match("data/packs.json"));
    await expect.poll(() => first.page.evaluate(hasData)).toBe(true);
    await first.context.close();
    await site.down();

    const { context, page } = await begin();
    await context.setOffline(true);
    const app = new App(page);
    await page.goto(`${site.url}${WINTER_TRIP}`);
    await expect(app.itinerary).toBeVisible();
    await expect(page.getByTestId("network")).toContainText("没有网络");
    await app.go("roads");
    await page.getByTestId("screen-roads").getByText("长城一号").first().click();
    await expect(page.getByTestId("strip")).toContainText("km");
    await page.goto(`${site.url}#station=${STATION}&lang=zh`);
    const form = page.getByTestId("report");
    await form.getByText("报告问题").click();
    await page.getByTestId("report-broken").click();
    await page.getByTestId("report-send").click();
    await expect(page.getByTestId("report-waiting")).toContainText("没有网络，联网后自动发送");

    await site.up();
    await context.setOffline(false);
    await expect.poll(() => site.reports.length, { timeout: 30_000 }).toBe(1);
    expect(site.reports[0]).toMatchObject({ v: 1, kind: "broken", station: STATION });
    await expect(page.getByTestId("network")).toHaveCount(0);
    await expect(page.getByTestId("report-waiting")).toHaveText("");
    await context.close();
  } finally {
    await site.end();
    rmSync(profile, { recursive: true, force: true });
  }
});
