// An embedded page: first a list of stations, then the app in place of it.
//
// The app takes the link `#full`, which leads to the whole app, for its address: the page's own belongs
// to the host. It hears `yilu-ask`, calls `yiluTell`, and waits for `yiluTouched` before it works
// (src/platform/embed.rs).

import { List, readList, texts } from "./list.js";
import { paint } from "./look.js";
import { talkWith } from "./messages.js";
import { optionsOf } from "./options.js";
import { canRun, savesData, start, whenSeen } from "./start.js";

/** Heights that are wished for, in pixels. */
const HEIGHT = { least: 160, most: 4000, map: 480 };
const DAY_MS = 86_400_000;
/** After so long one is told what one waits for. */
const PATIENCE_MS = 1500;

const root = document.documentElement;
const part = (id) => document.getElementById(id);
const options = optionsOf(location.hash);
/** What the link to the whole app says, and the one to other roads of the same name. */
const link = new Map();
const roads = new Map([["view", "roads"]]);
/** What the app is asked once it is there; null from then on. */
let waiting = [];
let list = null;
let height = 0;
/** False as long as a map is to come in place of the list: then its height is what one wishes for. */
let keepsList = !canRun() || savesData();
/** A script that did not come does not come again in the same page. */
let hasFailed = false;

const tell = talkWith(options.host, hear);
speak(options.lang ?? preferred());
paint(options.theme ?? "device");
if (options.station) link.set("station", options.station);
if (options.to) {
  link.set("to", options.to.join(","));
  offer(options.to);
}
const place = options.center ?? options.to;
if (place) root.dataset.yiluPlace = place.join(",");
if (options.filter) ask("filter", filterText(options.filter));
if (options.center) ask("look", [...options.center, options.zoom ?? 10].join(","));
writeLink();
window.yiluTell = (json) => hearApp(JSON.parse(json));
window.yiluTouched = new Promise((resolve) => {
  for (const touch of ["pointerdown", "keydown", "focusin"]) addEventListener(touch, resolve, { once: true });
});
part("reload").addEventListener("click", () => location.reload());
part("show-map").addEventListener("click", () => (hasFailed ? location.reload() : showMap()));
new ResizeObserver(measure).observe(part("stations"));
showList().then((isThere) => {
  if (!canRun()) {
    if (!isThere) return;
    say("这里不能运行地图，以下是充电站列表。", "The map cannot run here: this is the list of stations.");
    tell({ type: "ready", shows: "list" });
  } else if (savesData()) {
    part("show-map").hidden = false;
  } else {
    whenSeen(showMap);
  }
});

/** What the host asks. */
function hear(asked) {
  if (asked.type === "set") {
    if (asked.lang) speak(asked.lang);
    if (asked.lang) ask("lang", asked.lang);
    if (asked.theme && waiting) paint(asked.theme);
    if (asked.theme) ask("theme", asked.theme);
  } else if (asked.type === "focus" && asked.station) {
    list?.show({ station: asked.station });
    ask("station", asked.station);
    if (!waiting) return;
    link.set("station", asked.station);
    writeLink();
  } else if (asked.type === "focus") {
    list?.show({ center: asked.center });
    ask("look", [...asked.center, asked.zoom ?? 12].join(","));
  } else if (asked.type === "setFilter") {
    list?.show({ filter: asked.filter });
    ask("filter", filterText(asked.filter));
  } else if (asked.type === "planTo") {
    const station = list?.station(asked.station);
    const to = asked.to ?? station?.at;
    if (!to) return;
    ask("to", to.join(","));
    if (!waiting) return;
    link.set("to", to.join(","));
    if (station) list.show({ station: station.id });
    offer(to, station);
    writeLink();
  }
}

/** What the app says. */
function hearApp(told) {
  if (told.type === "ready") {
    part("list").hidden = true;
    root.dataset.embed = "map";
    for (const asked of waiting ?? []) send(asked);
    waiting = null;
    tell({ type: "ready", shows: "map" });
    measure();
  } else {
    tell(told);
  }
}

function ask(name, value) {
  if (waiting) waiting.push(`${name}=${value}`);
  else send(`${name}=${value}`);
}

function send(asked) {
  dispatchEvent(new MessageEvent("yilu-ask", { data: asked }));
}

async function showList() {
  try {
    // Without a configuration there is no base.
    const configured = fetched("config.json").catch(() => null);
    const [data, site] = await Promise.all([fetched("data/widget.json"), configured]);
    list = new List(part("stations"), readList(data), (station) => {
      tell({ type: "select", station: station.id, name: { zh: station.zh, en: station.en } });
    });
    const [road, ...others] = list.corridors(options.corridor);
    if (road) {
      link.set("road", road.id).set("view", "roads");
      writeLink();
    }
    if (road && others.length === 0) part("title").append(texts(road.zh, road.en));
    if (others.length > 0) leadTo(others);
    part("demo").hidden = !data.demo;
    list.show(options);
    showNotes(data, site?.bases?.[0]);
    if (options.corridor && !road) console.warn(`yilu-map: corridor "${options.corridor}" is not known`);
    say("", "");
    return true;
  } catch (error) {
    console.warn(error);
    say("列表没有载入。", "The list could not be loaded.");
    return false;
  }
}

/** The map shows one road; the head leads to others of the same name. */
function leadTo(others) {
  const names = (language, comma) => others.map((road) => road[language]).join(comma);
  if (others.length === 1) roads.set("road", encodeURIComponent(others[0].id));
  part("others").href = address(roads);
  part("others").replaceChildren(texts(`另有：${names("zh", "、")}`, `Also: ${names("en", ", ")}`));
  part("others").hidden = false;
  root.dataset.others = "";
}

/** A trip that the host offers: without a map the whole app plans it. */
function offer([lat, lon], station = { zh: `${lat}, ${lon}`, en: `${lat}, ${lon}` }) {
  part("trip").replaceChildren(texts(`规划去这里的行程：${station.zh} ↗`, `Plan a trip to ${station.en || station.zh} ↗`));
  part("trip").hidden = !keepsList;
}

async function showMap() {
  part("show-map").hidden = true;
  const wait = setTimeout(() => say("正在载入地图…", "Loading the map…"), PATIENCE_MS);
  try {
    await start();
    clearTimeout(wait);
  } catch (error) {
    clearTimeout(wait);
    console.warn(error);
    hasFailed = true;
    keepsList = true;
    part("trip").hidden = !link.has("to");
    say("地图没有载入。", "The map could not be loaded.");
    part("show-map").hidden = false;
    tell({ type: "ready", shows: "list" });
  }
}

async function fetched(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: HTTP status ${response.status}`);
  return response.json();
}

/** Age and origin of the data; which map it is, where there is a base. */
function showNotes({ edition, attribution }, base) {
  const days = Math.max(0, Math.floor((Date.now() - Date.parse(edition)) / DAY_MS));
  const age = Number.isFinite(days) ? [`（${days} 天前）`, ` (${days} days ago)`] : ["", ""];
  const parts = [texts(`数据 ${edition}${age[0]}`, `Data ${edition}${age[1]}`), attribution];
  if (base?.approval) parts.push(`${base.attribution} ${base.approval}`);
  else parts.push(texts("无底图，无审图号", "no base map, so no map approval number"));
  part("notes").replaceChildren(...parts.flatMap((note, at) => (at > 0 ? [" · ", note] : [note])));
}

function say(zh, en) {
  part("state").replaceChildren(...(zh ? [texts(zh, en)] : []));
  measure();
}

/** Tells the host how high this page would like to be. */
function measure() {
  const isListed = keepsList && !part("list").hidden;
  // One that is still empty would only make the page around jump.
  if (isListed && !list) return;
  const natural = isListed ? naturalHeight() : HEIGHT.map;
  const wished = Math.min(HEIGHT.most, Math.max(HEIGHT.least, Math.ceil(natural)));
  if (wished === height) return;
  height = wished;
  tell({ type: "resize", height });
}

function naturalHeight() {
  const content = part("stations").getBoundingClientRect().bottom + part("list").scrollTop;
  return content + part("notes").getBoundingClientRect().height;
}

function speak(language) {
  root.lang = language === "zh" ? "zh-CN" : "en";
  link.set("lang", language);
  roads.set("lang", language);
  part("others").href = address(roads);
  if (waiting) writeLink();
}

function preferred() {
  const known = navigator.languages.map((tag) => tag.slice(0, 2)).find((short) => ["zh", "en"].includes(short));
  return known ?? "zh";
}

function writeLink() {
  part("full").href = address(link);
  part("trip").href = address(link);
}

function address(fields) {
  return `./#${[...fields].map(([name, value]) => `${name}=${value}`).join("&")}`;
}

/** A filter as the app reads it. */
function filterText({ power, kinds, flags }) {
  const parts = [...(power ? [`power=${power}`] : []), ...kinds.map((kind) => `kind=${kind}`), ...flags.map((flag) => `${flag}=1`)];
  return parts.join("&");
}
