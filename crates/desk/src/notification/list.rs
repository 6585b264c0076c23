//! A person's lines over all of their organisations, the latest first.

use access::{Perm, Scope};
use db::Tx;
use kit::{AccountId, Cursor, LoanId, MemberId, MessageId, NotificationId, OrgId, PermissionRequestId, Result, TicketId, Time};

use super::store::{self, Line};
use crate::organisation;
use crate::who::{self, Cache, Who};

/// Counted no further than a badge shows.
const MOST: i64 = 1000;

/// Why a person is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "NotificationKind")]
pub enum Kind {
    /// A ticket became theirs by somebody else.
    Assigned,
    /// A note mentions them.
    Mentioned,
    /// A customer answered on a ticket of theirs.
    Replied,
    /// An organisation in which they are not at home takes them in (E6).
    Welcomed,
    /// Another organisation wants somebody whom they may lend (E5).
    Asked,
    /// Many tickets became theirs at once (C12).
    Received,
    /// Many of their tickets went to others at once.
    Relieved,
    /// A colleague asks for a permission that they could grant (X2).
    PermissionAsked,
    /// What they asked for was granted, or refused.
    PermissionGranted,
    PermissionRefused,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Assigned,
        Self::Mentioned,
        Self::Replied,
        Self::Welcomed,
        Self::Asked,
        Self::Received,
        Self::Relieved,
        Self::PermissionAsked,
        Self::PermissionGranted,
        Self::PermissionRefused,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Mentioned => "mentioned",
            Self::Replied => "replied",
            Self::Welcomed => "welcomed",
            Self::Asked => "asked",
            Self::Received => "received",
            Self::Relieved => "relieved",
            Self::PermissionAsked => "permission_asked",
            Self::PermissionGranted => "permission_granted",
            Self::PermissionRefused => "permission_refused",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Notification {
    pub id: NotificationId,
    pub organisation: NotificationOrganisation,
    pub kind: Kind,
    /// None of what is about no ticket: `welcomed`, `asked`, `permission_…`; or about many: `received`, `relieved`.
    pub ticket: Option<NotificationTicket>,
    /// Of `welcomed`: the teams that one is in there, as they are now.
    pub teams: Vec<String>,
    /// Of `asked`: who is wanted, and by whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loan: Option<NotificationLoan>,
    /// Of `permission_…`: what is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<NotificationRequest>,
    /// Of `received` and `relieved`: how many tickets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// The note or the customer's message.
    pub message: Option<MessageId>,
    /// Who did it; none: the customer or Relevo.
    pub actor: Option<NotificationActor>,
    pub at: Time,
    pub read_at: Option<Time>,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct NotificationOrganisation {
    pub id: OrgId,
    pub name: String,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct NotificationTicket {
    pub id: TicketId,
    pub number: i64,
    pub subject: String,
    pub contact: String,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct NotificationLoan {
    pub id: LoanId,
    pub person: String,
    pub organisation: String,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct NotificationRequest {
    pub id: PermissionRequestId,
    pub permission: Perm,
    pub scope: Scope,
    /// What the channel or the team is called.
    pub place: Option<String>,
    /// Who asks.
    pub person: String,
    /// Of one's own: the ticket at which it was missed.
    pub ticket: Option<TicketId>,
    /// Of one's own, granted: until when; none: for good.
    pub until: Option<Time>,
    /// Of one's own, refused: why.
    pub reason: Option<String>,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct NotificationActor {
    pub id: MemberId,
    pub name: String,
}

/// One page, and how many are not read in all.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Notifications {
    pub items: Vec<Notification>,
    /// Pass as `cursor` to go on; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Of all organisations, counted up to 1000.
    pub unread: i64,
}

/// Everybody that an account is, where it is in good standing now.
pub fn memberships(tx: &mut Tx<'_>, callers: &Cache, account: AccountId) -> Result<Vec<Who>> {
    let mut all = Vec::new();
    for (org, _) in who::store::memberships(tx, account)? {
        match callers.of_account(tx, org, account) {
            Ok(who) if who.caller.alive => all.push(who),
            Ok(_) => {}
            Err(gone) if gone.kind == kit::Kind::Unknown => {}
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

pub fn list(
    tx: &mut Tx<'_>,
    callers: &Cache,
    account: AccountId,
    only_unread: bool,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Notifications> {
    let (mut all, mut unread) = (Vec::new(), 0);
    for who in memberships(tx, callers, account)? {
        unread += store::unread(tx, &who, MOST)?;
        let lines = store::page(tx, &who, only_unread, after, limit + 1)?;
        if lines.is_empty() {
            continue;
        }
        let organisation = NotificationOrganisation {
            id: who.org(),
            name: organisation::store::row(tx, who.org())?.map(|o| o.name).unwrap_or_default(),
        };
        for line in lines {
            let teams = match Kind::from_name(&line.kind) {
                Some(Kind::Welcomed) => store::team_names(tx, who.org(), who.member())?,
                _ => Vec::new(),
            };
            all.extend(shown(line, organisation.clone(), teams));
        }
    }
    all.sort_by_key(|n: &Notification| std::cmp::Reverse((n.at, n.id)));
    let page = kit::Page::cut(all, limit, |n| Cursor::new(n.at, n.id));
    Ok(Notifications {
        items: page.items,
        next: page.next,
        unread: unread.min(MOST),
    })
}

fn shown(line: Line, organisation: NotificationOrganisation, teams: Vec<String>) -> Option<Notification> {
    Some(Notification {
        id: line.id,
        organisation,
        kind: Kind::from_name(&line.kind)?,
        ticket: line.ticket.map(|ticket| NotificationTicket {
            id: ticket.id,
            number: ticket.number,
            subject: ticket.subject,
            contact: ticket.contact,
        }),
        teams,
        loan: line
            .loan
            .map(|(id, person, organisation)| NotificationLoan { id, person, organisation }),
        request: line.request,
        amount: line.amount,
        message: line.message,
        actor: line.actor.zip(line.actor_name).map(|(id, name)| NotificationActor { id, name }),
        at: line.at,
        read_at: line.read_at,
    })
}
