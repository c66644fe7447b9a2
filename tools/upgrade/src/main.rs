// SPDX-License-Identifier: Apache-2.0

//! Tries a new runtime on the state of a live Gridmerit chain.

fn main() {}
