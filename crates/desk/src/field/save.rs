//! Add, change and put away custom fields.

use db::Tx;
use kit::{Error, FieldId, Result};
use serde_json::json;

use super::model::{MAX_CHOICES, MAX_NAME};
use super::{Field, Kind, Subject, store};
use crate::who::Who;
use crate::{audit, text};

/// A new field.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "FieldDraft")]
pub struct Draft {
    pub subject: Subject,
    pub kind: Kind,
    #[serde(flatten)]
    pub looks: Looks,
}

/// What of a field may change; its subject and kind never do, since values were written in their form.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
pub struct Looks {
    pub name: String,
    /// Of a choice: what can be chosen. One that is taken out stays where it was chosen.
    #[serde(default)]
    pub choices: Vec<String>,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub position: i64,
}

pub fn create(tx: &mut Tx<'_>, who: &Who, draft: &Draft) -> Result<FieldId> {
    let id = FieldId::new(tx.now());
    let field = read(id, draft.subject, draft.kind, &draft.looks)?;
    store::insert(tx, who.org(), &field)?;
    who.tell(tx, "field.created", id)?;
    audit::write(tx, who, "field.created", id, json!({ "after": field }))?;
    Ok(id)
}

pub fn edit(tx: &mut Tx<'_>, who: &Who, id: FieldId, looks: &Looks) -> Result<Field> {
    let before = store::one(tx, who.org(), id)?;
    let after = read(id, before.subject, before.kind, looks)?;
    store::update(tx, who.org(), &after)?;
    who.tell(tx, "field.changed", id)?;
    audit::write(tx, who, "field.changed", id, audit::diff(&before, &after))?;
    Ok(after)
}

pub fn archive(tx: &mut Tx<'_>, who: &Who, id: FieldId) -> Result<()> {
    let before = store::one(tx, who.org(), id)?;
    store::archive(tx, who.org(), id)?;
    who.tell(tx, "field.archived", id)?;
    audit::write(tx, who, "field.archived", id, json!({ "before": before }))
}

fn read(id: FieldId, subject: Subject, kind: Kind, looks: &Looks) -> Result<Field> {
    let choices: Vec<String> = looks
        .choices
        .iter()
        .map(|c| text::line("choices", c, MAX_NAME))
        .collect::<Result<_>>()?;
    let distinct: std::collections::BTreeSet<&String> = choices.iter().collect();
    match kind {
        Kind::Choice if choices.is_empty() => return Err(Error::invalid("choices", "required")),
        Kind::Choice if choices.len() > MAX_CHOICES => {
            return Err(Error::invalid("choices", "too_many_choices").with_param("max", MAX_CHOICES));
        }
        Kind::Choice if distinct.len() < choices.len() => return Err(Error::invalid("choices", "choices_repeat")),
        _ => {}
    }
    let choices = if kind == Kind::Choice { choices } else { Vec::new() };
    Ok(Field {
        id,
        subject,
        kind,
        name: text::line("name", &looks.name, MAX_NAME)?,
        choices,
        required: looks.required,
        position: looks.position,
    })
}
