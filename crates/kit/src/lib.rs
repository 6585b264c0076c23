//! The words every other crate uses. Pure: no I/O, no clock of its own beyond [`Clock`], no SQL, no HTTP.
//!
//! - [`id`]: one newtype per noun over UUIDv7, `tkt_…` outside, 16 bytes inside.
//! - [`time`]: [`Time`] in UTC microseconds and the injected [`Clock`].
//! - [`error`]: [`Error`], the one error of the domain: a public code, perhaps a field, a private cause.
//! - [`phone`], [`email`], [`money`], [`locale`]: values that are valid once they exist.
//! - [`page`]: keyset cursors and pages of lists.
//! - [`fold`]: how words are cut and folded so that both engines find the same.

pub mod email;
pub mod error;
pub mod fold;
pub mod id;
pub mod locale;
pub mod money;
pub mod page;
pub mod phone;
pub mod time;

pub use email::Email;
pub use error::{Error, Kind, Result};
pub use id::*;
pub use locale::{ByLocale, Locale};
pub use money::Money;
pub use page::{Cursor, Page};
pub use phone::Phone;
pub use time::{Clock, Time};
