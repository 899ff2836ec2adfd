"""Trains LightGBM on rows.bin of a folder and writes its raw scores of unseen.bin; prints what it took as JSON.

Files hold float32 columns one after the other, the target last. Usage: train_lightgbm.py FOLDER PLAN_JSON
"""

import json
import resource
import sys
import time
from pathlib import Path

import lightgbm as lgb
import numpy as np


def cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def read(path: Path, rows: int) -> tuple[np.ndarray, np.ndarray]:
    flat = np.fromfile(path, dtype=np.float32).reshape(-1, rows)
    return np.asfortranarray(flat[:-1].T), flat[-1]


def main() -> None:
    folder, plan = Path(sys.argv[1]), json.loads(sys.argv[2])
    features, target = read(folder / "rows.bin", plan["rows"])
    unseen, _ = read(folder / "unseen.bin", plan["unseen"])
    parameters = {
        "objective": "tweedie",
        "tweedie_variance_power": plan["power"],
        "num_leaves": plan["leaves"],
        "learning_rate": plan["learningRate"],
        "min_data_in_leaf": plan["minRows"],
        "lambda_l2": plan["lambda"],
        "max_bin": plan["bins"],
        "feature_fraction": plan["featureShare"],
        "bagging_fraction": plan["rowShare"],
        "bagging_freq": 1,
        "num_threads": plan["threads"],
        "verbosity": -1,
        "seed": plan["seed"],
    }
    before = cpu_seconds()
    began = time.perf_counter()
    booster = lgb.train(parameters, lgb.Dataset(features, target), num_boost_round=plan["trees"])
    seconds = time.perf_counter() - began
    used = cpu_seconds() - before
    booster.predict(unseen, raw_score=True).astype(np.float64).tofile(folder / "scores.bin")
    print(json.dumps({"cpuSeconds": used, "seconds": seconds, "version": lgb.__version__}))


if __name__ == "__main__":
    main()
