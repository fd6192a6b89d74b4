// The page about the widget: puts the options together, shows the widget and the code for it.

const part = (id) => document.getElementById(id);
const form = part("options");
const NAMES = ["corridor", "station", "filter", "theme", "lang", "height", "allow"];
const THEMES = [["", "随设备", "As the device"], ["light", "浅色", "Light"], ["dark", "深色", "Dark"], ["contrast", "高对比", "High contrast"]];
/** What a button says after a tap, and for how long in ms. */
const SAYS = { copied: ["已复制", "Copied"], selected: ["已选中", "Selected"] };
const SAID_MS = 2000;
/** So many events are kept in sight. */
const LOG = 40;

let data = { stations: [], corridors: [] };
let map = null;
/** Those that say what they did, each with what it said before. */
const saying = new Map();

speak(navigator.languages.some((tag) => tag.startsWith("zh")) || !navigator.languages.some((tag) => tag.startsWith("en")) ? "zh" : "en");
part("policy").textContent = `script-src ${location.origin}; frame-src ${location.origin}`;
part("package").textContent = `import "yilu-map";
import type { YiluMap } from "yilu-map";

const map: YiluMap = document.createElement("yilu-map");
map.setAttribute("site", "${new URL("../embed.html", location.href).href}");
map.addEventListener("select", ({ detail }) => console.log(detail.station, detail.name?.zh));
document.body.append(map);`;
part("language").addEventListener("click", () => speak(language() === "zh" ? "en" : "zh"));
form.addEventListener("change", () => rebuild());
for (const button of document.querySelectorAll("[data-call]")) {
  button.addEventListener("click", () => call(button.dataset.call));
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => copy(button));
}
try {
  const found = await (await fetch("../data/widget.json")).json();
  if (Array.isArray(found.stations) && Array.isArray(found.corridors)) data = found;
} catch (error) {
  console.warn(error);
}
// A station is of the list.
const isListed = data.stations.length > 0;
part("no-list").hidden = isListed;
for (const name of ["focus", "planTo"]) document.querySelector(`[data-call="${name}"]`).disabled = !isListed;
fill();
form.elements.corridor.value = data.corridors[1]?.id ?? "";
rebuild();

function language() {
  return document.documentElement.lang.startsWith("zh") ? "zh" : "en";
}

function speak(short) {
  document.documentElement.lang = short === "zh" ? "zh-CN" : "en";
  form.elements.lang.value = short;
  fill();
  if (map) rebuild();
}

/** The choices, in the language of the page; what was chosen stays. */
function fill() {
  const named = ({ id, zh, en }) => [id, zh, en];
  choices(form.elements.corridor, [["", "—", "—"], ...data.corridors.map(named)]);
  choices(form.elements.station, [["", "—", "—"], ...data.stations.map(named)]);
  choices(form.elements.theme, THEMES);
}

function choices(select, all) {
  const before = select.value;
  const options = all.map(([value, zh, en]) => new Option(language() === "zh" ? zh : en, value));
  select.replaceChildren(...options);
  select.value = before;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
}

function wanted() {
  const { corridor, station, power, theme, lang, height, geolocation } = form.elements;
  return {
    corridor: corridor.value,
    station: station.value,
    filter: power.value && `power=${power.value}`,
    theme: theme.value,
    lang: lang.value,
    height: height.value,
    allow: geolocation.checked ? "geolocation" : "",
  };
}

/** Shows the widget anew, and the code for it. */
function rebuild() {
  const options = wanted();
  map = document.createElement("yilu-map");
  for (const name of NAMES) if (options[name]) map.setAttribute(name, options[name]);
  for (const type of ["ready", "select", "plan", "resize"]) {
    map.addEventListener(type, ({ detail }) => note(`${type} ${JSON.stringify(detail)}`));
  }
  part("stage").replaceChildren(map);
  write(options);
}

function write({ height, ...options }) {
  const attributes = NAMES.filter((name) => options[name]).map((name) => ` ${name}="${options[name]}"`).join("");
  const tall = height === "480" ? "" : ` height="${height}"`;
  const script = new URL("widget.js", location.href).href;
  part("element").textContent =
    `<script type="module" src="${script}"></script>\n<yilu-map${attributes}${tall}></yilu-map>`;
  const page = new URL("../embed.html", location.href);
  const { allow, ...inside } = options;
  page.hash = new URLSearchParams(Object.entries(inside).filter(([, value]) => value)).toString();
  const permission = allow ? ` allow="${allow}"` : "";
  part("iframe").textContent =
    `<iframe src="${page.href.replaceAll("&", "&amp;")}"\n  title="充电地图 / charging map" loading="lazy" referrerpolicy="no-referrer"${permission}\n  sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals"\n  width="100%" height="${height}"></iframe>`;
}

/** Copies the code; where the browser refuses, selects it for the reader's own keys. */
async function copy(button) {
  const code = part(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(code.textContent);
    say(button, SAYS.copied);
  } catch {
    getSelection().selectAllChildren(code);
    say(button, SAYS.selected);
  }
}

function say(button, [zh, en]) {
  const { before, timer } = saying.get(button) ?? { before: [...button.children] };
  clearTimeout(timer);
  const spans = before.map((span) => Object.assign(span.cloneNode(), { textContent: span.lang === "en" ? en : zh }));
  button.replaceChildren(...spans);
  const restore = () => {
    button.replaceChildren(...before);
    saying.delete(button);
  };
  saying.set(button, { before, timer: setTimeout(restore, SAID_MS) });
}

function call(name) {
  const some = data.stations[Math.floor(Math.random() * data.stations.length)];
  if (name === "focus") map.focus(some.id);
  if (name === "setFilter") map.setFilter({ power: 120, kinds: ["dc"] });
  if (name === "planTo") map.planTo(some.at);
}

function note(text) {
  const line = document.createElement("p");
  line.textContent = text;
  part("log").prepend(line);
  while (part("log").children.length > LOG) part("log").lastChild.remove();
}
