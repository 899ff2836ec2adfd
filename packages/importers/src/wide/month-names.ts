/** Names and usual abbreviations of the months, without accents, in the languages whose headers are known (`aliases.ts`). */
const names: readonly string[] = [
  'jan january januar jänner janv janvier ene enero gen gennaio janeiro januari',
  'feb february februar fev fevr fevrier febrero febbraio fevereiro februari',
  'mar march marz maerz mrz mars marzo marco mrt maart',
  'apr april avr avril abr abril aprile',
  'may mai mayo mag maggio maio mei',
  'jun june juni juin junio giu giugno junho',
  'jul july juli juil juillet julio lug luglio julho',
  'aug august aou aout ago agosto augustus',
  'sep sept september septembre septiembre set settembre setembro',
  'oct october okt oktober octobre octubre ott ottobre out outubro',
  'nov november novembre noviembre novembro',
  'dec december dez dezember decembre dic diciembre dicembre dezembro',
];

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const months = new Map(
  names.flatMap((list, at) => list.split(' ').map((name) => [plain(name), at + 1] as const)),
);

/** Month 1 to 12 of its name; undefined for other words. */
export const monthOf = (name: string): number | undefined => months.get(plain(name));
