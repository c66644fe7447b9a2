// SPDX-License-Identifier: Apache-2.0
//! try
use gridmerit_agent::{day, replay::*};
use std::path::Path;
struct P;
impl Progress for P {
	fn begin(&self, n: u64) {
		println!("{n} rounds");
	}
	fn round(&self, hour: i64, c: Option<(u8, &day::Round)>) {
		println!("{hour} {:?}", c.map(|(h, r)| (h, r.price, r.traded, r.transactions)));
	}
}
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
	let folder = Path::new("scenarios/ieee33");
	let s = Scenario::load(folder)?;
	let mode = match std::env::args().nth(2).as_deref() {
		Some("rolling") => Mode::Rolling,
		Some("haircut") => Mode::Haircut,
		_ => Mode::Perfect,
	};
	let (_node, chain) =
		ScenarioNode::start(Path::new(&std::env::args().nth(1).unwrap()), &s, None).await?;
	let day = play(&chain, &s, mode, &P).await?;
	println!("{:?} {:?}", day.summary, day.time);
	for d in Expected::load(folder, mode.name())?.unwrap().differences(&day) {
		println!("{d}");
	}
	Ok(())
}
