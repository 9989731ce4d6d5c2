"""What goes into a workbook: harmless texts, typed cells, formats by unit; the library is loaded only where one is."""
