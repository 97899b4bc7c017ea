//! The record of a context to which something that many contexts have belongs: messages, ticks, what is typed into a form.

use crate::access::Resource;

/// A record that lies at an agency's desk.
pub trait Subject: Resource {
    /// The agency, by its id.
    fn agency(&self) -> &str;

    /// How rows, the journal, letters and files name it: `application:` and its id.
    fn reference(&self) -> String {
        format!("{}:{}", Self::KIND.name().to_lowercase(), self.id())
    }
}
