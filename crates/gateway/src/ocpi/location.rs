//! Keeping what a partner says of a location, and the states in it.

use feeds::{FeedKind, OcpiChange, OcpiChanged, OcpiError, OcpiState, ocpi_lasting};
use live::{Order, Reading, UnixTime};
use serde_json::Value;

use super::reply::Refused;
use super::{ID_MAX, Partner};
use crate::catalogue::station_of;
use crate::documents::{Document, Key, Kind, Next};
use crate::fields::text;
use crate::http::Gateway;
use crate::metrics::Refusal;
use crate::store::SourceReport;

/// Keeps a message of a partner about one of its locations; done when what lasts of it is on disk.
/// Returns the states that it tells, for the store.
///
/// What is late changes nothing and is no error: whoever sent it need not send it again.
pub(super) async fn keep(
    gateway: &Gateway,
    partner: &Partner,
    change: OcpiChange<'_>,
    now: UnixTime,
) -> Result<Vec<SourceReport>, Refused> {
    let payload = |problem: String| Refused(Refusal::Payload, problem);
    let (place, is_answer) = (change.place, change.is_answer);
    let ids = [Some(place.location), place.evse, place.connector];
    if ids
        .iter()
        .flatten()
        .any(|id| id.is_empty() || id.len() > ID_MAX)
    {
        return Err(payload(format!("id: expected 1 to {ID_MAX} letters")));
    }
    let (country, party) = (
        text(&change.body, "country_code"),
        text(&change.body, "party_id"),
    );
    let is_ours = |text: &str, own: &str| text.is_empty() || text.eq_ignore_ascii_case(own);
    if !is_ours(&country, &partner.country) || !is_ours(&party, &partner.party) {
        let problem = "party_id: expected the party of the credentials";
        return Err(Refused(Refusal::Party, problem.to_owned()));
    }
    let stamp = change
        .updated()
        .map_err(|error| payload(error.to_string()))?;
    let latest = change.latest().unwrap_or(stamp).div_euclid(1000);
    if latest > partner.offset().there(now).0.saturating_add(partner.window) {
        // It would stand in the way of all that follows.
        let problem = "last_updated: found a time that is not yet".to_owned();
        return Err(Refused(Refusal::Time, problem));
    }
    let key: Key = (
        partner.source.clone(),
        Kind::Station,
        place.location.to_owned(),
    );
    let kept = gateway.documents.change(&key, |known| {
        let is_gone = known.is_some_and(|known| known.gone.is_some());
        if is_gone && !is_answer && known.is_some_and(|known| known.order.0 >= stamp) {
            // From before it was gone.
            return (None, Ok(Vec::new()));
        }
        let value = known.filter(|_| !is_gone).map(|known| &known.value);
        let changed = match change.clone().apply(value) {
            Ok(changed) => changed,
            Err(OcpiError::Unknown) => {
                let problem = OcpiError::Unknown.to_string();
                return (None, Err(Refused(Refusal::Object, problem)));
            }
            Err(error) => return (None, Err(payload(error.to_string()))),
        };
        let next = next(&key, known, &changed, stamp);
        match next {
            Ok(next) => (next, Ok(changed.states)),
            Err(refused) => (None, Err(refused)),
        }
    });
    let states = kept.await.map_err(|error| {
        let refusal = error.refusal();
        Refused(refusal, error.to_string())
    })??;
    let reports = states
        .iter()
        .flat_map(|state| reports(partner, state, stamp, is_answer, now));
    // An id that stands for a connector of another location already stays that one's.
    let is_here = |report: &SourceReport| {
        let at = gateway.store.stands_at(&partner.source, &report.connector);
        at.is_none_or(|at| at == place.location)
    };
    Ok(reports.filter(is_here).collect())
}

/// The document that follows, if anything changed.
fn next(
    key: &Key,
    known: Option<&Document>,
    changed: &OcpiChanged,
    stamp: i64,
) -> Result<Option<Next>, Refused> {
    let Some(location) = &changed.location else {
        return Ok(None);
    };
    let lasting = ocpi_lasting(location);
    let is_lasting =
        known.is_none_or(|known| known.gone.is_some() || ocpi_lasting(&known.value) != lasting);
    let order = known.map_or((i64::MIN, 0), |known| known.order);
    if is_lasting {
        let count = |value| {
            let station = station_of(FeedKind::Ocpi, &key.2, value)?;
            Some(station.connectors().count())
        };
        let before = known.and_then(|known| count(&known.value)).unwrap_or(0);
        let problem = match count(&lasting) {
            None => "found no location that can be read, expected id and coordinates",
            Some(0) if before > 0 && !has_removed(&lasting) => {
                "evses: found none with connectors, expected some as before"
            }
            Some(_) => "",
        };
        if !problem.is_empty() {
            return Err(Refused(Refusal::Payload, problem.to_owned()));
        }
    }
    Ok(Some(Next {
        document: Document {
            key: key.clone(),
            // Of the last change that lasts.
            order: if is_lasting {
                order.max((stamp, 0))
            } else {
                order
            },
            value: location.clone(),
            gone: None,
        },
        is_lasting,
    }))
}

/// True when it says itself that some of its EVSEs are no longer there.
fn has_removed(location: &Value) -> bool {
    let evses = location.get("evses").and_then(Value::as_array);
    let mut evses = evses.into_iter().flatten();
    evses.any(|evse| text(evse, "status") == "REMOVED")
}

/// What a state says of each connector of its EVSE. What was asked for was so when it was asked;
/// what was pushed was so when it changed. Of a push and an answer with one time the answer counts.
fn reports(
    partner: &Partner,
    state: &OcpiState,
    stamp: i64,
    is_answer: bool,
    now: UnixTime,
) -> Vec<SourceReport> {
    let millis = state.updated.unwrap_or(stamp);
    let told = if is_answer {
        now
    } else {
        partner.here(millis, now)
    };
    let connectors = state.connectors.iter().map(|connector| SourceReport {
        connector: connector.clone(),
        reading: Reading::of_ocpi(&state.status),
        order: Order {
            millis,
            sequence: u32::from(is_answer),
        },
        told,
    });
    connectors.collect()
}

/// The object at a place of a location: the location, an EVSE, or a connector.
pub(super) fn object_at<'a>(location: &'a Value, ids: &[&str]) -> Option<&'a Value> {
    let mut object = location;
    for (id, (list, name)) in ids.iter().zip([("evses", "uid"), ("connectors", "id")]) {
        let mut items = object.get(list)?.as_array()?.iter();
        object = items.find(|item| text(item, name).eq_ignore_ascii_case(id))?;
    }
    Some(object)
}
