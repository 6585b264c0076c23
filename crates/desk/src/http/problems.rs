//! Writes the bodies of refusals, in the language that the request asks for. Texts by code in `texts/*.json`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use kit::{ByLocale, Locale};

use super::fault::{Problem, Public, status};
use crate::texts::catalogue;

static TEXTS: LazyLock<ByLocale<BTreeMap<String, String>>> = LazyLock::new(|| {
    let read = |text: &str| serde_json::from_str(text).expect("a catalogue is a flat JSON object");
    ByLocale::new(|locale| read(catalogue!("problems", locale)))
});

/// The text of a code.
pub fn text(locale: Locale, code: &str) -> Option<&'static str> {
    TEXTS.get(locale).get(code).map(String::as_str)
}

/// A text with its `{name}`s filled in.
pub fn fill(text: &str, params: &BTreeMap<&'static str, String>) -> String {
    params
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Every code that has a text, for the test that none is missing.
pub fn codes(locale: Locale) -> Vec<&'static str> {
    TEXTS.get(locale).keys().map(String::as_str).collect()
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

/// A refusal that is part of an answer: what came of one thing of several.
pub fn of(locale: Locale, error: kit::Error) -> Problem {
    let status = status(error.kind).as_u16();
    let public = Public {
        code: error.code,
        field: error.field,
        params: error.params,
        detail: error.detail,
    };
    problem(locale, status, public)
}

/// The language that a request asks for.
pub fn locale(headers: &HeaderMap) -> Locale {
    headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok())
        .and_then(Locale::from_accept_language)
        .unwrap_or_default()
}

/// Middleware: fills the body of every response that carries a refusal.
pub async fn write(request: Request, next: Next) -> Response {
    let locale = locale(request.headers());
    let mut response = next.run(request).await;
    let Some(public) = response.extensions_mut().remove::<Public>() else {
        return response;
    };
    let problem = problem(locale, response.status().as_u16(), public);
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
    fn every_code_has_a_text_of_its_own_in_every_language() {
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
        for locale in Locale::ALL {
            assert_eq!(codes(locale), codes(Locale::Es), "{locale:?}");
            for code in codes(Locale::Es) {
                let (spanish, own) = (text(Locale::Es, code).unwrap(), text(locale, code).unwrap());
                assert_eq!(names(own), names(spanish), "{locale:?} {code}");
                assert!(!own.trim().is_empty(), "{locale:?} {code}");
                assert!(locale == Locale::Es || own != spanish, "{locale:?} {code} is still Spanish");
            }
        }
    }
}
