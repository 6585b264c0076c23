//! Who may hear of an event: sockets, webhooks. The reader's reach is asked about the facts before and after it; nothing else lets it out.

use access::{Facts, Perm, Place, Reach};
use db::{Event, Thing, Tx};
use kit::{CompanyId, ContactId, MemberId, Result};

use crate::who::Who;

/// How an event reaches a reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heard {
    Nothing,
    /// It happened to something that the reader could and can read.
    Event,
    /// It brought something into the reader's reach.
    Appeared,
    /// It took something out of the reader's reach.
    Gone,
}

/// An event's class and the places of its subject, read once for all who may hear it.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    pub class: Class,
    pub before: Option<Facts>,
    pub after: Option<Facts>,
}

impl Placed {
    pub fn of(event: &Event) -> Self {
        let facts = |json: &Option<String>| json.as_deref().and_then(|text| serde_json::from_str(text).ok());
        Self {
            class: Class::of(event),
            before: facts(&event.before),
            after: facts(&event.after),
        }
    }
}

/// What kind of thing an event is about, and so who is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// A ticket or what hangs from it: by the ticket's facts.
    Ticket,
    /// As [`Class::Ticket`], for those who read notes.
    Note,
    /// A contact, through a ticket that one can read now; a company, through such a contact.
    Contact,
    /// Rights of a member (the subject), or of all when the subject is the organisation.
    Access,
    /// One member's own (the body's `member`): notifications, presence, their portfolio.
    Own,
    /// A word of the organisation: whoever may read that list.
    Desk(Perm),
    /// People, teams, channels: that something changed, not what. Readers ask for their list again.
    Bare,
    /// A permission that is asked for: who asks (the body's `member`) and those who set switches; that something changed, not what.
    Request,
    /// Nobody's panel.
    Silent,
}

impl Class {
    pub fn of(event: &Event) -> Self {
        let (noun, _) = event.kind.split_once('.').unwrap_or((&event.kind, ""));
        match noun {
            "ticket" | "message" | "time_entry" => Self::Ticket,
            "note" => Self::Note,
            "contact" | "company" => Self::Contact,
            "access" => Self::Access,
            "notification" | "presence" | "portfolio" => Self::Own,
            "organisation" => Self::Desk(Perm::OrganisationRead),
            "bulk_transfer" => Self::Desk(Perm::TicketTransferBulk),
            "external" => Self::Desk(Perm::UserView),
            "label" => Self::Desk(Perm::LabelRead),
            "origin" => Self::Desk(Perm::OriginRead),
            "resolution" => Self::Desk(Perm::ResolutionRead),
            "field" => Self::Desk(Perm::FieldRead),
            "hours" => Self::Desk(Perm::HoursRead),
            "canned" | "category" => Self::Desk(Perm::CannedRead),
            "member" | "team" | "channel" | "role" => Self::Bare,
            "permission_request" => Self::Request,
            _ => Self::Silent,
        }
    }

    /// Whether a frame leaves out which thing it was.
    pub const fn bare(self) -> bool {
        matches!(self, Self::Bare | Self::Request)
    }
}

/// The reaches of one caller that events are held against; made when the caller is.
pub struct Ears {
    ticket: Reach,
    note: Reach,
}

impl Ears {
    pub fn of(who: &Who) -> Self {
        Self {
            ticket: who.reach(Perm::TicketRead),
            note: who.reach(Perm::NoteRead),
        }
    }

    /// What a whisper about a ticket, or about a note in it, is held against.
    pub fn reach(&self, note: bool) -> &Reach {
        if note { &self.note } else { &self.ticket }
    }
}

/// How this caller hears of an event. Contacts and companies are asked for with [`hear_contact`].
pub fn hear(who: &Who, ears: &Ears, event: &Event, placed: &Placed) -> Heard {
    let moved = |reach: &Reach| {
        let inside = |facts: &Option<access::Facts>| facts.as_ref().map(|f| reach.contains(f, who.now));
        match (inside(&placed.before), inside(&placed.after)) {
            (Some(true), Some(false) | None) => Heard::Gone,
            (Some(false), Some(true)) => Heard::Appeared,
            (_, Some(true)) => Heard::Event,
            _ => Heard::Nothing,
        }
    };
    let when = |yes: bool| if yes { Heard::Event } else { Heard::Nothing };
    match placed.class {
        Class::Ticket => moved(&ears.ticket),
        Class::Note => moved(&ears.note),
        Class::Desk(perm) => when(who.can(perm, &Place::Desk)),
        Class::Own => when(owner(event) == Some(who.member())),
        Class::Bare => when(who.can(Perm::OrganisationRead, &Place::Desk)),
        Class::Request => {
            let sets = who.can(Perm::UserEdit, &Place::Desk) || who.caller.holds_anywhere(Perm::ChannelManage, who.now);
            when(sets || owner(event) == Some(who.member()))
        }
        Class::Contact | Class::Access | Class::Silent => Heard::Nothing,
    }
}

/// Whether this caller can read the contact now, or knows the company by a contact that they can read.
pub fn hear_contact(tx: &mut Tx<'_>, who: &Who, subject: &Thing) -> Result<bool> {
    match (subject.id::<ContactId>(), subject.id::<CompanyId>()) {
        (Some(contact), _) => crate::contact::store::in_reach(tx, who, contact),
        (_, Some(company)) => crate::company::store::heard(tx, who, company),
        _ => Ok(false),
    }
}

fn owner(event: &Event) -> Option<MemberId> {
    let body: serde_json::Value = serde_json::from_str(&event.body).ok()?;
    body.get("member")?.as_str()?.parse().ok()
}

/// Whether an event of rights touches this member.
pub fn touches(event: &Event, member: MemberId) -> bool {
    event.subject.id::<MemberId>().is_none_or(|subject| subject == member)
}
