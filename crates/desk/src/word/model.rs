//! The nouns, and what a word is.

use access::Perm;
use kit::{Error, Id, LabelId, OriginId, ResolutionId, Result, Time};

/// One of the kinds of words.
pub trait Noun: Copy + Send + Sync + 'static {
    type Id: Id + serde::Serialize + serde::de::DeserializeOwned + schemars::JsonSchema;
    /// The table, which is also the prefix of its events and audit entries.
    const NAME: &'static str;
    const READ: Perm;
    const MANAGE: Perm;
    /// Whether words of this kind have a colour.
    const COLOURED: bool;
    const CREATED: &'static str;
    const CHANGED: &'static str;
    const ARCHIVED: &'static str;
}

macro_rules! nouns {
    ($($(#[$doc:meta])* $type:ident $id:ident $name:literal $read:ident $manage:ident $coloured:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $type;

        impl Noun for $type {
            type Id = $id;
            const NAME: &'static str = $name;
            const READ: Perm = Perm::$read;
            const MANAGE: Perm = Perm::$manage;
            const COLOURED: bool = $coloured;
            const CREATED: &'static str = concat!($name, ".created");
            const CHANGED: &'static str = concat!($name, ".changed");
            const ARCHIVED: &'static str = concat!($name, ".archived");
        }
    )*};
}

nouns! {
    /// What a ticket is about, several at once.
    Label LabelId "label" LabelRead LabelManage true;
    /// The kind of query: payments, follow-up, claims.
    Origin OriginId "origin" OriginRead OriginManage false;
    /// The reason with which a ticket is closed.
    Resolution ResolutionId "resolution" ResolutionRead ResolutionManage false;
}

/// A word as the API shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Word<I> {
    pub id: I,
    pub name: String,
    /// One of [`COLOURS`]; of labels only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    pub created_at: Time,
}

/// The colours of labels. Names, so that each theme gives them its own readable tone.
pub const COLOURS: [&str; 8] = ["grey", "red", "orange", "yellow", "green", "teal", "blue", "purple"];

pub fn colour(name: Option<&str>) -> Result<&'static str> {
    let name = name.unwrap_or("grey");
    COLOURS
        .into_iter()
        .find(|c| *c == name)
        .ok_or_else(|| Error::invalid("colour", "colour_unknown").with_param("choices", COLOURS.join(", ")))
}

/// The longest name.
pub const MAX_NAME: usize = 60;
