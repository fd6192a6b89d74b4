//! A report as a text and a code, for those who take it in another way.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Draft, say};
use crate::components::CodePicture;
use crate::platform::{NotShared, Shared, copy, local_time, share_text};
use crate::state::handover::Code;
use crate::state::{ReportWords, both_of};

/// The text, to copy and share, and its code.
#[component]
pub(super) fn Said(draft: Draft) -> impl IntoView {
    let session = draft.session;
    let text = Memo::new(move |_| {
        let report = draft.report()?;
        let language = session.language.get();
        let name = draft
            .station
            .with_value(|station| language.pick(&station.name).to_owned());
        let connector = draft.connector.get();
        let connector = connector.and_then(|index| draft.connectors().into_iter().nth(index));
        let time = local_time(report.at);
        Some(report.said(&name, &connector.unwrap_or_default(), &time))
    });
    let tell = move |notice: fn(&'static ReportWords) -> &'static str| {
        session.notice.set(Some(both_of(notice)));
    };
    let on_copy = move |_| {
        let text = text.get_untracked().unwrap_or_default();
        spawn_local(async move {
            let copied = copy(&text).await;
            tell(if copied.is_ok() {
                |words| words.copied
            } else {
                |words| words.not_copied
            });
        });
    };
    let on_share = move |_| {
        let text = text.get_untracked().unwrap_or_default();
        let title = untrack(|| session.table::<ReportWords>().title);
        spawn_local(async move {
            match share_text(title, &text).await {
                Ok(Shared::Copied) => tell(|words| words.copied),
                Ok(Shared::Sent) | Err(NotShared::Cancelled) => {}
                Err(NotShared::Refused(_)) => tell(|words| words.not_copied),
            }
        });
    };
    let code = move || {
        let code = Code::of(&text.get()?)?;
        let label = say(session, |words| words.code_of);
        Some(view! { <CodePicture code label testid="report-code" /> })
    };
    view! {
        <pre class="report-said" data-testid="report-said">{move || text.get()}</pre>
        <div class="actions">
            <button type="button" data-testid="report-copy" on:click=on_copy>
                {say(session, |words| words.copy)}
            </button>
            <button type="button" data-testid="report-share" on:click=on_share>
                {say(session, |words| words.share)}
            </button>
        </div>
        {code}
    }
}
