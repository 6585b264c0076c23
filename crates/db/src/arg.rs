//! Arguments of a statement.

use std::borrow::Cow;

use crate::{Error, Result};

/// One argument. Made by `From`, usually through [`args!`](crate::args).
#[derive(Debug, Clone, PartialEq)]
pub enum Arg<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
    /// An id: bytes like any other, kept inline since nearly every statement has one.
    Id([u8; 16]),
}

impl Arg<'_> {
    /// Refuses what PostgreSQL cannot hold (NUL in a text) or SQLite cannot (NaN), so that both engines refuse the same.
    pub(crate) fn check(&self) -> Result<()> {
        match self {
            Self::Text(text) if text.as_bytes().contains(&0) => Err(Error::Value("a text with a NUL character")),
            Self::Real(real) if real.is_nan() => Err(Error::Value("a number that is none (NaN)")),
            _ => Ok(()),
        }
    }

    /// What errors call it; values stay out of logs.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Real(_) => "a real",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Id(_) => "an id",
        }
    }

    pub fn into_owned(self) -> Arg<'static> {
        match self {
            Self::Null => Arg::Null,
            Self::Bool(v) => Arg::Bool(v),
            Self::Int(v) => Arg::Int(v),
            Self::Real(v) => Arg::Real(v),
            Self::Text(v) => Arg::Text(Cow::Owned(v.into_owned())),
            Self::Bytes(v) => Arg::Bytes(Cow::Owned(v.into_owned())),
            Self::Id(v) => Arg::Id(v),
        }
    }
}

/// `args![org, "text", None::<i64>]`: the arguments of a statement as `&[Arg]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::Arg::from($value)),*] as &[$crate::Arg<'_>] };
}

macro_rules! from {
    ($($life:lifetime)? $from:ty, $value:pat => $arg:expr) => {
        impl<'a> From<$from> for Arg<'a> {
            fn from($value: $from) -> Self {
                $arg
            }
        }
    };
}

from!(bool, v => Arg::Bool(v));
from!(i64, v => Arg::Int(v));
from!(i32, v => Arg::Int(v.into()));
from!(u32, v => Arg::Int(v.into()));
from!(f64, v => Arg::Real(v));
from!(&'a str, v => Arg::Text(Cow::Borrowed(v)));
from!(&'a String, v => Arg::Text(Cow::Borrowed(v)));
from!(String, v => Arg::Text(Cow::Owned(v)));
from!(Cow<'a, str>, v => Arg::Text(v));
from!(&'a [u8], v => Arg::Bytes(Cow::Borrowed(v)));
from!(&'a Vec<u8>, v => Arg::Bytes(Cow::Borrowed(v)));
from!(Vec<u8>, v => Arg::Bytes(Cow::Owned(v)));
from!([u8; 16], v => Arg::Id(v));
from!(kit::Time, v => Arg::Int(v.micros()));
from!(kit::Locale, v => Arg::Text(Cow::Borrowed(v.tag())));
from!(&'a kit::Phone, v => Arg::Text(Cow::Borrowed(v.as_str())));
from!(&'a kit::Email, v => Arg::Text(Cow::Borrowed(v.as_str())));
from!(&serde_json::Value, v => Arg::Text(Cow::Owned(v.to_string())));
from!(crate::Stream, v => Arg::Id(v.to_bytes()));

impl<'a, const N: usize> From<&'a [u8; N]> for Arg<'a> {
    fn from(v: &'a [u8; N]) -> Self {
        Arg::Bytes(Cow::Borrowed(v))
    }
}

impl<'a, T: Into<Arg<'a>>> From<Option<T>> for Arg<'a> {
    fn from(v: Option<T>) -> Self {
        v.map_or(Arg::Null, Into::into)
    }
}

macro_rules! id_arg {
    ($id:ident) => {
        impl From<kit::$id> for Arg<'_> {
            fn from(id: kit::$id) -> Self {
                Arg::Id(id.to_bytes())
            }
        }
        impl From<&kit::$id> for Arg<'_> {
            fn from(id: &kit::$id) -> Self {
                Arg::Id(id.to_bytes())
            }
        }
    };
}
kit::each_id!(id_arg);
