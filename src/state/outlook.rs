//! What a trip would be with another charge at the start, in other weather.

use json::{Reader, Wrong};
use units::Seconds;

/// The best plan for one supposition, in short.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// Time of the trip; `None` when there is no plan.
    pub total: Option<Seconds>,
    /// Its stops.
    pub stops: usize,
}

/// Reads the answer to the question `starting_charges` about one charge.
pub fn read_outlook(json: &str) -> Result<Outlook, Wrong> {
    let (mut found, mut reader) = (None, Reader::new(json));
    reader.list(&mut |item| {
        let (mut total, mut stops) = (None, 0);
        item.record(&["stops"], &mut |name, value| {
            match name {
                "total_time_s" => total = value.optional(Reader::number)?.map(Seconds),
                "stops" => stops = value.whole(u32::MAX)? as usize,
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        found = Some(Outlook { total, stops });
        Ok(())
    })?;
    match found {
        Some(outlook) => reader.end().map(|()| outlook),
        None => reader.wrong("a charge"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_and_a_torn_one_refused() {
        let json = r#"[{"soc": 0.9, "total_time_s": 9000.5, "stops": 2, "gap": 0}]"#;
        let outlook = read_outlook(json).unwrap();
        assert_eq!((outlook.total, outlook.stops), (Some(Seconds(9000.5)), 2));
        let none = read_outlook(r#"[{"soc": 0.1, "total_time_s": null, "stops": 0, "gap": 0}]"#);
        assert_eq!(none.unwrap().total, None);
        for wrong in ["[]", "{}", "[{}]", &json[..30], "[{\"stops\": -1}]"] {
            assert!(read_outlook(wrong).is_err(), "{wrong}");
        }
    }
}
