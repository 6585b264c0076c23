//! What keeps people out.
