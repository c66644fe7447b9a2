// SPDX-License-Identifier: Apache-2.0

//! Opens a market: does what a file says and the chain lacks, in one transaction.

use std::{process::ExitCode, time::Duration};

use gridmerit_client::{
	AccountId32, Call, Chain, View,
	registry::{self, NodeData},
	rules::{self, DayTariff, MarketRules, Published},
	units::clock,
};
use gridmerit_energy::{EnergyLimits, NodeIndex, Roles, SourceKind, Window};
use serde_json::json;
use tokio::time::{sleep, timeout};

use super::{
	as_operator,
	check::judge,
	file::{MarketFile, RulesSection, TariffSection, Utility},
	is_operator, known,
	makers::{makers, still_counts},
	options::OpenOptions,
	print_call,
};
use crate::{actor::Actor, failure::Failure, household::customer_hash};

/// Between two looks at whether a round takes orders.
const LOOK: Duration = Duration::from_secs(2);

/// What is to be done, each with what it is.
pub type Steps = Vec<(String, Call)>;

struct Plan {
	steps: Steps,
	/// Manufacturers that the chain has and the file does not name.
	unnamed: Vec<String>,
}

impl Plan {
	/// Says what it leaves as it is.
	fn warn(&self, json: bool) {
		for name in self.unnamed.iter().filter(|_| !json) {
			eprintln!("{}", still_counts(name));
		}
	}
}

pub async fn open(options: &OpenOptions) -> Result<ExitCode, Failure> {
	let file = MarketFile::load(&options.file)?;
	known::look(&options.act.common, &file).await?;
	let json = options.act.common.json;
	if options.check || options.print_call {
		let view = options.act.common.connect().await?.best().await?;
		// A key is not needed; one that is named is to be the operator's.
		if let (false, Ok(named)) = (json, options.act.trader.signatory())
			&& let Err(error) = is_operator(&view, &named.account()).await
		{
			eprintln!("warning: {error}");
		}
		let plan = plan(&view, &file).await?;
		plan.warn(json);
		if options.check || plan.steps.is_empty() {
			return tell(&plan, json);
		}
		let calls = plan.steps.into_iter().map(|(_, call)| call).collect();
		return print_call(&view, &as_operator(calls));
	}
	let actor = Actor::new(&options.act).await?;
	is_operator(&actor.view, &actor.account()).await?;
	let plan = plan(&actor.view, &file).await?;
	plan.warn(json);
	if plan.steps.is_empty() {
		return tell(&plan, json);
	}
	let (what, calls): (Vec<_>, Vec<_>) = plan.steps.into_iter().unzip();
	let done = actor.send(as_operator(calls)).await?;
	let windows = first_windows(&actor.chain, Duration::from_secs(options.wait)).await?;
	let round = windows.first().map(|window| json!({ "round": window.round, "gate": window.gate }));
	let more = vec![("open".into(), json!(round)), ("notInFile".into(), json!(plan.unnamed))];
	let shown = actor.show_with(&done, &what.join("; "), more)?;
	if !json {
		match windows.first() {
			Some(Window { gate, .. }) => {
				println!(
					"The market is open: orders are taken until {} UTC, and in each round after that",
					clock(*gate)
				);
			},
			None => println!(
				"No round takes orders yet: the first one opens with one of the next blocks"
			),
		}
	}
	Ok(shown)
}

/// What would be done.
fn tell(plan: &Plan, json: bool) -> Result<ExitCode, Failure> {
	let what: Vec<_> = plan.steps.iter().map(|(what, _)| what.as_str()).collect();
	match (json, what.as_slice()) {
		(true, _) => println!("{}", json!({ "missing": what, "notInFile": plan.unnamed })),
		(false, []) => println!("There is nothing to do: the chain has what the file says"),
		(false, _) => println!("It would: {}", what.join("; ")),
	}
	Ok(ExitCode::SUCCESS)
}

/// Waits for a round that takes orders, for so long.
async fn first_windows(chain: &Chain, patience: Duration) -> Result<Vec<Window>, Failure> {
	let open = async {
		loop {
			let windows = chain.best().await?.windows().await?;
			if !windows.is_empty() {
				return Ok(windows);
			}
			sleep(LOOK).await;
		}
	};
	timeout(patience, open).await.unwrap_or_else(|_| Ok(Vec::new()))
}

/// What the chain lacks, in the order in which it has to be done: the rules name the utility, and the tariff has to keep
/// to the rules. Rules without a tariff would open a round without windows.
async fn plan(view: &View, file: &MarketFile) -> Result<Plan, Failure> {
	let published = view.published().await?;
	let mut steps = Vec::new();
	let utility = match &file.utility {
		Some(utility) => Some(stands_behind(view, utility, &mut steps).await?),
		None => published.latest_rules().map(|rules| rules.utility),
	};
	let wanted = match (&file.rules, utility) {
		(Some(section), Some(utility)) => Some(market_rules(section, utility)?),
		(Some(_), None) => return Err("[utility] is missing: who stands behind the market?".into()),
		(None, Some(utility)) => {
			published.latest_rules().map(|rules| MarketRules { utility, ..*rules })
		},
		(None, None) => None,
	};
	let rules = wanted.ok_or("[rules] is missing, and the chain has none yet")?;
	if published.latest_rules() != Some(&rules) {
		steps.push((
			format!("set the rules, with node {} as utility", rules.utility),
			rules::set_rules(&rules),
		));
	}
	match &file.tariff {
		Some(section) => publish(view, section, &published, &rules, &mut steps).await?,
		None if published.tariffs.is_empty() => {
			return Err("[tariff] is missing, and the chain has none yet".into());
		},
		None => {},
	}
	let unnamed = makers(view, file, &mut steps).await?;
	Ok(Plan { steps, unnamed })
}

/// The utility's index: that of a node which is one, or that it will have.
async fn stands_behind(
	view: &View,
	utility: &Utility,
	steps: &mut Steps,
) -> Result<NodeIndex, Failure> {
	let account = utility.account;
	if let Some(node) = view.node(&account).await? {
		return match node.roles.utility {
			true => Ok(node.index),
			false => Err(format!(
				"[utility] {account} is node {} and no utility: name another account, or change its roles \
				 (teRegistry.change)",
				node.index
			)
			.into()),
		};
	}
	let index = view.next_node().await?;
	let call = match view.application(&account).await? {
		Some(applied) if !applied.roles.utility => {
			return Err(format!(
				"[utility] {account} has applied to be something else than a utility"
			)
			.into());
		},
		Some(applied) => registry::approve(&account, &applied),
		None => registry::admit(&account, &utility_data(utility)?),
	};
	steps.push((format!("admit {account} as utility, node {index}"), call));
	Ok(index)
}

fn utility_data(utility: &Utility) -> Result<NodeData, Failure> {
	Ok(NodeData {
		customer: customer_hash(&utility.customer)?,
		roles: Roles { utility: true, ..Roles::default() },
		bus: utility.bus,
		limits: EnergyLimits::default(),
		source: SourceKind::Utility,
		battery: None,
	})
}

fn market_rules(section: &RulesSection, utility: NodeIndex) -> Result<MarketRules, Failure> {
	let gate_lead = section.gate_seconds.checked_mul(1_000);
	Ok(MarketRules {
		utility,
		lead: section.lead,
		windows: section.windows,
		gate_lead: gate_lead.ok_or("[rules] gate_seconds is far too large")?,
		minimum: section.minimum_wh,
		bounds: section.bounds(),
	})
}

async fn publish(
	view: &View,
	section: &TariffSection,
	published: &Published,
	rules: &MarketRules,
	steps: &mut Steps,
) -> Result<(), Failure> {
	let (now, tariff) = day(view, section).await?;
	if published.latest_tariff().is_some_and(|latest| latest.means(&tariff, now)) {
		return Ok(());
	}
	judge(&tariff, published, Some(&rules.bounds))?;
	let when = match published.tariff_from() {
		None => String::new(),
		Some(from) => format!(" from interval {from} on"),
	};
	steps.push((
		format!(
			"publish the tariff{when} ({} bands, clocks of {})",
			tariff.bands.len(),
			section.zone()
		),
		rules::set_tariff(&tariff),
	));
	Ok(())
}

/// The chain's time, and the tariff of a file as of then.
pub async fn day(view: &View, section: &TariffSection) -> Result<(u64, DayTariff), Failure> {
	let now = view.now().await?;
	let grid = match &section.grid {
		Some(account) => Some(node_of(view, account).await?),
		None => None,
	};
	Ok((now, section.day(now, grid)?))
}

async fn node_of(view: &View, account: &AccountId32) -> Result<NodeIndex, Failure> {
	let node = view.node(account).await?;
	let node = node.ok_or_else(|| format!("[tariff] grid: {account} acts for no TE node"))?;
	Ok(node.index)
}
