//! Rows, read by position: no column names are looked up or allocated on the way.

use crate::col::{Col, FromCol};
use crate::{Error, Result};

/// One row, lent by the engine until the next one.
pub struct Row<'a>(pub(crate) Inner<'a>);

pub(crate) enum Inner<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The value of column `i`, counted from 0.
    pub fn get<T: FromCol>(&self, i: usize) -> Result<T> {
        let col = self.col(i)?;
        T::from_col(col).ok_or(Error::Decode {
            column: i,
            wanted: T::WANTED,
            found: col.name(),
        })
    }

    /// The value of column `i` as it is, lent.
    pub fn col(&self, i: usize) -> Result<Col<'_>> {
        match &self.0 {
            Inner::Sqlite(row) => crate::lite::col(row, i),
            Inner::Postgres(row) => crate::pg::col(row, i),
        }
    }

    pub fn width(&self) -> usize {
        match &self.0 {
            Inner::Sqlite(row) => row.as_ref().column_count(),
            Inner::Postgres(row) => row.len(),
        }
    }
}

/// What a row can be made into: tuples up to 16, every [`FromCol`] type (the only column), and structs by [`from_row!`](crate::from_row).
pub trait FromRow: Sized {
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

impl<T: FromCol> FromRow for T {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get(0)
    }
}

macro_rules! tuples {
    ($($name:ident $i:tt),+) => {
        impl<$($name: FromCol),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self> {
                Ok(($(row.get::<$name>($i)?,)+))
            }
        }
    };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15);

/// `from_row!(Team { id, name, hidden })`: reads the struct's fields from the columns in that order, and gives the
/// struct `COLUMNS`, their names joined by commas, so that a SELECT and its reader cannot drift apart.
/// Every field's type is a [`FromCol`], every field's name its column's.
#[macro_export]
macro_rules! from_row {
    ($name:ty { $first:ident $(, $field:ident)* $(,)? }) => {
        impl $name {
            pub const COLUMNS: &'static str = concat!(stringify!($first), $(", ", stringify!($field)),*);
        }
        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row<'_>) -> $crate::Result<Self> {
                let mut column = 0..;
                let mut next = || column.next().unwrap_or_default();
                Ok(Self { $first: row.get(next())?, $($field: row.get(next())?),* })
            }
        }
    };
}
