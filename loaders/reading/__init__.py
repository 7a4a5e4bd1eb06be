"""Reading what several formats share: lines of text, items of JSON, elements of XML."""
