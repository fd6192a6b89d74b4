// Broken data: here the page is expected to complain, so the strict fixture is not used.

import { crc32 } from "node:zlib";
import { expect, test } from "@playwright/test";
import { App, WINTER_TRIP } from "./pages/app.mjs";

test("a damaged station file is named, the rest keeps working, and a retry heals", async ({ page }) => {
  let isBroken = true;
  await page.route("**/data/stations.yilu", async (route) => {
    if (!isBroken) return route.continue();
    const response = await route.fetch();
    const body = await response.body();
    return route.fulfill({ response, body: body.subarray(0, 5000), headers: {} });
  });
  const app = new App(page);
  await app.open();
  const problems = page.getByTestId("problems");
  await expect(problems).toContainText("stations.yilu");
  await expect(app.map).toBeVisible();
  await app.pick("search-input", "忻州古城");
  await expect(app.card).toContainText("忻州古城");
  isBroken = false;
  await problems.getByRole("button").click();
  await expect(problems).toBeHidden();
  await expect(page.getByTestId("cluster").first()).toBeVisible();
});

/** The station file with another body, and lengths and checksum to match (container, version 1). */
function withBody(file, change) {
  const about = file.readUInt32LE(8);
  const head = Buffer.from(file.subarray(0, 20));
  const body = Buffer.from(change(file.subarray(20 + about).toString("utf8")));
  head.writeUInt32LE(body.length, 12);
  const rest = Buffer.concat([file.subarray(20, 20 + about), body]);
  head.writeUInt32LE(crc32(Buffer.concat([head.subarray(0, 16), rest])), 16);
  return Buffer.concat([head, rest]);
}

test("a station off the globe is named with its file, the others stay", async ({ page }) => {
  await page.route("**/data/stations.yilu", async (route) => {
    const response = await route.fetch();
    const body = withBody(await response.body(), (json) => json.replace('"lat":', '"lat":9'));
    return route.fulfill({ body, contentType: "application/octet-stream" });
  });
  const app = new App(page);
  await app.open(WINTER_TRIP);
  const leftOut = page.getByTestId("left-out");
  await leftOut.locator("summary").click();
  await expect(leftOut).toContainText(/1 条记录有误.*stations\.yilu: demo-\S+: lat, lon/);
  await expect(page.getByTestId("problems")).toBeHidden();
  await expect(app.itinerary).toBeVisible();
});

test("a missing road file is named", async ({ page }) => {
  await page.route("**/data/roads.yilu", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto("./");
  await expect(page.getByTestId("problems")).toContainText("roads.yilu");
  await expect(page.getByTestId("problems")).toContainText("404");
});
