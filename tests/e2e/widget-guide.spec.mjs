// The page about the widget, and the frame as a screen reader finds it.

import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixture.mjs";
import { frameOf, frames, isReady, test as embedding } from "./pages/widget.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Faults of the page itself, but for what is left out. */
async function check(page, leftOut = []) {
  let axe = new AxeBuilder({ page }).withTags(RULES);
  for (const selector of leftOut) axe = axe.exclude(selector);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

test("the playground shows what one chooses, and writes it down", async ({ page }) => {
  await page.goto("./widget/");
  await isReady(await frameOf(page));
  await page.locator("#corridor").selectOption("huanghe1");
  await page.locator("#theme").selectOption("dark");
  await expect(page.getByTestId("code-element")).toContainText('<yilu-map corridor="huanghe1" theme="dark" lang="zh"></yilu-map>');
  await expect(page.getByTestId("code-iframe")).toContainText("embed.html#corridor=huanghe1&amp;theme=dark&amp;lang=zh");
  await expect(page.getByTestId("log").getByText('ready').nth(0)).toBeVisible();
  const frame = await frameOf(page);
  await isReady(frame);
  await expect(page.getByTestId("log")).toContainText('ready {"shows":"map"}');
  await page.getByRole("button", { name: "planTo(…)" }).click();
  await expect(frame.getByTestId("to-input")).not.toHaveValue("");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
});

test("a plain frame may do what the element's may", async ({ page }) => {
  const written = (name) => readFileSync(new URL(`../../public/widget/${name}`, import.meta.url), "utf8");
  const [, sandbox] = written("widget.js").match(/SANDBOX = ("[^"]+")/);
  expect(written("README.md")).toContain(`sandbox=${sandbox}`);
  await page.goto("./widget/");
  await expect(page.getByTestId("code-iframe")).toContainText(`sandbox=${sandbox}`);
});

test("the package has all that it names, its licence, and types for both ways with listeners", () => {
  const here = new URL("../../public/widget/", import.meta.url);
  const { files, types } = JSON.parse(readFileSync(new URL("package.json", here), "utf8"));
  expect(files).toContain("LICENSE");
  for (const file of files) expect(readFileSync(new URL(file, here), "utf8").length, file).toBeGreaterThan(100);
  const typed = readFileSync(new URL(types, here), "utf8");
  for (const way of ["add", "remove"]) expect(typed).toContain(`${way}EventListener<Type extends keyof YiluMapEventMap>(`);
});

test("a button says that it copied; where that is refused the code is selected", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("./widget/");
  const button = page.locator("[data-copy=script]");
  await button.click();
  await expect(button).toHaveText(/已复制/);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await page.getByTestId("code-script").textContent());
  await expect(button).not.toHaveText(/已复制/);
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await button.click();
  await expect(button).toHaveText(/已选中/);
  expect(await page.evaluate(() => getSelection().toString())).toContain("planTo");
});

test("without a list the page shows the widget, and what needs a station is off", async ({ page }) => {
  for (const body of ["", "{}"]) {
    await page.route("**/data/widget.json", (route) => route.fulfill({ contentType: "application/json", body }));
    await page.goto("./widget/");
    await expect(page.locator("#no-list")).toBeVisible();
    await expect(page.locator("[data-call=focus]")).toBeDisabled();
    await expect(page.locator("[data-call=planTo]")).toBeDisabled();
    await page.locator("[data-call=setFilter]").click();
    await expect(page.getByTestId("code-element")).toContainText("<yilu-map lang");
    await isReady(await frameOf(page));
  }
});

test("the page documents every event, method and attribute", async ({ page }) => {
  await page.goto("./widget/");
  const cells = await page.locator("td:first-child").allTextContents();
  const { observed, methods } = await page.evaluate(() => {
    const element = customElements.get("yilu-map");
    const isPublic = (name) => !/^constructor$|Callback$/.test(name);
    return { observed: element.observedAttributes, methods: Object.getOwnPropertyNames(element.prototype).filter(isPublic) };
  });
  for (const name of [...observed, ...methods, "ready", "select", "plan", "resize"]) {
    expect(cells.some((cell) => cell.match(/[a-zA-Z]+/g)?.includes(name)), name).toBe(true);
  }
  expect(await page.getByTestId("code-package").textContent()).toContain("/embed.html");
});

embedding("files are saved from the plain frame of the page", async ({ page, embed, site }) => {
  await page.goto(`${site.url}/widget/`);
  const code = page.getByTestId("code-iframe");
  await expect(code).toContainText("<iframe");
  const frame = await embed((await code.textContent()).replace("#", "#to=39.635,111.435&amp;"), { element: false });
  await isReady(frame);
  await frame.getByTestId("tab-trip").click();
  await frame.getByTestId("from-input").fill("忻州古城");
  await frame.getByRole("option").first().click();
  await frame.getByTestId("plan-button").click();
  await frame.getByTestId("handover-button").click({ timeout: 30_000 });
  const [file] = await Promise.all([page.waitForEvent("download"), frame.getByTestId("handover-gpx").click()]);
  expect(file.suggestedFilename()).toMatch(/\.gpx$/);
});

embedding("the examples work as they are pasted", async ({ page, embed, site }) => {
  await page.goto(`${site.url}/widget/`);
  await expect(page.getByTestId("code-element")).toContainText("yilu-map");
  const [element, script] = await Promise.all(["code-element", "code-script"].map((id) => page.getByTestId(id).textContent()));
  const readme = readFileSync(new URL("../../public/widget/README.md", import.meta.url), "utf8");
  expect(readme).toContain(script);
  const frame = async () => {
    await expect.poll(() => frames(page).length).toBe(1);
    return frameOf(page);
  };
  // Before the element or after it.
  for (const pasted of [`${script}\n${element}`, `${element}\n${script}`]) {
    await embed(pasted, { element: false, isSeen: false });
    const shown = await frame();
    await isReady(shown);
    await expect(shown.getByTestId("to-input")).toHaveValue(/老牛湾/);
  }
});

for (const scheme of ["light", "dark"]) {
  test(`the playground is accessible in both languages, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto("./widget/");
    await isReady(await frameOf(page));
    await check(page, ["yilu-map"]);
    await page.getByTestId("guide-language").click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await check(page, ["yilu-map"]);
  });

  test(`the frame is accessible in both languages, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    for (const language of ["zh", "en"]) {
      // The list, as long as nothing of the app comes.
      await page.route("**/start-*.js", (route) => (new URL(route.request().url()).pathname.includes("start-check") ? route.continue() : route.fulfill({ contentType: "text/javascript", body: "" })));
      await page.goto("about:blank");
      await page.goto(`./embed.html#lang=${language}&corridor=great-wall`);
      await expect(page.getByTestId("list").locator("a").first()).toBeVisible();
      await page.waitForTimeout(600);
      await check(page);
      await page.unroute("**/start-*.js");
      await page.goto("about:blank");
      await page.goto(`./embed.html#lang=${language}&corridor=great-wall`);
      await isReady(page);
      await expect(page.getByTestId("screen-roads")).toContainText(language === "zh" ? "长城一号" : "Great Wall");
      await check(page, [".leaflet-marks-pane"]);
    }
  });
}
