import { ObservationError } from './errors.ts';

/** What a column of a long file can mean; every other column is a regressor or an attribute. */
export const observationRoles = [
  'item',
  'location',
  'date',
  'quantity',
  'price',
  'promotion',
  'in_stock',
  'open',
] as const;
export type ObservationRole = (typeof observationRoles)[number];

/** Headers by which a role is known, best first, compared without case, spaces and punctuation. */
const aliases: Readonly<Record<ObservationRole, readonly string[]>> = {
  item: 'item,itemid,sku,itemsku,product,productid,productcode,productsku,article,articleid,articlenumber,stockcode,material,part,partnumber,partid,upc,ean,gtin,uniqueid,seriesid,series,tsid,artikel,artikelnummer,producto,produit,variantsku,lineitemsku,itemname,productname,id'.split(
    ',',
  ),
  location:
    'location,locationid,locationname,store,storeid,storename,storenumber,storenbr,shop,shopid,site,siteid,warehouse,warehouseid,branch,outlet,filiale,standort,tienda,magasin'.split(
      ',',
    ),
  date: 'date,day,ds,week,month,timestamp,datetime,time,period,orderdate,invoicedate,salesdate,saledate,transactiondate,weekstart,weekending,datum,fecha'.split(
    ',',
  ),
  quantity:
    'quantity,qty,units,unitssold,quantitysold,qtysold,unitsales,sales,sold,demand,y,volume,salesquantity,salesqty,orderqty,netquantity,menge,cantidad,quantite,target,value'.split(
      ',',
    ),
  price: 'price,unitprice,sellprice,sellingprice,saleprice,avgprice,preis,precio,prix'.split(','),
  promotion: 'promotion,promo,onpromotion,ispromo,ispromotion,deal,promotionflag,aktion'.split(','),
  in_stock: 'instock,isinstock,available,availability,stockflag,instockflag'.split(','),
  open: 'open,isopen,storeopen,openflag'.split(','),
};

const normalise = (header: string): string =>
  header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

export interface ColumnRoles {
  /** Index of the column of each role that was found. */
  readonly index: Readonly<Partial<Record<ObservationRole, number>>>;
  /** Headers without a role. */
  readonly others: readonly string[];
}

export function matchColumnRoles(
  file: string,
  headers: readonly string[],
  map: Readonly<Partial<Record<ObservationRole, string>>>,
  required: readonly ObservationRole[],
): ColumnRoles {
  const index: Partial<Record<ObservationRole, number>> = {};
  const taken = new Set<number>();
  const listed = headers.map((header) => header.trim()).join(', ');
  for (const role of observationRoles) {
    const wanted = map[role];
    if (wanted === undefined) continue;
    const exact = headers.findIndex((header) => header.trim() === wanted);
    const at =
      exact >= 0
        ? exact
        : headers.findIndex((header) => header.trim().toLowerCase() === wanted.toLowerCase());
    if (at < 0) {
      throw new ObservationError(
        { file, line: 1 },
        `--map names the column "${wanted}" for ${role}, but the columns are: ${listed}.`,
      );
    }
    index[role] = at;
    taken.add(at);
  }
  const normal = headers.map(normalise);
  for (const role of observationRoles) {
    if (index[role] !== undefined) continue;
    for (const alias of aliases[role]) {
      const found = normal.flatMap((header, at) => (header === alias && !taken.has(at) ? [at] : []));
      if (found.length > 1) {
        throw new ObservationError(
          { file, line: 1, column: headers[found[0] as number]?.trim() ?? '' },
          `${found.length} columns have this name, so it is not clear which one is the ${role}; rename one.`,
        );
      }
      const at = found[0];
      if (at === undefined) continue;
      index[role] = at;
      taken.add(at);
      break;
    }
  }
  for (const role of required) {
    if (index[role] !== undefined) continue;
    throw new ObservationError(
      { file, line: 1 },
      `no column for the ${role} was recognised among: ${listed}; name it with --map ${role}=COLUMN.`,
    );
  }
  return { index, others: headers.filter((_, at) => !taken.has(at)).map((header) => header.trim()) };
}
