//! The membership of somebody who is at home elsewhere. It counts at once, also in what they have open (E6).

use access::{Caller, External, Membership, Perm, Place, Set, change};
use db::Tx;
use kit::{Error, MemberId, Result, RoleId, TeamId};
use serde_json::json;

use super::model::{Found, Loan, Terms};
use super::{jobs, store};
use crate::member::store::sets;
use crate::member::{self, Member, Presence, State, create, events, presence, rights};
use crate::who::Who;
use crate::{account, audit, team};

/// Whether these terms are the inviter's to give, to somebody who is not there yet.
pub fn may(tx: &mut Tx<'_>, who: &Who, found: &Found, terms: &Terms) -> Result<()> {
    who.may(Perm::ExternalInvite, &Place::Desk)?;
    if terms.until.is_some_and(|until| until <= tx.now()) {
        return Err(Error::invalid("until", "already_past"));
    }
    let seats = seats(tx, who, terms)?;
    let mut wanted = Membership::new(who.org(), MemberId::new(tx.now()), found.account);
    for id in create::roles(tx, who, &terms.roles)? {
        let role = store::role(tx, who.org(), id)?.ok_or_else(|| Error::invalid("roles", "role_unknown"))?;
        wanted = wanted.with_role(&role);
    }
    wanted.teams = seats.iter().map(|(team, _)| *team).collect();
    wanted.until = terms.until;
    wanted.external = Some(External {
        home: found.home,
        policy: Set::any(),
    });
    Ok(change::may_change(&who.caller, None, Some(&Caller::build(&wanted)), who.now)?)
}

/// Without a team there is nothing to serve in.
fn seats(tx: &mut Tx<'_>, who: &Who, terms: &Terms) -> Result<Vec<(TeamId, bool)>> {
    if terms.teams.is_empty() {
        return Err(Error::invalid("teams", "required"));
    }
    let mut seats: Vec<(TeamId, bool)> = Vec::new();
    for id in &terms.teams {
        if !team::policy::knows(tx, who, *id)? {
            return Err(Error::invalid("teams", "team_unknown"));
        }
        if seats.iter().all(|(team, _)| team != id) {
            seats.push((*id, seats.is_empty()));
        }
    }
    Ok(seats)
}

/// Makes the member, tells the person's open panels, and lays by what follows.
pub fn begin(tx: &mut Tx<'_>, who: &Who, found: &Found, loan: &Loan) -> Result<MemberId> {
    let terms = &loan.terms;
    if member::store::email_taken(tx, who.org(), &found.email.to_lowercase())? {
        return Err(Error::conflict("email_taken").with_field("email"));
    }
    let roles: Vec<RoleId> = create::roles(tx, who, &terms.roles)?;
    let seats = seats(tx, who, terms)?;
    let member = Member {
        org: who.org(),
        id: MemberId::new(tx.now()),
        account: Some(found.account),
        service: false,
        state: State::Active,
        first_name: found.first_name.clone(),
        last_name: found.last_name.clone(),
        email: found.email.clone(),
        phone: Some(found.phone.clone()).filter(|phone| !phone.is_empty()),
        photo: None,
        locale: found.locale,
        signature: String::new(),
        presence: Presence::Offline,
        presence_at: tx.now(),
        connected_until: None,
        quota: None,
        until: terms.until,
        invited_by: Some(who.member()),
        created_at: tx.now(),
        home: Some(found.home),
    };
    rights::changing(tx, who, member.id, "created", |tx| {
        member::store::insert(tx, &member)?;
        sets::put_roles(tx, who.org(), member.id, &roles)?;
        sets::put_teams(tx, who.org(), member.id, &seats)
    })?;
    // One switch over all: who is at work is at work here too.
    if let Some(there) = member::store::presence_of(tx, found.home, found.account)? {
        presence::set(tx, who.org(), member.id, there)?;
    }
    let body = json!({ "home": found.home, "loan": loan.id, "roles": terms.roles, "teams": terms.teams, "until": terms.until });
    audit::write(tx, who, "external.began", member.id, body)?;
    events::changed(tx, Some(who), member.id, &["created"])?;
    super::events::happened(tx, Some(who), "external.began", member.id)?;
    account::store::changed(
        tx,
        found.account,
        "account.membership",
        json!({ "state": State::Active }).to_string(),
    )?;
    jobs::enqueue_began(tx, &member)?;
    Ok(member.id)
}
