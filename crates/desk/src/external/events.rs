//! What a loan's step tells: which one it was about, and nothing else.

use db::{NewEvent, Thing, Tx};
use kit::Result;

use crate::who::Who;

/// `external.began`, `external.asked` or `external.changed`.
pub fn happened(tx: &mut Tx<'_>, who: Option<&Who>, kind: &'static str, subject: impl Into<Thing>) -> Result<()> {
    tx.append(&NewEvent {
        kind,
        version: 1,
        actor: who.map(|who| who.member().into()),
        subject: subject.into(),
        before: None,
        after: None,
        body: "{}".into(),
    })?;
    Ok(())
}
