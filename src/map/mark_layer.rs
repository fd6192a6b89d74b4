//! Stations as marks and clusters. Only those in view are in the page.

use std::collections::BTreeMap;
use std::rc::Rc;

use leaflet::{Evented, EventedHandle, Marker, MouseEvent};
use units::LatLon;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlElement;

use super::bindings::{Frame, SafeMap, element_marker};
use super::projection::Projection;
use super::{MarkKind, StationMark, badge, dom};
use crate::state::map_layout::{Cluster, Pixel, PixelBox, cluster};
use crate::state::{Availability, Language};

/// The pane of the marks.
pub(super) const PANE: &str = "marks";
/// Marks closer than this in pixels become a cluster.
const REACH: (f64, f64) = (58.0, 50.0);
/// The touch target of a mark; its tip points at the position.
const MARK: Frame = Frame {
    width: 56.0,
    height: 46.0,
    anchor: 44.0,
};
/// The touch target of a cluster.
const CLUSTER: Frame = Frame {
    width: 46.0,
    height: 46.0,
    anchor: 23.0,
};

/// What was tapped: stations, one or more.
pub(super) type OnTap = Rc<dyn Fn(&[u32])>;

/// The stations on the map.
pub(super) struct MarkLayer {
    marks: Vec<StationMark>,
    language: Language,
    selected: Option<u32>,
    spots: Vec<Spot>,
    shown: BTreeMap<Vec<u32>, Shown>,
    on_tap: OnTap,
    /// What is known of a station now, by its index.
    known: Option<Rc<dyn Fn(u32) -> Availability>>,
}

/// Where a mark or cluster stands at the current zoom.
struct Spot {
    members: Vec<usize>,
    pixel: Pixel,
}

/// A mark in the page; dropping it removes its listener.
struct Shown {
    marker: Marker,
    button: HtmlElement,
    /// Its accessible name without what is known now.
    label: String,
    _tap: EventedHandle<MouseEvent>,
}

impl MarkLayer {
    pub(super) fn new(on_tap: OnTap) -> Self {
        Self {
            marks: Vec::new(),
            language: Language::default(),
            selected: None,
            spots: Vec::new(),
            shown: BTreeMap::new(),
            on_tap,
            known: None,
        }
    }

    /// From now on what `known` says is on the marks.
    pub(super) fn tell(&mut self, known: Rc<dyn Fn(u32) -> Availability>) {
        self.known = Some(known);
    }

    /// Writes what is known now on all marks that are shown.
    pub(super) fn tell_all(&self) -> Result<(), JsValue> {
        let mut all = self.shown.iter();
        all.try_for_each(|(members, shown)| self.tell_one(members, shown))
    }

    fn tell_one(&self, members: &[u32], shown: &Shown) -> Result<(), JsValue> {
        let Some(known) = &self.known else {
            return Ok(());
        };
        let known = Availability::together(members.iter().map(|index| known(*index)));
        badge::write(&shown.button, &shown.label, known, self.language)
    }

    /// Takes other stations. [`Self::arrange`] and [`Self::show`] bring them to the page.
    pub(super) fn replace(
        &mut self,
        map: &SafeMap,
        mut marks: Vec<StationMark>,
        language: Language,
    ) -> Result<(), JsValue> {
        // The first mark of a cluster gives its place: the most useful one.
        marks.sort_by_key(|mark| {
            (
                !mark.is_usable,
                mark.kind,
                std::cmp::Reverse(mark.power_kw),
                mark.index,
            )
        });
        self.marks = marks;
        self.language = language;
        self.clear(map)
    }

    /// Takes all marks off the page.
    pub(super) fn clear(&mut self, map: &SafeMap) -> Result<(), JsValue> {
        for shown in std::mem::take(&mut self.shown).into_values() {
            map.hide(&shown.marker)?;
        }
        Ok(())
    }

    /// Selects a station, which then stands alone.
    pub(super) fn select(&mut self, index: Option<u32>) {
        self.selected = index;
    }

    /// The selected station.
    pub(super) fn selected(&self) -> Option<u32> {
        self.selected
    }

    /// Positions of the stations with these indices.
    pub(super) fn positions(&self, indices: &[u32]) -> Vec<LatLon> {
        let wanted = self
            .marks
            .iter()
            .filter(|mark| indices.contains(&mark.index));
        wanted.map(|mark| mark.position).collect()
    }

    /// Groups the stations for `zoom`.
    pub(super) fn arrange(&mut self, projection: &Projection, zoom: f64) {
        let (alone, others): (Vec<usize>, Vec<usize>) =
            (0..self.marks.len()).partition(|&n| Some(self.marks[n].index) == self.selected);
        let pixel = |n: usize| projection.pixel(self.marks[n].position, zoom);
        let pixels: Vec<Pixel> = others.iter().map(|&n| pixel(n)).collect();
        let groups = cluster(&pixels, REACH.0, REACH.1);
        let spot = |members: Vec<usize>| {
            Some(Spot {
                pixel: pixel(*members.first()?),
                members,
            })
        };
        self.spots = alone
            .iter()
            .map(|&n| vec![n])
            .chain(groups.iter().map(|Cluster { members }| {
                members
                    .iter()
                    .filter_map(|&n| others.get(n).copied())
                    .collect()
            }))
            .filter_map(spot)
            .collect();
    }

    /// The boxes that marks cover, for the names to avoid.
    pub(super) fn obstacles(&self) -> Vec<PixelBox> {
        self.spots
            .iter()
            .map(|spot| {
                let frame = if spot.members.len() == 1 {
                    MARK
                } else {
                    CLUSTER
                };
                let top = spot.pixel.y - frame.anchor;
                let middle = Pixel {
                    x: spot.pixel.x,
                    y: top + frame.height / 2.0,
                };
                PixelBox::around(middle, frame.width, frame.height).grown(-5.0)
            })
            .collect()
    }

    /// Brings the marks in `view` to the page and takes others off.
    pub(super) fn show(
        &mut self,
        map: &SafeMap,
        projection: &Projection,
        view: &PixelBox,
    ) -> Result<(), JsValue> {
        let mut before = std::mem::take(&mut self.shown);
        for spot in self
            .spots
            .iter()
            .filter(|spot| view.grown(60.0).contains(spot.pixel))
        {
            let key: Vec<u32> = spot.members.iter().map(|&n| self.marks[n].index).collect();
            let shown = match before.remove(&key) {
                Some(shown) => shown,
                None => self.build(map, projection, spot, &key)?,
            };
            let is_selected = key.len() == 1 && key.first().copied() == self.selected;
            shown
                .button
                .class_list()
                .toggle_with_force("is-selected", is_selected)?;
            shown
                .marker
                .set_z_index_offset(if is_selected { 1_000.0 } else { 0.0 });
            self.tell_one(&key, &shown)?;
            self.shown.insert(key, shown);
        }
        for gone in before.into_values() {
            map.hide(&gone.marker)?;
        }
        Ok(())
    }

    fn build(
        &self,
        map: &SafeMap,
        projection: &Projection,
        spot: &Spot,
        key: &[u32],
    ) -> Result<Shown, JsValue> {
        let first = &self.marks[spot.members[0]];
        let (button, label, frame) = if spot.members.len() == 1 {
            let button = mark_button(first, self.language)?;
            (button, first.label.clone(), MARK)
        } else {
            let label = cluster_label(spot.members.len(), self.language);
            let button = cluster_button(spot.members.len(), &label)?;
            (button, label, CLUSTER)
        };
        let at = projection.drawn(first.position);
        let marker = element_marker(&at, &button, PANE, frame, true)?;
        let (on_tap, members) = (Rc::clone(&self.on_tap), key.to_vec());
        let tap =
            Evented::on_leaflet_event(&marker, "click", move |_: MouseEvent| on_tap(&members));
        map.show(&marker)?;
        Ok(Shown {
            marker,
            button,
            label,
            _tap: tap,
        })
    }
}

/// True when stations at `positions` do not form one cluster at `zoom`.
pub(super) fn splits(projection: &Projection, positions: &[LatLon], zoom: f64) -> bool {
    let pixels: Vec<_> = positions
        .iter()
        .map(|&at| projection.pixel(at, zoom))
        .collect();
    cluster(&pixels, REACH.0, REACH.1).len() > 1
}

fn mark_button(mark: &StationMark, language: Language) -> Result<HtmlElement, JsValue> {
    let usable = if mark.is_usable { "" } else { " is-unusable" };
    let button = dom::button(&format!("mark {}{usable}", mark.kind.class()), &mark.label)?;
    button.set_attribute("data-testid", "station-mark")?;
    button.set_attribute("data-station", &mark.index.to_string())?;
    let body = dom::element("span", "mark-body")?;
    body.append_child(&*dom::symbol("mark-glyph", mark.kind.glyph())?)?;
    let words = match (mark.kind, language) {
        (MarkKind::Swap, Language::Zh) => "换".to_owned(),
        (MarkKind::Swap, Language::En) => "swap".to_owned(),
        (MarkKind::Closed, _) => String::new(),
        (MarkKind::Fast | MarkKind::Slow | MarkKind::Dedicated, _) if mark.power_kw == 0 => {
            String::new()
        }
        (MarkKind::Fast | MarkKind::Slow | MarkKind::Dedicated, _) => mark.power_kw.to_string(),
    };
    if !words.is_empty() {
        body.append_child(&*dom::text("span", "mark-power", &words)?)?;
    }
    button.append_child(&body)?;
    Ok(button)
}

fn cluster_label(count: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("{count} 个充电站，放大查看"),
        Language::En => format!("{count} stations, zoom in"),
    }
}

fn cluster_button(count: usize, label: &str) -> Result<HtmlElement, JsValue> {
    let size = if count < 10 {
        "cluster"
    } else {
        "cluster is-large"
    };
    let button = dom::button(size, label)?;
    button.set_attribute("data-testid", "cluster")?;
    button.append_child(&*dom::text("span", "cluster-count", &count.to_string())?)?;
    Ok(button.unchecked_into())
}
