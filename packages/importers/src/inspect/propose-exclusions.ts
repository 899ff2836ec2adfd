import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../observations/open-duckdb.ts';
import { queryRows } from '../raw/work-database.ts';

/** Item codes that shops book fees, postage and corrections under. */
const nonProducts =
  '(POST|POSTAGE|SHIPPING|DELIVERY|FREIGHT|VERSAND|VERSANDKOSTEN|PORTO|D|M|B|S|C2|DOT|CRUK|PADS|DISCOUNT|RABATT|MANUAL|ADJUST\\d*|ADJUSTMENT|SAMPLES?|AMAZONFEE|AMAZON FEE|BANK CHARGES|FEE|FEES|TIP|TIPS|GIFT ?CARD|GIFT_\\w+|GUTSCHEIN|DEPOSIT|PFAND|TAX|ROUNDING|TEST\\d*)';

/** Codes that are most likely no products, for the user to confirm. One or two letters only where codes are longer. */
export async function proposeExclusions(
  connection: DuckDBConnection,
  rawTable: string,
  itemColumn: string,
): Promise<string[]> {
  const rows = await queryRows(
    connection,
    `WITH codes AS (SELECT DISTINCT ${itemColumn} AS v FROM read_parquet(${sqlText(rawTable)}) WHERE fault IS NULL)
     SELECT v FROM codes WHERE regexp_full_match(upper(v), ${sqlText(nonProducts)})
       AND (length(v) > 2 OR (SELECT median(length(v)) FROM codes) >= 4)
     ORDER BY v LIMIT 200`,
  );
  return rows.map((row) => String(row.v));
}
