//! The document, made from the route table and the handlers' own types.

use aide::axum::ApiRouter;
use aide::openapi::{Components, Info, License, OpenApi, Operation, Parameter, ReferenceOr, SecurityScheme, StatusCode};

use super::Slice;
use super::route::{Line, Permit};
use crate::App;

/// All routes as one router, the lines of their table and the OpenAPI 3.1 document. The schemas were collected while the slices were
/// made: setting the generator up anew here would forget them.
pub fn assemble(slices: Vec<Slice>) -> (axum::Router<App>, Vec<Line>, OpenApi) {
    let mut lines = Vec::new();
    let mut all = ApiRouter::new();
    for slice in slices {
        lines.extend(slice.lines);
        all = all.merge(slice.router);
    }
    let mut document = OpenApi {
        info: Info {
            title: "Relevo".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            license: Some(License {
                name: "Apache-2.0".into(),
                identifier: Some("Apache-2.0".into()),
                ..Default::default()
            }),
            ..Default::default()
        },
        components: Some(Components {
            security_schemes: schemes(),
            ..Default::default()
        }),
        ..Default::default()
    };
    let router = all.finish_api(&mut document);
    name_paths(&mut document);
    name_keys(&mut document, &lines);
    (router, lines, document)
}

/// Names what stands in a path and no handler's type describes: the organisation, which is read together with the caller.
fn name_paths(document: &mut OpenApi) {
    let paths = document.paths.iter_mut().flat_map(|paths| &mut paths.paths);
    for (path, item) in paths {
        let ReferenceOr::Item(item) = item else { continue };
        let said = |name: &str| {
            let mut operations = item.iter();
            operations.all(|(_, operation)| {
                let mut data = operation.parameters.iter().filter_map(ReferenceOr::as_item);
                data.any(|parameter| matches!(parameter, Parameter::Path { .. }) && parameter.parameter_data_ref().name == name)
            })
        };
        let rest: Vec<_> = names(path)
            .filter(|name| !said(name))
            .map(|name| ReferenceOr::Item(text_in_path(name)))
            .collect();
        item.parameters.extend(rest);
    }
}

/// Names the header with which a member's create is made once ([`super::Cx::create`]), which is read before any handler.
fn name_keys(document: &mut OpenApi, lines: &[Line]) {
    let creates = lines
        .iter()
        .filter(|line| line.method == "POST" && matches!(line.permit, Permit::Desk(_) | Permit::At(_) | Permit::Member(_)));
    let Some(paths) = &mut document.paths else { return };
    for line in creates {
        let Some(ReferenceOr::Item(item)) = paths.paths.get_mut(&line.path) else {
            continue;
        };
        let made = |operation: &&mut Operation| {
            let responses = operation.responses.as_ref();
            responses.is_some_and(|all| all.responses.contains_key(&StatusCode::Code(201)))
        };
        if let Some(operation) = item.post.as_mut().filter(made) {
            operation.parameters.push(ReferenceOr::Item(idempotency_key()));
        }
    }
}

fn idempotency_key() -> Parameter {
    let parameter = serde_json::json!({
        "in": "header",
        "name": "Idempotency-Key",
        "description": "Of your choice, up to 200 characters. The same request with the same key makes nothing anew and is answered with what \
            the first one made; another request with it is refused (`idempotency_key_reused`).",
        "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
        "style": "simple"
    });
    serde_json::from_value(parameter).expect("a parameter by the standard")
}

/// `org` and `ticket` of `/organisations/{org}/tickets/{ticket}`.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
}

fn text_in_path(name: &str) -> Parameter {
    let parameter = serde_json::json!({ "in": "path", "name": name, "required": true, "schema": { "type": "string" }, "style": "simple" });
    serde_json::from_value(parameter).expect("a parameter by the standard")
}

fn schemes() -> indexmap::IndexMap<String, ReferenceOr<SecurityScheme>> {
    let bearer = SecurityScheme::Http {
        scheme: "bearer".into(),
        bearer_format: None,
        description: Some("An API token of a member, or a channel's or visitor's own token on their routes.".into()),
        extensions: Default::default(),
    };
    let cookie = SecurityScheme::ApiKey {
        location: aide::openapi::ApiKeyLocation::Cookie,
        name: super::credential::COOKIE.into(),
        description: Some("The panel's session. Requests that change something also carry `X-Relevo: 1`.".into()),
        extensions: Default::default(),
    };
    [
        ("bearer".to_owned(), ReferenceOr::Item(bearer)),
        ("session".to_owned(), ReferenceOr::Item(cookie)),
    ]
    .into_iter()
    .collect()
}

/// The browsable page. Its script is ours: no inline script, nothing from elsewhere.
pub async fn page() -> axum::response::Html<&'static str> {
    axum::response::Html(include_str!("docs.html"))
}

pub async fn script() -> impl axum::response::IntoResponse {
    (
        [(axum::http::header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        include_str!("docs.js"),
    )
}

pub async fn style() -> impl axum::response::IntoResponse {
    (
        [(axum::http::header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("docs.css"),
    )
}
