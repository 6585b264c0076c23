//! Write a canned response, new or changed.

use access::{Perm, Place};
use db::Tx;
use kit::{CannedId, Error, Locale, Result, TeamId};
use serde_json::json;

use super::model::{MAX_BODY, MAX_NAME, MAX_SHORTCUT, VARIABLES};
use super::{Canned, store};
use crate::who::Who;
use crate::{audit, text};

/// What a response is made of.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CannedDraft")]
pub struct Draft {
    /// Lower-case letters, digits, `-` and `_`.
    pub shortcut: String,
    pub name: String,
    /// Text with `{{variables}}`.
    pub body: String,
    /// The category by its name; made when there is none of it.
    pub category: Option<String>,
    pub team: Option<TeamId>,
    pub locale: Option<Locale>,
}

pub fn create(tx: &mut Tx<'_>, who: &Who, draft: &Draft) -> Result<CannedId> {
    let id = CannedId::new(tx.now());
    let made = read(tx, who, draft, id, tx.now())?;
    store::insert(tx, who.org(), &made, who.member())?;
    who.tell(tx, "canned.created", id)?;
    audit::write(tx, who, "canned.created", id, json!({ "shortcut": made.shortcut }))?;
    Ok(id)
}

pub fn edit(tx: &mut Tx<'_>, who: &Who, id: CannedId, draft: &Draft) -> Result<Canned> {
    let before = store::one(tx, who.org(), id)?;
    let after = read(tx, who, draft, id, before.created_at)?;
    store::update(tx, who.org(), &after)?;
    store::sweep_categories(tx, who.org())?;
    who.tell(tx, "canned.changed", id)?;
    audit::write(tx, who, "canned.changed", id, audit::diff(&before, &after))?;
    Ok(after)
}

fn read(tx: &mut Tx<'_>, who: &Who, draft: &Draft, id: CannedId, created_at: kit::Time) -> Result<Canned> {
    let shortcut = text::line("shortcut", &draft.shortcut.to_lowercase(), MAX_SHORTCUT)?;
    if !shortcut.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
        return Err(Error::invalid("shortcut", "shortcut_invalid"));
    }
    let body = text::prose("body", &draft.body, MAX_BODY)?;
    if body.is_empty() {
        return Err(Error::invalid("body", "required"));
    }
    if let Some(name) = text::unknown_variable(&body, &VARIABLES) {
        return Err(Error::invalid("body", "variable_unknown").with_param("name", name));
    }
    if let Some(team) = draft.team {
        store::must_be_team(tx, who.org(), team)?;
    }
    let category = draft
        .category
        .as_deref()
        .map(|name| text::line_or_empty("category", name, MAX_NAME))
        .transpose()?;
    let category = category
        .filter(|name| !name.is_empty())
        .map(|name| store::category(tx, who.org(), &name))
        .transpose()?;
    Ok(Canned {
        id,
        shortcut,
        name: text::line("name", &draft.name, MAX_NAME)?,
        body,
        category,
        team: draft.team,
        locale: draft.locale,
        created_at,
        updated_at: tx.now(),
    })
}

/// Whether this caller sees every response, whatever its team.
pub fn sees_all(who: &Who) -> bool {
    who.can(Perm::CannedManage, &Place::Desk)
}
