//! Work that follows: the invitation's letter, and telling administrators that another is wanted.

use db::Tx;
use db::job::Dedup;
use kit::{Email, InvitationId, MemberId, OrgId, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::App;
use crate::account::jobs::{deliver, read};
use crate::audit::{self, Actor};
use crate::mail::{Letter, Template, when};
use crate::member::store::invitation::Invitation;
use crate::member::store::{self, invitation};
use crate::member::{Member, State};
use crate::organisation::{self, Organisation};
use crate::who::secret::{self, Purpose};
use crate::work::{self, Done};

pub const LETTER: &str = "invitation.letter";
pub const WANTED: &str = "invitation.wanted";

#[derive(Debug, Serialize, Deserialize)]
struct LetterJob {
    organisation: OrgId,
    invitation: InvitationId,
    again: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct WantedJob {
    /// Of what was shown, in base64url.
    hash: String,
}

pub fn enqueue_letter(tx: &mut Tx<'_>, made: &Invitation, again: bool) -> Result<()> {
    let due_at = tx.now();
    let letter = LetterJob {
        organisation: made.org,
        invitation: made.id,
        again,
    };
    work::enqueue(tx, LETTER, &letter, Some(made.org), due_at, None)
}

/// However often somebody asks, the administrators are told once while the job waits.
pub fn enqueue_wanted(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<()> {
    let hash = data_encoding::BASE64URL_NOPAD.encode(hash);
    let due_at = tx.now();
    work::enqueue(tx, WANTED, &WantedJob { hash: hash.clone() }, None, due_at, Some(Dedup::Keep(hash)))
}

/// Writes the letter, with a fresh secret. One that is written again carries another link, and the earlier one is dead.
pub async fn letter(app: &App, body: &str) -> Done {
    let job: LetterJob = read(body)?;
    let (org, id) = (job.organisation, job.invitation);
    if app.mailer.is_off() {
        return Ok(());
    }
    let shown = secret::new(Purpose::Invitation)?;
    let hash = secret::sha256(shown.as_bytes());
    let ready = move |tx: &mut Tx<'_>| {
        if !invitation::set_secret(tx, org, id, &hash)? {
            return Ok(None);
        }
        let Some(open) = invitation::row(tx, org, id)? else {
            return Ok(None);
        };
        let member = store::row(tx, org, open.member)?.filter(|m| m.state == State::Invited);
        let inviter = store::row(tx, org, open.created_by)?.map(|m| m.name());
        Ok::<_, kit::Error>(
            member
                .zip(organisation::store::row(tx, org)?)
                .map(|(member, ground)| (open, member, ground, inviter)),
        )
    };
    let Some((open, member, ground, inviter)) = app.db.write(org, ready).await? else {
        return Ok(());
    };
    let template = if job.again {
        Template::InvitationRenewed
    } else {
        Template::Invitation
    };
    let mut letter = Letter::new(Email::parse(&member.email, "email")?, member.locale, template)
        .with("first_name", member.first_name)
        .with("organisation", ground.name.clone())
        .with("expires", when(member.locale, open.expires_at, &ground.time_zone))
        .leading_to(format!("/invitation?token={shown}"));
    if template == Template::Invitation {
        letter = letter.with("inviter", inviter.unwrap_or(ground.name));
    }
    deliver(app, &letter).await
}

/// Tells the administrators, and the log, if the invitation is one that has expired.
pub async fn wanted(app: &App, body: &str) -> Done {
    let job: WantedJob = read(body)?;
    let Some(hash) = data_encoding::BASE64URL_NOPAD
        .decode(job.hash.as_bytes())
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
    else {
        return Ok(());
    };
    let found = app.db.read(move |tx| invitation::by_hash(tx, &hash)).await?;
    let Some(found) = found else { return Ok(()) };
    let (org, id) = (found.org, found.id);
    let log = move |tx: &mut Tx<'_>| {
        let open = invitation::row(tx, org, id)?.filter(|i| i.open() && i.expired(tx.now()));
        let Some(member) = open
            .map(|i| store::row(tx, org, i.member))
            .transpose()?
            .flatten()
            .filter(|m| m.state == State::Invited)
        else {
            return Ok(None);
        };
        audit::write(tx, Actor::relevo(org), "invitation.wanted", member.id, json!({ "invitation": id }))?;
        let mut told = Vec::new();
        for administrator in store::administrators(tx, org)? {
            told.extend(store::row(tx, org, administrator)?);
        }
        Ok::<_, kit::Error>(organisation::store::row(tx, org)?.map(|ground| (member, told, ground)))
    };
    let Some((member, told, ground)) = app.db.write(org, log).await? else {
        return Ok(());
    };
    for administrator in told {
        deliver(app, &wanted_letter(&administrator, &member, &ground)?).await?;
    }
    Ok(())
}

fn wanted_letter(to: &Member, member: &Member, ground: &Organisation) -> Result<Letter> {
    let letter = Letter::new(Email::parse(&to.email, "email")?, to.locale, Template::InvitationWanted);
    let letter = letter
        .with("name", member.name())
        .with("email", member.email.clone())
        .with("organisation", ground.name.clone());
    Ok(letter.leading_to(path(ground.id, member.id)))
}

fn path(org: OrgId, member: MemberId) -> String {
    format!("/o/{org}/manage/members/{member}")
}
