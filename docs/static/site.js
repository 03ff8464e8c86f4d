// What scrolls sideways can be reached and scrolled by keyboard.
function reachable() {
  for (const each of document.querySelectorAll(".highlight pre, .table-wrapper, .cell_output .output")) {
    if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
    else each.removeAttribute("tabindex");
  }
}
addEventListener("load", reachable);
addEventListener("resize", reachable);
