//! Loans as each side is shown them.

use std::time::Duration;

use access::{Perm, Place, RoleKey};
use db::Tx;
use kit::{Error, LoanId, MemberId, Result, TeamId, Time};

use super::model::{Loan, LoanState};
use super::store;
use crate::member::store::page;
use crate::who::Who;
use crate::{account, member, team};

/// How long what came to nothing is still shown.
const REMEMBERED: Duration = Duration::from_secs(30 * 24 * 3600);

/// As the host sees it.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Loan")]
pub struct Shown {
    pub id: LoanId,
    pub state: LoanState,
    pub first_name: String,
    pub last_name: String,
    /// Where they are at home.
    pub organisation: String,
    pub roles: Vec<RoleKey>,
    pub teams: Vec<TeamId>,
    pub until: Option<Time>,
    /// Whom they became here.
    pub member: Option<MemberId>,
    pub asked_at: Time,
    pub decided_at: Option<Time>,
}

/// As their home sees it.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "LoanRequest")]
pub struct Request {
    pub id: LoanId,
    pub member: MemberId,
    pub first_name: String,
    pub last_name: String,
    /// Who asks.
    pub organisation: String,
    /// In which of its teams; hidden ones are not named.
    pub teams: Vec<String>,
    pub until: Option<Time>,
    pub asked_at: Time,
}

/// What this organisation asked of others and was not given, the newest first.
pub fn asked(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Shown>> {
    who.may(Perm::ExternalInvite, &Place::Desk)?;
    let since = tx.now().minus(REMEMBERED);
    let loans = store::open(tx, who.org(), since)?;
    loans.into_iter().map(|loan| shown(tx, loan)).collect()
}

pub fn one(tx: &mut Tx<'_>, who: &Who, id: LoanId) -> Result<Shown> {
    who.may(Perm::ExternalInvite, &Place::Desk)?;
    let loan = store::of_host(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    shown(tx, loan)
}

fn shown(tx: &mut Tx<'_>, loan: Loan) -> Result<Shown> {
    let person = account::store::row(tx, loan.account)?.ok_or_else(Error::unknown)?;
    let home = page::organisation_names(tx, &[loan.home])?.remove(&loan.home);
    Ok(Shown {
        id: loan.id,
        state: loan.state,
        first_name: person.first_name,
        last_name: person.last_name,
        organisation: home.unwrap_or_default(),
        roles: loan.terms.roles,
        teams: loan.terms.teams,
        until: loan.terms.until,
        member: loan.member,
        asked_at: loan.asked_at,
        decided_at: loan.decided_at,
    })
}

/// What others ask of this organisation, the oldest first.
pub fn requests(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Request>> {
    who.may(Perm::UserEdit, &Place::Desk)?;
    let mut all = Vec::new();
    for loan in store::asked_of(tx, who.org())? {
        let member = member::store::of_account(tx, who.org(), loan.account)?;
        let Some(person) = member.map(|id| member::store::row(tx, who.org(), id)).transpose()?.flatten() else {
            continue;
        };
        let mut teams = Vec::new();
        for id in &loan.terms.teams {
            teams.extend(
                team::store::row(tx, loan.host, *id)?
                    .filter(|team| !team.hidden)
                    .map(|team| team.name),
            );
        }
        let host = page::organisation_names(tx, &[loan.host])?.remove(&loan.host);
        all.push(Request {
            id: loan.id,
            member: person.id,
            first_name: person.first_name,
            last_name: person.last_name,
            organisation: host.unwrap_or_default(),
            teams,
            until: loan.terms.until,
            asked_at: loan.asked_at,
        });
    }
    Ok(all)
}
