//! TopoJSON to outlines, in whole numbers: each arc is projected and simplified once,
//! whichever units lie on its two sides.

use std::fmt::Write;

use serde::Deserialize;

use super::Map;

const TOPOLOGY: &str = include_str!("../../../../../data/admin-units/cantho-2025.topojson");

/// Width of the drawing in its own units; on the page it takes the room it is given.
const WIDTH: i64 = 1000;
/// Points closer than this to the line between their neighbours are left out, squared.
const TOLERANCE_SQUARED: i64 = 2;
/// The cosine of ten degrees north in thousandths: a degree of longitude is that much
/// shorter than one of latitude.
const COSINE: i64 = 985;

#[derive(Deserialize)]
struct Topology {
    arcs: Vec<Vec<[i64; 2]>>,
    transform: Transform,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    communes: Communes,
}

#[derive(Deserialize)]
struct Communes {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    id: String,
    arcs: Vec<Vec<i64>>,
}

type Point = [i64; 2];

/// Draw the map; a damaged data file gives an empty one, which a test would notice.
pub(super) fn draw() -> Map {
    let Ok(topology) = serde_json::from_str::<Topology>(TOPOLOGY) else {
        return Map {
            width: WIDTH,
            height: WIDTH,
            paths: Vec::new(),
        };
    };
    let mut arcs: Vec<Vec<Point>> = topology.arcs.iter().map(|arc| absolute(arc)).collect();
    let (width, height) = project(&mut arcs, topology.transform.scale);
    for arc in &mut arcs {
        *arc = simplify(arc);
    }
    let paths = topology
        .objects
        .communes
        .geometries
        .iter()
        .map(|unit| (unit.id.clone(), outline(&unit.arcs, &arcs)))
        .collect();
    Map {
        width,
        height,
        paths,
    }
}

/// Steps summed up to places.
fn absolute(arc: &[[i64; 2]]) -> Vec<Point> {
    let mut here = [0, 0];
    arc.iter()
        .map(|step| {
            here = [here[0] + step[0], here[1] + step[1]];
            here
        })
        .collect()
}

/// Equirectangular at ten degrees north: places of the grid become places of the
/// drawing, north up. Gives width and height.
fn project(arcs: &mut [Vec<Point>], scale: [f64; 2]) -> (i64, i64) {
    // Degrees per grid step, in 10^-12 degrees.
    let [across, down] = scale.map(|degrees| whole(degrees * 1e12));
    let across = across * COSINE / 1000;
    let all = || arcs.iter().flatten();
    let least = |axis: usize| all().map(|point| point[axis]).min().unwrap_or(0);
    let most = |axis: usize| all().map(|point| point[axis]).max().unwrap_or(0);
    let (left, right, bottom, top) = (least(0), most(0), least(1), most(1));
    let breadth = ((right - left) * across).max(1);
    let height = (top - bottom) * down * WIDTH / breadth;
    for point in arcs.iter_mut().flatten() {
        *point = [
            rounded((point[0] - left) * across * WIDTH, breadth),
            rounded((top - point[1]) * down * WIDTH, breadth),
        ];
    }
    (WIDTH, height + 1)
}

fn rounded(number: i64, by: i64) -> i64 {
    (number + by / 2) / by
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the scale of the data file is about 10^7 after multiplication, far inside i64"
)]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// Douglas and Peucker: ends stay, so neighbouring arcs keep meeting. A closed arc is
/// cut at its farthest point first.
fn simplify(arc: &[Point]) -> Vec<Point> {
    let mut keep = vec![false; arc.len()];
    let last = arc.len().saturating_sub(1);
    let mut open = vec![(0, last)];
    if let (Some(first), Some(end)) = (arc.first(), arc.last()) {
        keep[0] = true;
        keep[last] = true;
        if first == end {
            let far = (0..=last)
                .max_by_key(|place| apart(*first, arc[*place]))
                .unwrap_or(0);
            keep[far] = true;
            open = vec![(0, far), (far, last)];
        }
    }
    while let Some((from, to)) = open.pop() {
        let worst = (from + 1..to).max_by_key(|place| off(arc[from], arc[to], arc[*place]));
        if let Some(worst) = worst
            && off(arc[from], arc[to], arc[worst]) > TOLERANCE_SQUARED * 1000
        {
            keep[worst] = true;
            open.push((from, worst));
            open.push((worst, to));
        }
    }
    let mut kept: Vec<Point> = arc
        .iter()
        .zip(keep)
        .filter_map(|(point, keep)| keep.then_some(*point))
        .collect();
    kept.dedup();
    kept
}

fn apart(a: Point, b: Point) -> i64 {
    let [x, y] = [b[0] - a[0], b[1] - a[1]];
    x * x + y * y
}

/// Squared distance of a point from the line through two others, in thousandths.
fn off(from: Point, to: Point, point: Point) -> i64 {
    let length = apart(from, to);
    if length == 0 {
        return apart(from, point) * 1000;
    }
    let [x, y] = [to[0] - from[0], to[1] - from[1]];
    let area = x * (point[1] - from[1]) - y * (point[0] - from[0]);
    area * area * 1000 / length
}

/// The rings of a unit; a negative index is the arc walked backwards.
fn outline(rings: &[Vec<i64>], arcs: &[Vec<Point>]) -> String {
    let mut text = String::new();
    for ring in rings {
        let mut points: Vec<Point> = Vec::new();
        for index in ring {
            let place = usize::try_from(if *index < 0 { !index } else { *index });
            let Some(arc) = place.ok().and_then(|place| arcs.get(place)) else {
                continue;
            };
            if *index < 0 {
                points.extend(arc.iter().rev());
            } else {
                points.extend(arc);
            }
            points.dedup();
        }
        points.pop();
        write_ring(&mut text, &points);
    }
    text
}

fn write_ring(text: &mut String, points: &[Point]) {
    let Some(first) = points.first() else {
        return;
    };
    // Writing to a String cannot fail.
    let _ = write!(text, "M{} {}l", first[0], first[1]);
    let mut fresh = true;
    for pair in points.windows(2) {
        for axis in [0, 1] {
            let step = pair[1][axis] - pair[0][axis];
            let gap = if fresh || step < 0 { "" } else { " " };
            let _ = write!(text, "{gap}{step}");
            fresh = false;
        }
    }
    text.push('z');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_has_an_outline_and_the_map_stays_small() {
        let map = draw();
        assert_eq!(map.paths.len(), 103);
        for (code, path) in &map.paths {
            assert!(
                code.len() == 5 && path.starts_with('M') && path.ends_with('z'),
                "{code}"
            );
            assert!(path.len() > 20, "{code} has an area: {path}");
        }
        let bytes: usize = map.paths.iter().map(|(_, path)| path.len()).sum();
        assert!(bytes < 30_000, "{bytes}");
        assert!((700..1400).contains(&map.height), "{}", map.height);
    }

    #[test]
    fn a_straight_line_keeps_only_its_ends_and_a_ring_keeps_an_area() {
        assert_eq!(simplify(&[[0, 0], [5, 0], [10, 0]]), vec![[0, 0], [10, 0]]);
        let ring = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]];
        assert_eq!(simplify(&ring), ring.to_vec());
    }
}
