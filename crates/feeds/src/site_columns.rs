//! Columns of `stations.csv` that may be missing: what one reads about a station before one drives
//! there. They are explained in `data/README.md`.

use container::Finding;
use stations::{Details, Money, Overstay, Parking, ParkingKind, Station, TariffId};

use crate::station_table::word;
use crate::table::Row;

pub(crate) const COLUMNS: [&str; 14] = [
    "tariffs",
    "phone",
    "address",
    "guide",
    "vehicles",
    "height_cm",
    "bays",
    "payment",
    "parking",
    "parking_text",
    "parking_reductions",
    "overstay",
    "amenities",
    "photos",
];

/// Minutes of a day.
const DAY: u16 = 1440;

/// Reads what a row has of them.
pub(crate) fn read(row: &Row<'_>) -> Result<(Details, Vec<TariffId>), Finding> {
    let text = |column: &str| row.text(column).to_owned();
    let split = |column: &str| row.text(column).split_whitespace().map(str::to_owned);
    let count = |column: &str| match row.text(column) {
        "" => Ok(None),
        _ => row.value(column, "expected a whole number").map(Some),
    };
    let kind = match row.text("parking") {
        "" => Ok(ParkingKind::Unknown),
        _ => row.word("parking"),
    };
    let overstay = match row.text("overstay") {
        "" => Vec::new(),
        short => vec![overstay(short).ok_or_else(|| {
            row.finding("overstay", "expected CNY a minute/free minutes/at most")
        })?],
    };
    let details = Details {
        phone: text("phone"),
        address: text("address"),
        guide: text("guide"),
        vehicles: text("vehicles"),
        height_max_cm: count("height_cm")?,
        bays: count("bays")?,
        payment: text("payment"),
        parking: Parking {
            kind: kind?,
            text: text("parking_text"),
            minutes_max: None,
            reductions: row.words("parking_reductions", "expected words of plate slip code")?,
        },
        overstay,
        amenities: row.words("amenities", "expected words such as toilet shop food")?,
        photos: split("photos").collect(),
        ..Details::default()
    };
    Ok((details, split("tariffs").map(TariffId).collect()))
}

/// `0.50/30/20`: so much for each minute, after so many, so much at most; the last may be missing.
fn overstay(short: &str) -> Option<Overstay> {
    let money = |text: &str| Money::from_units(text.parse().ok()?);
    let mut parts = short.split('/');
    let (per_minute, free) = (money(parts.next()?)?, parts.next()?.parse().ok()?);
    let most = match parts.next() {
        Some(most) => Some(money(most)?),
        None => None,
    };
    parts.next().is_none().then_some(Overstay {
        from: 0,
        to: DAY,
        per_minute,
        per_minute_full: None,
        most,
        free_minutes: free,
        valid_from: String::new(),
        valid_to: String::new(),
    })
}

/// What a station has in them, in their order. Fees for staying that depend on the time of day are
/// beyond the table.
pub(crate) fn write(station: &Station) -> [String; 14] {
    let details = &station.details;
    let number = |count: Option<u16>| count.map(|count| count.to_string()).unwrap_or_default();
    let parking = &details.parking;
    let kind = if parking.kind == ParkingKind::Unknown {
        String::new()
    } else {
        word(&parking.kind)
    };
    let reductions: Vec<String> = parking.reductions.iter().map(word).collect();
    let amenities: Vec<String> = details.amenities.iter().map(word).collect();
    let tariffs: Vec<&str> = station.tariffs.iter().map(|id| id.0.as_str()).collect();
    let overstay = match details.overstay.as_slice() {
        [fee] if (fee.from, fee.to) == (0, DAY) => {
            let most = fee.most.map(|most| format!("/{most}")).unwrap_or_default();
            format!("{}/{}{most}", fee.per_minute, fee.free_minutes)
        }
        _ => String::new(),
    };
    [
        tariffs.join(" "),
        details.phone.clone(),
        details.address.clone(),
        details.guide.clone(),
        details.vehicles.clone(),
        number(details.height_max_cm),
        number(details.bays),
        details.payment.clone(),
        kind,
        parking.text.clone(),
        reductions.join(" "),
        overstay,
        amenities.join(" "),
        details.photos.join(" "),
    ]
}
