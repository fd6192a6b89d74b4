//! The guide as the app has it: fetched when a screen first wants it.

use std::sync::Arc;

use container::About;
use guide::{Corridor, Guide};

use super::region::described;

/// Name of the file, where it is told about.
const GUIDE: &str = "guide.yilu";

/// The guide, and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Guidebook {
    /// What it holds.
    pub guide: Guide,
    /// Where it comes from.
    pub about: About,
    /// Records that were faulty and left out.
    pub left_out: Vec<String>,
}

/// Where fetching the guide stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum GuideState {
    /// Nobody wanted it yet.
    #[default]
    Unasked,
    /// It is on its way.
    Loading,
    /// It is there.
    Ready(Arc<Guidebook>),
    /// It did not arrive, or cannot be read: why.
    Failed(String),
}

impl GuideState {
    /// Reads the bytes of the file, or tells why they did not arrive.
    pub fn read(bytes: Result<Vec<u8>, String>) -> Self {
        let read =
            bytes.and_then(|bytes| guide::read_guide(&bytes).map_err(|error| error.to_string()));
        match read {
            Ok((about, parsed)) => Self::Ready(Arc::new(Guidebook {
                about,
                left_out: described(GUIDE, &parsed.findings).collect(),
                guide: parsed.value,
            })),
            Err(error) => Self::Failed(error),
        }
    }

    /// The guide, once it is there.
    pub fn ready(&self) -> Option<&Arc<Guidebook>> {
        match self {
            Self::Ready(book) => Some(book),
            Self::Unasked | Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Why it did not arrive or cannot be read.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Failed(reason) => Some(reason),
            Self::Unasked | Self::Loading | Self::Ready(_) => None,
        }
    }
}

impl Guidebook {
    /// The corridor with this id.
    pub fn corridor(&self, id: &str) -> Option<&Corridor> {
        let mut corridors = self.guide.corridors.iter();
        corridors.find(|corridor| corridor.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_guide_is_whole_and_a_damaged_one_is_refused() {
        let bytes = include_bytes!("../../data/xinzhou/built/guide.yilu");
        let read = GuideState::read(Ok(bytes.to_vec()));
        let book = read.ready().unwrap();
        assert!(book.left_out.is_empty() && book.corridor("huanghe1").is_some());
        assert_eq!(book.corridor("nowhere"), None);
        let damaged = GuideState::read(Ok(bytes[..400].to_vec()));
        assert!(matches!(damaged, GuideState::Failed(_)));
        let missing = GuideState::read(Err("HTTP status 404".into()));
        assert_eq!(missing, GuideState::Failed("HTTP status 404".into()));
    }
}
