//! Values that are one word in JSON: permissions and roles. Also usable as keys of a JSON object.

/// `Display`, `Serialize`, `Deserialize` and `JsonSchema` by a function to text and one back. The last argument is the
/// closed list of words, or `None` when the words are open.
macro_rules! as_text {
    ($type:ident, $show:expr, $read:expr, $words:expr) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&$show(*self))
            }
        }
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&$show(*self))
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                $read(&text).ok_or_else(|| serde::de::Error::custom(format_args!("unknown {}: {text}", stringify!($type))))
            }
        }
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let words: Option<Vec<&'static str>> = $words;
                match words {
                    Some(words) => schemars::json_schema!({ "type": "string", "enum": words }),
                    None => schemars::json_schema!({ "type": "string" }),
                }
            }
        }
    };
}

pub(crate) use as_text;
