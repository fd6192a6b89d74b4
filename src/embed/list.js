// The list of stations: what one sees before the map is there, and where there cannot be one.

/** So many stations at first, and so many more each time. */
const LINES = 30;
const EARTH_KM = 6371;

const BOTH = { zh: "zh-CN", en: "en" };
const KIND_WORDS = {
  dc: ["直流", "DC"],
  ac: ["交流", "AC"],
  swap: ["换电", "swap"],
};

/** What a filter may ask and the data of the list does not tell. */
const UNKNOWN_WORDS = {
  free: ["有空闲", "free now"],
  open: ["正在营业", "open now"],
  always: ["全天营业", "open day and night"],
};

/** The list in `element`, of `data` (docs/formats/widget-list/v1). */
export class List {
  constructor(element, data, onSelect) {
    this.element = element;
    this.data = data;
    this.onSelect = onSelect;
    this.wanted = {};
    this.most = LINES;
    /** Where a station opens: a frame has no room for the whole app. */
    this.target = "_blank";
  }

  /** Shows what the options want: see options.js. */
  show(wanted) {
    Object.assign(this.wanted, wanted);
    this.most = LINES;
    this.draw();
  }

  /** The corridors that a name means: an id, or how their English names begin. */
  corridors(name) {
    const all = this.data.corridors;
    const own = all.filter((corridor) => corridor.id === name);
    if (own.length > 0 || !name) return own;
    const wanted = name.toLowerCase();
    return all.filter(({ en }) => en.toLowerCase().replace(/[^a-z0-9]+/g, "-").startsWith(wanted));
  }

  /** The station of an id. */
  station(id) {
    return this.data.stations.find((station) => station.id === id);
  }

  draw() {
    const first = (line) => (line.station.id === this.wanted.station ? 0 : 1);
    const lines = this.lines().sort((a, b) => first(a) - first(b));
    const shown = lines.slice(0, this.most);
    this.element.replaceChildren(...this.unknown(), ...this.items(shown));
    if (shown.length === 0) this.element.append(element("li", "list-none", texts("没有合适的充电站", "No station fits")));
    if (lines.length > this.most) this.element.append(this.more());
  }

  /** Stations in order, each with how far along the road or from the middle it is. */
  lines() {
    const { corridor, center, filter } = this.wanted;
    const { stations } = this.data;
    const fits = ({ station }) => !filter || isLookedFor(station, filter);
    const corridors = this.corridors(corridor);
    if (corridors.length > 0) {
      const along = corridors.flatMap((road) => road.stations.map(([index, km, off]) => {
        const sure = km === null ? null : texts(`约 ${rounded(km)} 公里处`, `about km ${rounded(km)}`);
        const beside = off >= 1 ? texts(`离路 ${rounded(off)} 公里`, `${rounded(off)} km off`) : null;
        return { station: stations[index], road, facts: [sure, beside] };
      }));
      return along.filter(({ station }) => station).filter(fits);
    }
    const all = stations.map((station) => ({ station, facts: [] })).filter(fits);
    if (!center) return all;
    for (const line of all) {
      line.km = distance(center, line.station.at);
      line.facts = [texts(`直线 ${rounded(line.km)} 公里`, `${rounded(line.km)} km straight`)];
    }
    return all.sort((a, b) => a.km - b.km);
  }

  /** Lines; where they are of several roads, each road with its name above. */
  items(lines) {
    const isNamed = this.corridors(this.wanted.corridor).length > 1;
    return lines.flatMap((line, at) => {
      const { road } = line;
      if (!isNamed || road === lines[at - 1]?.road) return [this.item(line)];
      return [element("li", "", element("h2", "", texts(road.zh, road.en))), this.item(line)];
    });
  }

  /** What is asked and cannot be answered here. */
  unknown() {
    const words = (this.wanted.filter?.flags ?? []).map((flag) => UNKNOWN_WORDS[flag]);
    if (words.length === 0) return [];
    const [zh, en] = [words.map(([zh]) => zh).join("、"), words.map(([, en]) => en).join(", ")];
    return [element("li", "list-none", texts(`这里不知道：${zh}`, `Not known here: ${en}`))];
  }

  item({ station, facts }) {
    const link = element("a", "entry");
    if (this.target) link.target = this.target;
    link.rel = "noopener";
    link.href = `./#station=${encodeURIComponent(station.id)}`;
    link.dataset.station = station.id;
    if (station.id === this.wanted.station) link.setAttribute("aria-current", "true");
    link.addEventListener("click", () => this.onSelect(station));
    const name = element("span", "entry-name", texts(station.zh, station.en));
    if (station.demo) name.append(element("small", "tag tag-demo", texts("演示", "demo")));
    const power = station.kw > 0 ? [plain(`${station.kw} kW`)] : [];
    const kinds = station.kinds.filter((kind) => Object.hasOwn(KIND_WORDS, kind)).map((kind) => texts(...KIND_WORDS[kind]));
    const near = station.near ? [texts(`${station.near.zh}附近`, `near ${station.near.en}`)] : [];
    link.append(name, element("span", "entry-facts", ...joined([...power, ...kinds, ...near])));
    const way = joined(facts.filter(Boolean));
    if (way.length > 0) link.append(element("span", "entry-way", ...way));
    return element("li", "", link);
  }

  more() {
    const button = element("button", "more", texts("更多", "More"));
    button.type = "button";
    button.addEventListener("click", () => {
      this.most += LINES;
      this.draw();
    });
    return element("li", "", button);
  }
}

/** Reads the file of the list; throws for anything else. */
export function readList(json) {
  const isText = (...all) => all.every((text) => typeof text === "string");
  const isList = (...all) => all.every(Array.isArray);
  if (json?.yilu_list !== 1) throw new Error("widget.json is of another version");
  const isWhole = isText(json.edition, json.attribution) && isList(json.stations, json.corridors)
    && json.stations.every((one) => isText(one.id, one.zh, one.en) && isList(one.at, one.kinds))
    && json.corridors.every((one) => isText(one.id, one.zh, one.en) && isList(one.stations));
  if (!isWhole) throw new Error("widget.json is damaged");
  return json;
}

/** A text in both languages; the page's language decides which one is seen. */
export function texts(zh, en) {
  const all = document.createDocumentFragment();
  for (const [short, text] of [["zh", zh || en], ["en", en || zh]]) {
    const span = element("span", "", text);
    span.lang = BOTH[short];
    all.append(span);
  }
  return all;
}

export function element(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children);
  return made;
}

function plain(text) {
  return document.createTextNode(text);
}

function joined(parts) {
  return parts.flatMap((part, index) => (index > 0 ? [plain(" · "), part] : [part]));
}

function isLookedFor(station, { power, kinds }) {
  const isKind = kinds.length === 0 || kinds.some((kind) => station.kinds.includes(kind));
  return isKind && station.kw >= power;
}

function rounded(km) {
  return km < 10 ? km.toFixed(1) : String(Math.round(km));
}

function distance([lat, lon], [otherLat, otherLon]) {
  const rad = (degrees) => (degrees * Math.PI) / 180;
  const half = (a, b) => Math.sin(rad(b - a) / 2) ** 2;
  const chord = half(lat, otherLat) + Math.cos(rad(lat)) * Math.cos(rad(otherLat)) * half(lon, otherLon);
  return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, chord)));
}
