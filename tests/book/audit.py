"""What a browser finds wrong with a page: axe-core, layout, policy, words left in English."""

import gzip
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from .conftest import HTML

# Deque's own engine, at the version that its Python package pins.
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = ["color-contrast", "link-in-text-block"]
SIZE = ["target-size"]
# Width of a sheet between its margins, in pixels of CSS.
SHEET = {"width": round((210 - 2 * 18) / 25.4 * 96), "height": 1000}
LIBRARY = "vega-bundle.js"
LOADED = "() => performance.getEntriesByType('resource').map(each => each.name)"
# Counts from the start what shifts and what the policy refuses.
WATCH = """() => {
    window.watched = {shift: 0, refused: []};
    new PerformanceObserver(list => {
        for (const each of list.getEntries())
            if (!each.hadRecentInput) watched.shift += each.value;
    }).observe({type: "layout-shift", buffered: true});
    addEventListener("securitypolicyviolation",
        event => watched.refused.push(`${event.effectiveDirective} ${event.blockedURI}`));
}"""
# Runs rules (or all but some) and returns what they find, each with one element.
RUN = """async ([kind, values, without]) => {
    const rules = Object.fromEntries(without.map(rule => [rule, {enabled: false}]));
    const {violations} = await axe.run(document,
        {runOnly: {type: kind, values}, rules, resultTypes: ["violations"], preload: false});
    return violations.map(({id, nodes}) =>
        `${id} (${nodes.length}): ${nodes[0].html.slice(0, 200)}`);
}"""
# Leaves three of the elements that are alike in every class above them: what has the same colours
# need not be judged a thousand times. Motion ends at once.
THIN = """() => {
    document.getAnimations().forEach(each => each.finish());
    const seen = new Map();
    const kind = element => {
        let names = element.getAttribute("fill") ?? "";
        for (let at = element; at !== document.body; at = at.parentElement)
            names += `<${at.nodeName}.${[...at.classList].sort().join(".")}`;
        return names;
    };
    for (const element of document.body.querySelectorAll("*")) {
        if (!element.isConnected || element.matches("table, thead, tbody, tr, td, th, dl, dt, dd"))
            continue;
        // A chart that is drawn anew in the other theme asks its picture.
        if (element.matches(".db-chart picture, .db-chart img")) continue;
        const name = kind(element);
        seen.set(name, (seen.get(name) ?? 0) + 1);
        if (seen.get(name) > 3) element.remove();
    }
}"""
# What stands past the right edge although nothing scrolls or hides it.
WIDE = """() => {
    if (document.scrollingElement.scrollWidth <= innerWidth) return [];
    const hidden = element => {
        for (let at = element; at && at !== document.body; at = at.parentElement) {
            const {position, overflowX} = getComputedStyle(at);
            if (position === "fixed" || (at !== element && overflowX !== "visible")) return true;
        }
        return !element.checkVisibility();
    };
    return [...document.querySelectorAll("body *")]
        .filter(each => each.getBoundingClientRect().right > innerWidth && !hidden(each))
        .map(each => `${each.nodeName} ${each.className}: ${each.textContent.trim().slice(0, 60)}`)
        .concat(`${document.scrollingElement.scrollWidth} pixels`).slice(0, 4);
}"""
# What reaches beyond the sheet, or is moved in a box of its own.
CUT = """() => [...document.querySelectorAll("article :is(table, img, svg, pre, math)")]
    .filter(each => each.checkVisibility())
    .filter(each => {
        const box = each.getBoundingClientRect();
        const held = each.closest(".db-scroll, .db-explorer, .db-chart, .pst-scrollable-table-"
            + "container");
        return box.right > innerWidth + 1 || (held && held.scrollWidth > held.clientWidth + 1
            && getComputedStyle(held).overflowX !== "visible");
    })
    .map(each => `${each.nodeName} ${each.id || each.className}`)"""
# What a reader is told outside the text: buttons, names, hints, headings of the theme.
TOLD = """() => [...document.querySelectorAll("body *")].flatMap(each => {
    const own = each.closest("article") ? [] : [...each.childNodes]
        .filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data.trim());
    const hints = ["aria-label", "title", "placeholder", "alt"]
        .map(name => each.getAttribute(name));
    const foreign = each.closest("[lang]") !== document.documentElement;
    // Works are called as they are.
    const kept = "script, code, kbd, pre, svg, .db-live, .bibtex-citation";
    if (foreign || each.closest(kept)) return [];
    return [...own, ...hints].filter(Boolean);
})"""


def violations(page, kind: str, values: list[str], without: tuple[str, ...] = ()) -> list[str]:
    """Return what axe-core finds by rules or tags."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"{AXE};0")
    return page.evaluate(RUN, [kind, values, list(without)])


def cut(page) -> list[str]:
    """Return what is cut at the edge of a sheet; the page is printed, and shown again."""
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    found = page.evaluate(CUT)
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    return found


@cache
def packed(path: Path) -> int:
    """Return the bytes of a file as gzip sends it."""
    return len(gzip.compress(path.read_bytes(), 9))


def weights(page, path: str) -> dict[str, int]:
    """Return the bytes of what a page at a path has loaded, without charts and their library."""
    files = {HTML / urlsplit(name).path[1:] for name in page.evaluate(LOADED)} | {HTML / path}
    counted = [each for each in files if "_images" not in each.parts and each.name != LIBRARY]
    return {file.name: packed(file) for file in counted}


def thin(page) -> None:
    """Leave a few of the elements that look alike."""
    page.evaluate(THIN)


def colours(page) -> list[str]:
    """Return what is hard to see, by theme."""
    found = []
    for theme in ("light", "dark"):
        page.evaluate(f"() => {{ document.documentElement.dataset.theme = '{theme}' }}")
        page.evaluate("() => document.getAnimations().forEach(each => each.finish())")
        found += [f"{theme}: {each}" for each in violations(page, "rule", CONTRAST)]
    return found
