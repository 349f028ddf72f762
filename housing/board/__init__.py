"""The board: spaces over days, as a drawing or as a table; a house of any size is shown part by part."""
