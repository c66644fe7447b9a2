// SPDX-License-Identifier: Apache-2.0

//! Makes `vectors.json` again: cargo run -p gridmerit-meter --example vectors > meter/vectors.json

mod format;
mod make;

fn main() -> Result<(), Box<dyn std::error::Error>> {
	println!("{}", make::vectors()?.to_json()?);
	Ok(())
}
