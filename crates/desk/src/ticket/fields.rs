//! Values of the organisation's custom fields on a ticket.

use std::collections::BTreeMap;

use db::Tx;
use kit::{Error, FieldId, Result};
use serde_json::Value;

use super::{Ticket, store};

/// The longest text of a field.
const MAX_TEXT: usize = 2_000;

/// Writes the values and says which fields changed. Every value is checked before any is written.
pub fn put(tx: &mut Tx<'_>, ticket: &Ticket, values: &BTreeMap<FieldId, Option<Value>>) -> Result<Vec<FieldId>> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let defined = store::fields::defined(tx, ticket.org)?;
    let now = store::fields::values(tx, ticket)?;
    let mut changed = Vec::new();
    for (id, value) in values {
        let name = || format!("fields.{id}");
        let field = defined
            .iter()
            .find(|f| f.id == *id)
            .ok_or_else(|| Error::invalid(name(), "field_unknown"))?;
        let text = match value {
            None | Some(Value::Null) => None,
            Some(value) => Some(checked(field, value).map_err(|code| Error::invalid(name(), code))?),
        };
        if text.as_deref() != now.iter().find(|(f, _)| f == id).map(|(_, text)| text.as_str()) {
            changed.push((*id, text));
        }
    }
    for (id, text) in &changed {
        store::fields::put(tx, ticket, *id, text.as_deref())?;
    }
    Ok(changed.into_iter().map(|(id, _)| id).collect())
}

/// A value as its kind wants it, as text; or the code of what is wrong.
fn checked(field: &store::fields::Field, value: &Value) -> Result<String, &'static str> {
    match (field.kind.as_str(), value) {
        ("boolean", Value::Bool(yes)) => Ok(yes.to_string()),
        ("number", Value::Number(number)) => Ok(number.to_string()),
        ("date", Value::String(text)) => text
            .parse::<jiff::civil::Date>()
            .map(|date| date.to_string())
            .map_err(|_| "field_not_a_date"),
        ("choice", Value::String(text)) if field.choices.contains(text) => Ok(text.clone()),
        ("choice", _) => Err("field_not_a_choice"),
        ("text", Value::String(text)) if text.chars().count() > MAX_TEXT => Err("field_too_long"),
        ("text", Value::String(text)) => Ok(text.clone()),
        ("boolean", _) => Err("field_not_a_boolean"),
        ("number", _) => Err("field_not_a_number"),
        ("date", _) => Err("field_not_a_date"),
        _ => Err("field_not_a_text"),
    }
}

/// The stored text as the API shows it.
pub fn shown(kind: &str, text: String) -> Value {
    match kind {
        "boolean" => Value::Bool(text == "true"),
        "number" => text.parse::<serde_json::Number>().map_or(Value::String(text), Value::Number),
        _ => Value::String(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_of_its_fields_kind() {
        let field = |kind: &str| store::fields::Field {
            id: FieldId::new(kit::Time::from_micros(1)),
            name: String::new(),
            kind: kind.to_owned(),
            choices: vec!["rojo".to_owned()],
            required: false,
        };
        let read = |kind: &str, value: Value| checked(&field(kind), &value).map(|text| shown(kind, text));
        for (kind, good) in [
            ("boolean", json!(true)),
            ("number", json!(2.5)),
            ("date", json!("2026-02-28")),
            ("choice", json!("rojo")),
            ("text", json!("x")),
        ] {
            assert_eq!(read(kind, good.clone()), Ok(good), "{kind}");
        }
        for (kind, bad) in [
            ("boolean", json!("true")),
            ("number", json!("2")),
            ("date", json!("2026-02-30")),
            ("choice", json!("azul")),
            ("text", json!(5)),
        ] {
            assert!(read(kind, bad).is_err(), "{kind}");
        }
        assert_eq!(read("text", json!("x".repeat(MAX_TEXT + 1))), Err("field_too_long"));
    }
}
