//! The seven languages in which everything that people read exists (SPEC E17).

/// A language of the panel, the widget, mails and problem texts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub enum Locale {
    #[serde(rename = "en")]
    En,
    #[serde(rename = "fr")]
    Fr,
    #[serde(rename = "de")]
    De,
    #[default]
    #[serde(rename = "es")]
    Es,
    #[serde(rename = "it")]
    It,
    #[serde(rename = "pl")]
    Pl,
    #[serde(rename = "pt-BR")]
    PtBr,
}

impl Locale {
    pub const ALL: [Self; 7] = [Self::En, Self::Fr, Self::De, Self::Es, Self::It, Self::Pl, Self::PtBr];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::De => "de",
            Self::Es => "es",
            Self::It => "it",
            Self::Pl => "pl",
            Self::PtBr => "pt-BR",
        }
    }

    /// The language of a tag, by its primary subtag: `es-MX` is Spanish, `pt` is Brazilian Portuguese.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_', ';']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|l| l.tag().split('-').next() == Some(primary.as_str()))
    }

    /// The first language of an `Accept-Language` header that we speak. Weights only order what browsers already list in order.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        header.split(',').find_map(Self::from_tag)
    }
}

/// One of a thing for each language: none can be left out.
#[derive(Clone, Debug)]
pub struct ByLocale<T>([T; Locale::ALL.len()]);

impl<T> ByLocale<T> {
    pub fn new(make: impl FnMut(Locale) -> T) -> Self {
        Self(Locale::ALL.map(make))
    }

    pub fn get(&self, locale: Locale) -> &T {
        // `ALL` has them in the order of their declaration.
        &self.0[locale as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_by_their_language() {
        assert_eq!(Locale::from_tag("es-MX"), Some(Locale::Es));
        assert_eq!(Locale::from_tag("PT"), Some(Locale::PtBr));
        assert_eq!(Locale::from_tag("ja"), None);
        assert_eq!(Locale::from_accept_language("ja,de-AT;q=0.8,en;q=0.5"), Some(Locale::De));
        assert_eq!(Locale::from_accept_language("pt-PT,pt;q=0.9,en;q=0.8"), Some(Locale::PtBr));
        assert!(Locale::ALL.iter().all(|l| Locale::from_tag(l.tag()) == Some(*l)));
    }

    #[test]
    fn each_language_finds_its_own() {
        let tags = ByLocale::new(Locale::tag);
        assert!(Locale::ALL.iter().all(|l| *tags.get(*l) == l.tag()));
    }
}
