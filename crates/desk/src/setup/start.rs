//! What a new organisation starts with: enough words that a first conversation can be answered, labelled and closed.

use std::sync::LazyLock;

use db::Tx;
use kit::{ByLocale, Locale, Result};

use crate::canned;
use crate::texts::catalogue;
use crate::who::Who;
use crate::word::{self, Label, Resolution};

#[derive(serde::Deserialize)]
struct Start {
    resolutions: Vec<word::create::Draft>,
    labels: Vec<word::create::Draft>,
    canned: Vec<canned::save::Draft>,
}

static TEXTS: LazyLock<ByLocale<Start>> = LazyLock::new(|| {
    let read = |text: &str| serde_json::from_str(text).expect("what an organisation starts with has its shape");
    ByLocale::new(|locale| read(catalogue!("start", locale)))
});

/// In the organisation's language.
pub fn words(tx: &mut Tx<'_>, who: &Who, locale: Locale) -> Result<()> {
    let start = TEXTS.get(locale);
    for draft in &start.resolutions {
        word::create::create::<Resolution>(tx, who, draft)?;
    }
    for draft in &start.labels {
        word::create::create::<Label>(tx, who, draft)?;
    }
    for draft in &start.canned {
        canned::save::create(tx, who, draft)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_starts_with_the_same() {
        let shape = |s: &Start| (s.resolutions.len(), s.labels.len(), s.canned.len());
        let colours = |s: &Start| s.labels.iter().map(|l| l.colour.clone()).collect::<Vec<_>>();
        let spanish = TEXTS.get(Locale::Es);
        for locale in Locale::ALL {
            let own = TEXTS.get(locale);
            assert_eq!(shape(own), shape(spanish), "{locale:?}");
            assert_eq!(colours(own), colours(spanish), "{locale:?}");
            // What a first answer begins with; the shortcut is typed, so it must be one that the API takes.
            let plain = |s: &str| s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            for reply in &own.canned {
                assert!(
                    plain(&reply.shortcut) && !reply.body.contains("{{ "),
                    "{locale:?} {}",
                    reply.shortcut
                );
            }
        }
    }
}
