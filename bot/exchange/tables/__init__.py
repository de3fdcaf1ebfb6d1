"""Read tables: find out what the columns are, and convert the rows to items.

- files: delimited, separators (repairs rows), workbook, sheet_xml, json_rows; writing: cells
- columns: layout, using header_rows, headers (in several languages) and neighbours (without headers)
- rows: rows, using row_cells, choices, marking (which options are right) and gathering (rows that belong together),
  articles (of vocabulary lists)
"""
