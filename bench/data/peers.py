"""The same minutes by Python's readers: peers.py <pandas|pandas-tuned|polars> <file>; prints rows, processor seconds and peak memory as JSON."""
import json
import resource
import sys

name, path = sys.argv[1:]
if name == "pandas":
    import pandas as pd

    df = pd.read_csv(path, parse_dates=["requested_at"])
    df["failed"] = df["error_code"] == 11200
    per_minute = df.groupby(df["requested_at"].dt.floor("min")).agg(
        attempts=("attempt_sid", "size"), failures=("failed", "sum"),
        p50=("latency_ms", "median"), p95=("latency_ms", lambda values: values.quantile(0.95)))
    rows = int(per_minute["attempts"].sum())
elif name == "pandas-tuned":
    import pandas as pd

    df = pd.read_csv(path, engine="pyarrow", usecols=["requested_at", "error_code", "latency_ms"])
    minute = pd.to_datetime(df["requested_at"], utc=True, format="ISO8601").astype("int64") // 60_000_000_000
    grouped = df.assign(minute=minute, failed=df["error_code"] == 11200).groupby("minute", sort=False)
    attempts = grouped.size()
    grouped["failed"].sum()
    grouped["latency_ms"].quantile([0.5, 0.95])
    rows = int(attempts.sum())
else:
    import polars as pl

    scan = pl.scan_parquet(path) if path.endswith(".parquet") else pl.scan_csv(path, schema_overrides={"error_code": pl.String})
    at = pl.col("requested_at") if path.endswith(".parquet") else pl.col("requested_at").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="us")
    result = scan.group_by(at.dt.truncate("1m").alias("minute")).agg(
        pl.len().alias("attempts"), (pl.col("error_code") == "11200").sum().alias("failures"),
        pl.col("latency_ms").quantile(0.5).alias("p50"), pl.col("latency_ms").quantile(0.95).alias("p95")).collect()
    rows = int(result["attempts"].sum())

usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"rows": rows, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}))
