//! The job that fetches a file of a customer's. Where it is, is asked anew for every attempt: an address holds for minutes only.

use channel::{Call, Fetch, Media, Outcome};
use db::job::Job;
use kit::{Error, MessageId, OrgId, Result};

use super::ask::{WITHIN, ask, ours, unanswered};
use super::speaker::{self, Speaker};
use crate::App;
use crate::channel::store as channels;
use crate::file::store as files;
use crate::file::{Preview, Stored};
use crate::message::media::{self, Fetch as Wanted};
use crate::message::store as messages;
use crate::net::Ask;
use crate::work::{self, Done, Failed};

/// After so many attempts, some ten minutes, a person is told and may ask again.
const MOST: u32 = 8;

pub async fn fetch(app: &App, job: &Job) -> Done {
    let Wanted { message, position } = serde_json::from_str(&job.body)?;
    let org = work::organisation_of(job)?;
    let Some((wanted, speaks)) = find(app, org, message, position).await? else {
        return Ok(());
    };
    let landed = match &speaks {
        Some(speaks) => bring(app, org, speaks, &wanted).await,
        None => Err(Outcome::Failed(speaker::NOT_SET_UP.into())),
    };
    let why = match landed {
        Ok((stored, preview)) => {
            let write = move |tx: &mut db::Tx<'_>| {
                let file = files::insert(tx, org, files::Owner::Channel, &stored, preview.as_ref())?;
                media::landed(tx, org, message, position, file)
            };
            return Ok(app.db.write(org, write).await?);
        }
        Err(Outcome::Retry(why)) if job.attempt < MOST => return Err(Failed::Retry(why)),
        Err(Outcome::Later(why, wait)) if job.attempt < MOST => return Err(Failed::Later(why, wait)),
        Err(other) => other.why().unwrap_or_else(|| "media_unavailable".into()),
    };
    Ok(app
        .db
        .write(org, move |tx| media::missing(tx, org, message, position, &why))
        .await?)
}

/// What is awaited, and its channel as one that can be asked; nothing when it is here already.
async fn find(app: &App, org: OrgId, message: MessageId, position: i64) -> Result<Option<(Media, Option<Speaker>)>> {
    let found = app.db.read(move |tx| {
        let Some(message) = messages::row(tx, org, message)? else {
            return Ok(None);
        };
        let Some(wanted) = messages::media::one(tx, org, message.id, position)? else {
            return Ok(None);
        };
        let channel = channels::one(tx, org, message.channel)?;
        Ok::<_, Error>(channel.map(|channel| (wanted.media, channel)))
    });
    let Some((wanted, channel)) = found.await? else { return Ok(None) };
    let speaks = speaker::speaker(app, org, &channel).await?;
    Ok(Some((wanted, speaks)))
}

async fn bring(app: &App, org: OrgId, speaks: &Speaker, wanted: &Media) -> Result<(Stored, Option<Preview>), Outcome> {
    let missing = || Outcome::Failed("media_unavailable".to_owned());
    let call = match speaks.fetch(&wanted.id).ok_or_else(missing)? {
        Fetch::Get(call) => call,
        Fetch::Ask(call) => {
            let answer = ask(app, org, call).await?;
            speaks.located(&answer)?
        }
    };
    let stored = stream(app, org, call, wanted).await?;
    // A picture that cannot be reduced is still a picture.
    let preview = app.previews.make(&app.vault, org, &stored).await.map_err(ours)?;
    Ok((stored, preview))
}

async fn stream(app: &App, org: OrgId, call: Call, wanted: &Media) -> Result<Stored, Outcome> {
    let ask = Ask {
        headers: call.headers,
        within: WITHIN,
        ..Ask::get(call.url, usize::try_from(app.config.max_file).unwrap_or(usize::MAX))
    };
    let lost = |failure: crate::net::Failure| match failure {
        crate::net::Failure::TooLarge => Outcome::Failed("media_too_large".into()),
        other => unanswered(&other),
    };
    let mut incoming = app.net.open(ask).await.map_err(lost)?;
    match incoming.status() {
        200..300 => {}
        429 | 500.. => return Err(Outcome::Retry(format!("HTTP {}", incoming.status()))),
        // An address that has run out is asked for anew.
        401 | 403 | 404 | 410 => return Err(Outcome::Retry("media_unavailable".into())),
        _ => return Err(Outcome::Failed("media_unavailable".into())),
    }
    let mut intake = app.vault.take_in(org, &name(wanted), app.config.max_file);
    while let Some(piece) = incoming.next().await.map_err(lost)? {
        intake.write(&piece).await.map_err(kept)?;
    }
    intake.finish().await.map_err(kept)
}

/// What our own rules refuse is refused for good: a program, a file that is too large.
fn kept(error: Error) -> Outcome {
    match error.kind {
        kit::Kind::Invalid => Outcome::Failed("media_type_refused".into()),
        kit::Kind::TooLarge => Outcome::Failed("media_too_large".into()),
        _ => ours(error),
    }
}

/// As its sender called it, else by its type: `image.jpeg`.
fn name(wanted: &Media) -> String {
    let plain = wanted.media_type.split(';').next().unwrap_or_default().trim();
    let (kind, form) = plain.split_once('/').unwrap_or(("file", "bin"));
    wanted.name.clone().unwrap_or_else(|| format!("{kind}.{form}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_name_is_called_by_its_type() {
        let named = |media_type: &str, own: Option<&str>| {
            name(&Media {
                id: "1".into(),
                name: own.map(str::to_owned),
                media_type: media_type.into(),
            })
        };
        assert_eq!(named("audio/ogg; codecs=opus", None), "audio.ogg");
        assert_eq!(named("", None), "file.bin");
        assert_eq!(named("application/pdf", Some("factura 118.pdf")), "factura 118.pdf");
    }
}
