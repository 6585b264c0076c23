//! The web chat's own edge: what runs on somebody else's page.

pub mod identity;
