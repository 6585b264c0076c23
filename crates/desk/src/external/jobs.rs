//! What follows elsewhere: the other side's half of the log, letters to the person, the end date.
//!
//! Each job runs again when it died in between: a half of the log is written once by its key, and what has ended already is left alone.

use db::Tx;
use db::job::{Dedup, Job};
use kit::{AccountId, AuditId, Email, LoanId, MemberId, OrgId, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::end::{self, Why};
use super::model::{Found, Loan, LoanState};
use super::{begin, events, store};
use crate::account::jobs::{deliver, read};
use crate::audit::{self, Actor};
use crate::mail::{Letter, Template};
use crate::member::store::page;
use crate::member::{self, Member};
use crate::who::Cache;
use crate::work::{self, Done, Failed};
use crate::{App, account, organisation};

/// The home's half of the log.
pub const TOLD: &str = "external.told";
/// The host's half of what its loan was answered.
pub const ANSWERED: &str = "external.answered";
/// The host's half of what was ended elsewhere.
pub const THERE: &str = "external.there";
/// An end date has come.
pub const OVER: &str = "external.over";
pub const WELCOME: &str = "external.welcome";
pub const ENDED: &str = "external.ended";

#[derive(Debug, Serialize, Deserialize)]
struct Told {
    home: OrgId,
    host: OrgId,
    account: AccountId,
    action: String,
    /// Of what happened: it is told once.
    key: String,
    loan: Option<LoanId>,
    body: Value,
}

#[derive(Debug, Serialize, Deserialize)]
struct Answered {
    host: OrgId,
    loan: LoanId,
}

#[derive(Debug, Serialize, Deserialize)]
struct There {
    host: OrgId,
    account: AccountId,
    why: Why,
}

#[derive(Debug, Serialize, Deserialize)]
struct Over {
    member: MemberId,
}

#[derive(Debug, Serialize, Deserialize)]
struct Post {
    member: MemberId,
    account: AccountId,
}

pub fn enqueue_asked(tx: &mut Tx<'_>, loan: &Loan) -> Result<()> {
    of_loan(tx, loan, "external.asked")
}

pub fn enqueue_withdrawn(tx: &mut Tx<'_>, loan: &Loan) -> Result<()> {
    of_loan(tx, loan, "external.withdrawn")
}

fn of_loan(tx: &mut Tx<'_>, loan: &Loan, action: &str) -> Result<()> {
    let told = Told {
        home: loan.home,
        host: loan.host,
        account: loan.account,
        action: action.to_owned(),
        key: format!("{action}:{}", loan.id),
        loan: Some(loan.id),
        body: json!({ "host": loan.host, "loan": loan.id }),
    };
    enqueue(tx, TOLD, &told, Some(loan.home))
}

/// An external membership has begun.
pub fn enqueue_began(tx: &mut Tx<'_>, member: &Member) -> Result<()> {
    tell(tx, member, "external.lent", json!({ "host": member.org, "until": member.until }))?;
    post(tx, member, WELCOME)?;
    ends(tx, member)
}

/// The end of an external membership is another.
pub fn enqueue_until(tx: &mut Tx<'_>, member: &Member) -> Result<()> {
    let body = json!({ "host": member.org, "until": member.until });
    let key = format!("external.until:{}", AuditId::new(tx.now()));
    told(tx, member, "external.until", key, body)?;
    ends(tx, member)
}

fn ends(tx: &mut Tx<'_>, member: &Member) -> Result<()> {
    let Some(until) = member.until else {
        tx.cancel_job(OVER, &member.id.to_string())?;
        return Ok(());
    };
    let dedup = Dedup::Replace(member.id.to_string());
    work::enqueue(tx, OVER, &Over { member: member.id }, Some(member.org), until, Some(dedup))
}

/// One has ended; `action` is how, in the host's log. A recall stands in the home's log already.
pub fn enqueue_ended(tx: &mut Tx<'_>, member: &Member, action: &'static str) -> Result<()> {
    if action != Why::Recalled.action() {
        tell(tx, member, "external.returned", json!({ "host": member.org, "how": action }))?;
    }
    post(tx, member, ENDED)
}

fn tell(tx: &mut Tx<'_>, member: &Member, action: &str, body: Value) -> Result<()> {
    told(tx, member, action, format!("{action}:{}", member.id), body)
}

/// `key` stands for what happened: it is told once.
fn told(tx: &mut Tx<'_>, member: &Member, action: &str, key: String, body: Value) -> Result<()> {
    let (Some(home), Some(account)) = (member.home, member.account) else {
        return Ok(());
    };
    let told = Told {
        home,
        host: member.org,
        account,
        action: action.to_owned(),
        key,
        loan: None,
        body,
    };
    enqueue(tx, TOLD, &told, Some(home))
}

fn post(tx: &mut Tx<'_>, member: &Member, kind: &'static str) -> Result<()> {
    let Some(account) = member.account else { return Ok(()) };
    let post = Post {
        member: member.id,
        account,
    };
    enqueue(tx, kind, &post, Some(member.org))
}

pub fn enqueue_answered(tx: &mut Tx<'_>, loan: &Loan) -> Result<()> {
    let answered = Answered {
        host: loan.host,
        loan: loan.id,
    };
    enqueue(tx, ANSWERED, &answered, Some(loan.host))
}

pub fn enqueue_recall(tx: &mut Tx<'_>, host: OrgId, account: AccountId) -> Result<()> {
    let why = Why::Recalled;
    enqueue(tx, THERE, &There { host, account, why }, Some(host))
}

pub fn enqueue_home_lost(tx: &mut Tx<'_>, host: OrgId, account: AccountId) -> Result<()> {
    let why = Why::HomeLost;
    enqueue(tx, THERE, &There { host, account, why }, Some(host))
}

fn enqueue(tx: &mut Tx<'_>, kind: &'static str, body: &impl Serialize, org: Option<OrgId>) -> Result<()> {
    let now = tx.now();
    work::enqueue(tx, kind, body, org, now, None)
}

/// Does one of them.
pub async fn run(app: &App, job: &Job) -> Done {
    match job.kind.as_str() {
        TOLD => {
            let told: Told = read(&job.body)?;
            Ok(app.db.write(told.home, move |tx| tell_home(tx, &told)).await?)
        }
        ANSWERED => {
            let (asked, callers): (Answered, Cache) = (read(&job.body)?, app.callers.clone());
            Ok(app
                .db
                .write(asked.host, move |tx| answer(tx, &callers, asked.host, asked.loan))
                .await?)
        }
        THERE => {
            let there: There = read(&job.body)?;
            let over = move |tx: &mut Tx<'_>| end::over_there(tx, there.host, there.account, there.why);
            Ok(app.db.write(there.host, over).await?)
        }
        OVER => {
            let (over, host): (Over, OrgId) = (read(&job.body)?, work::organisation_of(job)?);
            Ok(app.db.write(host, move |tx| end::over(tx, host, over.member)).await?)
        }
        WELCOME | ENDED => letter(app, job).await,
        unknown => Err(Failed::Fail(format!("no_worker: {unknown}"))),
    }
}

fn tell_home(tx: &mut Tx<'_>, told: &Told) -> Result<()> {
    let member = member::store::of_account(tx, told.home, told.account)?;
    let subject = member.map_or(told.account.to_string(), |id| id.to_string());
    let host = organisation::store::row(tx, told.host)?;
    let actor = Actor {
        // The host as such: who decided it there is not the home's to know.
        name: host.map(|o| o.name).unwrap_or_default(),
        ..Actor::relevo(told.home)
    };
    if !audit::write_once(tx, actor, &told.action, subject, told.body.clone(), &told.key)? {
        return Ok(());
    }
    match told.loan {
        Some(loan) if told.action == "external.asked" => events::happened(tx, None, "external.asked", loan),
        Some(loan) => events::happened(tx, None, "external.changed", loan),
        None => events::happened(tx, None, "external.changed", told.home),
    }
}

/// The home has answered. What was given begins with the rights that who asked has now; where they do not suffice any more, it lapses.
fn answer(tx: &mut Tx<'_>, callers: &Cache, host: OrgId, id: LoanId) -> Result<()> {
    let Some(loan) = store::of_host(tx, host, id)? else { return Ok(()) };
    if loan.state == LoanState::Refused {
        let home = organisation::store::row(tx, loan.home)?;
        let actor = Actor {
            name: home.map(|o| o.name).unwrap_or_default(),
            ..Actor::relevo(host)
        };
        let key = format!("external.refused:{id}");
        if audit::write_once(tx, actor, "external.refused", id, json!({ "home": loan.home }), &key)? {
            events::happened(tx, None, "external.changed", id)?;
        }
        return Ok(());
    }
    if loan.state != LoanState::Given || loan.member.is_some() {
        return Ok(());
    }
    match tx.attempt(|tx| given(tx, callers, &loan)) {
        Ok(()) => Ok(()),
        Err(error) if matches!(error.kind, kit::Kind::Unavailable | kit::Kind::Internal) => Err(error),
        Err(error) => {
            store::move_on(tx, &loan, LoanState::Lapsed, None)?;
            let body = json!({ "home": loan.home, "code": error.code });
            audit::write(tx, Actor::relevo(host), "external.lapsed", id, body)?;
            events::happened(tx, None, "external.changed", id)
        }
    }
}

fn given(tx: &mut Tx<'_>, callers: &Cache, loan: &Loan) -> Result<()> {
    let who = callers.of_member(tx, loan.host, loan.asked_by)?;
    let person = account::store::row(tx, loan.account)?
        .filter(|a| a.active && a.home == Some(loan.home))
        .ok_or_else(kit::Error::unknown)?;
    let found = Found {
        account: person.id,
        home: loan.home,
        home_name: String::new(),
        first_name: person.first_name,
        last_name: person.last_name,
        email: person.email,
        phone: person.phone.unwrap_or_default(),
        locale: person.locale,
        rule: super::Rule::Approval,
    };
    begin::may(tx, &who, &found, &loan.terms)?;
    let member = begin::begin(tx, &who, &found, loan)?;
    store::set_member(tx, loan.host, loan.id, member)
}

/// To the person: they serve there now, or no longer do (E6).
async fn letter(app: &App, job: &Job) -> Done {
    let (post, host): (Post, OrgId) = (read(&job.body)?, work::organisation_of(job)?);
    let welcome = job.kind == WELCOME;
    match app.db.read(move |tx| written(tx, host, &post, welcome)).await? {
        Some(letter) => deliver(app, &letter).await,
        None => Ok(()),
    }
}

fn written(tx: &mut Tx<'_>, host: OrgId, post: &Post, welcome: bool) -> Result<Option<Letter>> {
    let person = account::store::row(tx, post.account)?.filter(|a| a.active);
    let (Some(person), Some(ground)) = (person, organisation::store::row(tx, host)?) else {
        return Ok(None);
    };
    let Ok(to) = Email::parse(&person.email, "email") else {
        return Ok(None);
    };
    let template = if welcome {
        Template::WelcomeExternal
    } else {
        Template::MembershipEnded
    };
    let letter = Letter::new(to, person.locale, template).with("first_name", person.first_name);
    if !welcome {
        return Ok(Some(letter.with("organisation", ground.name)));
    }
    // Whoever was let go before the letter was written needs no welcome.
    let Some(member) = member::store::row(tx, host, post.member)? else {
        return Ok(None);
    };
    let inviter = member.invited_by.map(|id| member::store::row(tx, host, id)).transpose()?.flatten();
    let teams = page::teams_of(tx, host, &[post.member])?.remove(&post.member).unwrap_or_default();
    let teams: Vec<String> = teams.into_iter().map(|(team, _)| team.name).collect();
    let letter = letter
        .with("inviter", inviter.map_or(ground.name.clone(), |m| m.name()))
        .with("organisation", ground.name)
        .with("teams", teams.join(", "));
    Ok(Some(letter.leading_to(format!("/o/{host}/tickets/external-mine"))))
}
