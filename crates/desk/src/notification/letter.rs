//! The letter that follows a line at which nobody has looked.
//!
//! It says which ticket and leads to it, and holds nothing of what was written: mail goes further than the panel. Whether it is sent is
//! decided when it is due: the line is still unread, its ticket still the member's to read, and the member still wants letters.

use std::time::Duration;

use db::Tx;
use db::job::Job;
use kit::{Email, NotificationId, OrgId, Result};
use serde::{Deserialize, Serialize};

use super::list::{Kind, NotificationRequest};
use super::store::New;
use super::{choice, store};
use crate::account::jobs::{deliver, read};
use crate::mail::{Letter, Template};
use crate::who::Cache;
use crate::work::{self, Done};
use crate::{App, account, organisation};

pub const LETTER: &str = "notification.letter";

/// Whoever sits in the panel has seen it by then.
pub const PATIENCE: Duration = Duration::from_secs(600);

#[derive(Serialize, Deserialize)]
struct Due {
    member: kit::MemberId,
    notification: NotificationId,
}

/// In the transaction that makes the line.
pub fn enqueue(tx: &mut Tx<'_>, org: OrgId, new: &New) -> Result<()> {
    // A service account has nobody who reads them.
    if account::store::of_member(tx, org, new.member)?.is_none_or(|a| !choice::wants_mail(&a, new.kind)) {
        return Ok(());
    }
    let due = Due {
        member: new.member,
        notification: new.id,
    };
    work::enqueue(tx, LETTER, &due, Some(org), new.at.plus(PATIENCE), None)
}

/// Sends it, or finds that there is nothing to say any more.
pub async fn letter(app: &App, job: &Job) -> Done {
    let due: Due = read(&job.body)?;
    let org = work::organisation_of(job)?;
    let callers = app.callers.clone();
    match app.db.read(move |tx| written(tx, &callers, org, &due)).await? {
        Some(letter) => deliver(app, &letter).await,
        None => Ok(()),
    }
}

fn written(tx: &mut Tx<'_>, callers: &Cache, org: OrgId, due: &Due) -> Result<Option<Letter>> {
    let who = match callers.of_member(tx, org, due.member) {
        Ok(who) if who.caller.alive => who,
        Ok(_) => return Ok(None),
        Err(gone) if gone.kind == kit::Kind::Unknown => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(line) = store::one(tx, &who, due.notification)?.filter(|line| line.read_at.is_none()) else {
        return Ok(None);
    };
    let Some(kind) = Kind::from_name(&line.kind) else { return Ok(None) };
    let person = account::store::of_member(tx, org, due.member)?.filter(|a| a.active && choice::wants_mail(a, kind));
    let (Some(person), Some(ground)) = (person, organisation::store::row(tx, org)?) else {
        return Ok(None);
    };
    let Ok(to) = Email::parse(&person.email, "email") else {
        return Ok(None);
    };
    let letter = |template| {
        Letter::new(to, person.locale, template)
            .with("first_name", person.first_name)
            .with("organisation", ground.name)
    };
    if let Some(request) = line.request {
        return Ok(of_request(kind, org, request, letter));
    }
    let (template, view) = match kind {
        Kind::Assigned => (Template::TicketAssigned, "mine"),
        Kind::Mentioned => (Template::TicketMentioned, "mentions"),
        Kind::Replied => (Template::TicketReplied, "mine"),
        _ => return Ok(None),
    };
    let Some(ticket) = line.ticket else { return Ok(None) };
    let said = line.message.map(|id| format!("#{id}")).unwrap_or_default();
    let letter = letter(template)
        .with("number", format!("#{}", ticket.number))
        .leading_to(format!("/o/{org}/tickets/{view}/{}{said}", ticket.id));
    Ok(Some(letter))
}

/// Who asks, or that there is an answer; which permission it is, the panel says, and why it was refused.
fn of_request(kind: Kind, org: OrgId, request: NotificationRequest, letter: impl FnOnce(Template) -> Letter) -> Option<Letter> {
    let back = match request.ticket {
        Some(ticket) => format!("/o/{org}/tickets/mine/{ticket}"),
        None => format!("/o/{org}"),
    };
    match kind {
        Kind::PermissionAsked => {
            let letter = letter(Template::PermissionAsked).with("person", request.person);
            Some(letter.leading_to(format!("/o/{org}/manage/members?view=requests")))
        }
        Kind::PermissionGranted => Some(letter(Template::PermissionGranted).leading_to(back)),
        Kind::PermissionRefused => Some(letter(Template::PermissionRefused).leading_to(back)),
        _ => None,
    }
}
