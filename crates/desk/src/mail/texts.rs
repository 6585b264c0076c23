//! The words of letters, from `texts/mail.*.json`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kit::{ByLocale, Locale, Time};

use crate::texts;

/// One language.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    pub footer: String,
    /// Stands before the link in full, for when the button does nothing.
    pub by_hand: String,
    pub date: String,
    pub months: [String; 12],
    pub letters: BTreeMap<String, Text>,
}

/// One letter: paragraphs before and after its button.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub subject: String,
    pub before: Vec<String>,
    pub button: Option<String>,
    pub after: Vec<String>,
}

static CATALOGUES: LazyLock<ByLocale<Catalogue>> = LazyLock::new(|| {
    let read = |text: &str| serde_json::from_str(text).expect("a catalogue of letters has their shape");
    ByLocale::new(|locale| read(texts::catalogue!("mail", locale)))
});

pub fn catalogue(locale: Locale) -> &'static Catalogue {
    CATALOGUES.get(locale)
}

/// An instant as a person reads it, in a zone they know and with its offset for those who are elsewhere.
pub fn when(locale: Locale, at: Time, zone: &str) -> String {
    let at = at.to_jiff();
    let local = at.in_tz(zone).unwrap_or_else(|_| at.to_zoned(jiff::tz::TimeZone::UTC));
    let catalogue = catalogue(locale);
    let month = usize::try_from(local.month() - 1)
        .ok()
        .and_then(|n| catalogue.months.get(n))
        .cloned()
        .unwrap_or_default();
    let values = BTreeMap::from([
        ("day", local.day().to_string()),
        ("month", month),
        ("year", local.year().to_string()),
        ("time", local.strftime("%H:%M").to_string()),
        ("offset", local.strftime("%:z").to_string()),
    ]);
    fill(&catalogue.date, |name| values.get(name).cloned())
}

/// Puts values in the places of their `{name}`s, in one go: what stands inside a value is never read as a place.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}').and_then(|(name, rest)| Some((value(name)?, rest))) {
            Some((value, rest)) => filled.extend([value.as_str(), rest]),
            None => filled.extend(["{", part]),
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Template;
    use std::collections::BTreeSet;

    fn places(text: &Text) -> BTreeSet<&str> {
        let all = [&text.subject]
            .into_iter()
            .chain(&text.before)
            .chain(&text.after)
            .chain(&text.button);
        all.flat_map(|line| line.split('{').skip(1).filter_map(|part| part.split('}').next()))
            .collect()
    }

    #[test]
    fn every_letter_stands_in_every_catalogue_with_exactly_its_values() {
        for locale in Locale::ALL {
            let catalogue = catalogue(locale);
            let keys: BTreeSet<&str> = catalogue.letters.keys().map(String::as_str).collect();
            assert_eq!(keys, Template::ALL.iter().map(|t| t.key()).collect(), "{locale:?}");
            for template in Template::ALL {
                let text = &catalogue.letters[template.key()];
                let mut wanted: BTreeSet<&str> = template.params().iter().copied().collect();
                if *template == Template::Trial {
                    wanted.insert("host");
                }
                assert_eq!(places(text), wanted, "{locale:?} {template:?}");
                assert_eq!(text.button.is_some(), template.has_button(), "{locale:?} {template:?}");
                assert!(!text.subject.is_empty() && !text.before.is_empty());
                let spanish = &self::catalogue(Locale::Es).letters[template.key()];
                assert!(
                    locale == Locale::Es || text.subject != spanish.subject,
                    "{locale:?} {template:?} is still Spanish"
                );
            }
        }
    }

    #[test]
    fn instants_read_like_language() {
        let at = Time::from_micros(1_795_369_980_000_000);
        assert_eq!(
            when(Locale::Es, at, "America/Mexico_City"),
            "22 de noviembre de 2026 a las 11:53 (UTC-06:00)"
        );
        assert_eq!(when(Locale::En, at, "Europe/Madrid"), "November 22, 2026 at 18:53 (UTC+01:00)");
        assert_eq!(when(Locale::Pl, at, "Europe/Warsaw"), "22 listopada 2026, 18:53 (UTC+01:00)");
        assert_eq!(
            when(Locale::PtBr, at, "America/Sao_Paulo"),
            "22 de novembro de 2026 às 14:53 (UTC-03:00)"
        );
        for locale in Locale::ALL {
            let months: BTreeSet<&String> = catalogue(locale).months.iter().collect();
            assert_eq!(months.len(), 12, "{locale:?}");
        }
        assert_eq!(
            when(Locale::Es, at, "Luna/Mar_Sereno"),
            "22 de noviembre de 2026 a las 17:53 (UTC+00:00)"
        );
    }

    #[test]
    fn a_value_is_never_a_place() {
        let filled = fill("{a} {b} {c} {", |name| match name {
            "a" => Some("{b}".to_owned()),
            "b" => Some("dos".to_owned()),
            _ => None,
        });
        assert_eq!(filled, "{b} dos {c} {");
    }
}
