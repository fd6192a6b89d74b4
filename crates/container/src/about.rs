//! Where a data file comes from: shown by the app, printed by `yilu inspect`.

use json::{Reader, Wrong};
use serde::{Deserialize, Serialize};
use units::BoundingBox;

/// A name or sentence in both languages of Yilu.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Builds a text from its two languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// Reads the JSON that serializing writes, without serde. Names that it does not know are
    /// passed over, here and in [`About::read`].
    pub fn read(from: &mut Reader<'_>) -> Result<Self, Wrong> {
        let mut text = Self::default();
        from.record(&["zh", "en"], &mut |name, value| {
            match name {
                "zh" => text.zh = value.text()?,
                "en" => text.en = value.text()?,
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        Ok(text)
    }
}

/// One source of a data file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Short id, unique in the file.
    pub id: String,
    /// Who made it and what it is.
    pub name: String,
    /// Licence under which it may be used: an SPDX id or a sentence.
    pub licence: String,
}

/// What a data file says about itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Id of the data set, such as `xinzhou`.
    pub id: String,
    /// Its name for people.
    pub title: Text,
    /// Day of the data, `YYYY-MM-DD`.
    pub edition: String,
    /// True when the content is invented for demonstration. The app then says so everywhere.
    pub demo: bool,
    /// True when lines are drawn, not surveyed. The app then says "not for navigation".
    pub schematic: bool,
    /// Licence of the file as a whole: an SPDX id or a sentence.
    pub licence: String,
    /// The credit to show.
    pub attribution: String,
    /// Everything that went into it.
    pub sources: Vec<Source>,
    /// Extent of the content, absent when it has no positions.
    pub bounds: Option<BoundingBox>,
}

impl About {
    /// Reads the JSON that serializing writes, without serde.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, Wrong> {
        let mut about = Self {
            id: String::new(),
            title: Text::default(),
            edition: String::new(),
            demo: false,
            schematic: false,
            licence: String::new(),
            attribution: String::new(),
            sources: Vec::new(),
            bounds: None,
        };
        let must = [
            "id",
            "title",
            "edition",
            "demo",
            "schematic",
            "licence",
            "attribution",
            "sources",
        ];
        from.record(&must, &mut |name, value| {
            match name {
                "id" => about.id = value.text()?,
                "title" => about.title = Text::read(value)?,
                "edition" => about.edition = value.text()?,
                "demo" => about.demo = value.flag()?,
                "schematic" => about.schematic = value.flag()?,
                "licence" => about.licence = value.text()?,
                "attribution" => about.attribution = value.text()?,
                "sources" => {
                    about.sources.clear();
                    value.list(&mut |item| {
                        about.sources.push(source(item)?);
                        Ok(())
                    })?;
                }
                "bounds" => about.bounds = value.optional(bounds)?,
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        Ok(about)
    }
}

fn source(from: &mut Reader<'_>) -> Result<Source, Wrong> {
    let mut source = Source {
        id: String::new(),
        name: String::new(),
        licence: String::new(),
    };
    from.record(&["id", "name", "licence"], &mut |name, value| {
        match name {
            "id" => source.id = value.text()?,
            "name" => source.name = value.text()?,
            "licence" => source.licence = value.text()?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(source)
}

fn bounds(from: &mut Reader<'_>) -> Result<BoundingBox, Wrong> {
    let mut bounds = BoundingBox {
        south: 0.0,
        west: 0.0,
        north: 0.0,
        east: 0.0,
    };
    from.record(&["south", "west", "north", "east"], &mut |name, value| {
        let mut edges = [
            ("south", &mut bounds.south),
            ("west", &mut bounds.west),
            ("north", &mut bounds.north),
            ("east", &mut bounds.east),
        ];
        Ok(value.among(&mut edges, name)? || value.skip()?)
    })?;
    Ok(bounds)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<About, Wrong> {
        let mut reader = Reader::new(text);
        let about = About::read(&mut reader)?;
        reader.end().map(|()| about)
    }

    proptest! {
        #[test]
        fn what_serde_writes_is_read(
            texts in prop::array::uniform7(any::<String>()),
            flags: [bool; 3],
            edges in prop::array::uniform4(-180.0..180.0),
        ) {
            let [id, zh, en, edition, licence, attribution, name] = texts;
            let [south, west, north, east] = edges;
            let source = Source { id: id.clone(), name, licence: licence.clone() };
            let about = About {
                id, title: Text { zh, en }, edition, demo: flags[0], schematic: flags[1], licence,
                attribution, sources: vec![source; 2],
                bounds: flags[2].then_some(BoundingBox { south, west, north, east }),
            };
            prop_assert_eq!(read(&serde_json::to_string(&about).unwrap()), Ok(about));
        }
    }

    #[test]
    fn what_serde_refuses_is_refused_and_the_rest_is_read_alike() {
        let whole = r#"{"id":"a","title":{"zh":"","en":"","more":[]},"edition":"","demo":true,
            "schematic":false,"licence":"","attribution":"","sources":[{"id":"","name":"",
            "licence":""}],"bounds":{"south":1,"west":2.5,"north":3,"east":4},"more":{"a":[1]}}"#;
        let whole: serde_json::Value = serde_json::from_str(whole).unwrap();
        for name in whole.as_object().unwrap().keys() {
            let mut without = whole.clone();
            without.as_object_mut().unwrap().remove(name);
            let mut all = vec![without];
            for wrong in ["null", "1", "\"x\"", "{}", "[1]"] {
                let mut other = whole.clone();
                other[name] = serde_json::from_str(wrong).unwrap();
                all.push(other);
            }
            for other in all {
                let text = other.to_string();
                let expected: Option<About> = serde_json::from_str(&text).ok();
                assert_eq!(read(&text).ok(), expected, "{text}");
            }
        }
    }
}
