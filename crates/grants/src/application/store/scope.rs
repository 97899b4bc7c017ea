//! The access policy as a condition on the rows of applications: what [`Application::set`] says of one, said of all.

use platform::{Rows, scope::Holds};
use sea_orm::{ColumnTrait, Condition, sea_query::Query};

use super::{application, application_member};
use crate::application::model::{Application, LEAD};

impl Rows for Application {
    fn holds(holds: &Holds) -> Condition {
        let ids = || holds.ids.iter().cloned();
        let on_screen = || application::Column::EnteredBy.is_null();
        let filed = || application::Column::Filings.gt(0);
        // An application in which one of these organisations has a part.
        let members = |lead: bool| {
            let mut found = Query::select();
            found.column(application_member::Column::Application).from(application_member::Entity);
            found.and_where(application_member::Column::Company.is_in(ids()));
            if lead {
                found.and_where(application_member::Column::Member.eq(LEAD));
            }
            application::Column::Id.in_subquery(found)
        };
        let all = Condition::all();
        match holds.set.as_deref() {
            None => all.add(application::Column::Id.is_in(ids())),
            Some("lead") => all.add(on_screen()).add(members(true)),
            Some("party") => all.add(on_screen()).add(members(false)),
            Some("recipients") => all.add(Condition::any().add(on_screen()).add(filed())).add(members(false)),
            Some("correspondents") => all.add(filed()).add(members(false)),
            Some("agency") => all.add(application::Column::Agency.is_in(ids())),
            Some("office") => all.add(filed()).add(application::Column::Agency.is_in(ids())),
            Some("entered_by") => all.add(application::Column::EnteredBy.is_in(ids())),
            // A set that nobody wrote a condition for holds nothing: the test of rows finds it.
            Some(_) => all.add(sea_orm::sea_query::Expr::value(false)),
        }
    }
}
