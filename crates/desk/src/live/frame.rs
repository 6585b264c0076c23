//! What goes over the wire: JSON texts. `docs/live.md` describes them for other clients.

use std::collections::BTreeMap;

use db::{Event, Thing};
use kit::{MemberId, OrgId, TicketId};
use serde::{Deserialize, Serialize};

use crate::audience::Heard;
use crate::place::cursor;

/// What a client sends.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromClient {
    /// First: where it left off in each organisation.
    Hello {
        #[serde(default)]
        cursors: BTreeMap<String, String>,
    },
    /// Which ticket is in front.
    Viewing {
        org: OrgId,
        ticket: Option<TicketId>,
    },
    /// Letters are being typed into a reply or a note.
    Typing {
        org: OrgId,
        ticket: TicketId,
        #[serde(default)]
        note: bool,
    },
    Pong,
}

/// What the server sends. Events are written by [`event`], once for all who read them.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToClient<'a> {
    Ready {
        organisations: Vec<Head>,
    },
    /// Read everything of this organisation anew: what was missed is no longer kept.
    Reset {
        org: OrgId,
        cursor: String,
    },
    /// One's own rights have changed.
    Access {
        org: OrgId,
    },
    /// No longer a member there.
    Left {
        org: OrgId,
    },
    Whisper {
        org: OrgId,
        kind: &'a str,
        body: serde_json::Value,
    },
    Ping,
}

#[derive(Serialize)]
pub struct Head {
    pub id: OrgId,
    pub cursor: String,
}

/// The noun's name for a prefix.
pub fn noun(prefix: &str) -> &str {
    match prefix {
        "tkt" => "ticket",
        "msg" => "message",
        "con" => "contact",
        "cmp" => "company",
        "mem" => "member",
        "tea" => "team",
        "chn" => "channel",
        "lbl" => "label",
        "org" => "organisation",
        "ntf" => "notification",
        "loa" => "loan",
        "blk" => "bulk_transfer",
        "prq" => "permission_request",
        other => other,
    }
}

fn subject(thing: &Thing) -> serde_json::Value {
    serde_json::json!({ "kind": noun(&thing.kind), "id": thing.to_string() })
}

/// The frame of an event. *Gone* says nothing but what is gone; `bare` leaves out which thing it was.
pub fn event(org: OrgId, event: &Event, heard: Heard, bare: bool) -> String {
    let kind = match heard {
        Heard::Gone => "gone",
        Heard::Appeared => "appeared",
        Heard::Event | Heard::Nothing => "event",
    };
    let mut frame = serde_json::json!({ "type": kind, "org": org, "cursor": cursor(event.seq), "at": event.at });
    if heard != Heard::Gone {
        frame["kind"] = event.kind.as_str().into();
    }
    if !bare {
        frame["subject"] = subject(&event.subject);
    }
    if !bare && heard != Heard::Gone {
        frame["body"] = serde_json::from_str(&event.body).unwrap_or_default();
        frame["by"] = event.actor.as_ref().and_then(Thing::id::<MemberId>).map(|m| m.to_string()).into();
    }
    frame.to_string()
}
