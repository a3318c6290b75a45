//! A social network of the kind that the Labelled Subgraph Query Benchmark (Mhedhbi et al., GRADES-NDA 2021) counts in:
//! persons who know one another, forums with posts, comments, likes and tags.
//!
//! It is not made by the generator of that benchmark, whose networks it resembles in size and in what makes the queries hard: a few
//! persons know very many, those who know one another live near each other or share an interest, so that there are
//! triangles; few threads have most of the comments; comments are by friends of the author and take their tags from the thread.
//! At scale 1 it has about 3.5 million nodes and 18 million edges.

use crate::draw::{Lists, Zipf, geometric, heavy, normal, round};
use crate::tables::Tables;
use fastrand::Rng;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

const COUNTRIES: usize = 111;
const CITIES: usize = 1_343;
const TAGS: usize = 16_000;
const CLASSES: usize = 70;

/// Who the persons are, and whom they know.
struct People {
    country: Vec<u32>,
    friends: Lists,
    /// The persons by where they live.
    near: Vec<u32>,
    /// The place of each person among those.
    place: Vec<u32>,
}

impl People {
    /// A friend of somebody, and now and then anybody.
    fn friend(&self, rng: &mut Rng, of: u32) -> u32 {
        let friends = self.friends.of(of);
        let stranger = friends.is_empty() || rng.f64() < 0.03;
        if stranger { rng.u32(0..self.country.len() as u32) } else { friends[rng.usize(0..friends.len())] }
    }
}

/// Writes the tables of a scale into a folder, and gives back the number of nodes and edges.
pub fn generate(folder: &Path, scale: f64) -> io::Result<[usize; 2]> {
    let rng = &mut Rng::with_seed(scale.to_bits() ^ 7);
    let mut tables = Tables::new(folder)?;
    let tags = tags(rng, &mut tables)?;
    let people = people(rng, &mut tables, scale, &tags)?;
    let (members, forums) = forums(rng, &mut tables, &people)?;
    let made = messages(rng, &mut tables, scale, &people, &members, forums)?;
    replies(rng, &mut tables, &made)?;
    topics(rng, &mut tables, &made, &tags)?;
    likes(rng, &mut tables, &made, &people)?;
    tables.finish()
}

/// The tags with their classes, and how popular each is.
fn tags(rng: &mut Rng, tables: &mut Tables) -> io::Result<Zipf> {
    tables.nodes("TagClass", None, "id", 0..CLASSES)?;
    tables.nodes("Tag", None, "id", 0..TAGS)?;
    let classes = Zipf::new(CLASSES, 0.7);
    tables.edges(["Tag", "HAS_TYPE", "TagClass"], (0..TAGS).map(|tag| (tag, classes.pick(rng))))?;
    let mut weights: Vec<f64> = (1..=TAGS).map(|rank| (rank as f64).powf(-0.8)).collect();
    rng.shuffle(&mut weights);
    Ok(Zipf::of(weights))
}

fn people(rng: &mut Rng, tables: &mut Tables, scale: f64, tags: &Zipf) -> io::Result<People> {
    let n = (11_000.0 * scale.powf(0.81)).round().max(20.0) as usize;
    let countries = Zipf::new(COUNTRIES, 1.1);
    let mut cities: Vec<usize> =
        (0..CITIES).map(|city| if city < COUNTRIES { city } else { countries.pick(rng) }).collect();
    cities.sort_unstable();
    let start: Vec<usize> = (0..=COUNTRIES).map(|country| cities.partition_point(|of| *of < country)).collect();
    tables.nodes("Country", None, "id", 0..COUNTRIES)?;
    tables.nodes("City", None, "id", 0..CITIES)?;
    tables.edges(["City", "IS_PART_OF", "Country"], cities.iter().copied().enumerate())?;

    let country: Vec<u32> = (0..n).map(|_| countries.pick(rng) as u32).collect();
    let city: Vec<u32> = country
        .iter()
        .map(|country| {
            let (from, to) = (start[*country as usize], start[*country as usize + 1]);
            (from + (rng.f64().powi(2) * (to - from) as f64) as usize) as u32
        })
        .collect();
    tables.nodes("Person", None, "id", (0..n).map(person))?;
    tables.edges(["Person", "IS_LOCATED_IN", "City"], (0..n).map(|at| (person(at), u64::from(city[at]))))?;

    let interest: Vec<u32> = (0..n).map(|_| tags.pick(rng) as u32).collect();
    let mut interests = Vec::new();
    for (at, main) in interest.iter().enumerate() {
        let others = geometric(rng, 22.0);
        let mut all: Vec<usize> = (0..others).map(|_| tags.pick(rng)).chain([*main as usize]).collect();
        all.sort_unstable();
        all.dedup();
        interests.extend(all.into_iter().map(|tag| (person(at), tag as u64)));
    }
    tables.edges(["Person", "HAS_INTEREST", "Tag"], interests.into_iter())?;

    let near = ordered(rng, &city);
    let alike = ordered(rng, &interest);
    let pairs = acquaintances(rng, n, 220_000.0 * scale.powf(1.1), [&near, &alike]);
    tables
        .edges(["Person", "KNOWS", "Person"], pairs.iter().map(|(a, b)| (person(*a as usize), person(*b as usize))))?;
    let both = pairs.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]);
    let mut place = vec![0; n];
    for (at, who) in near.iter().enumerate() {
        place[*who as usize] = at as u32;
    }
    Ok(People { country, friends: Lists::new(n, both), near, place })
}

/// The persons by a number that each has, and at random among those who have the same.
fn ordered(rng: &mut Rng, by: &[u32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..by.len() as u32).collect();
    rng.shuffle(&mut order);
    order.sort_by_key(|who| by[*who as usize]);
    order
}

/// Pairs of persons, the smaller first. Everybody looks for a number of friends that differs much; of them, six in ten live
/// near, three share the main interest, and one is anybody.
fn acquaintances(rng: &mut Rng, n: usize, wanted: f64, orders: [&[u32]; 2]) -> Vec<(u32, u32)> {
    let raw: Vec<f64> = (0..n).map(|_| (1.2 * normal(rng)).exp()).collect();
    let factor = 1.08 * wanted / raw.iter().sum::<f64>();
    let mut pairs = Vec::new();
    for (order, share) in [(Some(orders[0]), 0.6), (Some(orders[1]), 0.3), (None, 0.1)] {
        for at in 0..n {
            let who = order.map_or(at as u32, |order| order[at]);
            let degree = (raw[who as usize] * factor).clamp(1.0, (n as f64 / 16.0).max(2.0));
            for _ in 0..round(rng, degree * share) {
                let other = match order {
                    Some(order) => {
                        let far = normal(rng) * (30.0 + 1.5 * degree);
                        order[(at as i64 + far as i64).rem_euclid(n as i64) as usize]
                    }
                    None => rng.u32(0..n as u32),
                };
                if other != who {
                    pairs.push((who.min(other), who.max(other)));
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// A wall for each person, whose members are the friends; as many groups, of people who live near each other; and eight
/// albums for each person with a few friends. Gives back the members of each.
fn forums(rng: &mut Rng, tables: &mut Tables, people: &People) -> io::Result<(Lists, usize)> {
    let n = people.country.len();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for owner in 0..n as u32 {
        pairs.extend(people.friends.of(owner).iter().map(|friend| (owner, *friend)));
    }
    for group in 0..n {
        let size = ((heavy(rng, 1.1) * 12.0 + 3.0) as usize).min((n / 12).max(5));
        let center = rng.usize(0..n);
        for _ in 0..size {
            let far = normal(rng) * (60.0 + 1.5 * size as f64);
            let near = (i64::from(people.place[center]) + far as i64).rem_euclid(n as i64) as usize;
            let who = if rng.f64() < 0.7 { people.near[near] } else { rng.u32(0..n as u32) };
            pairs.push(((n + group) as u32, who));
        }
    }
    for album in 2 * n..10 * n {
        let friends = people.friends.of((album % n) as u32);
        let count = (1 + geometric(rng, 7.0)).min(friends.len());
        let from = rng.usize(0..friends.len().max(1));
        pairs.extend((0..count).map(|at| (album as u32, friends[(from + at) % friends.len()])));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let forums = 10 * n;
    tables.nodes("Forum", None, "id", (0..forums).map(forum))?;
    let members = pairs.iter().map(|(of, who)| (forum(*of as usize), person(*who as usize)));
    tables.edges(["Forum", "HAS_MEMBER", "Person"], members)?;
    Ok((Lists::new(forums, pairs.iter().copied()), forums))
}

/// What is written in the forums.
struct Messages {
    posts: usize,
    /// The author of each post.
    author: Vec<u32>,
    /// The author of each comment.
    commenter: Vec<u32>,
    /// The post of each comment; those of one post stand together.
    of: Vec<u32>,
    /// How many comments each of the posts with text has; the others are photos, which have none.
    thread: Vec<usize>,
}

impl Messages {
    fn post(&self, at: usize) -> u64 {
        at as u64 * 64 + 7
    }

    fn comment(&self, at: usize) -> u64 {
        (self.posts + at) as u64 * 64 + 9
    }
}

/// Posts with text in walls and groups, photos in albums, and threads of comments below the texts.
fn messages(
    rng: &mut Rng,
    tables: &mut Tables,
    scale: f64,
    people: &People,
    members: &Lists,
    forums: usize,
) -> io::Result<Messages> {
    let n = people.country.len();
    let (posts, comments) = ((1.2e6 * scale) as usize, (2.2e6 * scale) as usize);
    let texts = posts * 46 / 100;
    let busy = Zipf::of((0..2 * n as u32).map(|at| (members.of(at).len() as f64 + 1.0).powf(0.75)).collect());
    let mut place: Vec<u32> = (0..texts).map(|_| busy.pick(rng) as u32).collect();
    place.sort_unstable();
    place.extend((texts..posts).map(|_| rng.u32(2 * n as u32..forums as u32)));
    let author = |forum: &u32| {
        let members = members.of(*forum);
        let own = *forum as usize >= 2 * n || members.is_empty() || rng.f64() < 0.2;
        if own { forum % n as u32 } else { members[rng.usize(0..members.len())] }
    };
    let author: Vec<u32> = place.iter().map(author).collect();

    let length = |who: &u32| (heavy(rng, 1.5) * 2.0).min(400.0) * people.friends.of(*who).len().min(40) as f64;
    let thread: Vec<f64> = author[..texts].iter().map(length).collect();
    let factor = comments as f64 / thread.iter().sum::<f64>();
    let thread: Vec<usize> = thread.into_iter().map(|length| round(rng, length * factor)).collect();
    let of: Vec<u32> = (0..texts).flat_map(|post| std::iter::repeat_n(post as u32, thread[post])).collect();
    let commenter = of.iter().map(|post| people.friend(rng, author[*post as usize])).collect();
    let made = Messages { posts, author, commenter, of, thread };

    tables.nodes("Post", Some("Message"), "id", (0..posts).map(|at| made.post(at)))?;
    tables.nodes("Comment", Some("Message"), "id", (0..made.of.len()).map(|at| made.comment(at)))?;
    let contained = place.iter().enumerate().map(|(at, of)| (forum(*of as usize), made.post(at)));
    tables.edges(["Forum", "CONTAINER_OF", "Post"], contained)?;
    let by = made.author.iter().enumerate().map(|(at, who)| (made.post(at), person(*who as usize)));
    tables.edges(["Post", "HAS_CREATOR", "Person"], by)?;
    let by = made.commenter.iter().enumerate().map(|(at, who)| (made.comment(at), person(*who as usize)));
    tables.edges(["Comment", "HAS_CREATOR", "Person"], by)?;
    Ok(made)
}

/// Half of the comments answer the post, the others an earlier comment of the thread.
fn replies(rng: &mut Rng, tables: &mut Tables, made: &Messages) -> io::Result<()> {
    let (mut to_post, mut to_comment) = (Vec::new(), Vec::new());
    let mut first = 0;
    for at in 0..made.of.len() {
        if made.of[at] != made.of[first] {
            first = at;
        }
        if at == first || rng.f64() < 0.38 {
            to_post.push((made.comment(at), made.post(made.of[at] as usize)));
        } else {
            to_comment.push((made.comment(at), made.comment(rng.usize(first..at))));
        }
    }
    tables.edges(["Comment", "REPLY_OF", "Post"], to_post.into_iter())?;
    tables.edges(["Comment", "REPLY_OF", "Comment"], to_comment.into_iter())
}

/// A thread has topics, of which its post has most and a comment some, with now and then a tag from elsewhere.
fn topics(rng: &mut Rng, tables: &mut Tables, made: &Messages, tags: &Zipf) -> io::Result<()> {
    let some = |rng: &mut Rng, length: usize| {
        let mean = 0.2 + 1.3 * (1.0 + length as f64).ln();
        let count = if rng.f64() < 0.4 { 0 } else { (1 + geometric(rng, mean)).min(12) };
        let mut topics: Vec<u32> = (0..count).map(|_| tags.pick(rng) as u32).collect();
        topics.sort_unstable();
        topics.dedup();
        topics
    };
    let topics: Vec<Vec<u32>> = made.thread.iter().map(|length| some(rng, *length)).collect();
    let mut tagged = Vec::new();
    for (at, topics) in topics.iter().enumerate() {
        tagged.extend(topics.iter().filter(|_| rng.f64() < 0.92).map(|tag| (made.post(at), u64::from(*tag))));
    }
    tables.edges(["Post", "HAS_TAG", "Tag"], tagged.into_iter())?;
    let mut tagged = Vec::new();
    for (at, of) in made.of.iter().enumerate() {
        if rng.f64() < 0.6 {
            let stray = (rng.f64() < 0.4).then(|| tags.pick(rng) as u32);
            let mut tags: Vec<u32> = topics[*of as usize].iter().copied().filter(|_| rng.bool()).chain(stray).collect();
            tags.sort_unstable();
            tags.dedup();
            tagged.extend(tags.into_iter().map(|tag| (made.comment(at), u64::from(tag))));
        }
    }
    tables.edges(["Comment", "HAS_TAG", "Tag"], tagged.into_iter())
}

/// Likes by friends of the author, more of them where a thread is long.
fn likes(rng: &mut Rng, tables: &mut Tables, made: &Messages, people: &People) -> io::Result<()> {
    let mut of = |author: u32, mean: f64| {
        let mean = mean * heavy(rng, 2.0);
        let wanted = round(rng, mean).min(people.friends.of(author).len());
        (0..wanted).map(|_| people.friend(rng, author)).collect::<BTreeSet<u32>>()
    };
    let mut pairs = Vec::new();
    for (at, author) in made.author.iter().enumerate() {
        let mean = made.thread.get(at).map_or(0.3, |length| 1.2 + 0.06 * *length as f64);
        pairs.extend(of(*author, mean).into_iter().map(|who| (person(who as usize), made.post(at))));
    }
    tables.edges(["Person", "LIKES", "Post"], pairs.into_iter())?;
    let mut pairs = Vec::new();
    for (at, author) in made.commenter.iter().enumerate() {
        pairs.extend(of(*author, 0.78).into_iter().map(|who| (person(who as usize), made.comment(at))));
    }
    tables.edges(["Person", "LIKES", "Comment"], pairs.into_iter())
}

/// Keys with gaps, as they are where entries come and go.
fn person(at: usize) -> u64 {
    at as u64 * 41 + 933
}

fn forum(at: usize) -> u64 {
    at as u64 * 31 + 721
}
