"""Compares the procedures `algo.*` with networkx on random graphs.

    pip install networkx numpy scipy
    cargo build --release
    python3 tests/algorithms/compare.py target/release/casegraph [graphs] [seed]

Each graph is directed, with loops, parallel relationships and weights. Scores must agree to nine digits; groups must be
the same partitions; communities, for which there are many good answers, must have about the modularity of networkx's.
"""

import json
import random
import subprocess
import sys

import networkx as nx


class Casegraph:
    """A session of `casegraph pipe`."""

    def __init__(self, binary):
        self.process = subprocess.Popen([binary, "pipe"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        response = json.loads(self.process.stdout.readline())
        if "errors" in response:
            raise AssertionError(response["errors"])
        return [[plain(cell) for cell in row] for row in response["data"]["values"]]

    def run(self, statement, **parameters):
        return self.ask({"statement": statement, "parameters": parameters})


def plain(cell):
    kind, value = (cell["$type"], cell["_value"]) if isinstance(cell, dict) else ("", cell)
    if kind == "Integer":
        return int(value)
    if kind == "Float":
        return float(value)
    if kind == "List":
        return [plain(item) for item in value]
    return value


def random_graph(rng):
    count = rng.randint(1, 14)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(count))
    for _ in range(rng.randint(0, count * rng.choice([1, 2, 3]))):
        graph.add_edge(rng.randrange(count), rng.randrange(count), w=rng.choice([0, 1, 1, 2, 3, 0.5]))
    return graph


def simple(graph, directed):
    """The graph without loops and parallel relationships."""
    kind = nx.DiGraph if directed else nx.Graph
    plain_graph = kind()
    plain_graph.add_nodes_from(graph)
    plain_graph.add_edges_from((a, b) for a, b in graph.edges() if a != b)
    return plain_graph


def lightest(graph):
    """The graph with the lightest of each group of parallel relationships."""
    light = nx.DiGraph()
    light.add_nodes_from(graph)
    for a, b, w in graph.edges(data="w"):
        if not light.has_edge(a, b) or w < light[a][b]["w"]:
            light.add_edge(a, b, w=w)
    return light


def summed(graph):
    """The undirected graph in which parallel relationships are one of their summed weight."""
    sums = nx.Graph()
    sums.add_nodes_from(graph)
    for a, b, w in graph.edges(data="w"):
        sums.add_edge(a, b, w=w + (sums[a][b]["w"] if sums.has_edge(a, b) else 0))
    return sums


def close(mine, theirs, what):
    assert mine.keys() == theirs.keys(), (what, mine, theirs)
    for node in mine:
        assert abs(mine[node] - theirs[node]) <= 1e-9 * max(1.0, abs(theirs[node])), (what, node, mine, theirs)


def partition(pairs):
    groups = {}
    for node, group in pairs:
        groups.setdefault(group, set()).add(node)
    return sorted(map(sorted, groups.values()))


def compare(casegraph, graph):
    casegraph.ask({"command": "reset"})
    casegraph.run("UNWIND $nodes AS id CREATE (:N {id: id})", nodes=list(graph))
    edges = [{"a": a, "b": b, "w": w} for a, b, w in graph.edges(data="w")]
    casegraph.run("UNWIND $edges AS e MATCH (a:N {id: e.a}), (b:N {id: e.b}) CREATE (a)-[:R {w: e.w}]->(b)", edges=edges)

    def call(procedure, output, config="", arguments=""):
        match = f"MATCH (source:N {{id: {arguments}}}) " if arguments != "" else ""
        given = f"source, {{{config}}}" if arguments != "" else f"{{{config}}}"
        return casegraph.run(f"{match}CALL algo.{procedure}({given}) YIELD node, {output} RETURN node.id, {output}")

    # networkx has no PageRank where all weights at a node are 0, so weights are raised there.
    raised = nx.MultiDiGraph()
    raised.add_nodes_from(graph)
    raised.add_edges_from((a, b, {"w": w + 1}) for a, b, w in graph.edges(data="w"))
    tight = "tolerance: 0.000000000001, iterations: 1000"
    ranks = nx.pagerank(graph, weight=None, tol=1e-12, max_iter=1000)
    close(dict(call("pageRank", "score", tight)), ranks, "pageRank")
    casegraph.run("MATCH ()-[r]->() SET r.v = r.w + 1 RETURN count(r)")
    if edges:
        ranks = nx.pagerank(raised, weight="w", tol=1e-12, max_iter=1000)
        close(dict(call("pageRank", "score", f"weight: 'v', {tight}")), ranks, "weighted pageRank")

    for direction, directed in [("out", True), ("both", False)]:
        config = f"direction: '{direction}'"
        theirs = nx.betweenness_centrality(simple(graph, directed), normalized=False)
        close(dict(call("betweenness", "score", config)), theirs, f"betweenness {direction}")
        theirs = nx.betweenness_centrality(simple(graph, directed), normalized=True)
        close(dict(call("betweenness", "score", f"normalized: true, {config}")), theirs, f"normalized {direction}")

    close(dict(call("degree", "degree")), dict(graph.degree()), "degree")
    close(dict(call("degree", "incoming")), dict(graph.in_degree()), "incoming")
    weak = sorted(map(sorted, nx.weakly_connected_components(graph)))
    assert partition(call("weakComponents", "component")) == weak, "weakComponents"
    strong = sorted(map(sorted, nx.strongly_connected_components(graph)))
    assert partition(call("strongComponents", "component")) == strong, "strongComponents"
    close(dict(call("kCore", "core")), nx.core_number(simple(graph, False)), "kCore")

    acyclic = nx.DiGraph((a, b) for a, b in graph.edges() if a < b)
    casegraph.run("MATCH (a)-[r]->(b) WHERE a.id < b.id CREATE (a)-[:UP]->(b) RETURN count(r)")
    order = dict(call("topologicalOrder", "position", "types: 'UP'"))
    assert sorted(order.values()) == list(range(1, len(graph) + 1)), "topologicalOrder"
    assert all(order[a] < order[b] for a, b in acyclic.edges()), "topologicalOrder"
    casegraph.run("MATCH ()-[r:UP]->() DELETE r")

    def least_first(cycle):
        at = cycle.index(min(cycle))
        return cycle[at:] + cycle[:at]

    unique = nx.DiGraph(graph)
    for bound, config in [(None, ""), (3, "maxLength: 3")]:
        theirs = sorted(least_first(cycle) for cycle in nx.simple_cycles(unique, length_bound=bound))
        if len(theirs) <= 5000:
            query = f"CALL algo.cycles({{limit: 10000, {config}}}) YIELD nodes RETURN [n IN nodes | n.id]"
            mine = casegraph.run(query.replace(", }", "}"))
            assert sorted(row[0] for row in mine) == theirs, ("cycles", config, mine, theirs)

    light = lightest(graph)
    theirs = nx.single_source_dijkstra_path_length(light, 0, weight="w")
    close(dict(call("distances", "distance", "weight: 'w'", 0)), dict(theirs), "distances")
    for target, cost in theirs.items():
        rows = casegraph.run(
            f"MATCH (a:N {{id: 0}}), (b:N {{id: {target}}}) CALL algo.shortestPath(a, b, {{weight: 'w'}}) YIELD path, cost "
            "RETURN cost, reduce(sum = 0.0, r IN relationships(path) | sum + r.w), [n IN nodes(path) | n.id][-1]"
        )
        assert len(rows) == 1 and abs(rows[0][0] - cost) < 1e-9 and abs(rows[0][1] - cost) < 1e-9, ("shortestPath", rows, cost)
        assert rows[0][2] == target, ("shortestPath", rows)

    sums = summed(graph)
    if sum(w for _, _, w in sums.edges(data="w")) > 0:
        mine = partition(call("communities", "community", "weight: 'w'"))
        theirs = nx.community.louvain_communities(sums, weight="w", seed=1)
        quality = [nx.community.modularity(sums, groups, weight="w") for groups in (mine, theirs)]
        assert quality[0] >= quality[1] - 0.07, ("communities", quality, mine, theirs)


def main():
    binary = sys.argv[1]
    graphs = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    casegraph = Casegraph(binary)
    for number in range(graphs):
        compare(casegraph, random_graph(random.Random(f"{seed} {number}")))
    named = [nx.karate_club_graph(), nx.les_miserables_graph()]
    for graph in named:
        numbered = nx.convert_node_labels_to_integers(graph)
        directed = nx.MultiDiGraph()
        directed.add_nodes_from(numbered)
        # Both are undirected, so each relationship leads from the smaller number to the larger.
        directed.add_edges_from((min(a, b), max(a, b), {"w": 1 + (a + b) % 3}) for a, b in numbered.edges())
        compare(casegraph, directed)
    print(f"{graphs} random graphs and {len(named)} known ones agree (seed {seed})")


main()
