"""Running a study: conditions, twin worlds, results on disk, paired comparison, verdicts."""
