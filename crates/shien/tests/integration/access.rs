//! Who may do what: the table of every role over every act of every context.

use std::sync::Arc;

use platform::{
    Actor,
    access::{Held, Kind, Policy, Role, Signed},
};
use shien::contexts::CONTEXTS;

#[test]
fn every_role_over_every_act_is_as_the_table_says() {
    let policy = Policy::of(&CONTEXTS).unwrap();
    let holding = |role: Role, scope: &str| {
        let roles = vec![Held::new(role, scope)];
        let signed = Signed {
            id: "me".into(),
            name: String::new(),
            email: String::new(),
            roles,
            session: String::new(),
            weak: false,
            token_acts: None,
        };
        Actor::Person(Arc::new(signed))
    };
    let mut later = String::new();
    let mut table = String::from(
        "# Who may do what\n\nMade by a test from the policies beside the contexts; `UPDATE=1` writes it anew. «own» is where the role is held or \
         one's own account, «other» everything else of the kind. Of an application and of a member's section «own» is one whose lead, party, holder, \
         agency, office or whoever entered it, as the line says, is where the role is held.\n\n| act | on |",
    );
    for role in Role::ALL {
        table += &format!(" {} |", role.name());
    }
    table += "\n|---|---|";
    table += &"---|".repeat(Role::ALL.len());
    table += "\n";
    let all = || CONTEXTS.iter().flat_map(|context| context.acts).filter_map(|act| Some((*act, act.kind()?)));
    let mut named = String::new();
    for (act, kind) in all().filter(|a| !a.1.sets().is_empty()) {
        if !kind.sets().iter().any(|(set, _)| Role::ALL.iter().any(|role| policy.may_as(&holding(*role, "here"), act, kind, set, "here"))) {
            let people: Vec<&str> = kind.sets().iter().filter(|(_, of)| *of == Kind::PERSON.name()).map(|(set, _)| *set).collect();
            assert!(!people.is_empty(), "{act} by nobody at all");
            named += &format!("- {act}: somebody whom the {} itself names ({})\n", kind.name(), people.join(", "));
        }
        // What is allowed wherever the role is held hangs on no set.
        let anywhere: Vec<bool> =
            Role::ALL.iter().map(|role| policy.may_as(&holding(*role, "here"), act, kind, kind.sets()[0].0, "elsewhere")).collect();
        if anywhere.contains(&true) {
            later += &format!("| {act} | {}, any |", kind.name());
            anywhere.iter().for_each(|may| later += if *may { " own, other |" } else { " |" });
            later += "\n";
            continue;
        }
        for (set, _) in kind.sets() {
            let may = |role: Role, place: &str| policy.may_as(&holding(role, "here"), act, kind, set, place);
            if !Role::ALL.iter().any(|r| may(*r, "here")) {
                continue;
            }
            later += &format!("| {act} | {}, {set} |", kind.name());
            for role in Role::ALL {
                assert!(!may(role, "elsewhere"), "{act} by {} of another place", role.name());
                later += if may(role, "here") { " own |" } else { " |" };
            }
            later += "\n";
        }
        assert!(!policy.may_as(&Actor::Nobody, act, kind, kind.sets()[0].0, "here"), "{act} by nobody");
    }
    for (act, kind) in all().filter(|a| a.1.sets().is_empty()) {
        table += &format!("| {act} | {} |", kind.name());
        for role in Role::ALL {
            let actor = holding(role, "here");
            let own = policy.may(&actor, act, kind, if kind == Kind::PERSON { "me" } else { "here" });
            let other = policy.may(&actor, act, kind, "elsewhere");
            assert!(own || !other, "{act} by {} may be done to others but not to one's own", role.name());
            table += match (own, other) {
                (true, true) => " own, other |",
                (true, false) => " own |",
                _ => " |",
            };
            assert!(!policy.may(&Actor::Nobody, act, kind, "here"), "{act} by nobody");
        }
        table += "\n";
    }
    table += &later;
    table += &format!("\nA role alone does not do for:\n\n{named}");
    let path = "../../docs/reference/access.md";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), table, "run this test with UPDATE=1 and read what changed");
}
