//! An invitation: a link with which somebody becomes a member (R2). It serves once, for seven days, and dies when a newer one is made.
//!
//! - [`send`]: make one, again, or take it back.
//! - [`view`]: what its holder is shown.
//! - [`accept`]: with it, become a member.
//! - [`renewal`]: ask for another once it has expired.
//! - [`jobs`]: the letters. A letter's secret is made when the letter is written, so that none is ever stored.
//!
//! A member is bound to an account only here: a new one, or one whose owner proves its password, without a home or at home here.

pub mod accept;
pub mod jobs;
pub mod renewal;
pub mod send;
pub mod view;
