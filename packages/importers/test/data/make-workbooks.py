"""Makes the workbooks beside this file: `python make-workbooks.py`, with openpyxl 3.1.5 and XlsxWriter 3.3.1."""

import datetime

import openpyxl
import xlsxwriter

# Two sheets with sales, a hidden one that is larger than both, a title above the header.
book = openpyxl.Workbook()
notes = book.active
notes.title = "Read me"
notes["A1"] = "Sales of the corner shop. See the next sheets."
for name, first, rows in (("Sales 2025", datetime.date(2025, 1, 1), 40), ("Sales 2026", datetime.date(2026, 1, 1), 60)):
    sheet = book.create_sheet(name)
    sheet["A1"] = f"{name}, all stores"
    sheet.merge_cells("A1:E1")
    sheet.append([])
    sheet.append(["Date", "SKU", "Store", "Units", "Price"])
    for i in range(rows):
        sku = 12345 if i % 2 else "00123"
        sheet.append([first + datetime.timedelta(days=i // 2), sku, "North", i % 7 + 1, 2.5 + (i % 3) / 10])
    # formatted to row 300 and column L, as a person leaves it, but empty
    sheet.cell(row=300, column=12).fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
sheet = book["Sales 2026"]
sheet["D8"] = "#N/A"
sheet["D8"].data_type = "e"
sheet["A12"] = "some day"
hidden = book.create_sheet("Lists")
hidden.sheet_state = "hidden"
hidden.append(["SKU", "Name"])
for i in range(500):
    hidden.append([i, f"Item {i}"])
book.save("two-years.xlsx")

# What Excel itself writes of cells: formulas with stored values, shared and rich texts, dates of 1904.
book = xlsxwriter.Workbook("excel-cells.xlsx", {"date_1904": True})
sheet = book.add_worksheet("Cells")
day = book.add_format({"num_format": "dd/mm/yyyy"})
moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
code = book.add_format({"num_format": "00000"})
money = book.add_format({"num_format": '#,##0.00 "EUR"'})
bold = book.add_format({"bold": True})
sheet.write_row(0, 0, ["day", "moment", "code", "price", "sum", "open", "text"])
sheet.write_datetime(1, 0, datetime.datetime(2026, 2, 28), day)
sheet.write_datetime(1, 1, datetime.datetime(2026, 2, 28, 17, 45), moment)
sheet.write_number(1, 2, 123, code)
sheet.write_number(1, 3, 1234.5678, money)
sheet.write_formula(1, 4, "=D2*2", money, 2469.1356)
sheet.write_boolean(1, 5, True)
sheet.write_rich_string(1, 6, "Tea, ", bold, '"fine"', " & green")
sheet.write_formula(2, 4, "=NA()", None, "#N/A")
sheet.write_string(2, 6, "two\nlines")
book.close()
