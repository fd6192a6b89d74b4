// Driving along a plan: positions on its line, charge as the driver tells it, planning again.

import AxeBuilder from "@axe-core/playwright";
import { expect, loose, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const START = { latitude: 38.407, longitude: 112.734, accuracy: 12 };

/** Keeps the lines of the plan that the planning worker told last, as [lon, lat], leg by leg. */
async function listen(page) {
  await page.addInitScript(() => {
    const hear = (event) => {
      const text = JSON.stringify(event.data).replaceAll('\\"', '"');
      const found = text.match(/"geometry":\[\[.*?\]\]/g);
      if (found) window.planLines = found.map((line) => JSON.parse(`{${line}}`).geometry);
    };
    window.Worker = new Proxy(Worker, {
      construct(target, words) {
        const worker = Reflect.construct(target, words);
        if (String(words[0]).includes("planner-worker")) worker.addEventListener("message", hear);
        return worker;
      },
    });
  });
}

async function planned(page, context) {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation(START);
  await listen(page);
  const app = new App(page);
  // With so much charge the first stop is far.
  await app.open(WINTER_TRIP.replace("soc=45", "soc=85"));
  await expect(app.itinerary).toBeVisible();
  return app;
}

async function started(page, context) {
  const app = await planned(page, context);
  await page.getByTestId("drive-button").click();
  await expect(page.getByTestId("drive-why")).toContainText("不上传");
  await page.getByTestId("drive-allow").click();
  await expect(page.getByTestId("drive-advice")).toBeVisible();
  return app;
}

/** Goes to a share of the first leg, or so many degrees east of it: the leg runs north. A leap in no time is believed after some positions only. */
async function goTo(page, context, share, aside = 0) {
  const line = await page.evaluate(() => window.planLines[0]);
  const [longitude, latitude] = line[Math.floor((line.length - 1) * share)];
  for (let fix = 0; fix < 5; fix += 1) {
    await context.setGeolocation({ latitude: latitude + fix * 1e-6, longitude: longitude + aside, accuracy: 12 });
    await page.waitForTimeout(120);
  }
}

const number = async (page, name) => Number.parseFloat(await page.getByTestId(name).innerText());
const done = async (page) => Number(await page.getByTestId("drive-progress").getAttribute("aria-valuenow"));

async function check(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).include(".drive").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

test("one drives along the plan; what is under plan is answered; the position stays out of the link", async ({ page, context }) => {
  await started(page, context);
  await expect(page.getByTestId("drive-advice")).toContainText("与计划相符");
  await expect(page.getByTestId("drive-stop")).toContainText("→");
  await goTo(page, context, 0.5);
  await expect.poll(() => done(page)).toBeGreaterThan(0);
  const [before, charge] = [await done(page), await number(page, "drive-charge")];
  await goTo(page, context, 0.7);
  await expect.poll(() => done(page)).toBeGreaterThan(before);
  expect(await number(page, "drive-charge")).toBeLessThanOrEqual(charge);
  await page.getByTestId("charge-less-5").click();
  await page.getByTestId("charge-less-1").click();
  await expect(page.getByTestId("drive-against")).toContainText("−6 %");
  await expect(page.getByTestId("drive-advice")).toContainText("比计划少 6 %");
  for (let tap = 0; tap < 8; tap += 1) await page.getByTestId("charge-less-5").click();
  await expect(page.getByTestId("drive-advice")).toHaveClass(/is-act/);
  // What is to be done now is above what can wait, and the way leads where the advice says.
  const top = async (testid) => (await page.getByTestId(testid).boundingBox()).y;
  expect(await top("drive-replan")).toBeLessThan(await top("drive-charge"));
  const advice = await page.getByTestId("drive-advice").innerText();
  const earlier = /提前到 (.+) 充电/.exec(advice)?.[1];
  if (earlier) {
    await page.getByTestId("drive-navigate").click();
    await expect(page.getByTestId("handover-name")).toHaveText(earlier);
    await page.getByTestId("handover-close").click();
  }
  const { width, height } = await page.getByTestId("charge-less-5").boundingBox();
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(56);
  expect(page.url()).toContain("from=38.407");
});

test("the screen stays on while one drives, and no longer", async ({ page, context }) => {
  await page.addInitScript(() => {
    window.locks = [];
    navigator.wakeLock.request = async (kind) => {
      const lock = { kind, isHeld: true, release: async () => { lock.isHeld = false; }, addEventListener() {} };
      window.locks.push(lock);
      return lock;
    };
  });
  const held = () => page.evaluate(() => window.locks.filter((lock) => lock.isHeld).map((lock) => lock.kind));
  await planned(page, context);
  expect(await held()).toEqual([]);
  await page.getByTestId("drive-button").click();
  await page.getByTestId("drive-allow").click();
  await expect.poll(held).toEqual(["screen"]);
  await page.getByTestId("drive-end").click();
  await expect.poll(held).toEqual([]);
});

// Without a network the browser complains of an icon.
loose("one plans again from where one is, without a network", async ({ page, context }) => {
  await started(page, context);
  await goTo(page, context, 0.6);
  await expect.poll(() => done(page)).toBeGreaterThan(0);
  await context.setOffline(true);
  await page.getByTestId("drive-replan").click();
  await expect.poll(() => page.url()).toContain("from=me");
  await expect.poll(() => done(page)).toBeLessThan(1);
  await expect(page.getByTestId("drive-replan")).toHaveAttribute("aria-busy", "false");
  await expect(page.getByTestId("drive-advice")).toContainText("与计划相符");
  await context.setOffline(false);
});

test("one who leaves the route is told, and may end", async ({ page, context }) => {
  const app = await started(page, context);
  await goTo(page, context, 0.5);
  await expect.poll(() => done(page)).toBeGreaterThan(0);
  await goTo(page, context, 0.5, 0.07);
  await expect(page.getByTestId("drive-advice")).toContainText("已偏离路线");
  await page.getByTestId("drive-end").click();
  await expect(page.getByTestId("drive")).toHaveCount(0);
  await expect(app.itinerary).toBeVisible();
});

test("a denied permission is said", async ({ page, context }) => {
  await planned(page, context);
  await context.clearPermissions();
  await page.getByTestId("drive-button").click();
  await page.getByTestId("drive-allow").click();
  await expect(page.getByTestId("drive-trouble")).toContainText("没有定位权限");
  await check(page);
  await page.getByTestId("drive-cancel").click();
  await expect(page.getByTestId("drive")).toHaveCount(0);
});

const paper = (page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--paper").trim());

test("the drive is accessible by day", async ({ page, context }, { project }) => {
  await started(page, context);
  await goTo(page, context, 0.5);
  await expect.poll(() => done(page)).toBeGreaterThan(0);
  await check(page);
  await page.screenshot({ path: `test-results/drive-${project.name}.png` });
});

test("the drive is accessible by night in both languages", async ({ page, context }, { project }) => {
  await started(page, context);
  await goTo(page, context, 0.5);
  await expect.poll(() => done(page)).toBeGreaterThan(0);
  await page.getByTestId("drive-night").click();
  expect(await paper(page)).toBe("#1b1915");
  await page.getByTestId("charge-less-5").click();
  await page.getByTestId("charge-less-5").click();
  await check(page);
  await page.screenshot({ path: `test-results/drive-night-${project.name}.png` });
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByTestId("drive-advice")).toContainText("under plan");
  await check(page);
  await page.getByTestId("drive-end").click();
  expect(await paper(page)).toBe("#f6f0e3");
});
