//! Reading what providers write in JSON. They add fields and kinds without notice: what is not there or is of another type is nothing.

use serde_json::Value;

/// Takes away the one character that no database holds: it would keep what it stands in from ever being taken in.
pub fn storable(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\0') => *text = text.replace('\0', ""),
        Value::Array(all) => all.iter_mut().for_each(storable),
        Value::Object(all) => all.values_mut().for_each(storable),
        _ => {}
    }
}

/// A text that says something.
pub fn text(value: &Value, name: &str) -> Option<String> {
    value
        .get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// Empty where there is none.
pub fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
