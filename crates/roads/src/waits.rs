//! Waiting before a turn: for the road that one crosses, for those who come the other way.

use sorting::{Numbers, Table, pair};
use units::Seconds;

use crate::RoadEdge;
use crate::network::code;

/// What a turn takes beyond the delays of the roads on both sides of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TurnWait {
    /// The road that one comes from.
    pub from: RoadEdge,
    /// The road that one turns onto.
    pub to: RoadEdge,
    /// How long it takes.
    pub wait: Seconds,
}

/// What waits at the junction ahead, in the same words for all roads that wait alike. 0: nothing.
pub(crate) type WaitGroup = u32;

/// For each road the group of its waits, and the waits of each group.
#[derive(Debug, Default)]
pub(crate) struct Waits {
    of_edge: Table<WaitGroup>,
    /// By a group and the road that one turns onto.
    rows: Table<f64>,
}

impl Waits {
    pub(crate) fn new(waits: &[TurnWait]) -> Self {
        let mut sorted = waits.to_vec();
        sorting::by_key(&mut sorted, |wait| pair(code(wait.from), code(wait.to)));
        let mut found = Self::default();
        // Who waits alike comes to the same number, turn by turn.
        let (mut times, mut turns, mut rows) =
            (Numbers::default(), Numbers::default(), Numbers::default());
        let mut groups: Table<WaitGroup> = Table::default();
        for own in sorted.chunk_by(|one, next| one.from == next.from) {
            // Of what is said twice the last counts.
            let turn = |wait: &TurnWait| pair(code(wait.to), times.of(wait.wait.0.to_bits()));
            let row: Vec<u64> = own
                .chunk_by(|one, next| one.to == next.to)
                .filter_map(<[TurnWait]>::last)
                .map(turn)
                .collect();
            let place = row.iter().fold(0, |place, turn| {
                // 0 is where rows begin.
                rows.of(pair(place, turns.of(*turn))) + 1
            });
            let next = WaitGroup::try_from(groups.items.len() + 1).unwrap_or(WaitGroup::MAX);
            let group = *groups.or_insert(place.into(), next);
            if group == next {
                for wait in own {
                    let key = pair(group, code(wait.to));
                    *found.rows.or_insert(key, 0.0) = wait.wait.0;
                }
            }
            let from = own.first().map_or(0, |wait| code(wait.from));
            found.of_edge.or_insert(from.into(), group);
        }
        found
    }

    /// The group of those who come over `edge`.
    pub(crate) fn group(&self, edge: RoadEdge) -> WaitGroup {
        let group = self.of_edge.get(code(edge).into());
        group.copied().unwrap_or_default()
    }

    /// How long this group waits before it turns onto `edge`.
    pub(crate) fn wait(&self, group: WaitGroup, edge: RoadEdge) -> Option<Seconds> {
        let wait = self.rows.get(pair(group, code(edge)));
        wait.copied().map(Seconds)
    }
}

#[cfg(test)]
mod tests {
    use units::{KilometersPerHour, LatLon, Meters};

    use super::*;
    use crate::{
        Network, NodeId, Piece, Road, RoadGraph, RoadId, RoadNode, RoadParts, Route, Snap,
        fastest_route,
    };

    fn at(east: f64, north: f64) -> LatLon {
        LatLon::new(north * 0.01, east * 0.01).unwrap()
    }

    fn edge(road: u32, is_backward: bool) -> RoadEdge {
        let road = RoadId(road);
        RoadEdge { road, is_backward }
    }

    /// From a crossing, roads to the south (0), west (1), north (2) and east (3), each of 1 km and
    /// 60 s. Who comes from the south waits before turning west.
    fn crossing(wait: f64) -> Result<RoadGraph, crate::BuildError> {
        let places = [
            at(0.0, 0.0),
            at(0.0, -1.0),
            at(-1.0, 0.0),
            at(0.0, 1.0),
            at(1.0, 0.0),
        ];
        let nodes = places.map(|position| RoadNode {
            position,
            elevation: Meters(0.0),
        });
        let mut parts = RoadParts::new(nodes.to_vec());
        for head in 1..=4 {
            let (length, speed) = (Meters(1000.0), KilometersPerHour(60.0));
            let road = Road::between(NodeId(0), NodeId(head), length, speed);
            parts.add_road(road, &[])?;
        }
        parts.waits = vec![TurnWait {
            from: edge(0, true),
            to: edge(1, false),
            wait: Seconds(wait),
        }];
        RoadGraph::new(parts)
    }

    fn drive(roads: &RoadGraph, from: u32, to: u32) -> Route {
        let middle = |road: u32| {
            let piece = Piece {
                road: RoadId(road),
                start: 0.5,
                end: 0.5,
            };
            Snap {
                road: piece.road,
                share: 0.5,
                position: roads.line_of(piece)[0],
                distance: Meters(0.0),
            }
        };
        fastest_route(roads, &middle(from), &middle(to)).unwrap()
    }

    #[test]
    fn only_the_turn_that_waits_takes_longer() {
        let roads = crossing(20.0).unwrap();
        for (from, to, expected) in [(0, 1, 80.0), (0, 2, 60.0), (0, 3, 60.0), (1, 0, 60.0)] {
            let found = drive(&roads, from, to).duration.0;
            assert!((found - expected).abs() < 1e-6, "{from} to {to}: {found}");
        }
    }

    #[test]
    fn nobody_turns_round_at_the_crossing_to_wait_less() {
        // Past the crossing, round and back would take 120 s longer if it were allowed there.
        let roads = crossing(500.0).unwrap();
        let found = drive(&roads, 0, 1);
        // The roads end, and there one may turn.
        assert!((found.duration.0 - 180.0).abs() < 1e-6, "{found:?}");
        assert!((found.distance.0 - 3000.0).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn an_anchor_waits_as_a_point_of_the_network_does() {
        let roads = crossing(20.0).unwrap();
        let on = |share: f64| {
            let position = at(-share, 0.0);
            let distance = Meters(0.0);
            let road = RoadId(1);
            (
                position,
                Snap {
                    road,
                    share,
                    position,
                    distance,
                },
            )
        };
        let network = Network::new(&roads, &[]);
        let anchor = network.anchor(&roads, &on(0.5));
        let mut times: Vec<f64> = anchor
            .enter
            .iter()
            .map(|(_, ways)| ways.iter().map(|way| way.time(&roads).0).sum())
            .collect();
        times.sort_by(f64::total_cmp);
        // From the end of the road, from the crossing, and from it after waiting.
        let expected = [30.0, 30.0, 50.0];
        assert!(
            times.len() >= 3 && times.iter().all(|time| expected.contains(time)),
            "{times:?}"
        );
    }

    #[test]
    fn roads_of_a_wait_must_meet_and_it_must_take_time() {
        for wait in [0.0, -1.0, f64::NAN, 1e6] {
            assert!(crossing(wait).is_err(), "{wait}");
        }
        let mut parts = RoadParts::new(vec![]);
        parts.waits = vec![TurnWait {
            from: edge(0, false),
            to: edge(1, false),
            wait: Seconds(1.0),
        }];
        assert!(RoadGraph::new(parts).is_err());
    }

    #[test]
    fn who_waits_alike_is_in_one_group() {
        let wait = |from: u32, to: u32, seconds: f64| TurnWait {
            from: edge(from, true),
            to: edge(to, false),
            wait: Seconds(seconds),
        };
        let waits = Waits::new(&[wait(0, 2, 5.0), wait(1, 2, 5.0), wait(3, 2, 6.0)]);
        let group = |road| waits.group(edge(road, true));
        assert_eq!(group(0), group(1));
        assert_ne!(group(0), group(3));
        assert_eq!(group(2), 0);
        assert_eq!(waits.wait(group(3), edge(2, false)), Some(Seconds(6.0)));
        assert_eq!(waits.wait(0, edge(2, false)), None);
    }
}
