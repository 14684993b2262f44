//! Every path up to a length, counted exactly and walked once for each different state.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::hash::{DefaultHasher, Hasher};

use dinh_domain::Refusal;
use dinh_domain::decision::State;

use super::preconditions::broken;
use super::world::{Step, World};

/// What all paths of one case came to.
#[derive(Clone, Debug, Default)]
pub struct Explored {
    /// Paths, each a sequence of steps that was tried: all but perhaps the last one accepted.
    pub paths: u128,
    /// Paths whose last step was refused.
    pub refused: u128,
    /// Refused paths by what was refused: an article, or the kind of refusal.
    pub by_article: BTreeMap<String, u128>,
    /// Paths at whose end the decision is in effect or has its day of effect.
    pub in_effect: u128,
    /// Paths at whose end it is in the state of effect.
    pub effective: u128,
    /// Different states of the machine and the facts.
    pub states: usize,
    /// Paths that end in effect although a precondition of the law is missing, with what is missing.
    pub lawless: Vec<String>,
    /// Steps that were refused and changed the world all the same.
    pub torn: Vec<String>,
}

/// Where the accepted steps of one state lead, and why the others are refused.
#[derive(Default)]
struct Outgoing {
    next: Vec<usize>,
    refused: BTreeMap<String, u128>,
    tried: u128,
}

struct Explorer<A> {
    alphabet: A,
    known: HashMap<u128, usize>,
    worlds: Vec<World>,
    names: Vec<String>,
    outgoing: Vec<Option<Outgoing>>,
    explored: Explored,
}

/// Walk every path of at most `length` steps of the alphabet.
pub fn explore(
    start: World,
    length: usize,
    alphabet: impl Fn(&World) -> Vec<(String, Step)>,
) -> Explored {
    walk(start, length, alphabet).explored
}

fn walk<A: Fn(&World) -> Vec<(String, Step)>>(
    start: World,
    length: usize,
    alphabet: A,
) -> Explorer<A> {
    let mut explorer = Explorer {
        alphabet,
        known: HashMap::new(),
        worlds: Vec::new(),
        names: Vec::new(),
        outgoing: Vec::new(),
        explored: Explored::default(),
    };
    let first = explorer.place(start, String::new());
    let mut layer = BTreeMap::from([(first, 1_u128)]);
    for _ in 0..length {
        layer = explorer.step(&layer);
    }
    explorer.explored.states = explorer.worlds.len();
    explorer
}

/// Every different world that paths of at most `length` steps reach.
pub fn reachable(
    start: World,
    length: usize,
    alphabet: impl Fn(&World) -> Vec<(String, Step)>,
) -> Vec<World> {
    walk(start, length, alphabet).worlds
}

impl<A: Fn(&World) -> Vec<(String, Step)>> Explorer<A> {
    fn place(&mut self, world: World, name: String) -> usize {
        let key = fingerprint(&world);
        if let Some(place) = self.known.get(&key) {
            return *place;
        }
        for precondition in broken(&world) {
            self.explored.lawless.push(format!(
                "{name}: {} ({})",
                precondition.sentence, precondition.article
            ));
        }
        let place = self.worlds.len();
        self.known.insert(key, place);
        self.worlds.push(world);
        self.names.push(name);
        self.outgoing.push(None);
        place
    }

    fn step(&mut self, layer: &BTreeMap<usize, u128>) -> BTreeMap<usize, u128> {
        let mut following = BTreeMap::new();
        for (place, count) in layer {
            let outgoing = match self.outgoing.get_mut(*place).and_then(Option::take) {
                Some(outgoing) => outgoing,
                None => self.try_all(*place),
            };
            self.explored.paths += count * outgoing.tried;
            for (article, times) in &outgoing.refused {
                self.explored.refused += count * times;
                *self.explored.by_article.entry(article.clone()).or_default() += count * times;
            }
            for next in &outgoing.next {
                *following.entry(*next).or_default() += count;
                let world = &self.worlds[*next];
                if world.decision.effective_on.is_some() {
                    self.explored.in_effect += count;
                }
                if world.decision.state == State::Effective {
                    self.explored.effective += count;
                }
            }
            self.outgoing[*place] = Some(outgoing);
        }
        following
    }

    fn try_all(&mut self, place: usize) -> Outgoing {
        let world = self.worlds[place].clone();
        let mut outgoing = Outgoing::default();
        let mut next = world.clone();
        for (name, step) in (self.alphabet)(&world) {
            outgoing.tried += 1;
            match next.apply(&step) {
                Ok(()) => {
                    let name = format!("{} > {name}", self.names[place]);
                    let taken = std::mem::replace(&mut next, world.clone());
                    let taken = self.place(taken, name);
                    outgoing.next.push(taken);
                }
                Err(refusal) => {
                    *outgoing.refused.entry(why(&refusal)).or_default() += 1;
                    if next != world {
                        self.explored
                            .torn
                            .push(format!("{} > {name}", self.names[place]));
                        next = world.clone();
                    }
                }
            }
        }
        outgoing
    }
}

/// The article, or what kind of refusal it is.
pub fn why(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Unlawful { article, .. } => article.clone(),
        Refusal::Invalid(errors) => {
            let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
            format!("invalid: {}", fields.join(", "))
        }
        Refusal::State(_) => "another state".into(),
    }
}

/// 128 bits over everything that the machine and the facts hold.
fn fingerprint(world: &World) -> u128 {
    struct Both(DefaultHasher, DefaultHasher);
    impl Write for Both {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.write(text.as_bytes());
            self.1.write(text.as_bytes());
            Ok(())
        }
    }
    let mut both = Both(DefaultHasher::new(), DefaultHasher::new());
    both.1.write_u8(1);
    let written = write!(both, "{world:?}");
    assert!(written.is_ok(), "a hasher takes every text");
    u128::from(both.0.finish()) << 64 | u128::from(both.1.finish())
}
