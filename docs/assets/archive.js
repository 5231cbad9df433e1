/* What the pages do beyond HTML and CSS. Loaded before the first paint, so that a chosen colour scheme never flashes. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.replace("no-js", "js");

  function chosen(value) {
    try {
      if (value) localStorage.setItem("scheme", value);
      return localStorage.getItem("scheme");
    } catch (_blocked) {
      return value;
    }
  }

  /*
   * The search form of the masthead works by itself; suggestions are fetched when its field is first used. Where the
   * field isn't in sight (on a phone, or scrolled away), the form opens over the page.
   */
  function mastSearch(form) {
    var field = form.elements.q;
    var loading = null;
    var before = null;
    function suggest() {
      loading =
        loading ||
        import("./quick-search.js")
          .then(function (module) {
            return module.suggest(form);
          })
          .catch(function (error) {
            console.error(error);
            loading = null;
          });
    }
    function open() {
      before = document.activeElement;
      form.classList.toggle(
        "mast__search--over",
        !field.offsetWidth || field.getBoundingClientRect().bottom < 0,
      );
      field.focus();
      field.select();
    }
    function close() {
      form.classList.remove("mast__search--over");
      form.dispatchEvent(new Event("close"));
    }
    /* Back to where the reader was. */
    function leave() {
      close();
      document.activeElement.blur();
      if (before) before.focus({ preventScroll: true });
      before = null;
    }
    field.addEventListener("focus", suggest);
    field.addEventListener("input", suggest);
    form.addEventListener("submit", function (event) {
      if (field.value.trim() && field.offsetWidth) return;
      event.preventDefault();
      open();
    });
    form.querySelector(".mast__close").addEventListener("click", leave);
    /* A link within this page would leave suggestions open over its target; so would the way back to this page. */
    form.addEventListener("click", function (event) {
      if (event.target.closest("a") && !event.ctrlKey && !event.metaKey) close();
    });
    form.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      leave();
    });
    ["pointerdown", "focusin"].forEach(function (name) {
      document.addEventListener(name, function (event) {
        if (!form.contains(event.target)) close();
      });
    });
    return open;
  }

  /* "/" and Ctrl-K lead to the search field of the page, or else to that of the masthead. */
  function searchKeys(open) {
    document.addEventListener("keydown", function (event) {
      var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
      var slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
      var k =
        event.key.toLowerCase() === "k" &&
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        !event.altKey;
      if ((slash || k) && !event.isComposing && !document.querySelector("dialog[open]")) {
        event.preventDefault();
        open();
      }
    });
  }

  var saved = chosen();
  if (saved === "dark" || saved === "light") root.dataset.scheme = saved;

  function schemeButton(button) {
    var system = matchMedia("(prefers-color-scheme: dark)");
    function isDark() {
      return root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches;
    }
    function label() {
      var text = isDark() ? button.dataset.light : button.dataset.dark;
      button.title = text;
      button.setAttribute("aria-label", text);
    }
    button.addEventListener("click", function () {
      root.dataset.scheme = isDark() ? "light" : "dark";
      chosen(root.dataset.scheme);
      label();
    });
    system.addEventListener("change", label);
    button.hidden = false;
    label();
  }

  /* Abbreviations explain themselves on hover, focus and tap; a title alone only does so on hover. */
  function tooltips(marks) {
    if (!marks.length) return;
    var tip = document.createElement("div");
    tip.id = "tip";
    tip.setAttribute("role", "tooltip");
    tip.hidden = true;
    document.body.append(tip);
    var shown = null;
    function hide() {
      if (shown) shown.removeAttribute("aria-describedby");
      shown = null;
      tip.hidden = true;
    }
    function show(mark) {
      hide();
      shown = mark;
      tip.textContent = mark.dataset.tip;
      tip.hidden = false;
      mark.setAttribute("aria-describedby", "tip");
      var box = mark.getBoundingClientRect();
      var left = Math.min(box.left, root.clientWidth - tip.offsetWidth - 8);
      var above = box.top - tip.offsetHeight - 8;
      tip.style.left = Math.max(8, left) + scrollX + "px";
      tip.style.top = (above > 0 ? above : box.bottom + 8) + scrollY + "px";
    }
    marks.forEach(function (mark) {
      mark.dataset.tip = mark.title;
      mark.removeAttribute("title");
      mark.tabIndex = 0;
      mark.addEventListener("mouseenter", function () {
        show(mark);
      });
      mark.addEventListener("mouseleave", hide);
      mark.addEventListener("focus", function () {
        show(mark);
      });
      mark.addEventListener("blur", hide);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape") hide();
    });
  }

  /* Browsers load no modules from a file, so the search page would stay silent: this script is none. */
  function needsServer(note) {
    note.hidden = location.protocol !== "file:";
  }

  /* Copy a link or a citation, and save a citation as a file for programs that keep references. */
  function copyButton(button) {
    var label = button.textContent;
    function text() {
      return button.dataset.copy || button.parentElement.nextElementSibling.textContent;
    }
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(text()).then(function () {
        button.textContent = button.closest("[data-copied]").dataset.copied;
        setTimeout(function () {
          button.textContent = label;
        }, 2000);
      });
    });
    button.hidden = !navigator.clipboard;
    var file = button.parentElement.querySelector("a[download]");
    if (!file) return;
    file.href = "data:text/plain;charset=utf-8," + encodeURIComponent(text() + "\n");
    file.hidden = false;
  }

  /* The words of an address that doesn't exist: what its reader most likely looks for. */
  function wordsOfAddress(field) {
    var parts = location.pathname.split("/").filter(function (part) {
      return /[a-z]{3}/i.test(part);
    });
    try {
      field.value = decodeURIComponent(parts.pop() || "")
        .replace(/\.html?$/, "")
        .replace(/[-_+]+/g, " ")
        .slice(0, 200);
    } catch (_malformed) {
      field.value = "";
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-from-address]").forEach(wordsOfAddress);
    document.querySelectorAll("[data-needs-server]").forEach(needsServer);
    document.querySelectorAll(".mast__scheme").forEach(schemeButton);
    var filters = document.querySelectorAll(".filter");
    if (filters.length)
      import("./filter.js")
        .then(function (module) {
          filters.forEach(module.filter);
        })
        .catch(console.error);
    var page = document.querySelector(".seek input");
    var mast = document.querySelector(".mast__search");
    if (page)
      searchKeys(function () {
        page.focus();
        page.select();
      });
    else if (mast) searchKeys(mastSearch(mast));
    document.querySelectorAll("[data-copy]").forEach(copyButton);
    tooltips(document.querySelectorAll("abbr[title]"));
    var here = document.querySelector(".tabs [aria-current]");
    var bar = here && here.closest("ul");
    if (bar) bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
  });
})();
