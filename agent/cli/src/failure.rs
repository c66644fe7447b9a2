// SPDX-License-Identifier: Apache-2.0

//! What went wrong, in words.

/// Whatever a command may fail with: it is printed and decides the exit code.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
