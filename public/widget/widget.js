// <yilu-map>: a map of charging stations in a sandboxed frame.
//
// Options, events and methods: README.md beside this file. Messages: docs/formats/widget/v1. The frame
// is not trusted with anything of this page, and this page with nothing of the frame.

const VERSION = 1;
/** Attributes that go into the frame's address. */
const OPTIONS = ["lang", "theme", "corridor", "center", "zoom", "filter", "station", "to"];
const PAGE = new URL("../embed.html", import.meta.url).href;
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals";
/** What a host may hand on, if it says so. */
const PERMISSIONS = ["geolocation", "clipboard-write", "fullscreen"];
/** So far before it is seen the frame begins to load. */
const MARGIN = "300px";
/** So many frames of a page stay; of more, those rest that are out of sight and that nobody touched. */
const MOST = 12;
const HEIGHT = { usual: 480, least: 160, most: 4000 };
/** A frame that says nothing for so long does not show: its site is not there, or does not allow this page. */
const PATIENCE_MS = 10_000;

const STYLE = `
  :host { all: initial !important; display: block !important; contain: content !important; }
  :host([hidden]) { display: none !important; }
`;

const INSTEAD = "打开充电地图 · Open the charging map";

const TITLES = { zh: "充电地图", en: "Map of charging stations" };

/** What the frame says, checked; null for what is not understood. */
function checked(data) {
  if (typeof data !== "object" || data === null || data.yilu !== VERSION) return null;
  const isText = (value) => typeof value === "string" && value.length <= 300;
  const isNumber = (value) => Number.isFinite(value) && value >= 0;
  switch (data.type) {
    case "ready":
      return ["map", "list"].includes(data.shows) ? { shows: data.shows } : null;
    case "resize":
      return isNumber(data.height) ? { height: Math.min(HEIGHT.most, Math.max(HEIGHT.least, Math.round(data.height))) } : null;
    case "select": {
      if (data.station === null) return { station: null, name: null };
      const { zh, en } = data.name ?? {};
      return isText(data.station) && isText(zh) && isText(en) ? { station: data.station, name: { zh, en } } : null;
    }
    case "plan": {
      const { minutes, kilometres, stops } = data;
      return [minutes, kilometres, stops].every(isNumber) ? { minutes, kilometres, stops } : null;
    }
    default:
      return null;
  }
}

/** A filter as text: `power=60,kind=dc,free`. */
function filterText(filter) {
  if (typeof filter !== "object" || filter === null) return String(filter ?? "");
  const { power, kinds = [], free, open, always } = filter;
  const flags = Object.entries({ free, open, always }).filter(([, is]) => is).map(([name]) => name);
  return [...(power ? [`power=${power}`] : []), ...kinds.map((kind) => `kind=${kind}`), ...flags].join(",");
}

/** A number that a page wrote; NaN where it wrote none. */
function number(value) {
  return ["number", "string"].includes(typeof value) && String(value).trim() ? Number(value) : NaN;
}

/** Latitude and longitude as plain numbers: what a framework wraps cannot be sent. Null for anything else. */
function position(parts) {
  const numbers = Array.from(parts ?? [], number);
  return numbers.length === 2 && numbers.every(Number.isFinite) ? numbers : null;
}

/** The end of a trip as a message has it; null where it is no position. */
function end(parts) {
  const to = position(parts);
  return to && { to };
}

/** A part of the map as a message has it; null without its middle. */
function view(center, zoom) {
  const at = position(center);
  return at && { center: at, zoom: number(zoom) };
}

/** The page of a frame; null where that is none. */
function address(text) {
  try {
    const page = new URL(text, document.baseURI);
    return ["https:", "http:"].includes(page.protocol) ? page : null;
  } catch {
    return null;
  }
}

/** On a server there are no elements. */
const Base = globalThis.HTMLElement ?? class {};

export class YiluMap extends Base {
  static observedAttributes = [...OPTIONS, "height", "autoheight", "label", "allow", "site"];

  /** Those with a frame, the one seen last at the end. */
  static #loaded = new Set();

  /** Keeps the room before there is a frame. */
  #room;
  /** What stands between the tags, or a link: for a frame that does not come. */
  #instead;
  #link;
  #late = 0;
  #frame = null;
  #origin = "";
  #observer = null;
  #isNear = false;
  #isTouched = false;
  /** The height that the frame would like; 0 before it says so. */
  #wished = 0;
  /** What was asked last, by method: a frame that comes back does it again. */
  #asked = new Map();
  /** Messages for a frame that does not listen yet; null once it does. */
  #waiting = [];
  #hear = (event) => this.#heard(event);
  /** A page loses the focus to a frame that is touched. */
  #touch = () => { this.#isTouched ||= document.activeElement === this; };

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "closed" });
    // No style element: a host's content policy may forbid it. Old browsers do without.
    if ("adoptedStyleSheets" in shadow) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet];
    }
    this.#room = document.createElement("div");
    this.#link = Object.assign(document.createElement("a"), { textContent: INSTEAD, target: "_blank", rel: "noopener" });
    this.#instead = document.createElement("slot");
    this.#instead.hidden = true;
    this.#instead.append(this.#link);
    shadow.append(this.#room, this.#instead);
  }

  connectedCallback() {
    this.#resize();
    this.#observer = new IntersectionObserver((entries) => {
      this.#isNear = entries[entries.length - 1].isIntersecting;
      if (this.#isNear) this.#come();
    }, { rootMargin: MARGIN });
    this.#observer.observe(this);
    addEventListener("blur", this.#touch);
  }

  disconnectedCallback() {
    this.#observer?.disconnect();
    removeEventListener("blur", this.#touch);
    this.#rest();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === "height" || name === "autoheight") this.#resize();
    else if (this.#frame) this.#changed(name, now);
  }

  /** Shows a station by its id, or a part of the map: `[lat, lon]` or `{ center, zoom }`. */
  focus(target) {
    if (typeof target === "string") this.#ask("focus", { station: target });
    else if (Array.isArray(target)) this.#ask("focus", view(target));
    else if (target?.center) this.#ask("focus", view(target.center, target.zoom));
    else this.#frame?.focus(target);
  }

  /** Shows only some stations; all with null. */
  setFilter(filter) {
    this.#ask("setFilter", { filter: filterText(filter) });
  }

  /** Offers a trip to a station by its id, or to `[lat, lon]`. Whether it is planned is for the driver to say. */
  planTo(target) {
    this.#ask("planTo", typeof target === "string" ? { station: target } : end(target));
  }

  /** Has a frame from now on; others rest for it. */
  #come() {
    if (!this.#frame) this.#load();
    const all = YiluMap.#loaded;
    all.delete(this);
    all.add(this);
    for (const other of all) {
      if (all.size > MOST && !other.#isNear && !other.#isTouched) other.#rest();
    }
  }

  #rest() {
    this.#appear(true);
    removeEventListener("message", this.#hear);
    this.#frame?.remove();
    this.#frame = null;
    this.#waiting = [...this.#asked.values()];
    YiluMap.#loaded.delete(this);
  }

  #load() {
    const page = address(this.getAttribute("site") ?? PAGE);
    if (!page) return;
    const options = OPTIONS.filter((name) => this.hasAttribute(name)).map((name) => [name, this.getAttribute(name)]);
    this.#link.href = new URL("./", page).href;
    page.hash = new URLSearchParams([...options, ["host", location.origin]]).toString().replaceAll("+", "%20");
    this.#origin = page.origin;
    const frame = document.createElement("iframe");
    Object.assign(frame.style, { display: "block", width: "100%", height: "100%", border: "0" });
    frame.setAttribute("sandbox", SANDBOX);
    frame.referrerPolicy = "no-referrer";
    const wanted = (this.getAttribute("allow") ?? "").split(/[\s;]+/);
    frame.allow = PERMISSIONS.filter((name) => wanted.includes(name)).join("; ");
    addEventListener("message", this.#hear);
    frame.src = page.href;
    this.#room.append(frame);
    this.#frame = frame;
    this.#name();
    this.#late = setTimeout(() => this.#appear(false), PATIENCE_MS);
  }

  /** Whether the frame shows, or what stands instead. */
  #appear(isThere) {
    clearTimeout(this.#late);
    this.#room.style.display = isThere ? "block" : "none";
    this.#instead.hidden = isThere;
  }

  /** Says what the frame is, for screen readers. */
  #name() {
    const language = this.getAttribute("lang") ?? document.documentElement.lang;
    this.#frame.title = this.getAttribute("label") ?? (language.startsWith("zh") ? TITLES.zh : TITLES.en);
  }

  #changed(name, now) {
    if (name === "lang" || name === "label") this.#name();
    if (name === "label") return;
    if (name === "theme" || (name === "lang" && now)) this.#post("set", { [name]: now });
    else if (name === "filter") this.#post("setFilter", { filter: filterText(now) });
    else if (name === "station" && now) this.#post("focus", { station: now });
    else if (name === "to" && now) this.#post("planTo", end(now.split(",")));
    else if (name === "zoom" || (name === "center" && now)) this.#look();
    else {
      if (name === "to") this.#asked.delete("planTo");
      if (name === "station" || name === "center") this.#asked.delete("focus");
      this.#reload();
    }
  }

  /** Shows the part of the map that the attributes say. */
  #look() {
    this.#post("focus", view(this.getAttribute("center")?.split(","), this.getAttribute("zoom")));
  }

  /** Only another frame shows another road, or nothing of what was asked at first. */
  #reload() {
    this.#rest();
    if (this.#isNear) this.#come();
  }

  #resize() {
    const asked = Number(this.getAttribute("height")) || HEIGHT.usual;
    const height = (this.hasAttribute("autoheight") && this.#wished) || asked;
    this.#room.style.height = `${Math.min(HEIGHT.most, Math.max(HEIGHT.least, height))}px`;
  }

  #heard(event) {
    if (event.source !== this.#frame?.contentWindow || event.origin !== this.#origin) return;
    const detail = checked(event.data);
    if (!detail) return;
    this.#appear(true);
    const { type } = event.data;
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const message of waiting) this.#send(message);
    if (type === "resize") {
      this.#wished = detail.height;
      this.#resize();
    }
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Asks, and again when the frame comes back. */
  #ask(type, fields) {
    this.#post(type, fields);
    if (fields) this.#asked.set(type, { yilu: VERSION, type, ...fields });
  }

  /** Asks once, what attributes say is in the frame's address too; nothing where `fields` is null. */
  #post(type, fields) {
    if (!fields) return;
    const message = { yilu: VERSION, type, ...fields };
    this.#asked.delete(type);
    if (this.#waiting) this.#waiting.push(message);
    else this.#send(message);
  }

  #send(message) {
    this.#frame?.contentWindow?.postMessage(message, this.#origin);
  }
}

if (globalThis.customElements && !customElements.get("yilu-map")) customElements.define("yilu-map", YiluMap);
