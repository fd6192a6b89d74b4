//! Reporting that something is wrong with the chosen station.

mod said;

use leptos::prelude::*;
use said::Said;
use stations::{ConnectorId, Station};

use crate::platform::{device_time, random};
use crate::session::Session;
use crate::state::report::{Full, Outbox, Report, ReportKind, TEXT_MAX, receiver};
use crate::state::{ReportWords, both_of, power};

/// Text for the interface that follows the language.
fn say(session: Session, pick: fn(&'static ReportWords) -> &'static str) -> Signal<String> {
    session.say_of(pick)
}

/// What the driver has filled in.
#[derive(Clone, Copy)]
struct Draft {
    session: Session,
    station: StoredValue<Station>,
    kind: RwSignal<Option<ReportKind>>,
    /// Index of a connector, or nothing for the whole station.
    connector: RwSignal<Option<usize>>,
    text: RwSignal<String>,
}

impl Draft {
    /// The report, once it is said what is wrong. Tracks what is filled in.
    fn report(self) -> Option<Report> {
        let kind = self.kind.get()?;
        let edition = self.session.region.with(|region| {
            let about = region.as_ref()?.about_stations.as_ref()?;
            Some(about.edition.clone())
        });
        let index = self.connector.get();
        Some(self.station.with_value(|station| Report {
            id: Report::number(random()),
            station: station.id.clone(),
            connector: index.and_then(|index| id_of(station, index)),
            kind,
            text: Report::tidy(&self.text.get()),
            at: device_time(),
            edition: edition.unwrap_or_default(),
            demo: station.demo,
            language: self.session.language.get(),
        }))
    }

    /// `3 · 国标直流 · 120 kW` for each connector.
    fn connectors(self) -> Vec<String> {
        let words = self.session.words();
        self.station.with_value(|station| {
            let each = station.connectors().map(|(connector, strongest)| {
                let label = match connector.details.label.as_str() {
                    "" => &connector.id.0,
                    label => label,
                };
                let standard = words.standard(connector.standard);
                format!("{label} · {standard} · {}", power(strongest))
            });
            each.collect()
        })
    }

    fn clear(self) {
        self.kind.set(None);
        self.connector.set(None);
        self.text.set(String::new());
    }
}

fn id_of(station: &Station, index: usize) -> Option<ConnectorId> {
    let (connector, _) = station.connectors().nth(index)?;
    Some(connector.id.clone())
}

/// A form, folded, and what waits to be sent about this station.
#[component]
pub(super) fn ReportForm(station: Station) -> impl IntoView {
    let session = Session::get();
    let draft = Draft {
        session,
        station: StoredValue::new(station),
        kind: RwSignal::new(None),
        connector: RwSignal::new(None),
        text: RwSignal::new(String::new()),
    };
    let has_receiver = Memo::new(move |_| {
        session
            .reporting
            .to
            .with(|to| to.as_deref().and_then(receiver).is_some())
    });
    let is_ready = Memo::new(move |_| draft.kind.with(Option::is_some));
    view! {
        <details class="report for-phones" data-testid="report">
            <summary>{say(session, |words| words.title)}</summary>
            <Kinds draft />
            <Connectors draft />
            <label for="report-text">{say(session, |words| words.text)}</label>
            <textarea
                id="report-text"
                data-testid="report-text"
                rows="2"
                maxlength=TEXT_MAX.to_string()
                prop:value=draft.text
                on:input=move |event| draft.text.set(event_target_value(&event))
            ></textarea>
            <Show
                when=move || has_receiver.get()
                fallback=move || view! {
                    <p class="quiet" data-testid="report-nowhere">{say(session, |words| words.no_receiver)}</p>
                    <Show when=move || is_ready.get()><Said draft /></Show>
                }
            >
                <p class="quiet">{say(session, |words| words.private)}</p>
                <button
                    type="button"
                    class="primary"
                    data-testid="report-send"
                    disabled=move || !is_ready.get()
                    on:click=move |_| put(draft)
                >
                    {say(session, |words| words.send)}
                </button>
                <Show when=move || is_ready.get()>
                    <details data-testid="report-as-text">
                        <summary>{say(session, |words| words.as_text)}</summary>
                        <Said draft />
                    </details>
                </Show>
            </Show>
        </details>
        <Waiting draft />
    }
}

/// What is wrong, one of a few.
#[component]
fn Kinds(draft: Draft) -> impl IntoView {
    let session = draft.session;
    let one = move |(name, kind): (&'static str, ReportKind)| {
        view! {
            <button
                type="button"
                class="chip"
                data-testid=format!("report-{name}")
                aria-pressed=move || (draft.kind.get() == Some(kind)).to_string()
                on:click=move |_| draft.kind.set(Some(kind))
            >
                {move || session.table::<ReportWords>().kind(kind)}
            </button>
        }
    };
    view! {
        <fieldset class="wishes">
            <legend>{say(session, |words| words.what)}</legend>
            <div class="chips">{ReportKind::NAMES.map(one).collect_view()}</div>
        </fieldset>
    }
}

/// Which connector is meant, where there are several.
#[component]
fn Connectors(draft: Draft) -> impl IntoView {
    let session = draft.session;
    let on_change = move |event| draft.connector.set(event_target_value(&event).parse().ok());
    let options = move || {
        let all = draft.connectors().into_iter().enumerate();
        let option = |(index, text): (usize, String)| {
            view! {
                <option
                    value=index.to_string()
                    prop:selected=move || draft.connector.get() == Some(index)
                >
                    {text}
                </option>
            }
        };
        all.map(option).collect_view()
    };
    let has_several = draft
        .station
        .with_value(|station| station.connectors().nth(1).is_some());
    has_several.then(|| {
        view! {
            <div class="select">
                <label for="report-connector">{say(session, |words| words.which)}</label>
                <select id="report-connector" data-testid="report-connector" on:change=on_change>
                    <option value="" prop:selected=move || draft.connector.with(Option::is_none)>
                        {say(session, |words| words.all)}
                    </option>
                    {options}
                </select>
            </div>
        }
    })
}

/// Puts the report among those that wait, and says what hinders.
fn put(draft: Draft) {
    let Some(report) = untrack(|| draft.report()) else {
        return;
    };
    let session = draft.session;
    let notice: fn(&'static ReportWords) -> &'static str =
        match session.reporting.change(|waiting| waiting.add(report)) {
            (Err(Full), _) => |words| words.full,
            (Ok(()), is_kept) => {
                draft.clear();
                if is_kept {
                    return;
                }
                |words| words.not_kept
            }
        };
    session.notice.set(Some(both_of(notice)));
}

/// What waits about this station, to take back; how many wait in all.
#[component]
fn Waiting(draft: Draft) -> impl IntoView {
    let (session, reporting) = (draft.session, draft.session.reporting);
    let own = Memo::new(move |_| {
        reporting.waiting.with(|waiting| {
            let id = draft.station.with_value(|station| station.id.clone());
            let own = waiting.about(&id);
            own.map(|report| (report.id.clone(), report.kind))
                .collect::<Vec<_>>()
        })
    });
    let count = Memo::new(move |_| reporting.waiting.with(Outbox::count));
    let row = move |(id, kind): (String, ReportKind)| {
        view! {
            <li>
                <span>{session.table::<ReportWords>().kind(kind)}</span>
                <button
                    type="button"
                    data-testid="report-undo"
                    on:click=move |_| {
                        reporting.change(|waiting| waiting.remove(&id));
                    }
                >
                    {say(session, |words| words.undo)}
                </button>
            </li>
        }
    };
    view! {
        <div role="status" class="report-waiting" data-testid="report-waiting">
            <Show when=move || 0 < count.get()>
                <p>
                    {move || format!("{} {}", count.get(), session.table::<ReportWords>().waits)}
                    <Show when=move || reporting.is_offline.get()>
                        " · "{say(session, |words| words.waits_offline)}
                    </Show>
                </p>
            </Show>
            <ul>{move || own.get().into_iter().map(row).collect_view()}</ul>
        </div>
    }
}
