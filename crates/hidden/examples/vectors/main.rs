// SPDX-License-Identifier: Apache-2.0

//! Writes the test vectors of `docs/hidden.md`:
//!
//! ```sh
//! cargo run -p gridmerit-hidden --features range --example vectors -- crates/hidden/vectors
//! ```

use std::{error::Error, fs, path::Path};

#[path = "../../tests/common/mod.rs"]
mod common;
mod format;
mod make;

fn main() -> Result<(), Box<dyn Error>> {
	let folder = std::env::args().nth(1).ok_or("into which folder?")?;
	for (name, text) in make::files()? {
		fs::write(Path::new(&folder).join(name), text)?;
	}
	Ok(())
}
