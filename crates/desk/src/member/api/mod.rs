//! The routes of members, colleagues and invitations.

mod in_channel;
mod invitations;
mod people;
mod presence;
mod rights;
mod view_as;

use access::Perm::{ChannelManage, UserCreate, UserDelete, UserEdit, UserView, ViewAs};
use kit::MemberId;

use crate::http::Permit::{At, Desk, Member, Person, Public};
use crate::http::Slice;

pub fn routes() -> Vec<Slice> {
    vec![members(), across(), invitations()]
}

fn members() -> Slice {
    let own = Member("about oneself");
    Slice::new("member")
        .get(
            "/members",
            Desk(UserView),
            "member.list: the people of the organisation, newest first",
            people::list,
        )
        .post(
            "/members",
            Desk(UserCreate),
            "member.create: make a member and invite them",
            people::create,
        )
        .get("/members/{member}", Desk(UserView), "member.get: one member in full", people::get)
        .patch(
            "/members/{member}",
            Desk(UserEdit),
            "member.edit: change name, phone, language, signature or quota",
            people::edit,
        )
        .delete(
            "/members/{member}",
            Desk(UserDelete),
            "member.remove: remove a member; their open tickets go to a colleague or to their queues",
            people::remove,
        )
        .post(
            "/members/{member}/suspension",
            Desk(UserEdit),
            "member.suspend: shut a member out",
            people::suspend,
        )
        .delete(
            "/members/{member}/suspension",
            Desk(UserEdit),
            "member.resume: let a suspended member in again",
            people::resume,
        )
        .post(
            "/members/{member}/password-reset",
            Desk(UserEdit),
            "member.password_reset: let a member choose a new password",
            people::reset,
        )
        .put(
            "/members/{member}/roles",
            Desk(UserEdit),
            "member.roles: give and take roles",
            rights::roles,
        )
        .put(
            "/members/{member}/teams",
            Desk(UserEdit),
            "member.teams: put a member into teams",
            rights::teams,
        )
        .put(
            "/members/{member}/origins",
            At(UserEdit),
            "member.origins: the origins that a member serves",
            rights::origins,
        )
        .put(
            "/members/{member}/channels",
            Desk(UserEdit),
            "member.channels: the channels that a member serves",
            rights::channels,
        )
        .get(
            "/members/{member}/switches",
            Desk(UserView),
            "switch.list: a member's optional permissions",
            rights::switches,
        )
        .post(
            "/members/{member}/switches",
            At(UserEdit),
            "switch.set: switch an optional permission on or off",
            rights::switch,
        )
        .delete(
            "/members/{member}/switches/{switch}",
            At(UserEdit),
            "switch.remove: back to what the roles say",
            rights::unswitch,
        )
        .post(
            "/members/{member}/preview",
            Desk(UserEdit),
            "member.preview: what other roles, teams, channels, origins or a switch would open and close; nothing is changed",
            rights::preview,
        )
        .get(
            "/channels/{channel}/members",
            At(ChannelManage),
            "switch.in_channel: who works in a channel, and what each may do in it",
            in_channel::list,
        )
        .put(
            "/channels/{channel}/members",
            At(ChannelManage),
            "switch.set_in_channel: what up to 200 members may do in a channel; each is decided on its own",
            in_channel::set,
        )
        .post(
            "/members/{member}/invitation",
            Desk(UserCreate),
            "invitation.send: invite again; the older link dies",
            people::invite,
        )
        .delete(
            "/members/{member}/invitation",
            Desk(UserCreate),
            "invitation.cancel: the link counts no longer",
            people::uninvite,
        )
        .get(
            "/colleagues",
            Member("the names of those one works with"),
            "colleague.list: people to assign to and to mention",
            people::colleagues,
        )
        .post(
            "/members/{member}/view-as",
            Desk(ViewAs),
            "member.view_as: look through a member's eyes for an hour; nothing can be changed meanwhile",
            view_as::begin,
        )
        .get(
            "/view-as",
            Member("through whose eyes this request looks, of the one who looks"),
            "member.viewed: what the member holds whom one looks through",
            view_as::seen,
        )
        .patch("/me", own, "profile.edit: my signature and photo here", people::profile)
        .put("/me/presence", own, "presence.set: whether I am at my desk here", presence::set)
}

fn across() -> Slice {
    let own = Person("one's own, in each organisation that one serves");
    Slice::root("member")
        .get(
            "/api/v1/me/presence",
            own,
            "me.presence: whether I am at my desk, with how many open tickets",
            presence::all,
        )
        .put(
            "/api/v1/me/presence",
            own,
            "me.presence_set: one switch over all organisations; the same again goes on when the hours are nearly over",
            presence::set_all,
        )
}

fn invitations() -> Slice {
    let by_link = Public("by a link that only the invited person has");
    Slice::root("member")
        .get(
            "/api/v1/invitations",
            by_link,
            "invitation.get: what an invitation is to",
            invitations::view,
        )
        .post(
            "/api/v1/invitations/acceptance",
            by_link,
            "invitation.accept: become the member that a link names",
            invitations::accept,
        )
        .post(
            "/api/v1/invitations/renewal",
            by_link,
            "invitation.renewal: ask for another; the answer is always the same",
            invitations::renewal,
        )
}

/// `/organisations/{org}/members/{member}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "MemberPath")]
pub struct Path {
    pub member: MemberId,
}
