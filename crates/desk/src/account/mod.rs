//! An account: a person's login, across organisations.
pub mod model;
pub mod store;

pub use model::{Account, Credentials};
