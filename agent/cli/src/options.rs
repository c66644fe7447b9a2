// SPDX-License-Identifier: Apache-2.0

//! The command line.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use gridmerit_client::{AccountId32, Chain, Key, Signatory, View};
use gridmerit_energy::{Interval, NodeStatus};
use gridmerit_forecast::Model;
use gridmerit_replay::{FeederError, Mode, Scenario, day::Feeder};

use crate::{
	bills::options::{ArchiveOptions, StatementOptions, ZoneOptions},
	builders::options::{BuilderOptions, BuildersOptions, SetKeysOptions},
	carbon::options::CarbonOptions,
	certificates::options::CertificatesOptions,
	committee::{ClaimLineOptions, DutiesOptions, VoteOptions},
	failure::Failure,
	groups,
	history::options::{DayOptions, HistoryOptions, MappingOptions},
	household::options::{
		AmountOptions, JoinOptions, MeterCommand, RotateOptions, SendOptions, SettleWithOptions,
		WithdrawOptions as TakeOptions,
	},
	light,
	market::options::{GridOptions, PricesOptions, TradesOptions, WatchOptions},
	operator::options::{OperatorCommand, TariffCommand},
	prefer::PreferOptions,
	proposals::options::{ProposalsOptions, ProposeOptions},
	subsidies::SubsidiesOptions,
	trust::options::{
		BackOptions, BondOptions, CommissionOptions, TrustOptions, UnbondOptions, WithdrawOptions,
	},
	work::WorkOptions,
};

/// Trades for a TE node of a Gridmerit chain, and plays whole scenarios. Energy is in Wh and prices are in
/// planck per Wh (120000 is 0.12 UNIT per kWh), as on the chain; what is bonded is in UNIT. Tables show kWh and UNIT.
#[derive(Parser)]
#[command(version, help_template = groups::TEMPLATE, after_help = groups::listed())]
pub struct Cli {
	#[command(subcommand)]
	pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
	/// The node: its money, what is tied up, what it owes
	Status(ReadOptions),
	/// The open windows, and the node's orders and trades in them
	Orders(ReadOptions),
	/// Post a demand or an offer, on top of what was traded
	Post(PostOptions),
	/// Cancel orders
	Cancel(CancelOptions),
	/// Say from whom the node would rather buy; it gets as much energy and pays as much as without
	Prefer(PreferOptions),
	/// What would trade now, and at what price
	Quote(QuoteOptions),
	/// An interval's book: what is wanted and offered, by price
	Depth(DepthOptions),
	/// What days, months or intervals came to, with and without the market: as a table, CSV or a page to print
	///
	/// Without a time, the last 1,000 intervals that are over: ten days of quarters of an hour.
	Statement(StatementOptions),
	/// Keep what the chain will forget: the node's settled intervals, with proofs; --verify checks them
	Archive(ArchiveOptions),
	/// At what price intervals have cleared, round by round
	Prices(PricesOptions),
	/// The grid: what lines may carry in an interval and do, zones with their prices, the own bus
	Grid(GridOptions),
	/// What the node has traded with its neighbours: with whom, and for how much
	Trades(TradesOptions),
	/// Follow the chain: rounds, gates, prices, and the node's trades and readings, a line each
	Watch(WatchOptions),
	/// How much a node is trusted, and why
	Trust(TrustOptions),
	/// Bond money for the node
	Bond(BondOptions),
	/// Take money out of the node's bond; it stays at risk for some sessions, and can be withdrawn then
	Unbond(UnbondOptions),
	/// Take back what was taken out and has waited for long enough
	WithdrawBond(WithdrawOptions),
	/// Bond money behind a node, for a share in its rewards, and in all its slashes
	Back(BackOptions),
	/// Take money out from behind a node; it stays at risk for some sessions, and can be withdrawn then
	Unback(BackOptions),
	/// Have rewards paid
	Claim(WithdrawOptions),
	/// Say what of its backers' rewards the node keeps
	Commission(CommissionOptions),
	/// Who builds blocks, who will next, and why; all who want to, and what they lack
	Builders(BuildersOptions),
	/// A node as a builder: its seat, its record, what it lacks and what helps
	Builder(BuilderOptions),
	/// Stand for election as a builder: with keys that are set, and enough trust
	Stand(ActOptions),
	/// Give the seat of a builder up; the node has to run until it has none
	StepDown(ActOptions),
	/// Have the own node make new session keys, and set them
	///
	/// The secrets stay in that node, which answers only on its own machine: run this there, or through a tunnel:
	/// `ssh -L 9945:127.0.0.1:9944 MACHINE`, and --node-rpc ws://127.0.0.1:9945
	SetKeys(SetKeysOptions),
	/// Give the session keys up that are no longer needed, and take the deposit for them back
	ReleaseKeys(ActOptions),
	/// Have the node serve on committees, which decide on the grid: for three weeks, by today's trust
	Serve(ActOptions),
	/// What the node has still to vote on, and before which session
	Duties(DutiesOptions),
	/// Vote on what somebody asks a committee of which the node is a member; a vote that counts costs no fee
	Vote(VoteOptions),
	/// Have the owner of a line paid what its contract has earned, from the congestion rent
	ClaimLine(ClaimLineOptions),
	/// What sponsors pay for verified production, and what the node got; `subsidies found` founds a programme
	Subsidies(SubsidiesOptions),
	/// Certificates of origin: what the node holds, by source or interval; to transfer, cancel, match and export them
	Certificates(CertificatesOptions),
	/// What energy emits: footprints of plants, of the grid, bounds; `carbon statement` says what was emitted for what the node drew
	Carbon(CarbonOptions),
	/// Dispatches that the chain asks for: what is claimed, what stands, what is at stake; `proposals problem` posts one
	///
	/// Voltage, meshed grids, storage and blocks are beyond what the chain solves itself: whoever finds a better dispatch than
	/// what stands is paid for it.
	Proposals(ProposalsOptions),
	/// Solve a problem, claim what was found with a wager, and show in time what proves it
	///
	/// It can be stopped and run again: what is claimed is in the state file, and it goes on where it was. It ends when the
	/// problem is decided. Status 0: the claim is true; 1: it is not, or nothing was claimed, and it says why.
	Propose(ProposeOptions),
	/// Find the proof of work that an application to become a TE node takes
	Work(WorkOptions),
	/// Join a market: apply, wait for the operator, and see what is missing until the first trade
	///
	/// It can be stopped and run again: it goes on where one stands. With --check it changes nothing. Status 0: nothing
	/// is missing; 4: something is, and it says what.
	Join(JoinOptions),
	/// Send money to another account
	Send(SendOptions),
	/// Move money from the account to the market, where orders and debts are paid from
	Deposit(AmountOptions),
	/// Move money from the market back to the account
	Withdraw(TakeOptions),
	/// Have a meter of the node settle it
	SettleWith(SettleWithOptions),
	/// Hand the node over to another account, with its money, trades and debts
	Rotate(RotateOptions),
	/// Open and run a market: for its operator
	Operator {
		#[command(subcommand)]
		command: OperatorCommand,
	},
	/// Tariffs: what a file would change, before it does
	Tariff {
		#[command(subcommand)]
		command: TariffCommand,
	},
	/// Trade by a rulebook until stopped
	Run(RunOptions),
	/// Sign a meter's reading and deliver it, or deliver signed ones; `meter bind` binds a meter to the node, `meter
	/// rotate` gives one a new key
	///
	/// Status 0: all count now. 3: those that were refused count already, so that nothing is left to do. 1: a
	/// reading was refused for another reason, or could not be delivered; a line says why.
	///
	/// With --check 0: all count, and in a final block. 4: some do not, or not in a final block yet. 1: the chain has
	/// another reading of the interval, or could not be asked.
	Meter(MeterOptions),
	/// What is understood of a file with what was used and generated: of a portal, an inverter, a script
	History(HistoryOptions),
	/// How well the forecasts do: on a scenario's day, or on a history
	Accuracy(AccuracyOptions),
	/// Play a scenario on a chain of its own, and write the report
	Replay(ReplayOptions),
	/// What a scenario's folder says, without playing it: tables of a community (docs/what-if.md) or scenario.json
	Scenario(ScenarioOptions),
	/// A page on a chain that lives: what everybody paid, prices, energy, as far as the chain remembers them
	Report(ReportOptions),
	/// Write the chain spec of a scenario
	Spec(SpecOptions),
	/// Compare a report with what its scenario expects
	Compare(CompareOptions),
}

/// The node that is asked if none is named.
const OWN_NODE: &str = "ws://127.0.0.1:9944";

/// The chain to talk to, and how to answer.
#[derive(Args)]
pub struct CommonOptions {
	/// RPC of a node [default: ws://127.0.0.1:9944]
	#[arg(long)]
	pub url: Option<String>,
	/// Trust no node: ask any by a light client in this program, with this chain spec, of scripts/light-spec.sh or
	/// raw; or that in the variable GRIDMERIT_LIGHT. All is read as of the last final block, and what is sent is
	/// waited for until it is final
	#[arg(long, value_name = "SPEC", conflicts_with = "url")]
	pub light: Option<PathBuf>,
	/// Print JSON for programs: energy in Wh, money in planck as text
	#[arg(long)]
	pub json: bool,
}

impl CommonOptions {
	pub async fn connect(&self) -> Result<Chain, Failure> {
		Ok(match self.spec() {
			Some(spec) => light::begin(&spec).await?,
			None => Chain::connect(self.url.as_deref().unwrap_or(OWN_NODE)).await?,
		})
	}

	/// The node that is asked; none if a light client is.
	pub fn node(&self) -> Option<&str> {
		match self.spec() {
			Some(_) => None,
			None => Some(self.url.as_deref().unwrap_or(OWN_NODE)),
		}
	}

	/// The spec of a light client. What is named on purpose comes first; the variable may just be there.
	fn spec(&self) -> Option<PathBuf> {
		let by_variable = || std::env::var_os("GRIDMERIT_LIGHT").map(PathBuf::from);
		match self.url {
			Some(_) => None,
			None => self.light.clone().or_else(by_variable),
		}
	}
}

/// The account's key.
#[derive(Args)]
#[group(multiple = false)]
pub struct SignerOptions {
	/// The account's secret: a phrase or seed with a path, such as //Bob. Others can see a command line: keep
	/// secrets that matter in the variable GRIDMERIT_SURI, or in a file
	#[arg(long)]
	pub suri: Option<String>,
	/// A file that holds it
	#[arg(long, value_name = "FILE")]
	pub suri_file: Option<PathBuf>,
	/// An account exported by polkadot.js; its password is in GRIDMERIT_PASSWORD
	#[arg(long, value_name = "FILE")]
	pub keystore: Option<PathBuf>,
}

impl SignerOptions {
	/// The key, if one is named.
	fn find(&self) -> Result<Option<Key>, Failure> {
		if let Some(path) = &self.suri_file {
			return Ok(Some(Key::from_suri_file(path)?));
		}
		if let Some(path) = &self.keystore {
			let password = std::env::var("GRIDMERIT_PASSWORD")
				.map_err(|_| "the keystore's password is to be in GRIDMERIT_PASSWORD")?;
			return Ok(Some(Key::from_keystore(path, &password)?));
		}
		if let Some(suri) = &self.suri {
			return Ok(Some(Key::from_suri(suri)?));
		}
		// What is named on purpose comes first; the variable may just be there.
		match std::env::var("GRIDMERIT_SURI") {
			Ok(suri) => Ok(Some(Key::from_suri(&suri)?)),
			Err(_) => Ok(None),
		}
	}

	pub fn key(&self) -> Result<Key, Failure> {
		self.find()?.ok_or_else(|| {
			"name a key: --suri, --suri-file, --keystore or the variable GRIDMERIT_SURI".into()
		})
	}
}

/// Whose orders they are.
#[derive(Args)]
pub struct TraderOptions {
	#[command(flatten)]
	pub signer: SignerOptions,
	/// The node's account, if the key is that of a proxy of it
	#[arg(long, value_name = "SS58")]
	pub on_behalf_of: Option<AccountId32>,
}

impl TraderOptions {
	pub fn signatory(&self) -> Result<Signatory, Failure> {
		Ok(Signatory { key: self.signer.key()?, real: self.on_behalf_of })
	}
}

/// An account to look at.
#[derive(Args)]
pub struct WhoseOptions {
	/// The account, in SS58; that of the key if there is none
	#[arg(long, value_name = "SS58", alias = "on-behalf-of")]
	pub account: Option<AccountId32>,
	#[command(flatten)]
	pub signer: SignerOptions,
}

impl WhoseOptions {
	pub fn account(&self) -> Result<AccountId32, Failure> {
		self.named()?.ok_or_else(|| {
			"name an account (--account) or a key (--suri, --suri-file, --keystore)".into()
		})
	}

	/// The account, if one is named.
	pub fn named(&self) -> Result<Option<AccountId32>, Failure> {
		match &self.account {
			Some(account) => Ok(Some(*account)),
			None => Ok(self.signer.find()?.map(|key| key.account())),
		}
	}
}

#[derive(Args)]
pub struct ReadOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	#[command(flatten)]
	pub zone: ZoneOptions,
}

/// Who acts, and where.
#[derive(Args)]
pub struct ActOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	/// A proxy that bonds or claims has to be of type MarketAndBond, for all else of type Any
	#[command(flatten)]
	pub trader: TraderOptions,
	/// Wait until the block is final
	#[arg(long = "final")]
	pub until_final: bool,
}

pub fn watt_hours(text: &str) -> Result<u64, String> {
	text.parse().map_err(|_| "not a whole number of Wh: 5 kWh are 5000".into())
}

/// The energy of an order, in Wh. How much is enough, the market says.
fn ordered(text: &str) -> Result<u64, String> {
	text.parse().map_err(|_| "not a whole number of Wh above 0: 5 kWh are 5000".into())
}

/// An interval by its number.
pub fn interval(text: &str) -> Result<Interval, String> {
	text.parse().map_err(|_| {
		"not the number of an interval: that of a time is its seconds since 1970 (date +%s) divided by the length of \
		 an interval, 900 on most chains"
			.into()
	})
}

pub fn planck(text: &str) -> Result<u64, String> {
	text.parse()
		.map_err(|_| "not a whole number of planck per Wh: 0.12 UNIT per kWh are 120000".into())
}

fn model(text: &str) -> Result<Model, String> {
	match text {
		"naive" => Ok(Model::Naive),
		"ets" => Ok(Model::Ets),
		"mstl" => Ok(Model::Mstl),
		"auto" => Ok(Model::Auto),
		_ => Err("not one of naive, ets, mstl, auto".into()),
	}
}

#[derive(Args)]
#[command(group = ArgGroup::new("side").required(true).args(["demand", "offer"]))]
pub struct PostOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub trader: TraderOptions,
	/// The delivery interval: its number, or +1 for the first open window, +2 for the next
	#[arg(long)]
	pub interval: String,
	/// Wanted, in Wh
	#[arg(long, value_name = "WH", conflicts_with = "ask", allow_negative_numbers = true, value_parser = ordered)]
	pub demand: Option<u64>,
	/// The highest price of a demand, in planck per Wh, without the service fee; without it, it may cost the cap
	#[arg(long, value_name = "PRICE", requires = "demand", allow_negative_numbers = true, value_parser = planck)]
	pub limit: Option<u64>,
	/// Offered, in Wh
	#[arg(long, value_name = "WH", requires = "ask", allow_negative_numbers = true, value_parser = ordered)]
	pub offer: Option<u64>,
	/// The least price of an offer, in planck per Wh
	#[arg(long, value_name = "PRICE", requires = "offer", allow_negative_numbers = true, value_parser = planck)]
	pub ask: Option<u64>,
	/// Post although no settlement meter measures the node in this interval: what it buys will count as not used,
	/// what it sells as not delivered
	#[arg(long)]
	pub unmetered: bool,
	/// Wait until the block is final
	#[arg(long = "final")]
	pub until_final: bool,
}

#[derive(Args)]
#[command(group = ArgGroup::new("what").required(true).args(["interval", "all"]))]
pub struct CancelOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub trader: TraderOptions,
	/// The intervals, by number or as +1, +2
	#[arg(long, value_name = "INTERVAL")]
	pub interval: Vec<String>,
	/// All orders
	#[arg(long)]
	pub all: bool,
	/// Wait until the block is final
	#[arg(long = "final")]
	pub until_final: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Direction {
	Buy,
	Sell,
}

#[derive(Args)]
pub struct QuoteOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	/// The delivery interval, by number or as +1, +2
	#[arg(long)]
	pub interval: String,
	/// Whether to buy or to sell
	pub side: Direction,
	/// Energy, in Wh, on top of all open orders, your own too
	#[arg(allow_negative_numbers = true, value_parser = ordered)]
	pub energy: u64,
	/// To buy: the highest price, in planck per Wh; without it, the cap
	#[arg(long, value_name = "PRICE", conflicts_with = "ask", allow_negative_numbers = true, value_parser = planck)]
	pub limit: Option<u64>,
	/// To sell: the least price, in planck per Wh; without it, the cheapest ask that may trade
	#[arg(long, value_name = "PRICE", allow_negative_numbers = true, value_parser = planck)]
	pub ask: Option<u64>,
	#[command(flatten)]
	pub place: PlaceOptions,
}

/// Where on the grid, if there is one.
#[derive(Args)]
pub struct PlaceOptions {
	/// On a grid: the bus, whose zone has the price; that of the account's node if there is none
	#[arg(long)]
	pub bus: Option<u16>,
	#[command(flatten)]
	pub whose: WhoseOptions,
}

impl PlaceOptions {
	/// The bus that is named, or that of the account's node; none if neither is, or the account acts for none.
	pub async fn bus(&self, view: &View) -> Result<Option<u16>, Failure> {
		if self.bus.is_some() {
			return Ok(self.bus);
		}
		Ok(self.node(view).await?.map(|node| node.bus))
	}

	/// The account's node; none if no account is named, or it acts for none.
	pub async fn node(&self, view: &View) -> Result<Option<NodeStatus>, Failure> {
		match self.whose.named()? {
			Some(account) => Ok(view.node(&account).await?),
			None => Ok(None),
		}
	}
}

#[derive(Args)]
pub struct DepthOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	/// The delivery interval, by number or as +1, +2
	#[arg(long)]
	pub interval: String,
	/// On a grid: what hangs on this bus alone
	#[arg(long)]
	pub bus: Option<u16>,
}

#[derive(Args)]
pub struct RunOptions {
	/// The rulebook: docs/rulebook.md
	#[arg(long, value_name = "FILE")]
	pub rulebook: PathBuf,
	/// Look at the chain once, do what there is to do, and end
	#[arg(long)]
	pub once: bool,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct MeterOptions {
	#[command(subcommand)]
	pub command: Option<MeterCommand>,
	#[command(flatten)]
	pub common: CommonOptions,
	/// Who pays; without a key each reading is delivered as an authorised transaction, without a fee
	#[command(flatten)]
	pub signer: SignerOptions,
	/// Signed readings, one JSON object a line, as gridmerit-meter prints them; - for standard input
	#[arg(long, value_name = "FILE", conflicts_with_all = ["state", "meter_suri", "meter_suri_file"])]
	pub readings: Option<PathBuf>,
	/// Deliver nothing: say which of the signed readings count
	#[arg(long, requires = "readings")]
	pub check: bool,
	/// What the meter remembers; made by `gridmerit-meter read --new`
	#[arg(
		long,
		value_name = "FILE",
		required_unless_present = "readings",
		requires_all = ["interval", "import", "export"]
	)]
	pub state: Option<PathBuf>,
	/// The meter's secret. Others can see a command line: keep secrets that matter in the variable
	/// GRIDMERIT_METER_SURI, or in a file
	#[arg(long, value_name = "SURI", requires = "state", conflicts_with = "meter_suri_file")]
	pub meter_suri: Option<String>,
	/// A file that holds it
	#[arg(long, value_name = "FILE", requires = "state")]
	pub meter_suri_file: Option<PathBuf>,
	/// How the meter signs
	#[arg(long, default_value = "sr25519")]
	pub scheme: gridmerit_meter::Scheme,
	/// The interval that has passed
	#[arg(long, allow_negative_numbers = true, value_parser = interval)]
	pub interval: Option<Interval>,
	/// Drawn from the grid, in Wh
	#[arg(long, value_name = "WH", allow_negative_numbers = true, value_parser = gridmerit_meter::watt_hours)]
	pub import: Option<u64>,
	/// Fed in, in Wh
	#[arg(long, value_name = "WH", allow_negative_numbers = true, value_parser = gridmerit_meter::watt_hours)]
	pub export: Option<u64>,
}

#[derive(Args)]
pub struct AccuracyOptions {
	/// Folder of a scenario, of whose participants a past is made up
	#[arg(required_unless_present = "history")]
	pub scenario: Option<PathBuf>,
	/// Instead: a history, in any file that the command history understands
	#[arg(long, value_name = "FILE", conflicts_with = "scenario")]
	pub history: Option<PathBuf>,
	#[command(flatten)]
	pub day: DayOptions,
	/// Days at the end of the history that are forecast
	#[arg(long, default_value_t = 1, requires = "history", value_parser = clap::value_parser!(u32).range(1..=366))]
	pub days: u32,
	/// Forecast up to so many intervals ahead
	#[arg(long, default_value_t = 4, requires = "history", value_parser = clap::value_parser!(u32).range(1..=96))]
	pub leads: u32,
	/// The last interval of the history that counts
	#[arg(long, value_name = "INTERVAL", requires = "history")]
	pub until: Option<u32>,
	/// Which models, of naive, ets, mstl, auto
	#[arg(long, value_delimiter = ',', requires = "history", value_parser = model)]
	pub models: Vec<Model>,
	/// Instead: how far off the load's forecasts (of auto) are in the weeks before and after each change of the clocks
	#[arg(long, requires = "zone", conflicts_with_all = ["days", "until", "models"])]
	pub clock_changes: bool,
	/// Seed of the past that is made up
	#[arg(long, default_value_t = 33)]
	pub seed: u64,
	/// Print JSON
	#[arg(long)]
	pub json: bool,
	#[command(flatten)]
	pub mapping: MappingOptions,
}

#[derive(Args)]
pub struct ReplayOptions {
	/// Folder with scenario.json, and expected.json to compare with; or with the tables of a community: docs/what-if.md
	pub scenario: PathBuf,
	/// The node's program
	#[arg(long, default_value = "gridmerit-node", value_name = "PROGRAM")]
	pub node: PathBuf,
	/// What the participants know of the future
	#[arg(long, default_value = "perfect")]
	pub mode: Mode,
	/// The same as --mode rolling: four rounds an hour, with forecasts that err
	#[arg(long, conflicts_with = "mode")]
	pub rolling: bool,
	#[command(flatten)]
	pub grid: RatedLines,
	/// Where to write index.html and report.json
	#[arg(long, default_value = "report", value_name = "FOLDER")]
	pub report: PathBuf,
	/// Keep the node running after the day, with a block for each transaction
	#[arg(long)]
	pub keep: bool,
	/// Seconds that each round stays open when its orders are in, so that one can watch
	#[arg(long, default_value_t = 0, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(..=3600))]
	pub pace: u16,
	/// Port of the node's RPC; with --keep 9944, else a free one
	#[arg(long)]
	pub rpc_port: Option<u16>,
	/// Instead of starting a node: one that runs on the chain that `spec` writes, with --sealing manual and the
	/// --sealing-start that it says
	#[arg(long, conflicts_with_all = ["keep", "rpc_port", "node"])]
	pub url: Option<String>,
}

/// Whether lines limit what is traded.
#[derive(Args)]
pub struct RatedLines {
	/// Limit each line of the feeder to so many per cent of the most that it carries in the day without limits, from 1
	/// to 100: the chain clears by zones
	#[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
	grid: Option<u8>,
}

impl RatedLines {
	/// The feeder of the scenario in a folder with its limits; none if nothing is limited.
	pub fn feeder(
		&self,
		folder: &Path,
		scenario: &Scenario,
	) -> Result<Option<Feeder>, FeederError> {
		self.grid.map(|percent| Feeder::load(folder, scenario, percent)).transpose()
	}
}

#[derive(Args)]
pub struct ScenarioOptions {
	/// Folder with community.toml and its tables, or with scenario.json
	pub scenario: PathBuf,
}

#[derive(Args)]
pub struct ReportOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	/// From when, as 2025-06-18 or 2025-06-18T14:00 [default: the last midnight]
	#[arg(long, value_name = "TIME")]
	pub from: Option<String>,
	/// Until when, at most 7 days later [default: now]
	#[arg(long, value_name = "TIME")]
	pub to: Option<String>,
	/// The zone of these times and of the page
	#[arg(long, default_value = "UTC")]
	pub zone: String,
	/// CSV with who,name: what people call accounts, or TE nodes by their number
	#[arg(long, value_name = "FILE")]
	pub names: Option<PathBuf>,
	/// Where to write index.html and report.json
	#[arg(long, default_value = "report", value_name = "FOLDER")]
	pub report: PathBuf,
}

#[derive(Args)]
pub struct SpecOptions {
	/// Folder with scenario.json
	pub scenario: PathBuf,
	/// Spec of a development chain, as `gridmerit-node export-chain-spec --chain dev` writes it; - for standard
	/// input
	#[arg(long, default_value = "-", value_name = "FILE")]
	pub base: PathBuf,
	#[command(flatten)]
	pub grid: RatedLines,
}

#[derive(Args)]
pub struct CompareOptions {
	/// report.json
	pub report: PathBuf,
	/// Folder of the scenario
	pub scenario: PathBuf,
}

#[cfg(test)]
mod tests {
	use super::*;

	/// What is said of a command line that is refused.
	fn refused(line: &str) -> String {
		let parsed = Cli::try_parse_from(line.split(' '));
		parsed.err().map(|error| error.to_string()).unwrap_or_default()
	}

	#[test]
	fn energy_and_prices_that_are_none_are_told_what_they_have_to_be() {
		let post = "agent post --interval +1";
		for wrong in ["-3", "2.5", "-0.5", "five"] {
			for line in [
				format!("{post} --demand {wrong}"),
				format!("{post} --ask 100000 --offer {wrong}"),
				format!("agent quote --interval +1 buy {wrong}"),
			] {
				let said = refused(&line);
				assert!(
					said.contains("not a whole number of Wh above 0: 5 kWh are"),
					"{line}: {said}"
				);
			}
			let readings = "agent meter --state a --meter-suri b --interval 7";
			let line = format!("{readings} --export 0 --import {wrong}");
			let said = refused(&line);
			let advice =
				"1 kWh are 1000. Of a register with decimals take the whole Wh, and of an interval";
			assert!(said.contains(advice), "{line}: {said}");
		}
		for line in ["--demand 5 --limit -1", "--offer 5 --ask -1"] {
			let said = refused(&format!("{post} {line}"));
			assert!(said.contains("not a whole number of planck per Wh"), "{line}: {said}");
		}
		let draws = refused("agent join --draw-wh -1");
		assert!(draws.contains("not a whole number of Wh: 5 kWh are 5000"), "{draws}");
		// What is no number stays an option.
		assert!(refused(&format!("{post} --demand --limit 5")).contains("a value is required"));
		assert_eq!(refused(&format!("{post} --demand 1")), "");
	}
}
