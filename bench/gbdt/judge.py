"""Official LightGBM on the tables of the benchmark: trains, and reads what ours has written.

    judge.py version
    judge.py train DIRECTORY THREADS     writes theirs.txt, theirs.p, theirs.shap
    judge.py read DIRECTORY              reads ours.txt, writes ours-there.p, ours-there.shap
"""

import json
import re
import sys
import time

import lightgbm
import numpy

SHAP_ROWS = 200


def table(directory, part, meta):
    rows = meta[part + "Rows"]
    columns = numpy.fromfile(f"{directory}/{part}.x").reshape(meta["features"], rows)
    return numpy.ascontiguousarray(columns.T), numpy.fromfile(f"{directory}/{part}.y")


def write(booster, rows, directory, name):
    booster.predict(rows).tofile(f"{directory}/{name}.p")
    contributions = booster.predict(rows[:SHAP_ROWS], pred_contrib=True)
    numpy.ascontiguousarray(contributions.T).tofile(f"{directory}/{name}.shap")


def main():
    command, *arguments = sys.argv[1:]
    if command == "version":
        print(json.dumps({"version": lightgbm.__version__}))
        return
    directory = arguments[0]
    with open(f"{directory}/meta.json") as file:
        meta = json.load(file)
    test, _ = table(directory, "test", meta)
    if command == "read":
        write(lightgbm.Booster(model_file=f"{directory}/ours.txt"), test, directory, "ours-there")
        print("{}")
        return
    train, labels = table(directory, "train", meta)
    parameters = {**meta["parameters"], "num_threads": int(arguments[1]), "verbose": -1}
    wall, cpu = time.perf_counter(), time.process_time()
    data = lightgbm.Dataset(train, labels, categorical_feature=meta["categorical"], feature_name=meta["names"])
    booster = lightgbm.train(parameters, data, meta["trees"])
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    with open("/proc/self/status") as status:
        peak = int(re.search(r"^VmHWM:\s+(\d+) kB", status.read(), re.M)[1]) / 1024
    booster.save_model(f"{directory}/theirs.txt")
    write(booster, test, directory, "theirs")
    print(json.dumps({"wall": wall, "cpu": cpu, "megabytes": peak}))


main()
