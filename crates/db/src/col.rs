//! Values of columns, lent by the engine's row, and the types that can be made of them.

use kit::{Locale, Time};

/// A value as the engine lends it. SQLite has no booleans: they come as 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Col<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
    /// A type that we do not speak: its name.
    Other(&'static str),
}

impl Col<'_> {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Real(_) => "a real",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Other(name) => name,
        }
    }
}

/// A type that a column can be read as.
pub trait FromCol: Sized {
    /// What the error calls it.
    const WANTED: &'static str;
    /// Nothing when the column holds something else.
    fn from_col(col: Col<'_>) -> Option<Self>;
}

macro_rules! from_col {
    ($type:ty, $wanted:literal, $($pattern:pat => $value:expr),+) => {
        impl FromCol for $type {
            const WANTED: &'static str = $wanted;
            fn from_col(col: Col<'_>) -> Option<Self> {
                match col {
                    $($pattern => $value,)+
                    _ => None,
                }
            }
        }
    };
}

from_col!(bool, "a boolean", Col::Bool(v) => Some(v), Col::Int(0) => Some(false), Col::Int(1) => Some(true));
from_col!(i64, "an integer", Col::Int(v) => Some(v));
from_col!(i32, "a 32-bit integer", Col::Int(v) => v.try_into().ok());
from_col!(u32, "a 32-bit natural", Col::Int(v) => v.try_into().ok());
from_col!(u16, "a 16-bit natural", Col::Int(v) => v.try_into().ok());
from_col!(f64, "a real", Col::Real(v) => Some(v));
from_col!(String, "text", Col::Text(v) => Some(v.to_owned()));
from_col!(Box<str>, "text", Col::Text(v) => Some(v.into()));
from_col!(Vec<u8>, "bytes", Col::Bytes(v) => Some(v.to_vec()));
from_col!(Time, "a time", Col::Int(v) => Some(Time::from_micros(v)));
from_col!(Locale, "a language", Col::Text(v) => Locale::ALL.into_iter().find(|l| l.tag() == v));
from_col!(serde_json::Value, "JSON", Col::Text(v) => serde_json::from_str(v).ok());
from_col!(crate::Stream, "16 bytes", Col::Bytes(v) => v.try_into().ok().map(crate::Stream::from_bytes));

impl<const N: usize> FromCol for [u8; N] {
    const WANTED: &'static str = "bytes of a fixed length";
    fn from_col(col: Col<'_>) -> Option<Self> {
        match col {
            Col::Bytes(v) => v.try_into().ok(),
            _ => None,
        }
    }
}

impl<T: FromCol> FromCol for Option<T> {
    const WANTED: &'static str = T::WANTED;
    fn from_col(col: Col<'_>) -> Option<Self> {
        match col {
            Col::Null => Some(None),
            col => T::from_col(col).map(Some),
        }
    }
}

macro_rules! id_col {
    ($id:ident) => {
        impl FromCol for kit::$id {
            const WANTED: &'static str = "an id";
            fn from_col(col: Col<'_>) -> Option<Self> {
                match col {
                    Col::Bytes(v) => v.try_into().ok().map(Self::from_bytes),
                    _ => None,
                }
            }
        }
    };
}
kit::each_id!(id_col);
