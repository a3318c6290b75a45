"""Other engines behind the same lines as `casegraph pipe`, for the comparison.

    python peers.py ENGINE WORKLOAD FOLDER DATABASE THREADS

ENGINE is duckdb, kuzu or ladybug (`pip install duckdb kuzu ladybug`). Each line of standard input is `load`, which fills
DATABASE from the tables in FOLDER, or the text of a query as a JSON string; each is answered with one line of JSON: the
rows, or {"error": "..."}.

What each gets is what its makers advise. DuckDB has a table for each table of edges, KNOWS both ways, and views where two
are one; a join is left out where an edge exists only with its node. Kuzu and Ladybug have posts and comments as one table
of messages, KNOWS both ways, and the replies to posts once more.
"""
import glob
import importlib
import json
import os
import sys

OPTIONS = '(HEADER=true, DELIM="|")'
SPLIT = {"HAS_TAG", "HAS_CREATOR", "REPLY_OF", "LIKES"}


def tables(folder):
    """(file, source, type, target) of each table of edges."""
    for path in sorted(glob.glob(f"{folder}/*_*.csv")):
        name = os.path.basename(path)[:-4]
        source, rest = name.split("_", 1)
        kind, target = rest.rsplit("_", 1)
        yield path, source, kind, target


def nodes(folder):
    """(label, columns) of each table of nodes."""
    for path in sorted(glob.glob(f"{folder}/*.csv")):
        label = os.path.basename(path)[:-4]
        if "_" not in label:
            with open(path) as file:
                yield label, file.readline().strip().split("|")


class Duckdb:
    def __init__(self, database, threads):
        import duckdb
        self.version = duckdb.__version__
        self.connection = duckdb.connect(database, config={"threads": threads})

    def load(self, folder, social):
        key, run, parts = ("BIGINT" if social else "VARCHAR"), self.connection.execute, {}
        for label, columns in nodes(folder):
            others = "".join(f", {column} BIGINT" for column in columns[1:])
            run(f"CREATE TABLE {label}({columns[0]} {key}{others})")
            run(f"COPY {label} FROM '{folder}/{label}.csv' (DELIMITER '|', HEADER)")
        for path, source, kind, target in tables(folder):
            name = kind.lower()
            if social and kind in SPLIT:
                part = {"REPLY_OF": f"{name}_{target}", "LIKES": f"{name}_{target}"}.get(kind, f"{source}_{name}").lower()
                parts.setdefault(name, []).append(part)
                name = part
            run(f"CREATE TABLE {name}(a {key} NOT NULL, b {key} NOT NULL)")
            run(f"COPY {name} FROM '{path}' (DELIMITER '|', HEADER)")
            if kind == "KNOWS":
                run(f"INSERT INTO {name} SELECT b, a FROM {name}")
        for name, each in parts.items():
            run(f"CREATE VIEW {name} AS " + " UNION ALL ".join(f"SELECT * FROM {part}" for part in each))
        run("CHECKPOINT")

    def rows(self, text):
        return self.connection.execute(text).fetchall()


class Kuzu:
    def __init__(self, database, threads, module="kuzu"):
        module = importlib.import_module(module)
        self.version = module.__version__
        self.database = module.Database(database, max_num_threads=threads)
        self.connection = module.Connection(self.database, num_threads=threads)

    def load(self, folder, social):
        message = {"Post": "Message", "Comment": "Message"} if social else {}
        key, run, known = ("INT64" if social else "STRING"), self.connection.execute, set()

        def once(table, create):
            if table not in known:
                known.add(table)
                run(create)

        for label, columns in nodes(folder):
            table, others = message.get(label, label), "".join(f", {column} INT64" for column in columns[1:])
            once(table, f"CREATE NODE TABLE {table}({columns[0]} {key}{others}, PRIMARY KEY({columns[0]}))")
            run(f'COPY {table} FROM "{folder}/{label}.csv" {OPTIONS}')
        for path, source, kind, target in tables(folder):
            a, b = message.get(source, source), message.get(target, target)
            names = [kind] + ["REPLY_OF_POST"] * (kind == "REPLY_OF" and target == "Post")
            for name in names:
                once(name, f"CREATE REL TABLE {name}(FROM {a} TO {b})")
                run(f'COPY {name} FROM "{path}" {OPTIONS}')
            if kind == "KNOWS":
                run(f'COPY {kind} FROM (LOAD WITH HEADERS (a INT64, b INT64) FROM "{path}" {OPTIONS} RETURN b, a)')
        run("CHECKPOINT")

    def rows(self, text):
        # Posts and comments are one table, and KNOWS stands both ways; the second query asks for replies to posts.
        text = text.replace("(:Comment)-[:REPLY_OF]->(:Post)", "(:Message)-[:REPLY_OF_POST]->(:Message)")
        for one in ("Post", "Comment"):
            text = text.replace(f":{one})", ":Message)")
        text = text.replace("[:KNOWS]-(", "[:KNOWS]->(").replace("shortestPath((a", "(a").replace("DEPENDS_ON*..6]", "DEPENDS_ON* SHORTEST 1..6]")
        if "SHORTEST" in text:
            text = text.replace("'}))", "'})")
        result, rows = self.connection.execute(text), []
        while result.has_next():
            rows.append([value if isinstance(value, str) else int(value) for value in result.get_next()])
        return rows


def main():
    engine, workload, folder, database, threads = sys.argv[1:]
    engine = Duckdb(database, int(threads)) if engine == "duckdb" else Kuzu(database, int(threads), engine)
    for line in sys.stdin:
        text = json.loads(line)
        try:
            answer = engine.load(folder, workload != "studies") if text == "load" else engine.rows(text)
        except Exception as error:
            answer = {"error": str(error)}
        print(json.dumps(engine.version if text == "load" and answer is None else answer), flush=True)


main()
