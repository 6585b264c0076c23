//! Extractors. What does not fit is refused in the API's one format, with the field.

use aide::OperationInput;
use aide::generate::GenContext;
use aide::openapi::Operation;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use kit::Error;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::Fault;

/// The largest JSON body. Files have limits of their own.
pub const MAX_JSON: usize = 256 * 1024;

/// A JSON body. `print` is the SHA-256 of method, path and body, for [`super::Cx::create`]: one key never answers for another route.
pub struct Body<T> {
    pub value: T,
    pub print: [u8; 32],
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
        digest.update(format!("{} {}\n", request.method(), request.uri().path()).as_bytes());
        let bytes = axum::body::to_bytes(request.into_body(), MAX_JSON)
            .await
            .map_err(|_| Error::new(kit::Kind::TooLarge, "body_too_large").with_param("max", MAX_JSON / 1024))?;
        let mut print = [0; 32];
        digest.update(&bytes);
        print.copy_from_slice(digest.finish().as_ref());
        // An absent body is an empty object: `POST …/take` needs no `{}`.
        let text: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        Ok(Self { value: json(text)?, print })
    }
}

/// Reads JSON; the error names the field.
pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> kit::Result<T> {
    let reader = &mut serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        if !cause.is_data() {
            return Error {
                cause: Some(cause.into()),
                ..Error::malformed("json_malformed")
            };
        }
        Error {
            cause: None,
            ..Error::invalid(field(&path, &cause.to_string()), "value_invalid").with_param("reason", plain(&cause))
        }
    })
}

/// The field's path; a missing field is named by serde in its message, not in the path.
fn field(path: &str, message: &str) -> String {
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    match (path, missing) {
        (".", Some(name)) => name.to_owned(),
        (path, Some(name)) => format!("{path}.{name}"),
        (path, None) => path.to_owned(),
    }
}

fn plain(cause: &serde_json::Error) -> String {
    let text = cause.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

impl<T: JsonSchema> OperationInput for Body<T> {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        <axum::Json<T> as OperationInput>::operation_input(ctx, operation);
    }
}

/// The query string.
pub struct Ask<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Ask<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let query = parts.uri.query().unwrap_or_default();
        let reader = serde_urlencoded::Deserializer::new(form(query));
        let value = serde_path_to_error::deserialize(reader).map_err(|error| {
            let path = error.path().to_string();
            let text = error.into_inner().to_string();
            Error::invalid(field(&path, &text), "value_invalid").with_param("reason", text)
        })?;
        Ok(Self(value))
    }
}

fn form(query: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(query.as_bytes())
}

impl<T: JsonSchema> OperationInput for Ask<T> {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        <axum::extract::Query<T> as OperationInput>::operation_input(ctx, operation);
    }
}

/// The ids in the path. One that is not even an id is unknown, like one never issued.
pub struct On<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for On<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => Err(Fault(Error::unknown())),
        }
    }
}

impl<T: JsonSchema> OperationInput for On<T> {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        <Path<T> as OperationInput>::operation_input(ctx, operation);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug)]
    struct Line {
        #[expect(dead_code, reason = "only its reading is tested")]
        amount: i64,
    }
    #[derive(serde::Deserialize, Debug)]
    struct Order {
        #[expect(dead_code, reason = "only its reading is tested")]
        lines: Vec<Line>,
    }

    #[test]
    fn the_field_at_fault_is_named() {
        let error = json::<Order>(br#"{"lines":[{"amount":1},{"amount":"x"}]}"#).unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), ("value_invalid", Some("lines[1].amount")));
        let error = json::<Order>(br#"{"lines":[{}]}"#).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("lines[0].amount"));
        let error = json::<Order>(b"{}").unwrap_err();
        assert_eq!(error.field.as_deref(), Some("lines"));
        assert_eq!(json::<Order>(b"{").unwrap_err().code, "json_malformed");
    }
}
