//! The web chat's own edge: what runs on somebody else's page.
//!
//! - [`visitor`]: one browser, by the token in its frame's own storage; no cookies.
//! - [`identity`]: who a visitor says they are, vouched for by the site's signature.
//! - [`say`], [`talk`]: a visitor writes, and reads their conversation: never notes, never another's.
//! - [`socket`]: the same conversation, live.
//! - [`away`]: who left gets the answer by mail, with a link to the conversation.
//! - [`pages`]: the loader, the frame (whose ancestors the channel chooses), the page behind such a link and the page to try it on.

pub mod api;
pub mod away;
pub mod identity;
pub mod pages;
pub mod say;
pub mod socket;
pub mod store;
pub mod talk;
#[cfg(test)]
mod tests;
pub mod visitor;
