//! The catalogues of `texts/`, in every language. One that has no file does not compile.

/// The text of a catalogue's file: `catalogue!("mail", locale)` is `texts/mail.es.json` for Spanish.
macro_rules! catalogue {
    ($name:literal, $locale:expr) => {{
        macro_rules! of {
            ($tag:literal) => {
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/texts/", $name, ".", $tag, ".json"))
            };
        }
        match $locale {
            kit::Locale::En => of!("en"),
            kit::Locale::Fr => of!("fr"),
            kit::Locale::De => of!("de"),
            kit::Locale::Es => of!("es"),
            kit::Locale::It => of!("it"),
            kit::Locale::Pl => of!("pl"),
            kit::Locale::PtBr => of!("pt-BR"),
        }
    }};
}

pub(crate) use catalogue;
