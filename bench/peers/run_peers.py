"""Runs one forecasting method of other projects on one set, as `npm run bench -- engine` asks for.

Reads a long CSV `unique_id,ds,y[,columns]` that ends at the cut-off, and the columns that are known ahead as
`unique_id,ds[,columns]`. Writes `unique_id,ds,mean,q0.025,q0.1,q0.25,q0.5,q0.75,q0.9,q0.975`, one row for each
series and step, sorted; a method without intervals leaves the quantiles empty. Prints one line of JSON:
`cpu_seconds` of fitting and forecasting alone (without start, imports, reading and writing), `warmup_seconds` of
the CPU for imports and a first run on three series, `peak_mib` of the whole process, and `versions`.
"""

import argparse
import json
import platform
import resource
import warnings
from importlib.metadata import version

LEVELS = [50, 80, 95]
PROBABILITIES = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]
# Column of a library's forecast that is each quantile; none of these methods has a median of its own, so the mean
# stands for it.
INTERVAL_ENDS = ["-lo-95", "-lo-80", "-lo-50", "", "-hi-50", "-hi-80", "-hi-95"]
# statsforecast's ETS and CES are not meant for longer seasons.
LONGEST_STATE_SEASON = 24
CONFORMAL_WINDOWS = 2
TREES = {"n_estimators": 400, "num_leaves": 63, "learning_rate": 0.05}
FEW_ZEROS = 0.05
CALENDAR = {
    "H": ["hour", "dayofweek"],
    "D": ["dayofweek", "day", "dayofyear", "month", "year"],
    "W": ["month", "quarter", "year"],
    "M": ["month", "year"],
}


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--method", required=True, choices=sorted(METHODS))
    parser.add_argument("--input", required=True)
    parser.add_argument("--future")
    parser.add_argument("--out", required=True)
    parser.add_argument("--horizon", type=int, required=True)
    parser.add_argument("--frequency", choices=sorted(CALENDAR), required=True)
    parser.add_argument("--season", type=int, required=True)
    parser.add_argument("--last", type=int, help="use this many last steps of each history")
    return parser.parse_args()


def offset_of(frequency, dates):
    """The pandas offset of a frequency; weeks and months are anchored where the dates are."""
    if frequency == "W":
        return "W-" + dates.min().day_name()[:3].upper()
    return {"H": "h", "D": "D", "M": "MS"}[frequency]


def read_history(arguments):
    """All series on a regular grid that ends at the last date of the file; steps without a row have y = 0 and were closed."""
    import pandas as pd
    from utilsforecast.preprocessing import fill_gaps

    history = pd.read_csv(arguments.input, parse_dates=["ds"], dtype={"unique_id": str, "item": str, "location": str})
    offset = offset_of(arguments.frequency, history["ds"])
    history = fill_gaps(history, freq=offset).sort_values(["unique_id", "ds"], ignore_index=True)
    history["y"] = history["y"].fillna(0.0).astype(float)
    if "open" in history:
        history["open"] = history["open"].fillna(0)
    return history, offset


def without_columns(history):
    return history[["unique_id", "ds", "y"]]


def state_season(season):
    return season if season <= LONGEST_STATE_SEASON else 1


def classical(name):
    """A method of statsforecast, series by series and without further columns."""

    def forecast(history, future, arguments, offset):
        import numpy as np
        from statsforecast import StatsForecast
        from statsforecast import models

        season = arguments.season
        made = {
            "AutoARIMA": lambda: models.AutoARIMA(season_length=season),
            "AutoETS": lambda: models.AutoETS(season_length=state_season(season)),
            "CES": lambda: models.AutoCES(season_length=state_season(season)),
            "DynamicOptimizedTheta": lambda: models.DynamicOptimizedTheta(season_length=season),
            "IMAPA": models.IMAPA,
            "CrostonSBA": models.CrostonSBA,
            "TSB": lambda: models.TSB(alpha_d=0.1, alpha_p=0.1),
        }
        names = ENSEMBLE if name == "ensemble" else [name]
        runner = StatsForecast(
            models=[made[each]() for each in names], freq=offset, n_jobs=1, fallback_model=models.Naive()
        )
        levels = None if name in POINT_ONLY else LEVELS
        found = runner.forecast(df=without_columns(history), h=arguments.horizon, level=levels)
        keys = found[["unique_id", "ds"]].copy()
        keys["mean"] = np.median(found[names], axis=1)
        for probability, end in zip(PROBABILITIES, INTERVAL_ENDS):
            ends = None if levels is None else np.median(found[[each + end for each in names]], axis=1)
            keys[f"q{probability}"] = ends
        return keys

    return forecast


def boosted(scaled=False, loss=None):
    """One LightGBM for all series by mlforecast: recursive, with conformal intervals, columns and calendar.

    With a loss of its own its forecast is the point that this loss asks for, and not a mean: no intervals then.
    """

    def forecast(history, future, arguments, offset):
        from lightgbm import LGBMRegressor
        from mlforecast import MLForecast
        from mlforecast.lag_transforms import RollingMean
        from mlforecast.target_transforms import LocalStandardScaler
        from mlforecast.utils import PredictionIntervals

        season = arguments.season
        lags = {1, 2, 3, season, 2 * season, 3 * season, 4 * season}
        if arguments.frequency == "D":
            lags.add(364)
        columns = prepare_columns(history, future)
        counts = (history["y"] == 0).mean() >= FEW_ZEROS and not scaled
        regressor = LGBMRegressor(
            **TREES,
            objective=loss or ("tweedie" if counts else "regression"),
            n_jobs=1,
            random_state=1,
            deterministic=True,
            verbosity=-1,
        )
        model = MLForecast(
            models={"boosted": regressor},
            freq=offset,
            lags=sorted(lags),
            lag_transforms={
                1: [RollingMean(season, min_samples=1), RollingMean(4 * season, min_samples=1)],
            },
            date_features=CALENDAR[arguments.frequency],
            target_transforms=[LocalStandardScaler()] if scaled else None,
            num_threads=1,
        )
        model.fit(
            columns.history,
            static_features=columns.static,
            dropna=False,
            prediction_intervals=None
            if loss
            else PredictionIntervals(n_windows=CONFORMAL_WINDOWS, h=arguments.horizon),
            models_fit_kwargs={"boosted": {"categorical_feature": columns.categories}},
        )
        known = None
        if columns.dynamic:
            known = model.make_future_dataframe(arguments.horizon)
            known = known.merge(columns.future, on=["unique_id", "ds"], how="left")
            known[columns.dynamic] = known.groupby("unique_id")[columns.dynamic].transform(lambda x: x.ffill().bfill())
        found = model.predict(arguments.horizon, level=None if loss else LEVELS, X_df=known)
        forecasts = found[["unique_id", "ds"]].copy()
        forecasts["mean"] = found["boosted"]
        for probability, end in zip(PROBABILITIES, INTERVAL_ENDS):
            forecasts[f"q{probability}"] = None if loss else found["boosted" + end]
        return forecasts

    return forecast


class Columns:
    """The table that boosting learns from and which of its columns are what."""

    def __init__(self, history, future, static, dynamic, categories):
        self.history = history
        self.future = future
        self.static = static
        self.dynamic = dynamic
        self.categories = categories


def prepare_columns(history, future):
    """Text becomes whole numbers. A column that changes and is not known ahead is left out, and so is a constant."""
    import pandas as pd

    keys = ["unique_id", "ds", "y"]
    history = history.copy()
    future = None if future is None else future.copy()
    dynamic = [] if future is None else [name for name in future.columns if name not in keys]
    static, categories = [], []
    for name in history.columns.difference(keys, sort=False):
        by_series = history.groupby("unique_id")[name]
        if name in dynamic:
            parts = [history, future]
        elif (by_series.nunique() > 1).any() or history[name].nunique() < 2:
            history = history.drop(columns=name)
            continue
        else:
            static.append(name)
            parts = [history]
            # also where a step had no row
            history[name] = by_series.transform("first")
        if all(pd.api.types.is_numeric_dtype(part[name]) for part in parts):
            if name in dynamic:
                # a step without a row: what held before it
                history[name] = by_series.transform(lambda values: values.ffill().bfill())
            continue
        texts = sorted(set().union(*(part[name].fillna("").astype(str) for part in parts)))
        for part in parts:
            part[name] = part[name].fillna("").astype(str).map({text: code for code, text in enumerate(texts)})
        # a category of its own for each series fits noise: such a name is a plain number
        if len(texts) < history["unique_id"].nunique():
            categories.append(name)
    return Columns(history, future, static, dynamic, categories)


ENSEMBLE = ["AutoARIMA", "AutoETS", "CES", "DynamicOptimizedTheta"]
POINT_ONLY = ["IMAPA", "CrostonSBA", "TSB"]
METHODS = {
    "autoarima": classical("AutoARIMA"),
    "autoces": classical("CES"),
    "autoets": classical("AutoETS"),
    "dot": classical("DynamicOptimizedTheta"),
    "ensemble": classical("ensemble"),
    "imapa": classical("IMAPA"),
    "lightgbm-counts": boosted(),
    "lightgbm-mape": boosted(loss="mape"),
    "lightgbm-scaled": boosted(scaled=True),
    "sba": classical("CrostonSBA"),
    "tsb": classical("TSB"),
}
LIBRARIES = ["statsforecast", "mlforecast", "lightgbm", "numpy", "pandas"]


def read_future(path):
    import pandas as pd

    if path is None:
        return None
    return pd.read_csv(path, parse_dates=["ds"], dtype={"unique_id": str})


def main():
    arguments = parse_arguments()
    warnings.filterwarnings("ignore")
    history, offset = read_history(arguments)
    future = read_future(arguments.future)
    if arguments.last:
        history = history.groupby("unique_id", sort=False).tail(arguments.last)
    method = METHODS[arguments.method]

    some = history["unique_id"].drop_duplicates().head(3)
    few = history[history["unique_id"].isin(some)].reset_index(drop=True)
    few_known = future[future["unique_id"].isin(some)] if future is not None else None
    method(few, few_known, arguments, offset)
    warmup = cpu_seconds()

    forecasts = method(history, future, arguments, offset)
    cpu = cpu_seconds() - warmup

    forecasts = forecasts.sort_values(["unique_id", "ds"])
    forecasts.to_csv(arguments.out, index=False, float_format="%.9g")
    print(
        json.dumps(
            {
                "cpu_seconds": round(cpu, 3),
                "warmup_seconds": round(warmup, 3),
                "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
            }
        )
    )


if __name__ == "__main__":
    main()
