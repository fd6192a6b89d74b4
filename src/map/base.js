// The layer of a base map whose tiles are in an archive, for Leaflet. xtask/base.mjs puts it behind
// protomaps-leaflet, which draws vector tiles: its rules are functions that it calls for each feature.
//
// Colours are tokens of the page. Boundaries are not drawn.
"use strict";

/** Roads from the least: what layers call them, the zoom from which they are drawn, their width at zoom 9. */
const ROADS = [
  ["service", ["service", "track", "alley", "driveway", "parking_aisle"], 14, 0.7],
  ["minor", ["minor_road", "unclassified", "residential", "living_street", "road"], 12, 1.1],
  ["link", ["link"], 0, 1.7],
  ["tertiary", ["tertiary", "medium_road"], 0, 1.7],
  ["secondary", ["secondary"], 0, 2.2],
  ["primary", ["primary", "major_road"], 0, 2.8],
  ["trunk", ["trunk"], 0, 3.4],
  ["motorway", ["motorway", "highway"], 0, 4.2],
];
const CLASSES = new Map(ROADS.flatMap(([name, kinds]) => kinds.map((kind) => [kind, name])));

/** Areas of these kinds have a colour of their own. */
const AREAS = {
  wood: "forest wood scrub park national_park nature_reserve protected_area grass grassland orchard cemetery golf_course",
  town: "residential urban_area industrial commercial retail school university college hospital",
};

/** Places by their size, and that of their names in pixels. */
const PLACES = [["city", 15], ["town", 13], ["village", 12]];

/** The pane of names. */
const NAMES = "names";

const growth = (zoom) => Math.min(4, Math.max(0.6, 1.3 ** (zoom - 9)));
const kindOf = ({ kind_detail: detail, class: sort, kind, highway }) => String(detail ?? sort ?? highway ?? kind ?? "");

/** The class of a road; nothing for a path, a railway or a ferry. */
function classOf({ props }) {
  const kind = kindOf(props).replace(/_link$/, "");
  return CLASSES.get(kind) ?? CLASSES.get(props.kind) ?? (kind ? undefined : "tertiary");
}

/** What is painted, from the bottom. */
function painted(colour) {
  const { PolygonSymbolizer, LineSymbolizer } = protomapsL;
  const area = (dataLayer, token, filter, minzoom) => ({
    dataLayer,
    minzoom,
    filter: (zoom, feature) => feature.geomType === 3 && filter(feature.props),
    symbolizer: new PolygonSymbolizer({ fill: colour(token) }),
  });
  const among = (kinds) => (props) => kinds.split(" ").includes(String(props.kind ?? props.class));
  const areas = ["landcover", "landuse"].flatMap((layer) =>
    Object.entries(AREAS).map(([token, kinds]) => area(layer, token, among(kinds))),
  );
  const road = (token, extra, [name, , minzoom, width]) => ({
    dataLayer: "roads",
    minzoom,
    filter: (zoom, feature) => feature.geomType === 2 && classOf(feature) === name,
    symbolizer: new LineSymbolizer({
      color: colour(`${token}-${name}`),
      width: (zoom) => width * growth(zoom) + extra,
      lineCap: "round",
      lineJoin: "round",
    }),
  });
  const river = {
    dataLayer: "water",
    filter: (zoom, feature) => feature.geomType === 2,
    symbolizer: new LineSymbolizer({ color: colour("water"), width: (zoom) => 2 * growth(zoom), lineCap: "round" }),
  };
  return [
    area("earth", "land", () => true),
    ...areas,
    area("water", "water", () => true),
    river,
    area("buildings", "town", () => true, 14),
    ...ROADS.flatMap((sort) => [road("casing", 1.8, sort), road("road", 0, sort)]),
  ];
}

/** Names, the greater places first. */
function named(colour, ink, language) {
  const size = (props) => PLACES.find(([kind]) => kindOf(props) === kind || props.kind === kind)?.[1] ?? 12;
  const names = language === "en" ? ["name:en", "name"] : ["name:zh-Hans", "name:zh", "name"];
  const name = new protomapsL.CenteredTextSymbolizer({
    labelProps: names,
    fill: ink,
    stroke: colour("halo"),
    width: 2,
    lineHeight: 1.3,
    font: (zoom, { props }) => `${size(props) > 13 ? 600 : 400} ${size(props)}px system-ui, sans-serif`,
  });
  return [{
    dataLayer: "places",
    // Names of countries and regions say where borders are.
    filter: (zoom, { props }) => !["country", "region", "state"].includes(props.kind),
    sort: (one, other) => size(other) - size(one),
    symbolizer: name,
  }];
}

/** The rules in the colours that `element` has now. */
function rules(element, language) {
  const style = getComputedStyle(element);
  const token = (name) => style.getPropertyValue(name).trim() || "#888";
  const colour = (name) => token(`--map-${name}`);
  return {
    backgroundColor: colour("land"),
    paintRules: painted(colour),
    labelRules: named(colour, token("--ink"), language),
  };
}

/** A layer of vector tiles, with names in a pane above our own roads. Of tiles that cannot be had or read
 * `tell` hears. */
function vectors({ tile, tell, element, language, maxDataZoom, ...options }) {
  const getZxy = async (...place) => {
    const data = await tile(...place);
    return data && { data };
  };
  const common = { ...options, maxDataZoom, url: { getZxy }, lang: language };
  const ground = protomapsL.leafletLayer(common);
  const names = protomapsL.leafletLayer({ ...common, pane: NAMES });
  // A tile is read once for both.
  names.views = ground.views;
  for (const { tileCache } of ground.views.values()) {
    const { source } = tileCache;
    const get = source.get.bind(source);
    source.get = async (...place) => {
      try {
        return await get(...place);
      } catch (problem) {
        const isRead = typeof problem === "string";
        tell(isRead ? problem : `tile ${Object.values(place[0]).join("/")}: found ${problem.message}, expected a vector tile`);
        // Passed over, and asked for again when it is next seen.
        throw new DOMException("told", "AbortError");
      }
    };
  }
  const layer = L.layerGroup([ground, names]);
  layer.onAdd = (map) => {
    if (!map.getPane(NAMES)) map.createPane(NAMES);
    L.LayerGroup.prototype.onAdd.call(layer, map);
  };
  const style = (language) => {
    const { labelRules, ...painted } = rules(element, language);
    Object.assign(ground, painted);
    Object.assign(names, { labelRules });
    names.clearLayout();
  };
  layer.restyle = (language) => {
    style(language);
    ground.rerenderTiles();
    names.rerenderTiles();
  };
  style(language);
  return layer;
}

/** A layer of pictures of this media type. */
function pictures({ tile, tell, picture, minDataZoom, maxDataZoom, ...options }) {
  const layer = new L.GridLayer({ ...options, minNativeZoom: minDataZoom, maxNativeZoom: maxDataZoom });
  layer.createTile = ({ x, y, z }, done) => {
    const image = L.DomUtil.create("img", "leaflet-tile base-picture");
    image.alt = "";
    const show = async () => {
      const bytes = await tile(z, x, y);
      if (!bytes) return;
      const address = URL.createObjectURL(new Blob([bytes], { type: picture }));
      try {
        image.src = address;
        await image.decode();
      } catch {
        throw `tile ${z}/${x}/${y}: found ${bytes.length} bytes that are no picture, expected ${picture}`;
      } finally {
        URL.revokeObjectURL(address);
      }
    };
    show().catch((problem) => tell(String(problem))).finally(() => done(null, image));
    return image;
  };
  layer.restyle = () => {};
  return layer;
}

/** What the app asks for: src/map/base_layer.rs. */
globalThis.yiluBase = { layer: (options) => (options.picture ? pictures(options) : vectors(options)) };
