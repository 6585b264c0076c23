//! What a provider tells of a message that we do not know. Mostly it is one that somebody sent by another way, and there is nothing to note;
//! but a provider may be quicker than we are at writing down what it calls ours, and then it is looked for again a little later.

use std::time::Duration;

use channel::{Step, Told};
use db::Tx;
use db::job::Job;
use kit::{ChannelId, OrgId, Result};
use serde::{Deserialize, Serialize};

use super::take;
use crate::App;
use crate::work::{self, Done, Failed};

pub const KIND: &str = "provider.late";

const SOON: Duration = Duration::from_secs(3);
/// By then it is none of ours.
const MOST: u32 = 3;

#[derive(Serialize, Deserialize)]
struct Late {
    channel: ChannelId,
    id: String,
    step: String,
    failure: Option<String>,
}

pub fn enqueue(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, told: &Told) -> Result<()> {
    let (step, failure) = match &told.step {
        // That it left we say ourselves.
        Step::Sent => return Ok(()),
        Step::Delivered => ("delivered", None),
        Step::Read => ("read", None),
        Step::Failed(why) => ("failed", Some(why.clone())),
    };
    let late = Late {
        channel,
        id: told.id.clone(),
        step: step.to_owned(),
        failure,
    };
    let due = tx.now().plus(SOON);
    work::enqueue(tx, KIND, &late, Some(org), due, None)
}

pub async fn late(app: &App, job: &Job) -> Done {
    let Late {
        channel,
        id,
        step,
        failure,
    } = serde_json::from_str(&job.body)?;
    let org = work::organisation_of(job)?;
    let step = match (step.as_str(), failure) {
        ("delivered", _) => Step::Delivered,
        ("read", _) => Step::Read,
        (_, why) => Step::Failed(why.unwrap_or_default()),
    };
    let told = Told { id, step };
    let known = app.db.write(org, move |tx| take::tell(tx, org, channel, &told)).await?;
    if known || job.attempt >= MOST {
        return Ok(());
    }
    Err(Failed::Retry("message_unknown".into()))
}
