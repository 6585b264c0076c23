//! The route of the log.

use access::Perm::AuditRead;
use axum::Json;
use kit::Page;

use super::{Entry, Filter};
use crate::http::Permit::Desk;
use crate::http::{Answer, Ask, Cx, Slice};

pub fn routes() -> Slice {
    Slice::new("audit").get(
        "/audit",
        Desk(AuditRead),
        "audit.list: what was changed and by whom, newest first",
        list,
    )
}

async fn list(cx: Cx, Ask(filter): Ask<Filter>) -> Answer<Page<Entry>> {
    Ok(Json(cx.read(move |tx, who| super::list(tx, who, &filter)).await?))
}
