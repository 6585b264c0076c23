//! The generated table.

use access::{Perm, builtin_roles, matrix::render};

#[test]
fn one_line_per_permission_and_the_same_bytes_each_time() {
    let table = render(builtin_roles());
    assert_eq!(table, render(builtin_roles()));
    for perm in Perm::ALL {
        assert_eq!(
            table.lines().filter(|line| line.split(' ').next() == Some(perm.name())).count(),
            1,
            "{perm}"
        );
    }
    assert!(table.lines().all(|line| line.trim_end() == line && line.is_ascii()));
}

#[test]
fn a_changed_policy_is_a_changed_line() {
    let before = render(builtin_roles());
    let mut roles = builtin_roles().to_vec();
    roles[4].cells.remove(&Perm::TemplateSend);
    let after = render(&roles);
    let changed: Vec<_> = before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
    assert!(
        matches!(changed[..], [(line, _)] if line.starts_with("template.send")),
        "{changed:?}"
    );
}

#[test]
fn roles_survive_json() {
    for role in builtin_roles() {
        let text = serde_json::to_string(role).unwrap();
        assert_eq!(&serde_json::from_str::<access::Role>(&text).unwrap(), role);
    }
    assert!(serde_json::from_str::<Perm>("\"ticket.fly\"").is_err());
}
