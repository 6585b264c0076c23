//! Events told to other systems.

pub mod sign;
