//! coreference.

use onrecord_model::Reading;

use crate::Context;

/// Adds the rows of this table.
pub fn extract(_cx: &Context, _reading: &mut Reading) {}
