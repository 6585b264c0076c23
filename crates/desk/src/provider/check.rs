//! Whether a channel is connected, asked of its provider while a person waits; and a message by which they see it themselves.

use channel::{Answer, Call, Outbound, Outcome};
use channel_whatsapp::check;
use kit::{MessageId, OrgId, Result, TicketId};

use super::{ask, speaker, telegram};
use crate::App;
use crate::channel::{Channel, Kind, State, health};

/// What the provider says.
#[derive(Clone, Debug, Default, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelCheck")]
pub struct Checked {
    pub ok: bool,
    /// Code of why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// As customers see who writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The provider's own word for the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// `green`, `yellow`, `red` or `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<String>,
    /// Where customers write to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Checked {
    fn no(failure: impl Into<String>) -> Self {
        Self {
            failure: Some(failure.into()),
            ..Self::default()
        }
    }
}

/// Asks who it is, and has its provider bring us what customers write. What comes out is the channel's health, too.
pub async fn check(app: &App, org: OrgId, channel: &Channel) -> Result<Checked> {
    let checked = match channel.kind {
        Kind::Webchat | Kind::Api => return Ok(Checked::no("no_provider")),
        Kind::Whatsapp => whatsapp(app, org, channel).await?,
        Kind::Telegram => bot(app, org, channel).await?,
    };
    let (id, failure) = (channel.id, checked.failure.clone());
    app.db
        .write(org, move |tx| match &failure {
            Some(why) if why != speaker::NOT_SET_UP => health::failing(tx, org, id, why),
            Some(_) => Ok(()),
            None => health::well(tx, org, id),
        })
        .await?;
    Ok(checked)
}

async fn whatsapp(app: &App, org: OrgId, channel: &Channel) -> Result<Checked> {
    let Some(number) = speaker::whatsapp(app, org, channel).await? else {
        return Ok(Checked::no(speaker::NOT_SET_UP));
    };
    let found = match answered(app, org, number.ask_number())
        .await
        .and_then(|answer| check::number(&answer))
    {
        Ok(found) => found,
        Err(why) => return Ok(Checked::no(why)),
    };
    let account = channel.whatsapp().account_id;
    let failure = if account.is_empty() {
        Some("account_missing".to_owned())
    } else {
        match answered(app, org, number.subscribe(&account))
            .await
            .and_then(|answer| check::success(&answer))
        {
            Ok(()) => None,
            Err(why) if why == "number_unknown" => Some("account_unknown".to_owned()),
            Err(why) => Some(why),
        }
    };
    Ok(Checked {
        ok: failure.is_none(),
        failure,
        name: Some(found.name),
        number: Some(found.number),
        quality: Some(found.quality.to_lowercase()),
        link: None,
    })
}

async fn bot(app: &App, org: OrgId, channel: &Channel) -> Result<Checked> {
    let Some(bot) = speaker::telegram(app, org, channel).await? else {
        return Ok(Checked::no(speaker::NOT_SET_UP));
    };
    let profile = match telegram::introduce(app, org, channel, &bot).await {
        Ok(profile) => profile,
        Err(outcome) => return Ok(Checked::no(why(outcome))),
    };
    // While a channel is paused, that something waits is as it should be.
    let failure = match telegram::how(app, org, &bot).await {
        Ok(hook) if channel.state == State::Active && hook.pending > 0 && hook.trouble.is_some() => Some("hook_failing".to_owned()),
        Ok(_) => None,
        Err(outcome) => Some(why(outcome)),
    };
    Ok(Checked {
        ok: failure.is_none(),
        failure,
        name: Some(profile.name),
        link: Some(profile.username)
            .filter(|name| !name.is_empty())
            .map(|name| format!("https://t.me/{name}")),
        ..Checked::default()
    })
}

async fn answered(app: &App, org: OrgId, call: Call) -> Result<Answer, String> {
    ask::ask(app, org, call).await.map_err(why)
}

fn why(outcome: Outcome) -> String {
    outcome.why().unwrap_or_else(|| "provider_failed".to_owned())
}

/// A text to an address, past all tickets: the provider's answer is shown at once.
pub async fn test(app: &App, org: OrgId, channel: &Channel, to: Option<String>, text: String) -> Result<Checked> {
    let Some(speaks) = speaker::speaker(app, org, channel).await? else {
        let none = channel.kind.credentials().is_empty();
        return Ok(Checked::no(if none { "no_provider" } else { speaker::NOT_SET_UP }));
    };
    let now = app.clock.now();
    let said = Outbound {
        id: MessageId::new(now),
        ticket: TicketId::new(now),
        to,
        text,
        reply_to: None,
        files: Vec::new(),
    };
    let outcome = match speaks.call(&said, 0, None, now) {
        Err(code) => Outcome::Failed(code.to_owned()),
        Ok(call) => match ask::ask(app, org, call).await {
            Ok(answer) => speaks.outcome(&answer),
            Err(outcome) => outcome,
        },
    };
    Ok(match outcome {
        Outcome::Sent { .. } => Checked {
            ok: true,
            ..Checked::default()
        },
        other => Checked::no(why(other)),
    })
}
