import type { ColumnMeaning } from '@ordernimbus/contracts';

/**
 * Headers by which a meaning is known, best first, normalised: lower case, no accents, spaces or punctuation.
 * English, German, French, Spanish, Italian, Portuguese and Dutch; names of common shop systems and data sets.
 */
const lists: Readonly<Partial<Record<ColumnMeaning, string>>> = {
  item:
    'sku itemsku productsku variantsku lineitemsku item itemid itemcode itemno itemnumber stockcode productid productcode ' +
    'productno productnumber articleid articleno articlenumber articlecode article product partnumber partno material ' +
    'materialnumber plu upc style stylecode uniqueid seriesid artikel artikelnr artikelnummer artnr produkt produktnummer ' +
    'referencia codigoarticulo articulo producto codigo reference codearticle produit codeproduit codicearticolo articolo ' +
    'prodotto produto codigoproduto artikelcode artikelnaam menuitem',
  item_name:
    'itemname productname description itemdescription productdescription lineitemname title name productdesc desc ' +
    'bezeichnung artikelbezeichnung produktname descripcion nombre designation libelle descrizione descricao omschrijving',
  category:
    'category categoryname productcategory itemcategory department departmentname dept deptid catid family itemfamily ' +
    'producttype productgroup itemgroup kategorie warengruppe categoria famille rayon reparto categorie artikelgroep',
  barcode: 'barcode ean ean13 gtin upccode lineitembarcode codigobarras codebarres strichcode streepjescode',
  supplier:
    'supplier suppliername vendor vendorname lineitemvendor manufacturer lieferant proveedor fournisseur fornitore ' +
    'fornecedor leverancier',
  supplier_sku:
    'suppliersku vendorsku supplieritem supplieritemcode vendoritemno supplierpartnumber lieferantenartikel',
  location:
    'location locationid locationcode locationname store storeid storenumber storeno storenbr storename shop shopid ' +
    'shopname site siteid warehouse warehouseid branch branchid outlet outletid pos posid filiale filialnummer standort ' +
    'lager geschaeft geschaft tienda sucursal almacen magasin boutique entrepot negozio punto puntovendita loja winkel vestiging',
  date:
    'date day ds orderdate invoicedate salesdate saledate saledatetime transactiondate transactiondatetime datetime ' +
    'timestamp createdat created soldat paidat processedat businessdate datum verkaufsdatum belegdatum bestelldatum ' +
    'rechnungsdatum tag fecha fechaventa fechafactura datedevente datecommande datevente jour data datavendita datavenda ' +
    'verkoopdatum snapshotdate asof period',
  time: 'time saletime transactiontime ordertime uhrzeit zeit hora heure ora tijd',
  quantity:
    'quantity qty unitssold quantitysold qtysold soldquantity units lineitemquantity netquantity netqty salesquantity ' +
    'salesqty unitsales orderqty orderquantity count pieces sold demand sales volume menge anzahl stueck stuck ' +
    'verkauftemenge absatz cantidad unidades cantidadvendida quantite qte quantitevendue quantita pezzi quantidade aantal y',
  price:
    'price unitprice sellprice sellingprice itemprice saleprice lineitemprice retailprice avgprice preis einzelpreis ' +
    'verkaufspreis stueckpreis stuckpreis precio preciounitario prix prixunitaire prixunitaireht prezzo prezzounitario ' +
    'preco precounitario prijs stukprijs',
  revenue:
    'revenue netsales grosssales linetotal amount salesamount totalamount total turnover netamount lineamount umsatz ' +
    'betrag gesamtbetrag gesamt summe importe ingresos ventas montant chiffredaffaires totalht ricavo importo valor receita ' +
    'omzet bedrag',
  cost:
    'cost unitcost costprice costperitem purchaseprice buyprice cogs einkaufspreis ek kosten coste costo costounitario ' +
    'prixdachat costoacquisto custo inkoopprijs kostprijs',
  order:
    'order orderid orderno ordernumber invoice invoiceno invoiceid invoicenumber receipt receiptid receiptno ' +
    'receiptnumber transaction transactionid transactionno transactionnumber ticket ticketid ticketno checkno bill billno ' +
    'bestellung bestellnummer rechnung rechnungsnummer belegnummer beleg bonnummer auftrag auftragsnummer pedido ' +
    'numeropedido factura numerofactura commande numerocommande facture numerofacture ordine fattura scontrino bestelnummer ' +
    'factuur factuurnummer',
  line: 'line lineno linenumber lineid position positionno pos1 zeile linea ligne riga regel',
  in_stock: 'instock isinstock available availability stockflag instockflag lagernd disponible disponibile',
  open: 'open isopen storeopen openflag geoeffnet abierto ouvert aperto',
  promotion:
    'promotion promo onpromotion ispromo ispromotion promotionflag aktion promocion promozione promocao actie',
  on_hand:
    'onhand stockonhand quantityonhand qtyonhand stock stocklevel inventory inventoryquantity availablequantity ' +
    'currentstock bestand lagerbestand existencias stockactuel giacenza estoque voorraad',
  on_order:
    'onorder quantityonorder qtyonorder incoming openpo bestellt enpedido encommande inordine besteld',
  lead_time_days:
    'leadtime leadtimedays leadtimeindays lieferzeit lieferzeittage plazoentrega delai delailivraison levertijd',
  review_days: 'reviewdays reviewperiod reviewperioddays ordercycle ordercycledays bestellzyklus',
  pack_size:
    'packsize casepack casesize pack caseqty orderingunit packungsgroesse verpackungseinheit ve taillelot colis',
  minimum_quantity:
    'minimumquantity minquantity minqty moq minimumorder minimumorderquantity minorderqty mindestmenge mindestbestellmenge ' +
    'cantidadminima quantiteminimum',
  service_level: 'servicelevel targetservicelevel servicegrad nivelservicio tauxdeservice',
  status: 'status orderstatus financialstatus orderstate bestellstatus estado statut stato',
};

export const columnAliases: ReadonlyMap<string, { readonly meaning: ColumnMeaning; readonly rank: number }> =
  new Map(
    Object.entries(lists).flatMap(([meaning, text]) =>
      text
        .split(' ')
        .map(
          (alias, rank, all) =>
            [alias, { meaning: meaning as ColumnMeaning, rank: rank / all.length }] as const,
        ),
    ),
  );

/** Headers of columns about people. Their values are never read: no typed row holds personal data. */
const personal = new Set(
  (
    'customer customerid customername customeremail customercode customerno email emailaddress phone phonenumber telephone ' +
    'firstname lastname fullname billingname shippingname billingaddress shippingaddress billingaddress1 shippingaddress1 ' +
    'billingaddress2 shippingaddress2 billingstreet shippingstreet billingphone shippingphone billingcity shippingcity ' +
    'billingzip shippingzip billingcompany shippingcompany address address1 address2 street postcode zip zipcode ' +
    'customerreferenceid cardbrand panfive pansuffix panlast4 ipaddress kunde kundenname kundennummer kundennr cliente ' +
    'nombrecliente client nomclient klant klantnaam klantnummer staffname staffid employee employeename cashier kassierer'
  ).split(' '),
);

export const normaliseHeader = (header: string): string =>
  header
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]/gu, '');

export const isPersonalHeader = (header: string): boolean => personal.has(normaliseHeader(header));
