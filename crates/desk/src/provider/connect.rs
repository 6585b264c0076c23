//! The job that tells a provider where we are, or that we are there no more, where the desk can say that itself: a channel was made, its token
//! or secret is another, it was put away.

use channel::Outcome;
use db::job::Job;

use super::{speaker, telegram};
use crate::App;
use crate::channel::jobs::Connect;
use crate::channel::{Kind, State, health, store};
use crate::work::{self, Done, Failed};

/// After so many attempts, some ten minutes, the channel says that it is not connected; a person may ask again.
const MOST: u32 = 8;

pub async fn connect(app: &App, job: &Job) -> Done {
    let Connect { channel } = serde_json::from_str(&job.body)?;
    let org = work::organisation_of(job)?;
    let found = app.db.read(move |tx| store::one(tx, org, channel)).await?;
    let Some(channel) = found.filter(|channel| channel.kind == Kind::Telegram) else {
        return Ok(());
    };
    // Without a token there is nobody to be told anything.
    let Some(bot) = speaker::telegram(app, org, &channel).await? else {
        return Ok(());
    };
    let parting = channel.state == State::Archived;
    let told = if parting {
        telegram::part(app, org, &channel, &bot).await
    } else {
        telegram::introduce(app, org, &channel, &bot).await.map(drop)
    };
    match told {
        Err(Outcome::Retry(why)) if job.attempt < MOST => return Err(Failed::Retry(why)),
        Err(Outcome::Later(why, wait)) if job.attempt < MOST => return Err(Failed::Later(why, wait)),
        _ => {}
    }
    let why = told.err().and_then(Outcome::why);
    let id = channel.id;
    let written = app.db.write(org, move |tx| match &why {
        // What is put away is in nobody's way: what comes is refused.
        _ if parting => Ok(()),
        Some(why) => health::failing(tx, org, id, why),
        None => health::well(tx, org, id),
    });
    Ok(written.await?)
}
