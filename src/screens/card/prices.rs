//! What charging costs at the chosen station, now and over the day.

use leptos::prelude::*;
use planner::Departure;
use stations::{Money, Station};
use units::{Kilowatts, WattHours};

use crate::components::PriceBars;
use crate::session::Session;
use crate::state::{CardWords, Charge, Price, day_of_prices, price_at};

/// A session ends there, as most do on the way.
const FULL: f64 = 0.8;
/// Power on average over a session's greatest, grade D: cars charge slower towards the end.
const AVERAGE: f64 = 0.75;
/// One may wait so many hours for a better price.
const HOURS: u32 = 12;

/// Price now, the driver's own session, the best time to begin, and the day; nothing where no tariff
/// is known.
#[component]
pub(super) fn Prices(station: Station) -> impl IntoView {
    let session = Session::get();
    let known = move || {
        let region = session.region.get()?;
        let (now, vehicle) = (session.finding.minute.get(), session.vehicle.get());
        let fits = vehicle.as_ref().map(|vehicle| vehicle.fitting(&station));
        let all = (0..station.connectors().count()).filter(|index| {
            let fits = fits.as_ref().filter(|fits| fits.contains(&true));
            fits.is_none_or(|fits| fits[*index])
        });
        let connectors: Vec<usize> = all.collect();
        let tariffs = &region.tariffs;
        let day = day_of_prices(tariffs, &station, &connectors, now);
        day.iter().any(Option::is_some).then_some(())?;
        let price = price_at(tariffs, &station, &connectors, now);
        let own = vehicle.and_then(|vehicle| {
            let charge = f64::from(session.trip.with(|trip| trip.charge)) / 100.0;
            let missing = (FULL - charge).max(0.0) * vehicle.capacity().0;
            let strongest = station.connectors().enumerate();
            let strongest = strongest.filter(|(index, _)| connectors.contains(index));
            let power = strongest.map(|(_, (_, power))| power.0).fold(0.0, f64::max);
            let power = power.min(vehicle.dc_kw_max.max(vehicle.ac_kw_max)) * AVERAGE;
            (missing > 0.0 && power > 0.0).then_some(Charge {
                energy: WattHours(missing),
                power: Kilowatts(power),
            })
        });
        let costs = own.and_then(|own| {
            let begins = (now, HOURS);
            let at_once = own.cost(tariffs, &station, &connectors, now);
            let best = own.cheapest_begin(tariffs, &station, &connectors, begins);
            at_once.map(|at_once| (at_once, best))
        });
        Some((now, day, price, costs))
    };
    move || {
        let (now, day, price, costs) = known()?;
        let language = session.language.get();
        let facts = facts(session, now, price, costs);
        let hour = usize::try_from(now.minute_of_day() / 60).unwrap_or(0);
        let facts = facts
            .into_iter()
            .filter_map(|(name, text)| Some((name, text?)));
        Some(view! {
            <dl class="facts" data-testid="price-facts">
                {facts.map(|(name, text)| view! { <dt>{name}</dt><dd>{text}</dd> }).collect_view()}
            </dl>
            <PriceBars day hour language />
        })
    }
}

/// What the driver's session costs at once, and at the best time to begin.
type Costs = (Money, Option<(Departure, Money)>);

/// Price now, the driver's session, and when to begin it.
fn facts(
    session: Session,
    now: Departure,
    price: Option<Price>,
    costs: Option<Costs>,
) -> [(&'static str, Option<String>); 3] {
    let words = session.table::<CardWords>();
    let now_text = price.map(|price| {
        format!(
            "{} {}（{} {} + {} {}）",
            price.total(),
            words.per_kwh,
            words.electricity,
            price.energy,
            words.service,
            price.service
        )
    });
    let session_text =
        costs.map(|(at_once, _)| format!("{} ≈ {:.2}", words.to_80, at_once.units()));
    let best = costs.and_then(|(at_once, best)| {
        let (begin, cost) = best?;
        let saved = Money(at_once.0 - cost.0);
        // Less than a tenth of a yuan is no reason to wait.
        (begin != now && saved.units() >= 0.1).then(|| {
            let time = begin.to_string();
            let time = time.get(11..).unwrap_or_default().to_owned();
            format!("{time} · {} {:.2}", words.saves, saved.units())
        })
    });
    [
        (words.price_now, now_text),
        (words.my_session, session_text),
        (words.cheapest_begin, best),
    ]
}
