import { openDuckDb, sqlText } from '@ordernimbus/importers/observations';

/** Seconds of wall clock and processor in which DuckDB alone reads the file, sums it by series and writes that. */
export async function bareRead(
  file: string,
  out: string,
  temporaryFolder: string,
): Promise<{ seconds: number; cpuSeconds: number }> {
  const db = await openDuckDb({ memoryMiB: 1024, threads: 2, temporaryFolder });
  try {
    const before = process.cpuUsage();
    const began = performance.now();
    await db.connection.run(
      `COPY (SELECT item, location, sum(quantity) AS quantity, max(date) AS last FROM read_parquet(${sqlText(file)})
             GROUP BY item, location ORDER BY item, location) TO ${sqlText(out)} (FORMAT parquet)`,
    );
    const used = process.cpuUsage(before);
    return { seconds: (performance.now() - began) / 1000, cpuSeconds: (used.user + used.system) / 1e6 };
  } finally {
    db.close();
  }
}
