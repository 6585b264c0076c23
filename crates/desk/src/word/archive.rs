//! Put a word away: tickets that have it keep it, nobody can choose it any more.

use db::Tx;
use kit::Result;
use serde_json::json;

use super::{Noun, store};
use crate::audit;
use crate::who::Who;

pub fn archive<N: Noun>(tx: &mut Tx<'_>, who: &Who, id: N::Id) -> Result<()> {
    let before = store::one::<N>(tx, who.org(), id)?;
    store::archive::<N>(tx, who.org(), id)?;
    who.tell(tx, N::ARCHIVED, id)?;
    audit::write(tx, who, N::ARCHIVED, id, json!({ "name": before.name }))
}
