//! Rows of one kind are not filtered by the scope of another.

use platform::{Scope, accounts::Agency};
use workflow::approval::Approval;

fn contains(scope: &Scope<Agency>, found: &Approval) -> bool {
    scope.contains(found)
}

fn main() {}
