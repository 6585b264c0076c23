//! Add a word.

use db::Tx;
use kit::{Id, Result};
use serde_json::json;

use super::model::{MAX_NAME, colour};
use super::{Noun, Word, store};
use crate::who::Who;
use crate::{audit, text};

/// What a word is made of, or changed to.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "WordDraft")]
pub struct Draft {
    pub name: String,
    /// Of labels: grey, red, orange, yellow, green, teal, blue or purple.
    pub colour: Option<String>,
}

impl Draft {
    /// The name and colour, checked.
    pub fn read<N: Noun>(&self) -> Result<(String, Option<String>)> {
        let colour = if N::COLOURED {
            Some(colour(self.colour.as_deref())?.to_owned())
        } else {
            None
        };
        Ok((text::line("name", &self.name, MAX_NAME)?, colour))
    }
}

pub fn create<N: Noun>(tx: &mut Tx<'_>, who: &Who, draft: &Draft) -> Result<N::Id> {
    let (name, colour) = draft.read::<N>()?;
    let id = <N::Id as Id>::new(tx.now());
    let word = Word {
        id,
        name,
        colour,
        created_at: tx.now(),
    };
    store::insert::<N>(tx, who.org(), &word)?;
    who.tell(tx, N::CREATED, id)?;
    audit::write(tx, who, N::CREATED, id, json!({ "name": word.name }))?;
    Ok(id)
}
