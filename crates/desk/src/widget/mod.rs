//! The web chat's own edge: what runs on somebody else's page.
//!
//! - [`visitor`]: one browser, by the token in its frame's own storage; no cookies.
//! - [`identity`]: who a visitor says they are, vouched for by the site's signature.
//! - [`say`], [`talk`]: a visitor writes, and reads their conversation: never notes, never another's.
//! - [`socket`]: the same conversation, live.
//! - [`pages`]: the loader, the frame (whose ancestors the channel chooses) and the page to try it on.

pub mod api;
pub mod identity;
pub mod pages;
pub mod say;
pub mod socket;
pub mod store;
pub mod talk;
pub mod visitor;
