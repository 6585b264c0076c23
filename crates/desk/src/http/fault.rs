//! The way a [`kit::Error`] leaves the process. The body is written by [`super::problems`], which knows the reader's language.

use aide::OperationOutput;
use aide::generate::GenContext;
use aide::openapi::{Operation, Response as Described};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kit::Kind;

/// What every JSON handler returns.
pub type Answer<T> = Result<Json<T>, Fault>;

/// 201 with what was made.
pub struct Created<T>(pub T);

impl<T: serde::Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self.0)).into_response()
    }
}

impl<T: schemars::JsonSchema> OperationOutput for Created<T> {
    type Inner = T;

    fn operation_response(ctx: &mut GenContext, operation: &mut Operation) -> Option<Described> {
        Json::<T>::operation_response(ctx, operation)
    }

    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Described)> {
        Self::operation_response(ctx, operation)
            .map(|described| (Some(201), described))
            .into_iter()
            .collect()
    }
}

/// A [`kit::Error`] on its way out.
#[derive(Debug)]
pub struct Fault(pub kit::Error);

impl<E: Into<kit::Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// The public half of an error, for the middleware that writes the body.
#[derive(Clone, Debug)]
pub struct Public {
    pub code: &'static str,
    pub field: Option<String>,
    pub params: std::collections::BTreeMap<&'static str, String>,
    pub detail: Option<serde_json::Value>,
}

/// The one table from kinds to statuses.
pub fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Unknown => StatusCode::NOT_FOUND,
        Kind::Denied => StatusCode::FORBIDDEN,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Malformed => StatusCode::BAD_REQUEST,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let Self(error) = self;
        match error.kind {
            Kind::Internal => tracing::error!(code = error.code, cause = ?error.cause, "request failed"),
            Kind::Unavailable => tracing::warn!(code = error.code, cause = ?error.cause, "cannot serve now"),
            _ => {}
        }
        let mut response = status(error.kind).into_response();
        if let Some(seconds) = error.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(Public {
            code: error.code,
            field: error.field,
            params: error.params,
            detail: error.detail,
        });
        response
    }
}

/// The API's one error format (RFC 9457).
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Problem {
    /// Stable address of this code's description.
    pub r#type: String,
    /// What happened and what to do, in the reader's language.
    pub title: String,
    pub status: u16,
    /// Stable and machine-readable.
    pub code: String,
    /// The field of the request that is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The values named in the title.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub params: std::collections::BTreeMap<String, String>,
    /// Grounds of a refusal, or what a conflict is with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<serde_json::Value>,
}

impl OperationOutput for Fault {
    type Inner = Problem;

    fn operation_response(ctx: &mut GenContext, _: &mut Operation) -> Option<Described> {
        let schema = ctx.schema.subschema_for::<Problem>();
        let media = aide::openapi::MediaType {
            schema: Some(aide::openapi::SchemaObject {
                json_schema: schema,
                external_docs: None,
                example: None,
            }),
            ..Default::default()
        };
        Some(Described {
            description: "A problem: what is wrong, with a stable code.".into(),
            content: [("application/problem+json".to_owned(), media)].into_iter().collect(),
            ..Default::default()
        })
    }

    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Described)> {
        Self::operation_response(ctx, operation)
            .map(|described| (None, described))
            .into_iter()
            .collect()
    }
}
