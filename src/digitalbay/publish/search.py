"""Search that finds Chinese: words of Latin script, and pairs of Chinese characters.

A word list (jieba) splits the text but not the query, so that 数字政府 finds nothing. Pairs need
no list and split both alike.
"""

from __future__ import annotations

import re
from functools import cache

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

from digitalbay.figures.language import mainland_forms

_RUNS = re.compile(r"[㐀-鿿豈-﫿]+|[^\W㐀-鿿豈-﫿]+")


def split(text: str) -> list[str]:
    """Split text into Latin words and pairs of neighbouring Chinese characters."""
    found = []
    for run in _RUNS.findall(text):
        if run[0] >= "㐀" and len(run) > 1:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            found.append(run)
    return found


class BigramSearch(SearchEnglish):
    """English stems and Chinese pairs, the same for every edition."""

    js_splitter_code = """
var splitQuery = (query) => {
  const found = [];
  const runs = /[\\u3400-\\u9fff\\uf900-\\ufaff]+|[^\\s\\p{P}\\u3400-\\u9fff\\uf900-\\ufaff]+/gu;
  for (const run of query.match(runs) || []) {
    if (run[0] >= "\\u3400" && run.length > 1) {
      for (let i = 0; i + 1 < run.length; i++) found.push(run.slice(i, i + 2));
    } else found.push(run);
  }
  return found;
};
"""

    def init(self, options: dict[str, str]) -> None:
        """Remember stems: a book has few words, and says each many times."""
        super().init(options)
        self.stem = cache(self.stem)

    def split(self, input: str) -> list[str]:
        """Split as the query will be split in the browser."""
        return split(input)


class ChineseSearch(BigramSearch):
    """The same, under the name Sphinx looks for in the Chinese editions.

    The text is also found by the simplified characters and the mainland's words, so that 寬頻,
    寬帶 and 宽带 lead to the same pages of the traditional edition.
    """

    lang = "zh"

    def split(self, input: str) -> list[str]:
        """Split the text as it stands and as it was before it became traditional."""
        forms = dict.fromkeys([input, *mainland_forms(input)])
        return [part for form in forms for part in split(form)]


def setup(app: Sphinx) -> None:
    """Register the languages of search."""
    app.add_search_language(BigramSearch)
    app.add_search_language(ChineseSearch)
    app.connect("html-collect-pages", _forget_words)


def _forget_words(app: Sphinx) -> list:
    # Sphinx keeps those that no page has any more.
    index = app.builder.indexer
    for words in (index._mapping, index._title_mapping):
        for word in [word for word, pages in words.items() if not pages]:
            del words[word]
    return []
