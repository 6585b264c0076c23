//! The routes of hours of attention.

use access::Perm::{HoursManage, HoursRead};
use axum::Json;
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use kit::{ChannelId, Error, HoursId, Page, TeamId};

use super::check::Draft;
use super::holidays::{self, Holidays};
use super::in_force::{InForce, in_force};
use super::shown::{self, Day, View};
use super::{save, store};
use crate::http::Permit::Desk;
use crate::http::{Answer, Ask, Body, Created, Cx, Fault, On, Slice};
use crate::organisation;

pub fn routes() -> Slice {
    Slice::new("hours")
        .get("/hours", Desk(HoursRead), "hours.list: calendars of hours of attention", list)
        .post("/hours", Desk(HoursManage), "hours.create: add a calendar", create)
        .get(
            "/hours/in-force",
            Desk(HoursRead),
            "hours.in_force: which calendar holds for a channel or a team",
            holds,
        )
        .post(
            "/hours/holidays",
            Desk(HoursManage),
            "hours.holidays: what an iCalendar would add; nothing is added",
            preview,
        )
        .get("/hours/{hours}", Desk(HoursRead), "hours.get: one calendar", get)
        .patch("/hours/{hours}", Desk(HoursManage), "hours.edit: change a calendar", edit)
        .delete("/hours/{hours}", Desk(HoursManage), "hours.delete: remove a calendar", delete)
        .get(
            "/hours/{hours}/days",
            Desk(HoursRead),
            "hours.days: what is open on which day",
            days,
        )
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "HoursPath")]
struct Path {
    hours: HoursId,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "HoursOf")]
struct Of {
    channel: Option<ChannelId>,
    /// Instead of the channel's own.
    team: Option<TeamId>,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "HoursSpan")]
struct Span {
    /// A date, `2026-12-24`.
    from: String,
    /// How many days, at most 42.
    days: u32,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "HoursImport")]
struct Import {
    /// The text of an iCalendar.
    calendar: String,
    /// The zone in which its times are wanted; none: the organisation's.
    time_zone: Option<String>,
}

async fn list(cx: Cx) -> Answer<Page<View>> {
    Ok(Json(Page::whole(cx.read(shown::all).await?)))
}

async fn get(cx: Cx, On(path): On<Path>) -> Answer<View> {
    Ok(Json(cx.read(move |tx, who| shown::one(tx, who, path.hours)).await?))
}

async fn create(cx: Cx, body: Body<Draft>) -> Result<Created<View>, Fault> {
    let make = move |tx: &mut db::Tx<'_>, who: &crate::who::Who| save::create(tx, who, &body.value);
    Ok(cx.create(body.print, make, shown::one).await?)
}

async fn edit(cx: Cx, On(path): On<Path>, body: Body<Draft>) -> Answer<View> {
    let changed = cx.write(move |tx, who| {
        save::edit(tx, who, path.hours, &body.value)?;
        shown::one(tx, who, path.hours)
    });
    Ok(Json(changed.await?))
}

async fn delete(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| super::delete::delete(tx, who, path.hours)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn days(cx: Cx, On(path): On<Path>, Ask(span): Ask<Span>) -> Answer<Page<Day>> {
    let hours = cx.read(move |tx, who| store::one(tx, who.org(), path.hours)).await?;
    Ok(Json(Page::whole(shown::days(&hours, &span.from, span.days)?)))
}

async fn holds(cx: Cx, Ask(of): Ask<Of>) -> Answer<InForce> {
    Ok(Json(cx.read(move |tx, who| in_force(tx, who, of.channel, of.team)).await?))
}

/// Read beside the database: it takes a moment, and holds no lane.
async fn preview(cx: Cx, body: Body<Import>) -> Answer<Holidays> {
    let Import { calendar, time_zone } = body.value;
    let zone = match time_zone {
        Some(name) => organisation::model::time_zone(&name, "time_zone")?,
        None => {
            let own = cx.read(|tx, who| organisation::store::row(tx, who.org())?.ok_or_else(Error::unknown));
            own.await?.time_zone
        }
    };
    let now = cx.app.clock.now();
    let read = move || holidays::read(&calendar, &TimeZone::get(&zone).unwrap_or(TimeZone::UTC), now);
    let read = tokio::task::spawn_blocking(read).await.map_err(Error::internal)?;
    Ok(Json(read?))
}
