"""Splink on labelled mentions, in an environment of its own: ``python splinking.py MENTIONS.jsonl OUT.json``.

Started by :mod:`benchmarks.identity`; needs nothing of Coterie. The settings are those of the quick start of Splink 5
(its comparisons for names, its thresholds, its order of training, clusters at a match probability of 0.95), on the
fields that Coterie sees: given name, family name, affiliation, venue, year, names of co-authors. Pairs are those with
the same family name and first initial, folded. The prior that two records match is estimated as in the quick start
from those with the same full name, of which 0.7 of the true matches are supposed to be.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time

CLUSTERED_AT = 0.95
RECALL = 0.7
LEAST_WEIGHT = -10
PAIRS = 1e6


def main(mentions: str, out: str) -> None:
    """Resolve the mentions in a file of JSON Lines; write the cluster of each, CPU seconds and peak memory in MB."""
    splink = importlib.import_module("splink")
    api = splink.DuckDBAPI()
    cl = importlib.import_module("splink.comparison_library")
    block = splink.block_on
    begun = time.process_time()
    query = f"select * from read_json('{mentions}', format='newline_delimited', columns={{unique_id: 'BIGINT', \
first: 'VARCHAR', last: 'VARCHAR', initial: 'VARCHAR', affiliation: 'VARCHAR', venue: 'VARCHAR', year: 'INTEGER', \
coauthors: 'VARCHAR[]'}})"
    table = api.register(api.duckdb_con.sql(query))
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("first", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            cl.JaroAtThresholds("last", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("affiliation", [0.9, 0.7]),
            cl.ExactMatch("venue").configure(term_frequency_adjustments=True),
            cl.ArrayIntersectAtSizes("coauthors", [3, 2, 1]),
            cl.CustomComparison(
                output_column_name="year",
                comparison_levels=[
                    importlib.import_module("splink.comparison_level_library").NullLevel("year"),
                    {"sql_condition": "abs(year_l - year_r) <= 1", "label_for_charts": "within a year"},
                    {"sql_condition": "abs(year_l - year_r) <= 5", "label_for_charts": "within five years"},
                    importlib.import_module("splink.comparison_level_library").ElseLevel(),
                ],
            ),
        ],
        blocking_rules_to_generate_predictions=[block("last", "initial")],
    )
    linker = splink.Linker(table, settings)
    training = linker.training
    training.estimate_probability_two_random_records_match([block("first", "last")], recall=RECALL)
    training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block("first", "last"), max_pairs=PAIRS)
    training.estimate_parameters_using_expectation_maximisation(block("venue", "year"), max_pairs=PAIRS)
    pairs = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, CLUSTERED_AT)
    rows = found.as_record_list()
    with open(out, "w", encoding="utf-8") as file:
        json.dump(
            {
                "clusters": {str(row["unique_id"]): str(row["cluster_id"]) for row in rows},
                "seconds": time.process_time() - begun,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "version": splink.__version__,
            },
            file,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
