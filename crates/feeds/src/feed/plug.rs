//! What is assumed of a connector of which a source does not say enough.

use serde_json::Value;
use stations::{Connector, ConnectorStandard};
use units::Kilowatts;

/// Power of a connector whose source names none, in kilowatts, on the careful side: a household
/// socket with 10 A, one phase with 16 A (GB/T 18487.1, modes 2 and 3), the smallest fast chargers
/// in use.
pub(super) fn assumed_power(standard: ConnectorStandard) -> f64 {
    match standard {
        ConnectorStandard::Domestic | ConnectorStandard::Other => 2.2,
        ConnectorStandard::GbtAc
        | ConnectorStandard::Type1
        | ConnectorStandard::Type2
        | ConnectorStandard::Wireless => 3.5,
        ConnectorStandard::GbtDc
        | ConnectorStandard::Chaoji
        | ConnectorStandard::Ccs1
        | ConnectorStandard::Ccs2
        | ConnectorStandard::Chademo
        | ConnectorStandard::Nacs => 20.0,
    }
}

/// A connector; without a power it gets the assumed one and says so under `ext`.
pub(super) fn connector(
    id: String,
    standard: ConnectorStandard,
    kilowatts: Option<f64>,
) -> Connector {
    let power = kilowatts.unwrap_or_else(|| assumed_power(standard));
    let mut connector = Connector::new(id, standard, Kilowatts(power));
    if kilowatts.is_none() {
        let ext = &mut connector.details.ext;
        ext.insert("power_assumed".to_owned(), Value::Bool(true));
    }
    connector
}
