"""What readers can find: articles as records, their words as postings, cut into files that a browser loads.

`records` says what is searched, `layout` numbers the articles and cuts them into blocks, `terms` finds the
words of each, `postings` gathers them by word, `spelling` lists the words that occur, and `build_index`
writes only what changed. `docs/assets/search-index.js` reads these files.
"""
