"""The colours of the live page, each once: trust, and a difference in trust, in 16 steps each, and all the rest.

Distrust is amber, trust is blue, and the path between runs in OKLab with contrast rising against the surface. So the
order survives in grey, and for eyes that do not tell red from green; the tests measure both. A difference is purple
where there is less and green where there is more; the middle is grey, and both ends stand out equally.
"""

PALETTE = {
    "light": {
        "trust": (
            "#f49a0b", "#ee8f22", "#e7832e", "#e07836", "#d76e3f", "#c9674d", "#bb5f57", "#ae585f",
            "#9e536b", "#8c5079", "#7a4b86", "#684592", "#574093", "#453c90", "#32378d", "#1d318a",
        ),
        "difference": (
            "#7b2d9e", "#813fa1", "#874fa3", "#8c5fa5", "#936fa7", "#997fa9", "#a091aa", "#a9a9ab",
            "#a9a9ab", "#95a08e", "#869978", "#799264", "#6d8c51", "#62863d", "#578027", "#4c7a00",
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
            "#d7a6ff", "#c99fee", "#bb98dd", "#ad91cc", "#9e8aba", "#8e82a6", "#7d7892", "#666c76",
            "#666c76", "#768576", "#829774", "#8da771", "#98b76e", "#a2c669", "#acd562", "#b6e35a",
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
