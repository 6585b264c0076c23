//! Files: what people and channels send, kept once by content, served only to those who may read where it hangs (SECURITY 15).
//!
//! - [`name`]: names as people may safely see and save them.
//! - [`sniff`]: the media type, from the content.
//! - [`vault`]: the bytes, keyed by organisation and hash. Nothing in it is reached without a row that names it.
//! - [`intake`]: bytes on their way in, limited, hashed and looked at as they come.
//! - [`preview`]: reduced pictures.
//! - `s3`: a bucket instead of a folder, where that feature is on.
//! - [`store`], [`api`]: rows, routes and the way in and out over HTTP.
//! - [`serve`]: what may be shown and what is only handed out.

pub mod api;
pub mod intake;
pub mod name;
pub mod preview;
#[cfg(feature = "s3")]
pub mod s3;
pub mod serve;
pub mod sniff;
pub mod store;
pub mod vault;

pub use intake::{Intake, Stored};
pub use preview::{Preview, Previews};
pub use vault::{Content, Vault};
