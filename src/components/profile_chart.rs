//! A picture of height and charge over the distance, to be scrubbed.

use leptos::prelude::*;
use units::StateOfCharge;

use crate::state::{Language, ProfilePoint, Table, TripWords, distance, percent};

/// Width and height of the picture in its own units.
const SIZE: (f64, f64) = (320.0, 96.0);
/// Least span of heights that is drawn, in metres: flat land stays flat.
const SPAN: f64 = 200.0;

/// Where things are in the picture.
#[derive(Debug, Clone, Copy)]
struct Scale {
    length: f64,
    low: f64,
    span: f64,
}

impl Scale {
    /// `None` where there is nothing to draw.
    fn of(points: &[ProfilePoint]) -> Option<Self> {
        let length = points.last()?.along.0;
        let heights = points.iter().map(|point| point.height.0);
        let low = heights.clone().fold(f64::INFINITY, f64::min);
        let high = heights.fold(f64::NEG_INFINITY, f64::max);
        let span = (high - low).max(SPAN);
        (points.len() > 1 && length > 0.0).then_some(Self { length, low, span })
    }

    fn x(self, point: &ProfilePoint) -> f64 {
        point.along.0 / self.length * SIZE.0
    }

    fn ground(self, point: &ProfilePoint) -> f64 {
        SIZE.1 - 4.0 - (point.height.0 - self.low) / self.span * (SIZE.1 * 0.6)
    }
}

/// `98.6 km · 1414 m · 64 %`.
fn words_of(point: &ProfilePoint) -> String {
    let (along, height) = (distance(point.along), point.height.0);
    format!("{along} · {height:.0} m · {}", percent(point.charge))
}

fn level(charge: StateOfCharge) -> f64 {
    (1.0 - charge.fraction()) * (SIZE.1 - 8.0) + 4.0
}

/// Height as an area, charge as a line, and a thumb below that goes along both.
#[component]
pub fn ProfileChart(
    /// The points, in order.
    points: Vec<ProfilePoint>,
    /// Charge that is kept everywhere.
    reserve: StateOfCharge,
    /// Language of the texts.
    language: Language,
    /// Hears at which point the thumb is.
    on_scrub: Callback<ProfilePoint>,
) -> impl IntoView {
    let words = TripWords::of(language);
    let Some(scale) = Scale::of(&points) else {
        return ().into_any();
    };
    let path = |y: &dyn Fn(&ProfilePoint) -> f64| {
        let pairs = points
            .iter()
            .map(|point| format!("{:.1} {:.1}", scale.x(point), y(point)));
        pairs.collect::<Vec<_>>().join(" L")
    };
    let ground = path(&|point| scale.ground(point));
    let area = format!("M0 {} L{ground} L{} {} Z", SIZE.1, SIZE.0, SIZE.1);
    let line = format!("M{}", path(&|point| level(point.charge)));
    let last = points.len() - 1;
    let place = RwSignal::new(None::<usize>);
    let told = {
        let points = points.clone();
        move || words_of(&points[place.get().unwrap_or(0).min(last)])
    };
    let thumb = {
        let points = points.clone();
        move || {
            place.get().map(|index| {
                let point = &points[index.min(last)];
                view! {
                    <line class="thumb" x1=scale.x(point) x2=scale.x(point) y1="0" y2=SIZE.1 />
                    <circle class="thumb-dot" cx=scale.x(point) cy=level(point.charge) r="4" />
                }
            })
        }
    };
    let on_input = move |event| {
        if let Ok(index) = event_target_value(&event).parse::<usize>() {
            place.set(Some(index.min(last)));
            on_scrub.run(points[index.min(last)]);
        }
    };
    let bounds = format!("0 0 {} {}", SIZE.0, SIZE.1);
    view! {
        <figure class="profile" data-testid="profile">
            <figcaption>
                <span>{words.profile}</span>
                <output data-testid="profile-told">{told.clone()}</output>
            </figcaption>
            <svg viewBox=bounds preserveAspectRatio="none" aria-hidden="true">
                <path class="profile-ground" d=area />
                <line class="profile-reserve" x1="0" x2=SIZE.0 y1=level(reserve) y2=level(reserve) />
                <path class="profile-charge" d=line />
                {thumb}
            </svg>
            <input
                type="range"
                data-testid="profile-scrub"
                min="0"
                max=last.to_string()
                step="1"
                value="0"
                aria-label=words.profile
                aria-valuetext=told
                on:input=on_input
            />
        </figure>
    }
    .into_any()
}
