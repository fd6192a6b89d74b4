//! What charging costs at the chosen station, now and over the day.

use leptos::prelude::*;
use planner::Departure;
use stations::{Money, Station};
use units::{Kilowatts, WattHours};

use crate::components::PriceBars;
use crate::session::{Session, Ways};
use crate::state::{CardWords, Charge, Price, day_of_prices, price_at, yuan};

/// A session ends there, as most do on the way.
const USUAL: f64 = 0.8;
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
            let from = charge_at(session, &station);
            let to = if from < USUAL { USUAL } else { 1.0 };
            let missing = (to - from) * vehicle.capacity().0;
            let strongest = station.connectors().enumerate();
            let strongest = strongest.filter(|(index, _)| connectors.contains(index));
            let power = strongest.map(|(_, (_, power))| power.0).fold(0.0, f64::max);
            let power = power.min(vehicle.dc_kw_max.max(vehicle.ac_kw_max)) * AVERAGE;
            (missing > 0.0 && power > 0.0).then_some(Stay {
                from,
                to,
                charge: Charge {
                    energy: WattHours(missing),
                    power: Kilowatts(power),
                },
            })
        });
        let costs = own.and_then(|own| {
            let begins = (now, HOURS);
            let charge = own.charge;
            let at_once = charge.cost(tariffs, &station, &connectors, now);
            let best = charge.cheapest_begin(tariffs, &station, &connectors, begins);
            at_once.map(|at_once| (own, at_once, best))
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
type Costs = (Stay, Money, Option<(Departure, Money)>);

/// The driver's session: from one charge, as a share, to another.
#[derive(Clone, Copy)]
struct Stay {
    from: f64,
    to: f64,
    charge: Charge,
}

/// The charge that one has at a station, as a share: on arrival, where the way there is known.
fn charge_at(session: Session, station: &Station) -> f64 {
    let arrive = session.finding.ways.with(|ways| match ways {
        Ways::Known(nears) => nears.get(&station.id).and_then(|near| near.charge_arrive),
        Ways::Unasked | Ways::Asked | Ways::Failed(_) => None,
    });
    let begin = f64::from(session.trip.with(|trip| trip.charge)) / 100.0;
    arrive.map_or(begin, units::StateOfCharge::fraction)
}

/// Price now, the driver's session, and when to begin it.
fn facts(
    session: Session,
    now: Departure,
    price: Option<Price>,
    costs: Option<Costs>,
) -> [(&'static str, Option<String>); 3] {
    let (words, language) = (session.table::<CardWords>(), session.language.get());
    let now_text = price.map(|price| {
        words.price_of(
            &price.total().to_string(),
            &price.energy.to_string(),
            &price.service.to_string(),
        )
    });
    let session_text = costs.map(|(stay, at_once, _)| {
        let percent = |share: f64| json::fixed(share * 100.0, 0);
        let kwh = json::fixed(stay.charge.energy.0 / 1000.0, 0);
        let charges = words.from_to(&percent(stay.from), &percent(stay.to), &kwh);
        format!("{charges} ≈ {}", yuan(at_once, language))
    });
    let best = costs.and_then(|(_, at_once, best)| {
        let (begin, cost) = best?;
        let saved = Money(at_once.0 - cost.0);
        // Less than a tenth of a yuan is no reason to wait.
        (begin != now && saved.units() >= 0.1).then(|| {
            let time = begin.to_string();
            let time = time.get(11..).unwrap_or_default().to_owned();
            format!("{time} · {} {}", words.saves, yuan(saved, language))
        })
    });
    [
        (words.price_now, now_text),
        (words.my_session, session_text),
        (words.cheapest_begin, best),
    ]
}
