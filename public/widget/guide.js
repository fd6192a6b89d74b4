// The page about the widget: puts the options together, shows the widget and the code for it.

const part = (id) => document.getElementById(id);
const form = part("options");
const NAMES = ["corridor", "station", "filter", "theme", "lang", "height", "allow"];
const THEMES = [["", "随设备", "As the device"], ["light", "浅色", "Light"], ["dark", "深色", "Dark"], ["contrast", "高对比", "High contrast"]];
/** So many events are kept in sight. */
const LOG = 40;

let data = { stations: [], corridors: [] };
let map = null;

speak(navigator.languages.some((tag) => tag.startsWith("zh")) || !navigator.languages.some((tag) => tag.startsWith("en")) ? "zh" : "en");
part("policy").textContent = `script-src ${location.origin}; frame-src ${location.origin}`;
part("language").addEventListener("click", () => speak(language() === "zh" ? "en" : "zh"));
form.addEventListener("change", () => rebuild());
for (const button of document.querySelectorAll("[data-call]")) {
  button.addEventListener("click", () => call(button.dataset.call));
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => navigator.clipboard?.writeText(part(button.dataset.copy).textContent));
}
try {
  data = await (await fetch("../data/widget.json")).json();
} catch (error) {
  console.warn(error);
}
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
    `<iframe src="${page.href.replaceAll("&", "&amp;")}"\n  title="充电地图 / charging map" loading="lazy" referrerpolicy="no-referrer"${permission}\n  sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"\n  width="100%" height="${height}"></iframe>`;
}

function call(name) {
  const some = data.stations[Math.floor(Math.random() * data.stations.length)];
  if (!some) return;
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
