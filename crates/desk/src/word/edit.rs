//! Change a word: it is the same word everywhere it was used.

use db::Tx;
use kit::Result;

use super::create::Draft;
use super::{Noun, Word, store};
use crate::audit;
use crate::who::Who;

pub fn edit<N: Noun>(tx: &mut Tx<'_>, who: &Who, id: N::Id, draft: &Draft) -> Result<Word<N::Id>> {
    let before = store::one::<N>(tx, who.org(), id)?;
    let (name, colour) = draft.read::<N>()?;
    let after = Word {
        name,
        colour,
        ..before.clone()
    };
    store::update::<N>(tx, who.org(), &after)?;
    who.tell(tx, N::CHANGED, id)?;
    audit::write(tx, who, N::CHANGED, id, audit::diff(&before, &after))?;
    Ok(after)
}
