//! `TimeStamp`: local time of China, which has one time zone and no summer time.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{self, TimeZone};

/// `yyyyMMddHHmmss`.
const FORM: &str = "%Y%m%d%H%M%S";

/// The `TimeStamp` of a time, in seconds since 1970-01-01T00:00:00Z.
pub fn tcec_time_stamp(second: i64) -> String {
    let stamp = Timestamp::from_second(second).unwrap_or_default();
    stamp.to_zoned(china()).strftime(FORM).to_string()
}

/// The time of a `TimeStamp`, in seconds since 1970-01-01T00:00:00Z; `None` when it is none.
pub fn tcec_time(text: &str) -> Option<i64> {
    let civil = DateTime::strptime(FORM, text.trim()).ok()?;
    Some(civil.to_zoned(china()).ok()?.timestamp().as_second())
}

fn china() -> TimeZone {
    TimeZone::fixed(tz::offset(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_stamps_are_in_chinas_time() {
        // 2016-07-29 06:24 UTC.
        assert_eq!(tcec_time("20160729142400"), Some(1_469_773_440));
        assert_eq!(tcec_time_stamp(1_469_773_440), "20160729142400");
        assert_eq!(tcec_time("2016-07-29"), None);
        assert_eq!(tcec_time("20161329142400"), None);
    }
}
