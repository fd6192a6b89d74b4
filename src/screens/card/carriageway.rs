//! On which carriageway a station at a service area is: one cannot cross over.

use leptos::prelude::*;
use stations::{Place, Station};

use crate::loading::load_guide;
use crate::session::Session;
use crate::state::CardWords;

/// Road, post and direction, once the guide has them; nothing for stations elsewhere.
#[component]
pub(super) fn Carriageway(station: Station) -> impl IntoView {
    let session = Session::get();
    let is_at_expressway = station.place == Place::ServiceArea;
    if is_at_expressway {
        load_guide(session);
    }
    let area = Memo::new(move |_| {
        session.roads.guide.with(|guide| {
            let book = guide.ready().filter(|_| is_at_expressway)?;
            book.area_of(&station.id).cloned()
        })
    });
    move || {
        let area = area.get()?;
        let language = session.language.get();
        let post = area.post.map(|post| format!("K{:.1}", post.0 / 1000.0));
        let toward = language.pick(&area.toward).to_owned();
        let parts = [Some(area.road), Some(toward), post].into_iter().flatten();
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        Some(view! {
            <dl class="facts" data-testid="carriageway">
                <dt>{session.table::<CardWords>().carriageway}</dt>
                <dd>{parts.join(" · ")}</dd>
            </dl>
        })
    }
}
