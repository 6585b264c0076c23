//! What `db` promises, shown on both engines.

mod basics;
