//! Where the map looks, clear of what covers it.

use units::{BoundingBox, LatLon};
use wasm_bindgen::JsValue;

use super::MapEvent;
use super::bindings::{self, options};
use super::canvas::Scene;
use super::mark_layer::splits;
use super::view::{Inner, ZOOM_MAX, ZOOM_MIN, report};
use crate::state::map_layout::Insets;

/// Pixels that stay free between what covers the map.
const FREE_MIN: f64 = 140.0;

impl Inner {
    pub(super) fn fit(&self, bounds: BoundingBox, inset: Insets) -> Result<(), JsValue> {
        self.insets.set(inset);
        let corner = |lat, lon| LatLon::new(lat, lon).ok();
        let (Some(south_west), Some(north_east)) = (
            corner(bounds.south, bounds.west),
            corner(bounds.north, bounds.east),
        ) else {
            return Err(JsValue::from_str("the bounds are off the globe"));
        };
        let inset = self.fitted_insets();
        let drawn = |at| self.projection.drawn(at);
        let bounds = bindings::bounds(&drawn(south_west), &drawn(north_east))?;
        let point = |x: f64, y: f64| js_sys::Array::of2(&x.into(), &y.into()).into();
        let entries = [
            ("paddingTopLeft", point(inset.left, inset.top)),
            ("paddingBottomRight", point(inset.right, inset.bottom)),
            ("maxZoom", 14.into()),
            // There is nothing to move from at first.
            ("animate", self.has_view.replace(true).into()),
        ];
        self.map.fit(&bounds, &options(&entries)).map(drop)
    }

    pub(super) fn move_to(&self, at: LatLon, zoom_min: f64) -> Result<(), JsValue> {
        let zoom = self.map.get_zoom().max(zoom_min).clamp(ZOOM_MIN, ZOOM_MAX);
        let inset = self.fitted_insets();
        let point = self.map.project_with_zoom(&self.projection.drawn(at), zoom);
        let middle = leaflet::Point::new(
            point.x() + (inset.right - inset.left) / 2.0,
            point.y() + (inset.bottom - inset.top) / 2.0,
        );
        let centre = self.map.unproject_with_zoom(&middle, zoom);
        self.map.look_at(&centre, zoom, &options(&[])).map(drop)
    }

    /// What is seen beside what covers the map.
    pub(super) fn window(&self) -> Option<BoundingBox> {
        let (size, inset) = (self.map.get_size(), self.fitted_insets());
        let corner = |x: f64, y: f64| {
            let at = self
                .map
                .container_point_to_lat_lng(&leaflet::Point::new(x, y));
            self.projection.meant(&at)
        };
        BoundingBox::around([
            corner(inset.left, inset.top)?,
            corner(size.x() - inset.right, size.y() - inset.bottom)?,
        ])
    }

    pub(super) fn bring_in(&self, at: LatLon) -> Result<(), JsValue> {
        let (Scene { seen, zoom, .. }, inset) = (self.scene()?, self.fitted_insets());
        let pixel = self.projection.pixel(at, zoom);
        let is_in = (seen.left + inset.left..=seen.right - inset.right).contains(&pixel.x)
            && (seen.top + inset.top..=seen.bottom - inset.bottom).contains(&pixel.y);
        if is_in {
            return Ok(());
        }
        self.move_to(at, zoom)
    }

    pub(super) fn fitted_insets(&self) -> Insets {
        let size = self.map.get_size();
        self.insets.get().fitted(size.x(), size.y(), FREE_MIN)
    }

    /// Zooms in until the cluster splits. Stations that stand on one spot are tapped in turn.
    pub(super) fn open_cluster(&self, members: &[u32]) -> Option<MapEvent> {
        let positions = self.marks.borrow().positions(members);
        let world: Vec<_> = self.projection.line(&positions).collect();
        let mut zoom = self.map.get_zoom() + 0.5;
        while zoom <= ZOOM_MAX && !splits(&world, zoom) {
            zoom += 0.5;
        }
        let bounds = BoundingBox::around(positions)?;
        if zoom > ZOOM_MAX {
            let selected = self.marks.borrow().selected();
            let next = members.iter().position(|&index| Some(index) == selected);
            let index = members.get(next.map_or(0, |n| (n + 1) % members.len()))?;
            return Some(MapEvent::StationTapped(*index));
        }
        let middle = LatLon::new(
            f64::midpoint(bounds.south, bounds.north),
            f64::midpoint(bounds.west, bounds.east),
        );
        report(self.move_to(middle.ok()?, zoom));
        None
    }
}
