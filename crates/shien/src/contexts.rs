//! The one list where everything is put together.

use platform::Context;

/// Every context, in the order in which they stand on one another.
pub const CONTEXTS: [Context; 4] = [platform::context(), parties::context(), programmes::context(), grants::context()];
