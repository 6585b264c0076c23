//! The job that tells a customer that their message was read. A courtesy: what cannot be told after a few attempts is let be.

use channel::Outcome;
use db::job::Job;
use kit::Error;

use super::ask::ask;
use super::speaker;
use crate::App;
use crate::channel::store as channels;
use crate::message::jobs::WasRead;
use crate::message::store as messages;
use crate::work::{self, Done, Failed};

const MOST: u32 = 4;

pub async fn seen(app: &App, job: &Job) -> Done {
    let WasRead { message } = serde_json::from_str(&job.body)?;
    let org = work::organisation_of(job)?;
    let found = app.db.read(move |tx| {
        let Some(message) = messages::row(tx, org, message)? else {
            return Ok(None);
        };
        let channel = channels::one(tx, org, message.channel)?;
        Ok::<_, Error>(channel.zip(message.provider))
    });
    let Some((channel, provider)) = found.await? else { return Ok(()) };
    let Some(speaks) = speaker::speaker(app, org, &channel).await? else {
        return Ok(());
    };
    let Some(call) = speaks.read(&provider) else { return Ok(()) };
    let outcome = match ask(app, org, call).await {
        Ok(answer) => speaks.outcome(&answer),
        Err(outcome) => outcome,
    };
    match outcome {
        Outcome::Retry(why) if job.attempt < MOST => Err(Failed::Retry(why)),
        Outcome::Later(why, wait) if job.attempt < MOST => Err(Failed::Later(why, wait)),
        other => {
            if let Some(why) = other.why() {
                tracing::debug!(why, %message, "a customer is not told that they were read");
            }
            Ok(())
        }
    }
}
