//! Keyset pages. A cursor is opaque outside and holds only the last row's sort key inside: `(at, id)`.

use crate::{Error, Result, Time};

/// How many rows a list gives when nobody says, and at most.
pub const DEFAULT_LIMIT: u32 = 50;
pub const MAX_LIMIT: u32 = 200;

/// The sort key of the last row seen. Text outside: base32 of its 24 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cursor {
    pub at: Time,
    pub id: [u8; 16],
}

impl Cursor {
    pub fn new(at: Time, id: impl crate::Id) -> Self {
        Self { at, id: id.to_bytes() }
    }

    pub fn show(self) -> String {
        let mut bytes = self.at.micros().to_be_bytes().to_vec();
        bytes.extend(self.id);
        data_encoding::BASE64URL_NOPAD.encode(&bytes)
    }

    pub fn read(text: &str) -> Result<Self> {
        let bad = || Error::invalid("cursor", "cursor_invalid");
        let bytes = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| bad())?;
        let (at, id) = bytes.split_first_chunk::<8>().ok_or_else(bad)?;
        Ok(Self {
            at: Time::from_micros(i64::from_be_bytes(*at)),
            id: id.try_into().map_err(|_| bad())?,
        })
    }
}

/// One page of a list and how to ask for the next.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Pass as `cursor` to go on; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts `limit + 1` fetched rows to a page; the surplus row only says that there is more.
    pub fn cut(mut rows: Vec<T>, limit: u32, key: impl Fn(&T) -> Cursor) -> Self {
        let limit = limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(|row| key(row).show()) } else { None };
        Self { items: rows, next }
    }

    /// A list that is always whole.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(f).collect(),
            next: self.next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_whether_there_is_more() {
        let key = |n: &i64| Cursor {
            at: Time::from_micros(*n),
            id: [0; 16],
        };
        let page = Page::cut(vec![5, 4, 3], 2, key);
        assert_eq!(page.items, [5, 4]);
        assert_eq!(Cursor::read(&page.next.unwrap()).unwrap().at, Time::from_micros(4));
        assert!(Page::cut(vec![5, 4], 2, key).next.is_none());
        for noise in ["", "x", "AAAA", "====", &"A".repeat(400)] {
            assert_eq!(Cursor::read(noise).unwrap_err().code, "cursor_invalid");
        }
    }
}
