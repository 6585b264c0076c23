//! The routes of time that was worked.

use access::Perm::{TicketRead, TicketReply, UserView};
use axum::Json;
use axum::body::Body as Bytes;
use axum::response::{NoContent, Response};
use kit::{Error, Page, TicketId};

use super::export::{self, Kind};
use super::period::{Ask as Days, Period};
use super::record::InFront;
use super::sheet::{self, Own, Sheet, Side};
use super::{correct, of_ticket, record};
use crate::http::Permit::{At, Desk, Person as Signed};
use crate::http::{Answer, Ask, Body, Created, Cx, Fault, On, Person, Slice};
use crate::member;

pub fn routes() -> Slice {
    Slice::new("time_entry")
        .put(
            "/tickets/{ticket}/time",
            At(TicketReply),
            "time_entry.record: the ticket was in front of me; what is counted already is not counted again",
            in_front,
        )
        .get(
            "/tickets/{ticket}/time",
            At(TicketRead),
            "time_entry.of_ticket: how long it took, by person and day, and what was corrected",
            one,
        )
        .post(
            "/tickets/{ticket}/time/corrections",
            At(TicketReply),
            "time_entry.correct: it was otherwise, and why; of others with user.edit",
            corrected,
        )
        .get(
            "/external-advisors/time",
            Desk(UserView),
            "time_entry.here: hours that people of other organisations worked here",
            here,
        )
        .get(
            "/external-advisors/time/file",
            Desk(UserView),
            "time_entry.here_file: the same by day, as CSV or XLSX",
            here_file,
        )
        .get(
            "/lent/time",
            Desk(UserView),
            "time_entry.away: hours that our people worked for other organisations",
            away,
        )
        .get(
            "/lent/time/file",
            Desk(UserView),
            "time_entry.away_file: the same by day, as CSV or XLSX",
            away_file,
        )
}

pub fn across() -> Slice {
    Slice::root("time_entry").get(
        "/api/v1/me/time",
        Signed("one's own hours"),
        "me.time: my hours in each organisation",
        own,
    )
}

/// `/organisations/{org}/tickets/{ticket}/time`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TicketTimePath")]
struct OfTicket {
    ticket: TicketId,
}

async fn in_front(cx: Cx, On(path): On<OfTicket>, body: Body<InFront>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| record::record(tx, who, path.ticket, body.value)).await?;
    Ok(NoContent)
}

async fn one(cx: Cx, On(path): On<OfTicket>) -> Answer<of_ticket::TicketTime> {
    let time = cx.read(move |tx, who| of_ticket::of_ticket(tx, who, path.ticket)).await?;
    cx.read_across(path.ticket).await?;
    Ok(Json(time))
}

async fn corrected(cx: Cx, On(path): On<OfTicket>, body: Body<correct::New>) -> Result<Created<of_ticket::TicketTime>, Fault> {
    let ticket = path.ticket;
    let make = move |tx: &mut db::Tx<'_>, who: &crate::who::Who| correct::correct(tx, who, ticket, &body.value);
    Ok(cx
        .create(body.print, make, move |tx, who, _| of_ticket::of_ticket(tx, who, ticket))
        .await?)
}

async fn here(cx: Cx, Ask(days): Ask<Days>) -> Answer<Sheet> {
    shown(&cx, &days, Side::Here).await
}

async fn away(cx: Cx, Ask(days): Ask<Days>) -> Answer<Sheet> {
    shown(&cx, &days, Side::Away).await
}

async fn shown(cx: &Cx, days: &Days, side: Side) -> Answer<Sheet> {
    let period = Period::try_from(days)?;
    Ok(Json(cx.read(move |tx, who| sheet::sheet(tx, who, side, period)).await?))
}

/// A period, and as what.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TimeSheetFile")]
struct AsFile {
    #[serde(flatten)]
    days: Days,
    format: Kind,
}

async fn here_file(cx: Cx, Ask(asked): Ask<AsFile>) -> Result<Response, Fault> {
    file(&cx, &asked, Side::Here).await
}

async fn away_file(cx: Cx, Ask(asked): Ask<AsFile>) -> Result<Response, Fault> {
    file(&cx, &asked, Side::Away).await
}

async fn file(cx: &Cx, asked: &AsFile, side: Side) -> Result<Response, Fault> {
    let (period, kind) = (Period::try_from(&asked.days)?, asked.format);
    let found = cx.read(move |tx, who| {
        let reader = member::store::row(tx, who.org(), who.member())?.ok_or_else(Error::unknown)?;
        Ok((reader.locale, sheet::lines(tx, who, side, period)?))
    });
    let (locale, lines) = found.await?;
    let bytes = export::bytes(locale, kind, side, &lines)?;
    let name = export::name(locale, kind, period);
    let answer = Response::builder()
        .header("content-type", kind.media_type())
        .header("content-disposition", format!("attachment; filename=\"{name}\""))
        .header("x-content-type-options", "nosniff")
        .header("cache-control", "no-store")
        .body(Bytes::from(bytes));
    Ok(answer.map_err(Error::internal)?)
}

async fn own(person: Person, Ask(days): Ask<Days>) -> Answer<Page<Own>> {
    let (period, account) = (Period::try_from(&days)?, person.session.account);
    let hours = person.app.db.read(move |tx| sheet::own(tx, account, period)).await?;
    Ok(Json(Page::whole(hours)))
}
