//! The routes of external advisors: the host's, the home's, and the person's own.

use access::Perm::{ExternalInvite, SettingsManage, SettingsRead, UserEdit, UserView};
use axum::Json;
use axum::response::NoContent;
use kit::{Error, LoanId, MemberId, OrgId, Page, Time};

use super::end::Why;
use super::look_up::{Ask, Shown as Found};
use super::{decide, end, invite, lending, lent, limits, loan, look_up, until};
use crate::account::limit;
use crate::http::Permit::{Desk, Person as Signed};
use crate::http::{Answer, Body, Created, Cx, Fault, On, Person, Slice};

pub fn routes() -> Slice {
    Slice::new("external")
        .post(
            "/external-advisors/look-up",
            Desk(ExternalInvite),
            "external.look_up: who has this phone and this e-mail and is at home elsewhere; one answer for all that does not match",
            found,
        )
        .post(
            "/external-advisors",
            Desk(ExternalInvite),
            "external.invite: somebody at home elsewhere serves here, at once or when their home agrees",
            borrow,
        )
        .put(
            "/external-advisors/{member}/until",
            Desk(UserEdit),
            "external.until: when they no longer serve here: another date, or none",
            set_until,
        )
        .get(
            "/loans",
            Desk(ExternalInvite),
            "loan.list: what we asked of other organisations and was not given",
            loans,
        )
        .delete(
            "/loans/{loan}",
            Desk(ExternalInvite),
            "loan.withdraw: we no longer ask for somebody",
            withdraw,
        )
        .get(
            "/loan-requests",
            Desk(UserEdit),
            "loan.requests: whom of ours other organisations ask for",
            requests,
        )
        .post(
            "/loan-requests/{loan}/approval",
            Desk(UserEdit),
            "loan.give: they may serve there; it begins at once",
            give,
        )
        .post(
            "/loan-requests/{loan}/refusal",
            Desk(UserEdit),
            "loan.refuse: they may not serve there",
            refuse,
        )
        .get(
            "/lent",
            Desk(UserView),
            "lent.list: who of ours serves where, since when, in which teams",
            away,
        )
        .delete(
            "/lent/{member}/{host}",
            Desk(UserEdit),
            "lent.recall: somebody of ours serves there no longer",
            recall,
        )
        .get("/lending", Desk(SettingsRead), "lending.get: who may borrow our people", rule)
        .put(
            "/lending",
            Desk(SettingsManage),
            "lending.put: say who may borrow our people",
            set_rule,
        )
}

pub fn across() -> Slice {
    Slice::root("external").delete(
        "/api/v1/me/organisations/{host}",
        Signed("one's own, where one is not at home"),
        "me.leave: serve there no longer",
        leave,
    )
}

/// Somebody, or nobody: of nobody it does not say why.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExternalLookUp")]
struct Looked {
    advisor: Option<Found>,
}

async fn found(cx: Cx, body: Body<Ask>) -> Answer<Looked> {
    limit::take(&cx.app, &limits::of(cx.org(), cx.who.member())).await?;
    let advisor = cx.write(move |tx, who| look_up::look_up(tx, who, &body.value)).await?;
    Ok(Json(Looked { advisor }))
}

async fn borrow(cx: Cx, body: Body<invite::New>) -> Result<Created<loan::Shown>, Fault> {
    limit::take(&cx.app, &limits::of(cx.org(), cx.who.member())).await?;
    // A look-up like any other, in a write of its own: what is refused afterwards takes nothing out of the log.
    let ask = body.value.ask.clone();
    if cx.write(move |tx, who| look_up::look_up(tx, who, &ask)).await?.is_none() {
        return Err(Error::conflict("external_unknown").into());
    }
    let make = move |tx: &mut db::Tx<'_>, who: &crate::who::Who| invite::invite(tx, who, &body.value);
    Ok(cx.create(body.print, make, loan::one).await?)
}

/// `/organisations/{org}/external-advisors/{member}/until`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ExternalAdvisorPath")]
struct OfAdvisor {
    member: MemberId,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ExternalAdvisorUntil")]
struct Until {
    /// None: for good.
    until: Option<Time>,
}

async fn set_until(cx: Cx, On(path): On<OfAdvisor>, body: Body<Until>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| until::until(tx, who, path.member, body.value.until))
        .await?;
    Ok(NoContent)
}

async fn loans(cx: Cx) -> Answer<Page<loan::Shown>> {
    Ok(Json(Page::whole(cx.read(loan::asked).await?)))
}

/// `/organisations/{org}/loans/{loan}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "LoanPath")]
struct OfLoan {
    loan: LoanId,
}

async fn withdraw(cx: Cx, On(path): On<OfLoan>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| decide::withdraw(tx, who, path.loan)).await?;
    Ok(NoContent)
}

async fn requests(cx: Cx) -> Answer<Page<loan::Request>> {
    Ok(Json(Page::whole(cx.read(loan::requests).await?)))
}

async fn give(cx: Cx, On(path): On<OfLoan>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| decide::give(tx, who, path.loan)).await?;
    Ok(NoContent)
}

async fn refuse(cx: Cx, On(path): On<OfLoan>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| decide::refuse(tx, who, path.loan)).await?;
    Ok(NoContent)
}

async fn away(cx: Cx) -> Answer<Page<lent::Lent>> {
    Ok(Json(Page::whole(cx.read(lent::list).await?)))
}

/// `/organisations/{org}/lent/{member}/{host}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "LentPath")]
struct OfLent {
    member: MemberId,
    host: OrgId,
}

async fn recall(cx: Cx, On(path): On<OfLent>) -> Result<NoContent, Fault> {
    let host = path.host;
    let account = cx.write(move |tx, who| end::recall(tx, who, path.member, host)).await?;
    // At once; should this not come to its end, the job does it.
    cx.app
        .db
        .write(host, move |tx| end::over_there(tx, host, account, Why::Recalled))
        .await?;
    Ok(NoContent)
}

async fn rule(cx: Cx) -> Answer<lending::Shown> {
    Ok(Json(cx.read(lending::get).await?))
}

async fn set_rule(cx: Cx, body: Body<lending::Change>) -> Answer<lending::Shown> {
    Ok(Json(cx.write(move |tx, who| lending::put(tx, who, &body.value)).await?))
}

/// `/me/organisations/{host}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "LeavePath")]
struct OfHost {
    host: OrgId,
}

async fn leave(person: Person, On(path): On<OfHost>) -> Result<NoContent, Fault> {
    let (host, account, address) = (path.host, person.session.account, person.address.clone());
    let serves = move |tx: &mut db::Tx<'_>| crate::member::store::of_account(tx, host, account);
    // An organisation of which one is nobody is not locked, nor told from one that never was.
    if person.app.db.read(serves).await?.is_none() {
        return Err(Error::unknown().into());
    }
    person.app.db.write(host, move |tx| end::leave(tx, account, host, &address)).await?;
    Ok(NoContent)
}
