//! What each navigation app is told. Where the forms come from: `docs/handover.md`.
//!
//! No link has a start: the app takes where the driver is. What one link cannot carry is never
//! left out of it; [`parts`] cuts the route instead.

use units::{Bd09, Gcj02, LatLon};

use super::device::System;
use super::encode::{label, percent};
use super::{Device, Place};

/// How we call ourselves to apps that ask.
const SOURCE: &str = "yilu";
/// Longest link that Google promises to take, in bytes.
const GOOGLE_BYTES: usize = 2048;
/// Apple names no limit; what projects use begins here.
const APPLE_VIAS: usize = 5;
/// The comment in Baidu's own plug-in.
const BAIDU_VIAS: usize = 3;
/// `AMap`'s parser has no limit, its interface may: what its own users are offered.
const AMAP_VIAS: usize = 10;

/// An app that navigates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum App {
    /// 高德地图.
    #[default]
    Amap,
    /// 百度地图.
    Baidu,
    /// 腾讯地图.
    Tencent,
    /// Apple Maps.
    Apple,
    /// Google Maps.
    Google,
    /// Huawei's 花瓣地图.
    Petal,
    /// Whatever app Android has for `geo:`.
    Geo,
}

/// How an app is opened: one of both at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// A link that only the app understands.
    pub scheme: Option<String>,
    /// A web page that does the same, for when nothing hears the scheme.
    pub web: Option<String>,
}

/// A part of a route that one link carries, from where one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The first place, counted from 0.
    pub first: usize,
    /// The last place, to which it leads.
    pub last: usize,
    /// The link.
    pub opening: Opening,
}

/// Opens the app with the way to one place; `None` where the device has no such app.
pub fn leg(app: App, device: Device, to: &Place) -> Option<Opening> {
    app.opening(device, &[], to)
}

/// Cuts a route into as few links as the app needs: one when it carries all of it, one for each
/// place when it carries no place on the way. All places are in them, in turn.
///
/// Empty where the device has no such app.
pub fn parts(app: App, device: Device, places: &[Place]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut first = 0;
    while first < places.len() {
        let most = places.len().min(first + app.vias_max(device) + 1);
        let fits = (first..most).rev().find_map(|last| {
            let (vias, to) = (places.get(first..last)?, places.get(last)?);
            let opening = app.opening(device, vias, to)?;
            Some(Part {
                first,
                last,
                opening,
            })
        });
        let Some(part) = fits else {
            return Vec::new();
        };
        first = part.last + 1;
        parts.push(part);
    }
    parts
}

impl App {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Amap,
        Self::Baidu,
        Self::Tencent,
        Self::Apple,
        Self::Google,
        Self::Petal,
        Self::Geo,
    ];

    /// Its name in links and tests.
    pub fn code(self) -> &'static str {
        match self {
            Self::Amap => "amap",
            Self::Baidu => "baidu",
            Self::Tencent => "tencent",
            Self::Apple => "apple",
            Self::Google => "google",
            Self::Petal => "petal",
            Self::Geo => "geo",
        }
    }

    /// True where the device can open it.
    pub fn is_on(self, device: Device) -> bool {
        self != Self::Geo || device.system == System::Android
    }

    /// True when nobody has tried on a device which datum its links are in: Apple's map of China is
    /// in GCJ-02, Petal's documentation says nothing.
    pub fn is_datum_uncertain(self) -> bool {
        matches!(self, Self::Apple | Self::Petal)
    }

    /// Most places on the way that one link carries.
    pub fn vias_max(self, device: Device) -> usize {
        let has_scheme = matches!(device.system, System::Android | System::Ios);
        match self {
            Self::Amap if has_scheme => AMAP_VIAS,
            Self::Amap => 1,
            Self::Baidu if has_scheme => BAIDU_VIAS,
            Self::Apple => APPLE_VIAS,
            Self::Google if device.is_mobile() => 3,
            Self::Google => 9,
            Self::Baidu | Self::Tencent | Self::Petal | Self::Geo => 0,
        }
    }

    /// The links; `None` when they cannot carry all of that.
    fn opening(self, device: Device, vias: &[Place], to: &Place) -> Option<Opening> {
        if vias.len() > self.vias_max(device) || !self.is_on(device) {
            return None;
        }
        let system = device.system;
        let has_scheme = matches!(system, System::Android | System::Ios);
        let (scheme, web) = match self {
            Self::Amap => (
                has_scheme.then(|| amap_scheme(system, vias, to)),
                (vias.len() <= 1).then(|| amap_web(vias, to)),
            ),
            Self::Baidu => (
                has_scheme.then(|| baidu_scheme(vias, to)),
                vias.is_empty().then(|| baidu_web(to)),
            ),
            Self::Tencent => {
                let query = tencent_query(to);
                (
                    has_scheme.then(|| format!("qqmap://map/routeplan?{query}")),
                    Some(format!("https://apis.map.qq.com/uri/v1/routeplan?{query}")),
                )
            }
            Self::Apple => (None, Some(apple(vias, to))),
            Self::Google => {
                let link = google(vias, to);
                (None, (link.len() <= GOOGLE_BYTES).then_some(link))
            }
            Self::Petal => {
                let at = lat_lon(to.position.lat(), to.position.lon());
                let query = format!("daddr={at}&type=drive&coordinateType=0");
                let has_app = matches!(system, System::Android | System::Harmony);
                (
                    has_app.then(|| format!("petalmaps://route?{query}")),
                    Some(format!("https://www.petalmaps.com/routes/?{query}")),
                )
            }
            Self::Geo => (Some(geo(to)), None),
        };
        (scheme.is_some() || web.is_some()).then_some(Opening { scheme, web })
    }
}

/// Degrees with six digits behind the point: 0.1 m.
fn degrees(degrees: f64) -> String {
    format!("{degrees:.6}")
}

fn lat_lon(lat: f64, lon: f64) -> String {
    format!("{},{}", degrees(lat), degrees(lon))
}

fn name(place: &Place) -> String {
    percent(&label(&place.name, place.position))
}

/// Both systems take the same query. The lists of longitudes and latitudes have one length: else
/// the app drops all places on the way without a word.
fn amap_scheme(system: System, vias: &[Place], to: &Place) -> String {
    let at = Gcj02::from(to.position);
    let path = match system {
        System::Ios => "iosamap://path",
        System::Android | System::Harmony | System::Desktop => "amapuri://route/plan/",
    };
    let (lat, lon, to) = (degrees(at.lat), degrees(at.lon), name(to));
    let vias = if vias.is_empty() {
        String::new()
    } else {
        let list = |of: &dyn Fn(&Place) -> String| {
            let all: Vec<String> = vias.iter().map(of).collect();
            all.join("%7C")
        };
        let lons = list(&|via| degrees(Gcj02::from(via.position).lon));
        let lats = list(&|via| degrees(Gcj02::from(via.position).lat));
        let (names, count) = (list(&name), vias.len());
        format!("&vian={count}&vialons={lons}&vialats={lats}&vianames={names}")
    };
    format!("{path}?sourceApplication={SOURCE}&dlat={lat}&dlon={lon}&dname={to}&dev=0&t=0{vias}")
}

fn amap_web(vias: &[Place], to: &Place) -> String {
    let point = |place: &Place| {
        let at = Gcj02::from(place.position);
        format!("{},{},{}", degrees(at.lon), degrees(at.lat), name(place))
    };
    let via = vias.first().map(|via| format!("&via={}", point(via)));
    format!(
        "https://uri.amap.com/navigation?to={}{}&mode=car&policy=1&src={SOURCE}&coordinate=gaode&callnative=1",
        point(to),
        via.unwrap_or_default()
    )
}

/// BD-09 is what Baidu takes when it overlooks `coord_type`, and what places on the way are in
/// whatever that says.
fn baidu_scheme(vias: &[Place], to: &Place) -> String {
    let source = format!("webapp.{SOURCE}.{SOURCE}");
    if vias.is_empty() {
        let to = baidu_destination(to);
        return format!(
            "baidumap://map/direction?destination={to}&coord_type=bd09ll&mode=driving&src={source}"
        );
    }
    let vias: Vec<serde_json::Value> = vias
        .iter()
        .map(|via| {
            let (at, name) = (Bd09::from(via.position), label(&via.name, via.position));
            let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
            serde_json::json!({ "name": name, "lat": round(at.lat), "lng": round(at.lon) })
        })
        .collect();
    let vias = percent(&serde_json::json!({ "viaPoints": vias }).to_string());
    let at = Bd09::from(to.position);
    format!(
        "baidumap://map/navi?location={}&coord_type=bd09ll&src={source}&viaPoints={vias}&mode=driving",
        lat_lon(at.lat, at.lon)
    )
}

fn baidu_destination(to: &Place) -> String {
    let at = Bd09::from(to.position);
    let at = lat_lon(at.lat, at.lon);
    percent(&format!(
        "latlng:{at}|name:{}",
        label(&to.name, to.position)
    ))
}

fn baidu_web(to: &Place) -> String {
    let to = baidu_destination(to);
    format!(
        "https://api.map.baidu.com/direction?destination={to}&mode=driving&coord_type=bd09ll&output=html&src=webapp.{SOURCE}.{SOURCE}"
    )
}

fn tencent_query(to: &Place) -> String {
    let at = Gcj02::from(to.position);
    let (name, at) = (name(to), lat_lon(at.lat, at.lon));
    format!("type=drive&to={name}&tocoord={at}&policy=0&referer={SOURCE}")
}

/// One place by the older form, which every iPhone knows; more by that of iOS 18.4.
fn apple(vias: &[Place], to: &Place) -> String {
    let point = |position: LatLon| {
        let at = Gcj02::from(position);
        lat_lon(at.lat, at.lon)
    };
    let to = point(to.position);
    if vias.is_empty() {
        return format!("https://maps.apple.com/?daddr={to}&dirflg=d");
    }
    let mut link = format!("https://maps.apple.com/directions?destination={to}");
    for via in vias {
        link.push_str("&waypoint=");
        link.push_str(&point(via.position));
    }
    link + "&mode=driving"
}

fn google(vias: &[Place], to: &Place) -> String {
    let point = |place: &Place| {
        let at = place.position;
        percent(&lat_lon(at.lat(), at.lon()))
    };
    let to = point(to);
    let vias: Vec<String> = vias.iter().map(point).collect();
    let vias = if vias.is_empty() {
        String::new()
    } else {
        format!("&waypoints={}", vias.join("%7C"))
    };
    format!(
        "https://www.google.com/maps/dir/?api=1&destination={to}{vias}&travelmode=driving&dir_action=navigate"
    )
}

fn geo(to: &Place) -> String {
    let at = lat_lon(to.position.lat(), to.position.lon());
    format!("geo:{at}?q={at}({})", name(to))
}

#[cfg(test)]
mod tests;
