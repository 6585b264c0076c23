//! A channel's request to its provider.

use std::time::Duration;

use bytes::Bytes;
use channel::{Answer, Attachment, Body, Call, Outcome};
use futures_util::{StreamExt, stream};
use kit::{Error, OrgId, Result};

use crate::App;
use crate::file::store as files;
use crate::net::{Ask, Failure, Form, Reply, Upload};

/// For a file, up or down. Shorter than a job may be silent.
pub const WITHIN: Duration = Duration::from_secs(100);

/// The largest answer that is not a file.
const MAX_ANSWER: usize = 64 * 1024;

/// Asks. `Err` is what it means that there is no answer.
pub async fn ask(app: &App, org: OrgId, call: Call) -> Result<Answer, Outcome> {
    let Call { url, headers, body } = call;
    let reply = match body {
        Body::None => {
            let ask = Ask {
                headers,
                ..Ask::get(url, MAX_ANSWER)
            };
            app.net.ask(ask).await
        }
        Body::Json(json) => app.net.ask(post(url, headers, "application/json", json.into())).await,
        Body::Form(form) => {
            app.net
                .ask(post(url, headers, "application/x-www-form-urlencoded", form.into()))
                .await
        }
        Body::File { fields, name, file } => {
            let (form, upload) = content(app, org, &fields, name, &file).await.map_err(ours)?;
            let ask = Ask {
                within: WITHIN,
                ..post(url, headers, &form, Bytes::new())
            };
            app.net.upload(ask, upload).await
        }
    };
    reply.map(answer).map_err(|failure| unanswered(&failure))
}

/// What it means that a provider did not answer: what passes, or an address that leads nowhere.
pub fn unanswered(failure: &Failure) -> Outcome {
    if failure.is_passing() {
        Outcome::Retry(failure.code().to_owned())
    } else {
        Outcome::Broken(failure.code().to_owned())
    }
}

/// What it means that something failed on our side: it may pass, and the provider has nothing to do with it.
pub fn ours(error: Error) -> Outcome {
    tracing::warn!(%error, "on the way to or from a provider");
    Outcome::Retry(error.code.to_owned())
}

fn post(url: String, mut headers: Vec<(&'static str, String)>, content_type: &str, body: Bytes) -> Ask {
    headers.push(("content-type", content_type.to_owned()));
    Ask {
        body: Some(body),
        headers,
        ..Ask::get(url, MAX_ANSWER)
    }
}

fn answer(reply: Reply) -> Answer {
    Answer {
        status: reply.status,
        body: reply.body.to_vec(),
    }
}

/// A form around a file, streamed from where it is kept; the form's type comes first.
async fn content(app: &App, org: OrgId, fields: &[(&'static str, String)], name: &str, file: &Attachment) -> Result<(String, Upload)> {
    let id = file.id;
    let row = app.db.read(move |tx| files::row(tx, org, id)).await?.ok_or_else(Error::unknown)?;
    let form = Form::new(fields, name, &file.name, &file.media_type)?;
    let content = app.vault.get(org, &row.hash, None).await?;
    let length = content.size + (form.head.len() + form.tail.len()) as u64;
    let piece = |bytes: Vec<u8>| stream::once(async move { Ok(Bytes::from(bytes)) });
    let bytes = piece(form.head).chain(content.bytes).chain(piece(form.tail)).boxed();
    Ok((form.content_type, Upload { length, bytes }))
}
