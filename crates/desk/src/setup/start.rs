//! What a new organisation starts with: enough words that a first conversation can be answered, labelled and closed.

use std::sync::LazyLock;

use db::Tx;
use kit::{Locale, Result};

use crate::canned;
use crate::who::Who;
use crate::word::{self, Label, Resolution};

#[derive(serde::Deserialize)]
struct Start {
    resolutions: Vec<word::create::Draft>,
    labels: Vec<word::create::Draft>,
    canned: Vec<canned::save::Draft>,
}

static TEXTS: LazyLock<[(Locale, Start); 2]> = LazyLock::new(|| {
    let read = |text: &str| serde_json::from_str(text).expect("what an organisation starts with has its shape");
    [
        (Locale::Es, read(include_str!("../../texts/start.es.json"))),
        (Locale::En, read(include_str!("../../texts/start.en.json"))),
    ]
});

/// In the organisation's language; one without a catalogue starts in English.
pub fn words(tx: &mut Tx<'_>, who: &Who, locale: Locale) -> Result<()> {
    let of = |locale| TEXTS.iter().find(|(l, _)| *l == locale).map(|(_, start)| start);
    let Some(start) = of(locale).or_else(|| of(Locale::En)) else {
        return Ok(());
    };
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
        let [(_, es), (_, en)] = &*TEXTS;
        assert_eq!(shape(es), shape(en));
        let colours = |s: &Start| s.labels.iter().map(|l| l.colour.clone()).collect::<Vec<_>>();
        assert_eq!(colours(es), colours(en));
    }
}
