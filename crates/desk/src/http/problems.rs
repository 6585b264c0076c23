//! Writes the bodies of refusals, in the language that the request asks for. Texts by code in `texts/*.json`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use kit::Locale;

use super::fault::{Problem, Public};

static TEXTS: LazyLock<[(Locale, BTreeMap<String, String>); 2]> = LazyLock::new(|| {
    let read = |text: &str| serde_json::from_str(text).expect("a catalogue is a flat JSON object");
    [
        (Locale::Es, read(include_str!("../../texts/problems.es.json"))),
        (Locale::En, read(include_str!("../../texts/problems.en.json"))),
    ]
});

/// The text of a code; a language without a catalogue reads English.
pub fn text(locale: Locale, code: &str) -> Option<&'static str> {
    let of = |locale| TEXTS.iter().find(|(l, _)| *l == locale).and_then(|(_, texts)| texts.get(code));
    of(locale).or_else(|| of(Locale::En)).map(String::as_str)
}

/// A text with its `{name}`s filled in.
pub fn fill(text: &str, params: &BTreeMap<&'static str, String>) -> String {
    params
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Every code that has a text, for the test that none is missing.
pub fn codes(locale: Locale) -> Vec<&'static str> {
    TEXTS
        .iter()
        .filter(|(l, _)| *l == locale)
        .flat_map(|(_, texts)| texts.keys().map(String::as_str))
        .collect()
}

pub fn problem(locale: Locale, status: u16, public: Public) -> Problem {
    let title = text(locale, public.code).unwrap_or(public.code);
    Problem {
        r#type: format!("/api/problems/{}", public.code),
        title: fill(title, &public.params),
        status,
        code: public.code.to_owned(),
        field: public.field,
        params: public.params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        detail: public.detail,
    }
}

/// Middleware: fills the body of every response that carries a refusal.
pub async fn write(request: Request, next: Next) -> Response {
    let locale = request
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok())
        .and_then(Locale::from_accept_language);
    let mut response = next.run(request).await;
    let Some(public) = response.extensions_mut().remove::<Public>() else {
        return response;
    };
    let problem = problem(locale.unwrap_or_default(), response.status().as_u16(), public);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from(body);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_catalogues_have_the_same_codes_and_placeholders() {
        assert_eq!(codes(Locale::Es), codes(Locale::En));
        let names = |text: &str| {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split('}').next())
                .map(str::to_owned)
                .collect();
            names.sort();
            names
        };
        for code in codes(Locale::Es) {
            assert_eq!(
                names(text(Locale::Es, code).unwrap()),
                names(text(Locale::En, code).unwrap()),
                "{code}"
            );
        }
    }
}
