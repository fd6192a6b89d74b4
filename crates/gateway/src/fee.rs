//! Prices that operators push: `notification_stationFee`.

use feeds::{FeedKind, Keys, Reading, read_feed};
use live::Order;
use serde_json::{Value, json};

use crate::documents::{Document, Kind};
use crate::fields::{field, text};
use crate::http::Gateway;
use crate::metrics::Refusal;
use crate::tcec::Partner;

/// Keeps the prices in `payload`, which a partner sent at `order`; done when they are on disk. Of two
/// prices of a station the newer one counts.
///
/// Nothing is kept when one of them is somebody else's or cannot be read: the partner hears of it.
pub(crate) async fn keep(
    gateway: &Gateway,
    partner: &Partner,
    payload: Value,
    order: Order,
) -> Result<(), Refusal> {
    let fees = match field(&payload, "StationFee") {
        Some(Value::Array(fees)) => fees.clone(),
        Some(fee @ Value::Object(_)) => vec![fee.clone()],
        _ => return Err(Refusal::Payload),
    };
    let mut documents = Vec::new();
    for fee in fees {
        let operator = text(&fee, "OperatorID");
        if !operator.is_empty() && operator != partner.operator {
            return Err(Refusal::Party);
        }
        let station = text(&fee, "StationID");
        if station.is_empty() || !is_readable(&fee) {
            return Err(Refusal::Payload);
        }
        documents.push(Document {
            key: (partner.source.clone(), Kind::Fee, station),
            order: (order.millis, order.sequence),
            value: fee,
            gone: None,
        });
    }
    if documents.is_empty() {
        return Err(Refusal::Payload);
    }
    for document in documents {
        let kept = gateway.documents.put(document).await;
        kept.map_err(|error| error.refusal())?;
    }
    Ok(())
}

/// True when there are prices in it that can be read.
fn is_readable(fee: &Value) -> bool {
    let reading = Reading {
        kind: FeedKind::Tcec,
        name: "fee",
        datum: FeedKind::Tcec.datum(),
        keys: &Keys::default(),
    };
    let body = json!({"StationFee": fee}).to_string();
    read_feed(&reading, body.as_bytes()).is_ok_and(|feed| feed.has_prices())
}
