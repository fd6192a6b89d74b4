//! The charge that the driver tells, against the plan.

use leptos::prelude::*;

use super::following::Following;
use super::say;
use crate::session::Session;
use crate::state::{DriveWords, percent};

/// A big stepper, prefilled with the planned charge.
#[component]
pub(super) fn Charge(following: Following) -> impl IntoView {
    let session = Session::get();
    let progress = following.progress;
    let step =
        move |testid: &'static str, sign: &'static str, points: f64, label: Signal<String>| {
            view! {
                <button
                    type="button"
                    class="drive-step"
                    data-testid=testid
                    aria-label=label
                    on:click=move |_| following.step_charge(points)
                >
                    {sign}
                </button>
            }
        };
    let now = move || progress.get().map(|progress| percent(progress.charge));
    let against = move || {
        let words = session.table::<DriveWords>();
        let progress = progress.get()?;
        let planned = format!("{} {}", words.planned, percent(progress.planned));
        let told = if following.is_told.get() {
            match progress.points() {
                0 => "±0 %".to_owned(),
                points if points < 0 => format!("−{} %", points.unsigned_abs()),
                points => format!("+{points} %"),
            }
        } else {
            words.assumed.to_owned()
        };
        Some(format!("{planned} · {told}"))
    };
    view! {
        <div class="drive-charge" role="group" aria-label=say(session, |words| words.charge_now)>
            {step("charge-less-5", "−5", -5.0, say(session, |words| words.less_5))}
            {step("charge-less-1", "−1", -1.0, say(session, |words| words.less_1))}
            <p class="drive-charge-now">
                <span class="drive-label">{say(session, |words| words.charge_now)}</span>
                <strong data-testid="drive-charge">{now}</strong>
            </p>
            {step("charge-more-1", "+1", 1.0, say(session, |words| words.more_1))}
            {step("charge-more-5", "+5", 5.0, say(session, |words| words.more_5))}
        </div>
        <p class="drive-against" data-testid="drive-against">{against}</p>
    }
}
