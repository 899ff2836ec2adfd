import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../observations/open-duckdb.ts';
import { queryRow, queryRows } from '../raw/work-database.ts';

/** Item codes that shops book fees, postage and corrections under. */
const nonProducts =
  '(POST|POSTAGE|SHIPPING|DELIVERY|FREIGHT|VERSAND|VERSANDKOSTEN|PORTO|D|M|B|S|C2|DOT|CRUK|PADS|DISCOUNT|RABATT|MANUAL|ADJUST\\d*|ADJUSTMENT|SAMPLES?|AMAZONFEE|AMAZON FEE|BANK CHARGES|FEE|FEES|TIP|TIPS|GIFT ?CARD|GIFT_\\w+|GUTSCHEIN|DEPOSIT|PFAND|TAX|ROUNDING|TEST\\d*)';

/** Codes that are most likely no products, for the user to confirm. One or two letters only where codes are longer. */
export async function proposeExclusions(
  connection: DuckDBConnection,
  rawTable: string,
  itemColumn: string,
): Promise<string[]> {
  const codes = `(SELECT DISTINCT ${itemColumn} AS v FROM read_parquet(${sqlText(rawTable)}) WHERE fault IS NULL)`;
  const found = (
    await queryRows(
      connection,
      `SELECT v FROM ${codes} WHERE regexp_full_match(upper(v), ${sqlText(nonProducts)}) ORDER BY v LIMIT 200`,
    )
  ).map((row) => String(row.v));
  if (found.every((code) => code.length > 2)) return found;
  const { usual } = await queryRow(connection, `SELECT median(length(v)) AS usual FROM ${codes}`);
  return Number(usual) >= 4 ? found : found.filter((code) => code.length > 2);
}
