//! How the page looks: what the driver wants in place of what the device wants.

/// Light or dark colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// As the device wants.
    #[default]
    Device,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Scheme {
    /// All of them, with their names in what is kept.
    pub const ALL: [(&str, Self); 3] = [
        ("device", Self::Device),
        ("light", Self::Light),
        ("dark", Self::Dark),
    ];

    /// Its name in what is kept.
    pub fn name(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, scheme)| *scheme == self)
            .map_or("device", |(name, _)| name)
    }

    /// The one of this name; as the device wants for any other.
    pub fn named(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|(own, _)| *own == name)
            .map_or(Self::Device, |(_, scheme)| scheme)
    }
}

/// The driver's choice of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// Light or dark.
    pub scheme: Scheme,
    /// True for strong contrast whatever the device wants.
    pub is_strong: bool,
}

const STRONG: &str = "strong";

impl Look {
    /// Reads what [`Look::write`] wrote. Other words are passed over: a later edition may know them.
    pub fn read(text: &str) -> Self {
        text.split(' ').fold(Self::default(), |look, word| {
            let scheme = Scheme::named(word);
            match word {
                STRONG => Self {
                    is_strong: true,
                    ..look
                },
                _ if scheme != Scheme::Device => Self { scheme, ..look },
                _ => look,
            }
        })
    }

    /// Words that [`Look::read`] reads.
    pub fn write(self) -> String {
        let strong = if self.is_strong { STRONG } else { "" };
        format!("{} {strong}", self.scheme.name())
            .trim_end()
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_look_is_read_as_it_was_written() {
        for (_, scheme) in Scheme::ALL {
            for is_strong in [false, true] {
                let look = Look { scheme, is_strong };
                assert_eq!(Look::read(&look.write()), look);
            }
        }
    }

    #[test]
    fn what_is_not_known_changes_nothing() {
        for text in ["", "sepia", "STRONG", "dark\u{0}", "  "] {
            assert_eq!(Look::read(text), Look::default(), "{text:?}");
        }
        assert_eq!(Look::read("sepia dark").scheme, Scheme::Dark);
    }
}
