//! The two small closed sets of a term: whose a ticket is, and whether it is deferred. Lists of words in JSON.

use serde::{Deserialize, Serialize};

macro_rules! bits {
    ($(#[$doc:meta])* $name:ident { $($(#[$bit_doc:meta])* $bit:ident = $value:literal $word:literal),* }, all $all:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub struct $name(u8);

        impl $name {
            $($(#[$bit_doc])* pub const $bit: Self = Self($value);)*
            pub const $all: Self = Self(0 $(| $value)*);
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$bit)),*];

            #[must_use]
            pub const fn or(self, other: Self) -> Self { Self(self.0 | other.0) }
            #[must_use]
            pub const fn meet(self, other: Self) -> Self { Self(self.0 & other.0) }
            #[must_use]
            pub const fn minus(self, other: Self) -> Self { Self(self.0 & !other.0) }
            pub const fn has(self, other: Self) -> bool { self.0 & other.0 == other.0 }
            pub const fn is_empty(self) -> bool { self.0 == 0 }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_seq(Self::WORDS.iter().filter(|(_, bit)| self.has(*bit)).map(|(word, _)| word))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let words = Vec::<String>::deserialize(d)?;
                words.iter().try_fold(Self(0), |all, word| {
                    let (_, bit) = Self::WORDS.iter().find(|(w, _)| w == word).ok_or_else(|| serde::de::Error::custom("unknown word"))?;
                    Ok(all.or(*bit))
                })
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "array", "uniqueItems": true, "items": { "type": "string", "enum": [$($word),*] } })
            }
        }
    };
}

bits! {
    /// Whose: mine, nobody's, somebody else's. *Me* is whoever the term belongs to.
    Who { ME = 1 "me", NOBODY = 2 "nobody", OTHER = 4 "other" }, all ANYONE
}

bits! {
    /// Opened already, or deferred until later. Deferral hides from *own* and *pool* until opening (C7).
    When { OPEN = 1 "open", DEFERRED = 2 "deferred" }, all ALWAYS
}

impl Who {
    /// The same tickets as another person sees them: what is mine is somebody else's to them, and what is somebody
    /// else's to me may be theirs.
    #[must_use]
    pub fn as_other(self) -> Self {
        let mine = if self.has(Self::ME) { Self::OTHER } else { Self(0) };
        let others = if self.has(Self::OTHER) { Self::ME.or(Self::OTHER) } else { Self(0) };
        self.meet(Self::NOBODY).or(mine).or(others)
    }
}
