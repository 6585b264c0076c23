//! Requests of nobody yet, and answers that begin or end a session.

use aide::generate::GenContext;
use aide::openapi::{Operation, Response as Described};
use aide::{OperationInput, OperationOutput};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::time::Duration;

use super::{Fault, credential, cx};
use crate::App;

/// Somebody who is not signed in, or of whom it does not matter. What another site's page sends is refused where it would change
/// something: a browser must not be signed in behind its owner's back.
#[derive(Clone)]
pub struct Client {
    pub app: App,
    pub address: String,
    pub agent: String,
}

impl FromRequestParts<App> for Client {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        if cx::unsafe_method(&parts.method) {
            credential::own_origin(&parts.headers)?;
        }
        Ok(Self {
            app: app.clone(),
            address: credential::address(parts, app),
            agent: credential::agent(parts),
        })
    }
}

impl OperationInput for Client {}

/// An answer that sets the session's cookie, or takes it away.
pub struct WithCookie<T> {
    answer: T,
    cookie: Option<String>,
}

impl<T> WithCookie<T> {
    /// `secret` is what the browser shows from now on.
    pub fn begin(app: &App, answer: T, secret: &str, lives: Duration) -> Self {
        Self {
            answer,
            cookie: Some(credential::set_cookie(app.config.secure(), Some(secret), lives)),
        }
    }

    pub fn end(app: &App, answer: T) -> Self {
        Self {
            answer,
            cookie: Some(credential::set_cookie(app.config.secure(), None, Duration::ZERO)),
        }
    }

    /// Nobody is signed in by this after all.
    pub fn none(answer: T) -> Self {
        Self { answer, cookie: None }
    }
}

impl<T: IntoResponse> IntoResponse for WithCookie<T> {
    fn into_response(self) -> Response {
        let mut response = self.answer.into_response();
        if let Some(value) = self.cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    }
}

impl<T: OperationOutput> OperationOutput for WithCookie<T> {
    type Inner = T::Inner;

    fn operation_response(ctx: &mut GenContext, operation: &mut Operation) -> Option<Described> {
        T::operation_response(ctx, operation)
    }

    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Described)> {
        T::inferred_responses(ctx, operation)
    }
}

/// 202: it will be seen to; nothing is told about whether there was anything to do.
pub struct Accepted;

impl IntoResponse for Accepted {
    fn into_response(self) -> Response {
        StatusCode::ACCEPTED.into_response()
    }
}

impl OperationOutput for Accepted {
    type Inner = ();

    fn operation_response(_: &mut GenContext, _: &mut Operation) -> Option<Described> {
        Some(Described {
            description: "It will be seen to. The answer is always the same.".into(),
            ..Default::default()
        })
    }

    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Described)> {
        Self::operation_response(ctx, operation)
            .map(|described| (Some(202), described))
            .into_iter()
            .collect()
    }
}
