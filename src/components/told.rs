//! A text that may have a detail.

use leptos::prelude::*;

use crate::state::sentence_of;

/// The sentence of a text, and below it, in small letters, the detail where there is one.
pub fn told(text: &str) -> impl IntoView + use<> {
    let (sentence, detail) = sentence_of(text);
    let detail = detail.map(str::to_owned);
    view! {
        {sentence.to_owned()}
        {detail.map(|detail| view! { <small class="detail" lang="en">{detail}</small> })}
    }
}
