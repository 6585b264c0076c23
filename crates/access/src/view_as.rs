//! *View as*: an administrator sees what a member sees, and changes nothing (X2).

use crate::Caller;

impl Caller {
    /// This member, looked at by `viewer`: decides what both may read, in one organisation. Whether the viewer may do so at
    /// all is for `view.as` and [`crate::change::may_act_on`]; in another organisation there is nothing to see.
    #[must_use]
    pub fn seen_by(mut self, viewer: &Self) -> Self {
        self.alive = self.alive && self.org == viewer.org;
        self.viewer = Some(Box::new(viewer.clone()));
        self
    }
}
