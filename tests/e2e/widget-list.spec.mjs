// The list where no map can run, and a name that means several roads.

import { STATION, expect, isReady, test } from "./pages/widget.mjs";

const WEST = "长城一号旅游公路（老牛湾—高崖上）";
const EAST = "长城一号旅游公路（长咀—平型关）";

function withoutMap(page) {
  return page.addInitScript(() => { if (location.pathname.endsWith("embed.html")) delete window.WebAssembly; });
}

function call(page, name, ...of) {
  return page.evaluate(([name, of]) => document.querySelector("yilu-map")[name](...of), [name, of]);
}

test("of several roads each has its own head in the list", async ({ page, embed }) => {
  await withoutMap(page);
  const frame = await embed('<yilu-map lang="zh" corridor="great-wall" height="700"></yilu-map>');
  const list = frame.getByTestId("list");
  await expect(list.locator("a")).toHaveCount(4);
  await expect(frame.locator("#title")).toBeEmpty();
  await expect(frame.getByTestId("others")).toBeHidden();
  const kinds = await list.locator("li").evaluateAll((items) => items.map((item) => item.querySelector("h2 [lang=zh-CN]")?.textContent ?? "station"));
  expect(kinds).toEqual([WEST, "station", "station", "station", EAST, "station"]);
  // One that is looked at stands first, under its own road.
  const last = await list.locator("a").last().getAttribute("data-station");
  await call(page, "focus", last);
  await expect(list.locator("li").first()).toContainText(EAST);
  await expect(list.locator("a").first()).toHaveAttribute("data-station", last);
});

test("of several roads the map shows the first and leads to the others", async ({ page, embed }) => {
  const frame = await embed('<yilu-map lang="zh" corridor="great-wall"></yilu-map>');
  await isReady(frame);
  await expect(frame.getByTestId("screen-roads")).toContainText("老牛湾");
  const others = frame.getByTestId("others");
  await expect(others).toBeVisible();
  await expect(others).toContainText(EAST);
  const href = (language) => `./#view=roads&lang=${language}&road=changcheng1-east`;
  await expect(others).toHaveAttribute("href", href("zh"));
  await page.evaluate(() => document.querySelector("yilu-map").setAttribute("lang", "en"));
  await expect(others).toHaveAttribute("href", href("en"));
  const fits = await frame.locator(".embed-head").evaluate((head) => head.scrollWidth <= head.clientWidth && head.scrollHeight <= head.clientHeight + 1);
  expect(fits).toBe(true);
});

test("a narrow frame is whole: its head, the link to other roads, its tabs", async ({ embed }) => {
  for (const language of ["zh", "en"]) {
    for (const width of [356, 280, 240]) {
      const frame = await embed(`<div style="width: ${width}px"><yilu-map lang="${language}" corridor="great-wall"></yilu-map></div>`);
      await isReady(frame);
      await expect(frame.getByTestId("others")).toBeVisible();
      const cut = await frame.evaluate(() => {
        const wide = [...document.querySelectorAll(".embed-head, .embed-others, .tabs, .tab, .panel")];
        const isCut = (one) => one.scrollWidth > one.clientWidth + 1;
        const isLow = (one) => one.matches(".embed-head, .embed-others") && one.scrollHeight > one.clientHeight + 1;
        return wide.filter((one) => isCut(one) || isLow(one)).map((one) => one.className);
      });
      expect(cut, `${language}, ${width} px`).toEqual([]);
    }
  }
});

test("one road alone leads to no others", async ({ embed }) => {
  const frame = await embed('<yilu-map lang="zh" corridor="huanghe1"></yilu-map>');
  await isReady(frame);
  await expect(frame.getByTestId("others")).toBeHidden();
});

test("the list says what it does not know", async ({ page, embed }) => {
  await withoutMap(page);
  const frame = await embed('<yilu-map lang="zh" filter="power=60,free,always"></yilu-map>');
  const list = frame.getByTestId("list");
  await expect(list.locator("li").first()).toContainText("这里不知道：有空闲、全天营业");
  await call(page, "setFilter", { open: true });
  await expect(list.locator("li").first()).toContainText("这里不知道：正在营业");
  await call(page, "setFilter", { power: 60 });
  await expect(list).not.toContainText("这里不知道");
});

test("a trip that is offered is offered in the whole app", async ({ page, embed }) => {
  await withoutMap(page);
  const frame = await embed('<yilu-map lang="en" to="39.635,111.435"></yilu-map>');
  const trip = frame.getByTestId("embed-trip");
  await expect(trip).toContainText("39.635, 111.435");
  await expect(trip).toHaveAttribute("href", /to=39\.635,111\.435/);
  await call(page, "planTo", STATION);
  const name = frame.getByTestId("list").locator(`a[data-station=${STATION}] .entry-name [lang=en]`).first();
  await expect(trip).toContainText(await name.textContent());
  await expect(frame.getByTestId("list").locator("a").first()).toHaveAttribute("data-station", STATION);
  await expect(trip).not.toHaveAttribute("href", /to=39\.635/);
});

test("a list that cannot be read is not told as one, and one strange kind does not empty it", async ({ page, embed }) => {
  await withoutMap(page);
  let broken = "{";
  await page.route("**/data/widget.json", (route) => route.fulfill({ contentType: "application/json", body: broken }));
  const frame = await embed('<yilu-map lang="zh"></yilu-map>');
  await expect(frame.getByTestId("embed-state")).toContainText("列表没有载入");
  await expect(frame.getByTestId("embed-state")).not.toContainText("以下是充电站列表");
});
