//! The routes of the organisation itself.

use access::Perm::{OrganisationRead, SettingsManage};
use axum::Json;
use kit::Error;

use super::edit::Change;
use super::{Organisation, store};
use crate::http::Permit::Desk;
use crate::http::{Answer, Body, Cx, Slice};

pub fn routes() -> Slice {
    Slice::new("organisation")
        .get(
            "",
            Desk(OrganisationRead),
            "organisation.get: name, language, zone and settings",
            get,
        )
        .patch(
            "",
            Desk(SettingsManage),
            "organisation.edit: change name, language, zone or settings",
            edit,
        )
}

async fn get(cx: Cx) -> Answer<Organisation> {
    let found = cx.read(|tx, who| store::row(tx, who.org())?.ok_or_else(Error::unknown)).await?;
    Ok(Json(found))
}

async fn edit(cx: Cx, body: Body<Change>) -> Answer<Organisation> {
    let changed = cx.write(move |tx, who| super::edit::edit(tx, who, &body.value)).await?;
    Ok(Json(changed))
}
