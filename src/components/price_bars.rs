//! What a kilowatt-hour costs over the day, as bars.

use leptos::prelude::*;

use crate::state::{CardWords, Language, Price, Table};

/// A bar for each hour, electricity below and service on top; the present hour stands out. For those
/// who cannot see it there is a table.
#[component]
pub fn PriceBars(
    /// By hour; `None` where no tariff says.
    day: Vec<Option<Price>>,
    /// The present hour.
    hour: usize,
    /// Language of the texts.
    language: Language,
) -> impl IntoView {
    let words = CardWords::of(language);
    let totals = day.iter().flatten().map(|price| price.total().units());
    let most = totals.fold(0.01, f64::max);
    let bar = |(index, price): (usize, &Option<Price>)| {
        let part = |units: f64| format!("{:.1}%", units / most * 100.0);
        let (energy, service) = price.map_or((0.0, 0.0), |price| {
            (price.energy.units(), price.service.units())
        });
        view! {
            <span class="price-bar" class:is-now=index == hour>
                <span class="price-service" style=("height", part(service))></span>
                <span class="price-energy" style=("height", part(energy))></span>
            </span>
        }
    };
    let bars = day.iter().enumerate().map(bar).collect_view();
    let row = |(index, price): (usize, &Option<Price>)| {
        let text = |price: &Option<Price>, part: fn(&Price) -> String| {
            price.as_ref().map_or_else(|| "–".to_owned(), part)
        };
        view! {
            <tr>
                <th scope="row">{format!("{index:02}:00")}</th>
                <td>{text(price, |price| price.energy.to_string())}</td>
                <td>{text(price, |price| price.service.to_string())}</td>
            </tr>
        }
    };
    let rows = day.iter().enumerate().map(row).collect_view();
    view! {
        <figure class="busy prices" data-testid="prices">
            <figcaption class="quiet">{words.day_of_prices}</figcaption>
            <div class="busy-bars" aria-hidden="true">{bars}</div>
            <div class="busy-hours quiet" aria-hidden="true">
                <span>"0"</span><span>"6"</span><span>"12"</span><span>"18"</span><span>"24"</span>
            </div>
            <details>
                <summary>{words.as_table}</summary>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words.hour}</th>
                            <th scope="col">{words.electricity}</th>
                            <th scope="col">{words.service}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
}
