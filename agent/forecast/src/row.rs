// SPDX-License-Identifier: Apache-2.0

//! What a TE node used and generated in one interval: as files of histories give it.

pub use gridmerit_history::Row;
