// <yilu-map>: a map of charging stations in a sandboxed frame.
//
// Options, events and methods: README.md beside this file. Messages: docs/formats/widget/v1. The frame
// is not trusted with anything of this page, and this page with nothing of the frame.

const VERSION = 1;
/** Attributes that go into the frame's address. */
const OPTIONS = ["lang", "theme", "corridor", "center", "zoom", "filter", "station", "to"];
const PAGE = new URL("../embed.html", import.meta.url).href;
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads";
/** What a host may hand on, if it says so. */
const PERMISSIONS = ["geolocation", "clipboard-write", "fullscreen"];
/** So far before it is seen the frame begins to load. */
const MARGIN = "300px";
/** So many frames of a page stay; of more, those rest that are out of sight and that nobody touched. */
const MOST = 12;
const HEIGHT = { usual: 480, least: 160, most: 4000 };

const STYLE = `
  :host { all: initial !important; display: block !important; contain: content !important; }
  :host([hidden]) { display: none !important; }
`;

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

/** `"38.4,112.7"` as two numbers. */
function position(text) {
  const numbers = String(text).split(",").map(Number);
  return numbers.length === 2 ? numbers : null;
}

/** On a server there are no elements. */
const Base = globalThis.HTMLElement ?? class {};

export class YiluMap extends Base {
  static observedAttributes = [...OPTIONS, "height"];

  /** Those with a frame, the one seen last at the end. */
  static #loaded = new Set();

  /** Keeps the room before there is a frame. */
  #room;
  #frame = null;
  #origin = "";
  #observer = null;
  #isNear = false;
  #isTouched = false;
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
    shadow.append(this.#room);
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
    if (name === "height") this.#resize();
    else if (this.#frame) this.#changed(name, now);
  }

  /** Shows a station by its id, or a part of the map: `[lat, lon]` or `{ center, zoom }`. */
  focus(target) {
    if (typeof target === "string") this.#ask("focus", { station: target });
    else if (Array.isArray(target)) this.#ask("focus", { center: target });
    else if (target?.center) this.#ask("focus", { center: target.center, zoom: target.zoom });
    else this.#frame?.focus(target);
  }

  /** Shows only some stations; all with null. */
  setFilter(filter) {
    this.#ask("setFilter", { filter: filterText(filter) });
  }

  /** Offers a trip to a station by its id, or to `[lat, lon]`. Whether it is planned is for the driver to say. */
  planTo(target) {
    this.#ask("planTo", typeof target === "string" ? { station: target } : { to: target });
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
    removeEventListener("message", this.#hear);
    this.#frame?.remove();
    this.#frame = null;
    this.#waiting = [...this.#asked.values()];
    YiluMap.#loaded.delete(this);
  }

  #load() {
    const page = new URL(this.getAttribute("site") ?? PAGE, document.baseURI);
    if (!["https:", "http:"].includes(page.protocol)) return;
    const options = OPTIONS.filter((name) => this.hasAttribute(name)).map((name) => [name, this.getAttribute(name)]);
    page.hash = new URLSearchParams([...options, ["host", location.origin]]).toString().replaceAll("+", "%20");
    this.#origin = page.origin;
    const frame = document.createElement("iframe");
    Object.assign(frame.style, { display: "block", width: "100%", height: "100%", border: "0" });
    const language = this.getAttribute("lang") ?? document.documentElement.lang;
    frame.title = this.getAttribute("label") ?? (language.startsWith("zh") ? TITLES.zh : TITLES.en);
    frame.setAttribute("sandbox", SANDBOX);
    frame.referrerPolicy = "no-referrer";
    const wanted = (this.getAttribute("allow") ?? "").split(/[\s;]+/);
    frame.allow = PERMISSIONS.filter((name) => wanted.includes(name)).join("; ");
    addEventListener("message", this.#hear);
    frame.src = page.href;
    this.#room.append(frame);
    this.#frame = frame;
  }

  #changed(name, now) {
    if (name === "lang" || name === "theme") this.#post("set", { [name]: now });
    else if (name === "filter") this.#post("setFilter", { filter: filterText(now) });
    else if (name === "station" && now) this.#post("focus", { station: now });
    else if (name === "to" && now) this.#post("planTo", { to: position(now) });
    else if (name === "corridor") this.#reload();
    else if (this.hasAttribute("center")) {
      const zoom = this.hasAttribute("zoom") ? Number(this.getAttribute("zoom")) : undefined;
      this.#post("focus", { center: position(this.getAttribute("center")), zoom });
    }
  }

  /** Only another frame shows another road from its beginning. */
  #reload() {
    this.#rest();
    if (this.#isNear) this.#come();
  }

  #resize(height = Number(this.getAttribute("height")) || HEIGHT.usual) {
    this.#room.style.height = `${Math.min(HEIGHT.most, Math.max(HEIGHT.least, height))}px`;
  }

  #heard(event) {
    if (event.source !== this.#frame?.contentWindow || event.origin !== this.#origin) return;
    const detail = checked(event.data);
    if (!detail) return;
    const { type } = event.data;
    for (const message of this.#waiting ?? []) this.#send(message);
    this.#waiting = null;
    if (type === "resize" && this.hasAttribute("autoheight")) this.#resize(detail.height);
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Asks, and again when the frame comes back. */
  #ask(type, fields) {
    this.#asked.set(type, this.#post(type, fields));
  }

  /** Asks once: what attributes say is in the frame's address too. */
  #post(type, fields) {
    const message = { yilu: VERSION, type, ...fields };
    this.#asked.delete(type);
    if (this.#waiting) this.#waiting.push(message);
    else this.#send(message);
    return message;
  }

  #send(message) {
    this.#frame?.contentWindow?.postMessage(message, this.#origin);
  }
}

if (globalThis.customElements && !customElements.get("yilu-map")) customElements.define("yilu-map", YiluMap);
