//! Where a data file comes from: shown by the app, printed by `yilu inspect`.

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
