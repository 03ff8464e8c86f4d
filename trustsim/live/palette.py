"""The colours of the live page, each once: trust and a difference in trust in 16 steps each, and what stands round them.

Distrust is amber, trust is blue, and the path between runs in OKLab with contrast rising against the surface. So the
order survives in grey, and for eyes that do not tell red from green; the tests measure both. A difference is magenta
where there is less and green where there is more; the middle is grey, and both ends stand out equally.
"""

PALETTE = {
    "light": {
        "trust": (
            "#f49a0b", "#ee8f22", "#e7832e", "#e07836", "#d76e3f", "#c9674d", "#bb5f57", "#ae585f",
            "#9e536b", "#8c5079", "#7a4b86", "#684592", "#574093", "#453c90", "#32378d", "#1d318a",
        ),
        "difference": (
            "#a30f63", "#a62e6b", "#a94373", "#ac567c", "#ad6886", "#ae7b90", "#ad8f9b", "#a9a9ab",
            "#a9a9ab", "#8d9c97", "#779288", "#648a7b", "#51826f", "#3d7a64", "#277259", "#006b4f",
        ),
        "alarm": "#b3261e",  # bad news
        "relief": "#006b4f",  # good news
        "none": "#b4b9c1",  # a value that does not exist, e.g. trust in somebody not known yet
        "line": "#d3d7dd",  # relations that carry no trust: works for, peers
        "surface": "#ffffff",
        "ink": "#1b2029",
        "quiet": "#586070",  # second text
        "edge": "#dfe3e8",  # borders of panels and buttons
    },
    "dark": {
        "trust": (
            "#aa5212", "#b05628", "#b55a38", "#bb5e45", "#bf6355", "#c16a6b", "#c27180", "#c37894",
            "#c083a9", "#b991be", "#af9ed4", "#a4abea", "#9fbbf2", "#9dcdf6", "#99defa", "#93effd",
        ),
        "difference": (
            "#ff8fcb", "#ed8cc1", "#db88b6", "#c884ab", "#b480a0", "#9e7b94", "#877587", "#666c76",
            "#666c76", "#698482", "#6b968b", "#6aa794", "#69b79b", "#67c6a2", "#64d5a9", "#5fe3b0",
        ),
        "alarm": "#ff8a80",
        "relief": "#5fe3b0",
        "none": "#59616e",
        "line": "#363d49",
        "surface": "#12161d",
        "ink": "#eef1f5",
        "quiet": "#a5aebb",
        "edge": "#2b323d",
    },
}  # fmt: skip
