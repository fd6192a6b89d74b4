// What the map needs of Leaflet, as the global `L` that its bindings name. The whole of it is a third larger,
// and comes before the first map.

import { attribution } from "leaflet/src/control/Control.Attribution.js";
import { zoom } from "leaflet/src/control/Control.Zoom.js";
import * as DomUtil from "leaflet/src/dom/DomUtil.js";
import { LatLng } from "leaflet/src/geo/LatLng.js";
import { toLatLngBounds as latLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { Point } from "leaflet/src/geometry/Point.js";
import { LayerGroup, layerGroup } from "leaflet/src/layer/LayerGroup.js";
import { DivIcon } from "leaflet/src/layer/marker/DivIcon.js";
import { marker } from "leaflet/src/layer/marker/Marker.js";
import { GridLayer } from "leaflet/src/layer/tile/GridLayer.js";
import { tileLayer } from "leaflet/src/layer/tile/TileLayer.js";
import { polyline } from "leaflet/src/layer/vector/Polyline.js";
import { svg } from "leaflet/src/layer/vector/SVG.js";
import { Map } from "leaflet/src/map/index.js";

// Leaflet's own makes a renderer where a path has none, and so needs one of each kind. Ours all have one.
Map.include({
  getRenderer({ options: { renderer } }) {
    if (!this.hasLayer(renderer)) this.addLayer(renderer);
    return renderer;
  },
});

globalThis.L = {
  DivIcon,
  DomUtil,
  GridLayer,
  LatLng,
  LayerGroup,
  Map,
  Point,
  control: { attribution, zoom },
  latLngBounds,
  layerGroup,
  marker,
  polyline,
  svg,
  tileLayer,
};
