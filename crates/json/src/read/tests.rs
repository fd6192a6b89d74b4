use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn number_of(text: &str) -> Option<f64> {
    let mut reader = Reader::new(text);
    let number = reader.number().ok()?;
    reader.end().ok().map(|()| number)
}

fn check(text: &str) {
    let expected: Option<f64> = serde_json::from_str(text).ok();
    let found = number_of(text);
    assert_eq!(
        found.map(f64::to_bits),
        expected.map(f64::to_bits),
        "{text}"
    );
}

/// Reads and writes again what is read.
fn copy(from: &mut Reader<'_>, to: &mut crate::Writer) -> Read<()> {
    let to = std::cell::RefCell::new(to);
    match from.peek() {
        Some(b'{') => {
            let mut fields = Vec::new();
            from.record(&[], &mut |name, value| {
                let mut one = crate::Writer::default();
                copy(value, &mut one)?;
                fields.push((name.to_owned(), one.into_text()));
                Ok(true)
            })?;
            to.borrow_mut().record(|to| {
                for (name, json) in fields {
                    to.name(&name);
                    copy(&mut Reader::new(&json), to).unwrap();
                }
            });
            Ok(())
        }
        Some(b'[') => {
            let mut items = Vec::new();
            from.list(&mut |value| {
                let mut one = crate::Writer::default();
                copy(value, &mut one)?;
                items.push(one.into_text());
                Ok(())
            })?;
            to.borrow_mut().list(items, |to, json| {
                copy(&mut Reader::new(&json), to).unwrap();
            });
            Ok(())
        }
        Some(b'"') => from.text().map(|text| to.borrow_mut().text(&text)),
        Some(b't' | b'f') => from.flag().map(|flag| to.borrow_mut().flag(flag)),
        Some(b'n') if from.is_null() => {
            to.borrow_mut().null();
            Ok(())
        }
        _ => from.number().map(|number| to.borrow_mut().number(number)),
    }
}

#[test]
fn numbers_are_read_as_serde_json_does() {
    for text in [
        "0",
        "-0",
        "0.0",
        "1",
        "-1.5",
        "01",
        "1.",
        ".5",
        "+1",
        "1e5",
        "1E-5",
        "1e",
        "1e+",
        "-",
        "",
        "1e400",
        "1e-400",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "2.2250738585072011e-308",
        "9007199254740993",
        "9007199254740992.5",
        "9007199254740993.0000000000000000000000001",
        "0.1000000000000000055511151231257827021181583404541015625",
        "123456789012345678901234567890",
        "1e22",
        "1e23",
        "123e22",
        "0.000000000000000000000000000000000000001e39",
        "NaN",
        "1e0000000001",
        "179769313486231580793728971405301e276",
        "0e999999999",
        "1x",
    ] {
        check(text);
    }
    let half = format!("9007199254740993.{}1", "0".repeat(900));
    check(&half);
    check(&half[..half.len() - 1]);
    check(&format!("1{}e-900", "0".repeat(900)));
}

#[test]
fn what_is_no_json_is_refused_with_its_place() {
    let skip = |text: &str| {
        let mut reader = Reader::new(text);
        reader.skip().and_then(|_| reader.end())
    };
    for text in [
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "[1 2]",
        "\"a",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\n\"",
        "\"\\u12\"",
        "nul",
        "tru",
        "1 2",
        "\"\\",
        "\"\\é\"",
        "\"\\u00é0\"",
    ] {
        assert!(skip(text).is_err(), "{text}");
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
    }
    assert!(skip(&"[".repeat(100_000)).is_err());
    let wrong = Reader::new(r#"{"a": 1}"#)
        .record(&[], &mut |_, _| Ok(false))
        .unwrap_err();
    assert_eq!(wrong.to_string(), "expected another name at byte 1");
    let mut one = Reader::new(r#"{"a": 1}"#);
    let wrong = one.record(&["a", "b"], &mut |_, value| value.skip());
    assert_eq!(wrong.unwrap_err().expected, "b");
    assert_eq!(Reader::new("[1,2]").numbers::<2>(), Ok([1.0, 2.0]));
    assert!(Reader::new("[1,2]").numbers::<3>().is_err());
    assert_eq!(Reader::new(" 9").whole(9), Ok(9));
    for wrong in [
        "1.5", "2.0", "2e0", "-0", "-1", "10", "01", "\"2\"", "null", "",
    ] {
        let mut reader = Reader::new(wrong);
        let read = reader.whole(9).and_then(|_| reader.end());
        assert!(read.is_err(), "{wrong}");
    }
}

#[test]
fn escapes_are_characters() {
    let text = r#""\"\\\/\b\f\n\r\t\u00e9\u4e00\ud83d\ude97""#;
    let expected: String = serde_json::from_str(text).unwrap();
    assert_eq!(Reader::new(text).text(), Ok(expected));
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<f64>().prop_map(|number| serde_json::json!(number)),
        any::<String>().prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_and_written_as_serde_json_does(value in json()) {
        for text in [serde_json::to_string(&value).unwrap(), serde_json::to_string_pretty(&value).unwrap()] {
            let mut writer = crate::Writer::default();
            let mut reader = Reader::new(&text);
            copy(&mut reader, &mut writer).unwrap();
            reader.end().unwrap();
            prop_assert_eq!(writer.into_text(), serde_json::to_string(&value).unwrap());
            prop_assert!(Reader::new(&text).skip().is_ok());
        }
    }

    #[test]
    fn any_number_is_read_as_serde_json_does(
        bits: u64,
        digits in "[0-9]{1,40}",
        fraction in "[0-9]{1,40}",
        power in -340..320_i32,
    ) {
        let value = f64::from_bits(bits);
        let mut texts = vec![format!("{digits}.{fraction}e{power}"), format!("0.{fraction}e{power}")];
        if value.is_finite() {
            texts.extend([format!("{value:e}"), format!("{value:.20e}"), format!("{value:.16e}")]);
            // Halfway to the next float.
            let next = f64::from_bits(bits + 1);
            texts.extend((next.is_finite()).then(|| format!("{:.900e}", value / 2.0 + next / 2.0)));
        }
        for text in texts {
            check(&text);
        }
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[\\[\\]{}:,\"\\\\0-9a-f .eE+-]{0,40}") {
        let mut reader = Reader::new(&text);
        let ours = reader.skip().and_then(|_| reader.end()).is_ok();
        prop_assert_eq!(ours, serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
    }
}
