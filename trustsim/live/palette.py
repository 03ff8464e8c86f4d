"""All colours of the live page: trust and difference in trust, in 16 steps each, and the single colours.

Distrust is amber and trust is blue. The steps between them follow a path in OKLab, and their contrast with the surface
increases. So the order is still visible in greyscale and to people with red-green colour blindness; the tests check
both. Negative differences are purple and positive ones green. The middle is grey, and both ends have equal contrast.
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
        "none": "#b4b9c1",  # a missing value, e.g. trust in somebody not known yet
        "line": "#d3d7dd",  # relations without trust: works for, peers
        "surface": "#ffffff",
        "ink": "#1b2029",
        "quiet": "#586070",  # secondary text
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
