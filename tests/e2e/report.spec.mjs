// Reporting that something is wrong with a station: to the site's receiver, later when there is no
// network, or as a text and a code.

import { expect, test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";

const STATION = "demo-140927-007";
/** What was written so long ago, in seconds, may not be taken back by waiting for it. */
const UNDO_S = 8;

/** A receiver beside the page. What is set here is what it answers. */
class Receiver {
  constructor(page) {
    this.page = page;
    this.status = 204;
    this.reports = [];
    this.headers = {};
  }

  async announce(address = "api/report") {
    await this.page.route("**/config.json", (route) => route.fulfill({ json: { bases: [], report: address } }));
    await this.page.route("**/api/report", (route) => {
      const request = route.request();
      expect(request.method()).toBe("POST");
      this.headers = request.headers();
      this.reports.push(JSON.parse(request.postData()));
      return route.fulfill({ status: this.status, body: "" });
    });
  }
}

/** Opens the card of a station, and its form. */
async function opened(page, receiver) {
  if (receiver) await receiver.announce();
  const app = new App(page);
  await app.open(`#station=${STATION}&lang=zh`);
  const form = page.getByTestId("report");
  await form.getByText("报告问题").click();
  return { app, form };
}

/** Lets the page believe that it has a network, or none. */
async function network(page, isThere) {
  await page.evaluate((there) => {
    Object.defineProperty(navigator, "onLine", { value: there, configurable: true });
    window.dispatchEvent(new Event(there ? "online" : "offline"));
  }, isThere);
}

test("a report is sent after a while in which it can be taken back, and says nothing of who sends it", async ({ page, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 38.71, longitude: 112.73 });
  const receiver = new Receiver(page);
  const { form } = await opened(page, receiver);
  const send = page.getByTestId("report-send");
  await expect(send).toBeDisabled();
  await expect(form).toContainText("不含您的位置");
  await page.getByTestId("report-broken").click();
  await expect(page.getByTestId("report-broken")).toHaveAttribute("aria-pressed", "true");
  await send.click();
  const waiting = page.getByTestId("report-waiting");
  await expect(waiting).toContainText("1 条报告待发送");
  await page.getByTestId("report-undo").click();
  await expect(waiting).toHaveText("");
  await page.getByTestId("report-blocked").click();
  await page.getByTestId("report-connector").selectOption({ index: 1 });
  await page.getByTestId("report-text").fill("  油车占位\n 已半天  ");
  await send.click();
  expect(receiver.reports).toEqual([]);
  await expect.poll(() => receiver.reports.length, { timeout: (UNDO_S + 10) * 1000 }).toBe(1);
  await expect(page.locator(".notice")).toContainText("已发送");
  await expect(waiting).toHaveText("");
  const [report] = receiver.reports;
  const fields = ["at", "connector", "demo", "edition", "id", "kind", "lang", "station", "text", "v"];
  expect(Object.keys(report).sort()).toEqual(fields);
  expect(report).toMatchObject({ v: 1, kind: "blocked", station: STATION, text: "油车占位 已半天", demo: true, lang: "zh" });
  expect(receiver.headers["content-type"]).toBe("application/json");
  expect(receiver.headers).not.toHaveProperty("cookie");
  expect(receiver.headers).not.toHaveProperty("referer");
});

test("without a network it waits, outlives the page, and is sent when the network is back", async ({ page }) => {
  const receiver = new Receiver(page);
  await opened(page, receiver);
  await network(page, false);
  await page.getByTestId("report-gone").click();
  await page.getByTestId("report-send").click();
  const waiting = page.getByTestId("report-waiting");
  await expect(waiting).toContainText("1 条报告待发送");
  await expect(waiting).toContainText("没有网络");
  const kept = await page.evaluate(() => localStorage.getItem("yilu-reports"));
  expect(kept.split("\n")[0]).toBe("yilu-reports 1");
  // As if it had been written an hour ago: it would be sent at once.
  const old = kept.replace(/"at":(\d+)/, (_, at) => `"at":${at - 3600}`);
  await page.evaluate((text) => localStorage.setItem("yilu-reports", text), old);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "onLine", { value: false, configurable: true });
  });
  await page.reload();
  await expect(waiting).toContainText("1 条报告待发送");
  await page.waitForTimeout(500);
  expect(receiver.reports).toEqual([]);
  await network(page, true);
  await expect.poll(() => receiver.reports.length).toBe(1);
  expect(receiver.reports[0]).toMatchObject({ kind: "gone", station: STATION });
  await expect(waiting).toHaveText("");
});

test("what the browser keeps may be anything, and too much of it is left out", async ({ page }) => {
  const receiver = new Receiver(page);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "onLine", { value: false, configurable: true });
    const report = (n) => JSON.stringify({ v: 1, id: `${n}`, station: "x", kind: "other", at: Math.floor(Date.now() / 1000) });
    const lines = Array.from({ length: 30 }, (_, n) => report(n));
    localStorage.setItem("yilu-reports", ["yilu-reports 1", "nonsense", "{}", ...lines].join("\n"));
  });
  await opened(page, receiver);
  await expect(page.getByTestId("report-waiting")).toContainText("20 条报告待发送");
  await page.getByTestId("report-other").click();
  await page.getByTestId("report-send").click();
  await expect(page.locator(".notice")).toContainText("太多");
});

test("without a receiver there are a text and a code, and nothing is sent", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await opened(page);
  await expect(page.getByTestId("report-nowhere")).toBeVisible();
  await expect(page.getByTestId("report-send")).toHaveCount(0);
  await page.getByTestId("report-figures").click();
  await page.getByTestId("report-text").fill("实际只有 30 kW");
  const said = page.getByTestId("report-said");
  await expect(said).toContainText(STATION);
  await expect(said).toContainText("功率或价格不符");
  await expect(said).toContainText("实际只有 30 kW");
  await expect(page.getByTestId("report-code")).toBeVisible();
  await page.getByTestId("report-copy").click();
  await expect(page.locator(".notice")).toContainText("已复制");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await said.textContent());
});

test("a receiver that is neither here nor asked by https is none", async ({ page }) => {
  const receiver = new Receiver(page);
  await receiver.announce("http://ev.example/api/report");
  const app = new App(page);
  await app.open(`#station=${STATION}&lang=en`);
  await page.getByTestId("report").getByText("Report a problem").click();
  await expect(page.getByTestId("report-nowhere")).toContainText("takes no reports");
});
