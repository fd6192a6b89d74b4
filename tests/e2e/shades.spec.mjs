import { expect, test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";

/** How many pixels of the coloured roads are painted, by the nearest token of a band. */
async function painted(page) {
  return page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const bands = [0, 1, 2, 3, 4].map((band) => {
      const hex = style.getPropertyValue(`--shade-${band}`).trim();
      return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    });
    const counts = [0, 0, 0, 0, 0];
    for (const canvas of document.querySelectorAll(".leaflet-shade-pane canvas")) {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] < 250) continue;
        const far = bands.map((band) => band.reduce((sum, part, index) => sum + Math.abs(part - data[at + index]), 0));
        const least = Math.min(...far);
        if (least < 12) counts[far.indexOf(least)] += 1;
      }
    }
    return counts;
  });
}

test("the charge colours the roads that it reaches; less charge reaches less", async ({ page }) => {
  const app = new App(page);
  await app.open("#from=38.407,112.734&soc=90&temp=-10&view=find");
  await page.getByTestId("shade-reach").click();
  await expect(page.getByTestId("legend")).toContainText("忻州古城");
  await expect(async () => expect((await painted(page))[4]).toBeGreaterThan(200)).toPass();
  const much = await painted(page);
  await page.evaluate(() => { location.hash = location.hash.replace("soc=90", "soc=30"); });
  await expect(async () => {
    const little = await painted(page);
    expect(little[4]).toBe(0);
    expect(little[3]).toBe(0);
    expect(little[2]).toBeGreaterThan(20);
    expect(little.reduce((a, b) => a + b)).toBeLessThan(much.reduce((a, b) => a + b));
  }).toPass();
  await page.getByTestId("shade-reach").click();
  await expect(page.getByTestId("legend")).toBeHidden();
  await expect(async () => expect(await painted(page)).toEqual([0, 0, 0, 0, 0])).toPass();
});

test("from a point of the map; the colours follow dark and light", async ({ page }) => {
  const app = new App(page);
  await app.open("#view=find");
  await app.pick("search-input", "偏关县");
  await page.getByTestId("reach-here").click();
  await expect(page.getByTestId("legend")).toContainText("偏关县");
  await expect(async () => expect((await painted(page))[4]).toBeGreaterThan(50)).toPass();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(async () => expect((await painted(page))[4]).toBeGreaterThan(50)).toPass();
});

test("how far it is to a charger, without a place to start from", async ({ page }) => {
  const app = new App(page);
  await app.open("#view=find");
  await page.getByTestId("shade-coverage").click();
  await expect(page.getByTestId("legend")).toContainText("10–20 km");
  await expect(async () => {
    const counts = await painted(page);
    expect(counts[4]).toBeGreaterThan(200);
    expect(counts[2]).toBeGreaterThan(20);
  }).toPass();
});
