import { expect, test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";

const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--paper").trim());

test("dark or light whatever the device wants, and kept", async ({ page }) => {
  const app = new App(page);
  await app.open("#view=data");
  const light = await paper(page);
  await page.getByTestId("scheme-dark").click();
  await expect(page.getByTestId("scheme-dark")).toHaveAttribute("aria-pressed", "true");
  const dark = await paper(page);
  expect(dark).not.toBe(light);
  const bar = () => page.evaluate(() => [...document.querySelectorAll("meta[name=theme-color]")]
    .filter((meta) => matchMedia(meta.media).matches).map((meta) => meta.content));
  expect(await bar()).toEqual([dark]);
  await page.reload();
  await expect(async () => expect(await paper(page)).toBe(dark)).toPass();
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByTestId("scheme-light").click();
  expect(await paper(page)).toBe(light);
  await page.getByTestId("scheme-device").click();
  expect(await paper(page)).toBe(dark);
});

test("strong contrast on wish, or when the device wants it", async ({ page }) => {
  const app = new App(page);
  await app.open("#view=data");
  const usual = await paper(page);
  await page.getByTestId("strong-contrast").click();
  expect(await paper(page)).toBe("#ffffff");
  await page.getByTestId("scheme-dark").click();
  expect(await paper(page)).toBe("#000000");
  await page.getByTestId("scheme-device").click();
  await page.getByTestId("strong-contrast").click();
  expect(await paper(page)).toBe(usual);
  await page.emulateMedia({ contrast: "more" });
  expect(await paper(page)).toBe("#ffffff");
});

test("the map takes over a look that was chosen", async ({ page }) => {
  const app = new App(page);
  await app.open("#view=data");
  // How dark what the map drew is, on average.
  const drawn = () => page.evaluate(() => {
    const canvas = document.querySelector(".map canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let [sum, count] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] < 128) continue;
      sum += data[at] + data[at + 1] + data[at + 2];
      count += 1;
    }
    return Math.round(sum / count);
  });
  const light = await drawn();
  await page.getByTestId("scheme-dark").click();
  await expect.poll(async () => Math.abs((await drawn()) - light)).toBeGreaterThan(5);
  const dark = await drawn();
  await page.getByTestId("scheme-light").click();
  await expect.poll(async () => Math.abs((await drawn()) - dark)).toBeGreaterThan(5);
});

test("what the browser kept of the look may be anything", async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem("yilu-look", "dark\u0000 ' light strong strong <b>"));
  const app = new App(page);
  await app.open("#view=data");
  await expect(page.getByTestId("strong-contrast")).toHaveAttribute("aria-pressed", "true");
});
