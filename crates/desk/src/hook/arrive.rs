//! A customer's message, handed in by another system.

use db::Tx;
use kit::{ChannelId, Email, Error, FileId, Locale, MessageId, OrgId, Phone, Result, TicketId};

use super::store;
use crate::message::receive::{Arrival, receive};
use crate::text;
use crate::who::Cache;

/// As the other system says it.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
pub struct Inbound {
    /// The other system's own id of the message: the same one again has no second effect.
    pub id: String,
    pub from: From,
    #[serde(default)]
    pub text: String,
    /// Files uploaded before.
    #[serde(default)]
    pub files: Vec<FileId>,
    /// Of a new ticket.
    pub subject: Option<String>,
}

/// Who wrote.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "InboundFrom")]
pub struct From {
    /// The other system's own id of the customer.
    pub address: String,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub locale: Option<String>,
}

/// What became of it.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Landed {
    pub message: MessageId,
    pub ticket: TicketId,
    pub number: i64,
    /// It had come before; nothing was done.
    pub repeated: bool,
}

pub fn arrive(tx: &mut Tx<'_>, callers: &Cache, org: OrgId, channel: ChannelId, inbound: &Inbound) -> Result<Landed> {
    if !store::loose_files(tx, org, &inbound.files)? {
        return Err(Error::invalid("files", "file_unknown"));
    }
    let body = text::prose("text", &inbound.text, 16_000)?;
    if body.is_empty() && inbound.files.is_empty() {
        return Err(Error::invalid("text", "required"));
    }
    let from = &inbound.from;
    let given = |value: &Option<String>| value.as_deref().map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned);
    let arrival = Arrival {
        channel,
        address: text::line("from.address", &from.address, 200)?,
        verified: true,
        provider: Some(text::line("id", &inbound.id, 200)?),
        name: given(&from.name).map(|name| text::line("from.name", &name, 120)).transpose()?,
        phone: given(&from.phone)
            .map(|phone| Phone::parse(&phone, None, "from.phone"))
            .transpose()?,
        email: given(&from.email).map(|email| Email::parse(&email, "from.email")).transpose()?,
        locale: from.locale.as_deref().and_then(Locale::from_tag),
        subject: given(&inbound.subject)
            .map(|subject| text::line("subject", &subject, 200))
            .transpose()?,
        text: body,
        files: inbound.files.clone(),
        more: Default::default(),
    };
    let received = receive(tx, callers, org, &arrival)?;
    Ok(Landed {
        message: received.message.id,
        ticket: received.ticket.id,
        number: received.ticket.number,
        repeated: received.repeated,
    })
}
