//! The drive that comes next, and the app that is to show it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Handing;
use super::code::copied;
use super::go::Go;
use crate::components::Uncopied;
use crate::state::handover::{App, Target, go, told};
use crate::state::{distance, duration};

/// Where the next drive leads, large.
#[component]
pub(super) fn NextLeg(handing: Handing) -> impl IntoView {
    let next = handing.next;
    let count = Memo::new(move |_| handing.of(|route| route.targets.len()));
    let title = move || {
        let words = handing.words();
        match count.get() {
            0 | 1 => words.destination.to_owned(),
            count => format!("{} {}/{count}", words.next_leg, next.get() + 1),
        }
    };
    let name = move || handing.next_name();
    let address = move || {
        let address = of_target(handing, |target| Some(target.place.clone()?.address));
        address.filter(|address| !address.is_empty())
    };
    let figures = move || {
        let language = handing.language.get();
        of_target(handing, |target| {
            let (length, time) = (target.distance?, target.duration?);
            Some(format!(
                "{} · {}",
                distance(length),
                duration(time, language)
            ))
        })
    };
    let is_mine = move || of_target(handing, |target| Some(target.place.is_none())) == Some(true);
    view! {
        <section class="handover-next" data-testid="handover-next">
            <div class="handover-next-head">
                <h3>{title}</h3>
                <Show when=move || { count.get() > 1 }>
                    <Steps handing count />
                </Show>
            </div>
            <p class="handover-name" data-testid="handover-name">{name}</p>
            <p class="quiet">{address}</p>
            {move || figures().map(|figures| view! {
                <p class="handover-figures">
                    <span>{handing.say(|words| words.this_leg)}</span>
                    <strong>{figures}</strong>
                </p>
            })}
            <p class="quiet">{handing.say(|words| words.from_here)}</p>
            <Show when=is_mine>
                <p class="quiet">{handing.say(|words| words.my_position)}</p>
            </Show>
            <Show when=move || !is_mine()>
                <Copy handing />
            </Show>
        </section>
    }
}

/// Something of the next target.
fn of_target<T>(handing: Handing, of: impl FnOnce(&Target) -> Option<T>) -> Option<T> {
    let next = handing.next.get();
    handing.of(|route| route.targets.get(next).and_then(of))
}

/// One leg back, one leg on.
#[component]
fn Steps(handing: Handing, count: Memo<usize>) -> impl IntoView {
    let next = handing.next;
    let step = move |by: isize| {
        let last = count.get_untracked().saturating_sub(1);
        next.update(|next| *next = next.saturating_add_signed(by).min(last));
        handing.status.set(None);
    };
    view! {
        <button
            type="button"
            class="icon"
            data-testid="handover-previous"
            aria-label=handing.say(|words| words.previous)
            aria-disabled=move || (next.get() == 0).to_string()
            on:click=move |_| step(-1)
        >
            <span aria-hidden="true">"‹"</span>
        </button>
        <button
            type="button"
            class="icon"
            data-testid="handover-following"
            aria-label=handing.say(|words| words.following)
            aria-disabled=move || (next.get() + 1 >= count.get()).to_string()
            on:click=move |_| step(1)
        >
            <span aria-hidden="true">"›"</span>
        </button>
    }
}

/// Copies where the next target is.
#[component]
fn Copy(handing: Handing) -> impl IntoView {
    let place = Memo::new(move |_| of_target(handing, |target| Some(told(target.place.as_ref()?))));
    let uncopied = RwSignal::new(None);
    let on_copy = move |_| {
        let Some(place) = place.get_untracked() else {
            return;
        };
        spawn_local(async move {
            let left = (!copied(handing, &place).await).then_some(place);
            // The dialog may be closed by now.
            let _ = uncopied.try_set(left);
        });
    };
    // The next target is another text.
    let text = Signal::derive(move || {
        let is_left = |place: &String| uncopied.with(|left| left.as_ref() == Some(place));
        place.get().filter(is_left)
    });
    view! {
        <button type="button" class="handover-copy" data-testid="handover-copy" on:click=on_copy>
            {handing.say(|words| words.copy)}
        </button>
        <Uncopied text />
    }
}

/// The apps, one of which is chosen once.
#[component]
pub(super) fn Apps(handing: Handing) -> impl IntoView {
    let chosen = handing.app;
    let apps = App::ALL.into_iter().filter(|app| app.is_on(handing.device));
    let apps = apps.map(|app| {
        let name = move || handing.words().app(app);
        view! {
            <label class="handover-app">
                <input
                    type="radio"
                    name="handover-app"
                    data-testid=format!("handover-app-{}", app.code())
                    prop:checked=move || chosen.get() == app
                    on:change=move |_| {
                        chosen.set(app);
                        handing.status.set(None);
                    }
                />
                <span>{name}</span>
            </label>
        }
    });
    view! {
        <fieldset class="handover-apps" class:hidden=handing.device.is_wechat>
            <legend>{handing.say(|words| words.choose_app)}</legend>
            {apps.collect_view()}
        </fieldset>
        <Show when=move || chosen.get().is_datum_uncertain()>
            <p class="warning" data-testid="handover-uncertain">
                {handing.say(|words| words.datum_uncertain)}
            </p>
        </Show>
    }
}

/// The large button, within reach of a thumb.
#[component]
pub(super) fn NextGo(handing: Handing) -> impl IntoView {
    let opening = Signal::derive(move || handing.opening(handing.next.get()));
    let text = Signal::derive(move || go(handing.app.get(), handing.language.get()));
    let label = Signal::derive(move || {
        let name = handing.next_name().unwrap_or_default();
        handing.language.get().named(&text.get(), &name)
    });
    view! { <Go handing opening text label class="primary" testid="handover-go" /> }
}
