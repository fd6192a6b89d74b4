//! What if: another charge at the start, other weather. Answers at once, and changes nothing until the
//! driver wants it.

use container::Text;
use leptos::prelude::*;
use planner::TripRequest;
use units::{Celsius, StateOfCharge};

use super::wishes::say;
use crate::asking::{Asker, Question, Questions};
use crate::components::Slider;
use crate::planning::asked;
use crate::session::Session;
use crate::state::{Outlook, TripWords, degrees, duration, read_outlook};

/// What is supposed: a charge at the start in percent, degrees.
type Supposed = (u8, i8);

/// Two sliders, and how the trip would be.
#[component]
pub(super) fn WhatIf() -> impl IntoView {
    let session = Session::get();
    let questions = Questions::get();
    let supposed = RwSignal::new(None::<Supposed>);
    let outlook = RwSignal::new(None::<Result<Outlook, Text>>);
    let planned = move || session.trip.with(|trip| (trip.charge, trip.temperature));
    let now = move || supposed.get().unwrap_or_else(planned);
    // Another plan: what was supposed was of the old one.
    Effect::new(move |_| {
        session.shown.track();
        supposed.set(None);
    });
    Effect::new(move |_| {
        outlook.set(None);
        match supposed.get() {
            Some(supposed) => ask(session, questions, supposed, outlook),
            None => questions.forget(Asker::WhatIf),
        }
    });
    on_cleanup(move || questions.forget(Asker::WhatIf));
    let on_charge = Callback::new(move |number: i32| {
        let charge = u8::try_from(number).unwrap_or(now().0);
        supposed.set(Some((charge, now().1)));
    });
    let on_temperature = Callback::new(move |number: i32| {
        let temperature = i8::try_from(number).unwrap_or(now().1);
        supposed.set(Some((now().0, temperature)));
    });
    let take = move |_| {
        let (charge, temperature) = now();
        session.trip.update(|trip| {
            trip.charge = charge;
            trip.temperature = temperature;
        });
    };
    view! {
        <details class="what-if" data-testid="what-if">
            <summary>{say(session, |words| words.what_if)}</summary>
            <Slider
                testid="what-if-charge"
                label=say(session, |words| words.leave_with)
                range=(1, 100)
                value=Signal::derive(move || i32::from(now().0))
                write=|percent| format!("{percent} %")
                on_change=on_charge
            />
            <Slider
                testid="what-if-temperature"
                label=session.say(|words| words.temperature)
                range=(-30, 45)
                value=Signal::derive(move || i32::from(now().1))
                write=degrees
                on_change=on_temperature
            />
            <Show when=move || supposed.get().is_some()>
                <p role="status" data-testid="what-if-answer">{move || told(session, outlook.get())}</p>
                <button type="button" data-testid="what-if-take" on:click=take>
                    {say(session, |words| words.take)}
                </button>
            </Show>
        </details>
    }
}

/// Asks how the trip would be.
fn ask(
    session: Session,
    questions: Questions,
    (charge, temperature): Supposed,
    outlook: RwSignal<Option<Result<Outlook, Text>>>,
) {
    let charge = f64::from(charge) / 100.0;
    let (Some((vehicle, request)), Some(charge)) =
        (asked(session), StateOfCharge::from_fraction(charge))
    else {
        return;
    };
    let request = TripRequest {
        temperature: Celsius(f64::from(temperature)),
        ..request
    };
    let question = Question::StartingCharge(charge.fraction());
    questions.ask(
        Asker::WhatIf,
        &vehicle,
        &request,
        &question,
        move |answer| {
            let read = |json: String| {
                read_outlook(&json).map_err(|wrong| Text::new("结果无法读取", wrong.to_string()))
            };
            outlook.try_set(Some(answer.and_then(read)));
        },
    );
}

/// `5 小时 20 分，停 1 次（快 18 分）`.
fn told(session: Session, outlook: Option<Result<Outlook, Text>>) -> String {
    let (words, language) = (session.table::<TripWords>(), session.language.get());
    let outlook = match outlook {
        None => return words.trying.to_owned(),
        Some(Err(problem)) => return language.pick(&problem).to_owned(),
        Some(Ok(outlook)) => outlook,
    };
    let Some(total) = outlook.total else {
        return words.no_plan_then.to_owned();
    };
    let before = session
        .shown
        .with(|plan| plan.as_ref().map(|plan| plan.total_time));
    let change = before.map(|before| total.0 - before.0);
    let change = match change {
        Some(change) if change <= -60.0 => {
            format!(
                " · {} {}",
                words.faster,
                duration(units::Seconds(-change), language)
            )
        }
        Some(change) if change >= 60.0 => {
            format!(
                " · {} {}",
                words.slower,
                duration(units::Seconds(change), language)
            )
        }
        _ => String::new(),
    };
    format!(
        "{} · {}{change}",
        duration(total, language),
        words.stops_of(outlook.stops)
    )
}
